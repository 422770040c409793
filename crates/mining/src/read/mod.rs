//! Event logs come in: XES, CSV, JSON Lines and OCEL, packed with gzip or not.
//!
//! A reader takes whatever bytes there are and gives a log and a [`Report`]: what was kept, what was dropped and why, and
//! where. It never refuses a log as a whole, never panics, and its memory is bounded by [`Limits`] whatever comes in.
//! Unpacking and decoding run beside the scanning.

mod attributes;
mod report;
mod source;
mod window;
mod xes;
mod xml;

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::ControlFlow;

pub use report::{Attribute, End, Format, Noted, Outcome, Place, Problem, Report, Scope};

pub use window::unwatched;

use crate::log::{Log, Pseudonyms};

/// What of a log is read, and how.
#[derive(Debug, Clone)]
pub struct Options {
    pub keep: Keep,
    /// The keys whose values, joined by `+`, name the activity of an event.
    pub classifier: Vec<Box<str>>,
    /// Names of people are replaced before anybody sees the log.
    pub pseudonyms: Option<Pseudonyms>,
    pub limits: Limits,
    /// How many bytes go from reading to scanning at a time.
    pub chunk: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            keep: Keep::All,
            classifier: vec!["concept:name".into()],
            pseudonyms: None,
            limits: Limits::default(),
            chunk: 256 * 1024,
        }
    }
}

/// Which attributes are kept beside the name of the case, activity, time, person and lifecycle transition. All others
/// are counted in the report, so that a log can be read again for those that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keep {
    /// None.
    Needed,
    /// These, of cases and of events.
    Named(BTreeSet<Box<str>>),
    All,
}

impl Keep {
    fn keeps(&self, key: &str) -> bool {
        match self {
            Self::Needed => false,
            Self::Named(keys) => keys.contains(key),
            Self::All => true,
        }
    }
}

/// How much a log may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest key, in bytes.
    pub key: usize,
    /// The longest value, in bytes.
    pub value: usize,
    /// The longest line of a CSV file or of JSON Lines, in bytes.
    pub line: usize,
    /// How deep elements may lie in each other.
    pub depth: usize,
    /// How many attributes there may be, of cases and of events each.
    pub keys: usize,
    /// How many activities there may be.
    pub activities: usize,
    /// How much memory the log may take, in bytes. Reading ends there, with what was read so far.
    pub memory: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            key: 256,
            value: 64 * 1024,
            line: 4 * 1024 * 1024,
            depth: 64,
            keys: 1000,
            activities: 10_000,
            memory: 2 * 1024 * 1024 * 1024,
        }
    }
}

/// A log that was read, and what is to be said of it.
#[derive(Debug, Clone)]
pub struct Imported {
    pub log: Log,
    pub report: Report,
}

/// Told how many bytes of the input were taken; decides whether to go on. Reading that is stopped gives what was read.
pub type Progress<'a> = &'a mut dyn FnMut(u64) -> ControlFlow<()>;

/// Reads XES (IEEE 1849-2016), plain or packed with gzip.
pub fn xes(input: impl Read + Send, options: &Options, progress: Progress<'_>) -> Imported {
    let (builder, mut report) = source::open(input, options, progress, |window| xes::read(window, options));
    let log = finish(builder, options, &mut report);
    Imported { log, report }
}

fn finish(builder: crate::log::Builder, options: &Options, report: &mut Report) -> Log {
    let log = builder.finish();
    report.cases = log.len() as u64;
    report.events = log.events() as u64;
    match &options.pseudonyms {
        Some(pseudonyms) => pseudonyms.apply(log),
        None => log,
    }
}
