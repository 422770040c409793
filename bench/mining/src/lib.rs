//! What every subject of the mining benchmark is asked, and the line of JSON that it answers.
//!
//! A subject is asked for one thing and ends, so that its peak memory is that of this one thing. It gives up when the time
//! or the memory that it was allowed is used up, and says how far it came.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// What a subject is to do, and with which log.
#[derive(Debug, Clone)]
pub struct Asked {
    pub task: String,
    pub file: String,
    /// A process tree as text, which is read for alignments and precision, and written by discovery.
    pub tree: Option<String>,
    /// Where the cost of each variant is written: activities apart by U+001F, then a tab and the cost.
    pub costs: Option<String>,
    /// How long it may take.
    pub limit: Duration,
}

/// Memory that a subject may have, in megabytes.
const MEMORY: f64 = 6_000.0;

impl Asked {
    /// Reads the command line: `TASK LOG [--tree FILE] [--costs FILE] [--seconds NUMBER]`.
    ///
    /// # Panics
    /// When it is not so: the caller is our own benchmark driver.
    pub fn from_arguments() -> Self {
        let mut words = std::env::args().skip(1);
        let mut next = |what| words.next().unwrap_or_else(|| panic!("{what} is named"));
        let mut asked =
            Self { task: next("a task"), file: next("a log"), tree: None, costs: None, limit: Duration::MAX };
        while let Some(word) = words.next() {
            let value = words.next().expect("an option has a value");
            match word.as_str() {
                "--tree" => asked.tree = Some(value),
                "--costs" => asked.costs = Some(value),
                "--seconds" => asked.limit = Duration::from_secs_f64(value.parse().expect("a number of seconds")),
                _ => panic!("`{word}` is no option"),
            }
        }
        asked
    }

    /// The tree, as text.
    ///
    /// # Panics
    /// When none is named, or it cannot be read.
    pub fn tree(&self) -> String {
        std::fs::read_to_string(self.tree.as_deref().expect("a tree is named")).expect("the tree is readable")
    }
}

/// What a subject has come to so far.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub cases: usize,
    /// Events, edges or nodes.
    pub size: usize,
    /// How many variants were solved, of how many, and what the solved ones cost in all their cases.
    pub solved: usize,
    pub variants: usize,
    pub cost: u64,
    /// Fitness or precision.
    pub share: Option<f64>,
    /// The cost of each variant that was solved, as a line.
    pub costs: String,
}

impl Found {
    /// A variant was solved.
    pub fn solve<'a>(&mut self, trace: impl IntoIterator<Item = &'a str>, cases: u64, cost: u64) {
        self.solved += 1;
        self.cost += cases * cost;
        let trace: Vec<&str> = trace.into_iter().collect();
        let _ = writeln!(self.costs, "{}\t{cost}", trace.join("\u{1f}"));
    }
}

/// A subject at work: the line is printed when it is done, or when it may not go on.
pub struct Work {
    subject: &'static str,
    asked: Asked,
    begun: Mutex<Option<Instant>>,
    pub found: Mutex<Found>,
}

impl Work {
    /// Begins to watch.
    pub fn begin(subject: &'static str, asked: &Asked) -> &'static Self {
        let work = Self { subject, asked: asked.clone(), begun: Mutex::default(), found: Mutex::default() };
        let work: &'static Self = Box::leak(Box::new(work));
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_millis(20));
                let begun = *work.begun.lock().expect("nobody panicked with it");
                if begun.is_some_and(|begun| begun.elapsed() > work.asked.limit) {
                    work.end(Some("time"), work.asked.limit);
                }
                if memory("VmRSS:") > MEMORY {
                    work.end(Some("memory"), begun.map_or(Duration::ZERO, |begun| begun.elapsed()));
                }
            }
        });
        work
    }

    /// What is measured begins now: what was prepared before does not count.
    pub fn start(&self) -> Instant {
        let now = Instant::now();
        *self.begun.lock().expect("nobody panicked with it") = Some(now);
        now
    }

    /// Tells what was found, and ends the program.
    pub fn done(&self, took: Duration) -> ! {
        self.end(None, took)
    }

    fn end(&self, stopped: Option<&str>, took: Duration) -> ! {
        let found = self.found.lock().expect("nobody panicked with it");
        if let Some(file) = &self.asked.costs {
            std::fs::write(file, &found.costs).expect("the costs can be written");
        }
        let log = Path::new(&self.asked.file).file_name().map_or("", |name| name.to_str().unwrap_or(""));
        let Found { cases, size, solved, variants, cost, share, .. } = &*found;
        let share = share.map_or_else(|| "null".to_owned(), |share| share.to_string());
        let stopped = stopped.map_or_else(|| "null".to_owned(), |why| format!("\"{why}\""));
        println!(
            "{{\"subject\":\"{}\",\"task\":\"{}\",\"log\":\"{log}\",\"seconds\":{:.6},\"cases\":{cases},\"size\":{size},\
             \"solved\":{solved},\"variants\":{variants},\"cost\":{cost},\"share\":{share},\"stopped\":{stopped},\
             \"peak_mb\":{:.1}}}",
            self.subject,
            self.asked.task,
            took.as_secs_f64(),
            memory("VmHWM:"),
        );
        std::process::exit(0)
    }
}

/// The memory that this process has (`VmRSS:`) or has had at most (`VmHWM:`), in megabytes; none where the system does
/// not say.
pub fn memory(figure: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(figure));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix("kB")).and_then(|number| number.trim().parse().ok());
    kilobytes.unwrap_or(f64::NAN) / 1024.0
}
