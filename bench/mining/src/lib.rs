//! What every subject of the mining benchmark is asked, and the line of JSON that it answers.
//!
//! A subject is asked for one thing and ends, so that its peak memory is that of this one thing.

use std::time::Duration;

/// What a subject is to do, and with which log.
#[derive(Debug)]
pub struct Asked {
    pub task: String,
    pub file: String,
}

impl Asked {
    /// Reads the command line.
    ///
    /// # Panics
    /// When a word is missing: the caller is our own benchmark driver.
    pub fn from_arguments() -> Self {
        let mut words = std::env::args().skip(1);
        let mut next = |what| words.next().unwrap_or_else(|| panic!("{what} is named"));
        Self { task: next("a task"), file: next("a log") }
    }
}

/// Prints the line: how long, how many cases, how many events (of a graph: edges), and the peak memory in megabytes.
pub fn report(subject: &str, task: &str, file: &str, took: Duration, cases: usize, size: usize) {
    let seconds = took.as_secs_f64();
    let log = std::path::Path::new(file).file_name().map_or("", |name| name.to_str().unwrap_or(""));
    println!(
        r#"{{"subject":"{subject}","task":"{task}","log":"{log}","seconds":{seconds:.6},"cases":{cases},"size":{size},"peak_mb":{:.1}}}"#,
        peak()
    );
}

/// The most memory that this process has had, in megabytes; none where the system does not say.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB")).and_then(|number| number.trim().parse().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
