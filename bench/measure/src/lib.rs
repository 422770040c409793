//! What every subject of a benchmark is asked, and the one line that it answers.
//!
//! A subject is a program of its own, because two of them link different copies of the same native library and cannot
//! share a dependency graph. It takes `--runs N`, `--in-flight N` and `--store WHERE`, and prints one line of JSON.

use std::fmt::Write as _;
use std::time::Duration;

/// What a subject is to do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many runs, or how many commands.
    pub runs: usize,
    /// The most runs that are under way at once.
    pub in_flight: usize,
    /// A folder for a file, or the address of a database server.
    pub store: String,
    /// What is left of the command line, for the subject to read.
    pub rest: Vec<String>,
}

impl Plan {
    /// Reads the command line.
    ///
    /// # Panics
    /// When a number is missing or is none: the caller is our own benchmark driver.
    pub fn from_arguments() -> Self {
        let mut plan = Plan { runs: 2_000, in_flight: 64, store: ".".into(), rest: Vec::new() };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.as_str() {
                "--runs" => plan.runs = number(words.next()),
                "--in-flight" => plan.in_flight = number(words.next()),
                "--store" => plan.store = words.next().expect("a folder or an address follows --store"),
                _ if ["--runs=", "--in-flight=", "--store="].iter().any(|start| word.starts_with(start)) => {
                    panic!("`{word}`: the value is a word of its own");
                }
                _ => plan.rest.push(word),
            }
        }
        plan
    }
}

fn number(word: Option<String>) -> usize {
    word.and_then(|word| word.parse().ok()).expect("a whole number follows --runs and --in-flight")
}

/// Prints the line: who, how many, how long, and what else is known, as name and number.
pub fn report(subject: &str, runs: usize, took: Duration, more: &[(&str, f64)]) {
    let seconds = took.as_secs_f64();
    let each = runs as f64 / seconds;
    let mut line = format!(r#"{{"subject":"{subject}","runs":{runs},"seconds":{seconds:.6},"per_second":{each:.1}"#);
    for (name, value) in more {
        write!(line, r#","{name}":{value}"#).expect("a string takes any text");
    }
    println!("{line}}}");
}
