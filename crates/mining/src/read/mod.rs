//! Event logs come in: XES, CSV, JSON Lines and OCEL, packed with gzip or not.
//!
//! A reader takes whatever bytes there are and gives a log and a [`Report`]: what was kept, what was dropped and why, and
//! where. It never refuses a log as a whole, never panics, and its memory is bounded by [`Limits`] whatever comes in.
//! Unpacking and decoding run beside the scanning.

mod attributes;
mod look;
mod ocel;
mod report;
mod source;
mod table;
mod window;
mod xes;
mod xml;

use std::collections::BTreeSet;
use std::ops::ControlFlow;

pub use look::{Look, look};
pub use ocel::{ObjectLog, ObjectType};
pub use report::{Attribute, End, Format, Noted, Outcome, Place, Problem, Report, Scope};

pub use table::{Mapping, TimeFormat};
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
    /// The longest line of a CSV file or of JSON Lines, and the longest event or object of OCEL, in bytes.
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
            line: 1024 * 1024,
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
pub fn xes(input: impl std::io::Read + Send, options: &Options, progress: Progress<'_>) -> Imported {
    let (log, report) = source::open(input, options, progress, |window| {
        let (builder, report) = xes::read(window, options);
        (builder.finish(), report)
    });
    finish(log, report, options)
}

/// Reads CSV, plain or packed with gzip. Which column is what is guessed where it is not given; the report shows it.
pub fn csv(
    input: impl std::io::Read + Send,
    mapping: Option<Mapping>,
    options: &Options,
    progress: Progress<'_>,
) -> Imported {
    let read = |window: &mut window::Window<'_>| table::csv(window, options, mapping);
    let (log, report) = source::open(input, options, progress, read);
    finish(log, report, options)
}

/// Reads JSON Lines: an object a line, an event each. The keys of objects in it are joined by `/`.
pub fn json_lines(
    input: impl std::io::Read + Send,
    mapping: Option<Mapping>,
    options: &Options,
    progress: Progress<'_>,
) -> Imported {
    let read = |window: &mut window::Window<'_>| table::json_lines(window, options, mapping);
    let (log, report) = source::open(input, options, progress, read);
    finish(log, report, options)
}

/// Reads OCEL 2.0 or 1.0 in JSON, plain or packed with gzip. [`ObjectLog::flatten`] makes a log of it.
pub fn ocel(input: impl std::io::Read + Send, options: &Options, progress: Progress<'_>) -> (ObjectLog, Report) {
    source::open(input, options, progress, |window| ocel::read(window, options))
}

/// What was read of a log of whatever format.
#[derive(Debug, Clone)]
pub enum Read {
    Log(Box<Imported>),
    /// Cases are objects of a type that is still to be chosen.
    Objects(Box<ObjectLog>, Box<Report>),
}

/// Reads a log of whatever format it is in, as its beginning says.
pub fn any(
    input: impl std::io::Read + Send,
    mapping: Option<Mapping>,
    options: &Options,
    progress: Progress<'_>,
) -> Read {
    let mut objects = None;
    let (log, report) = source::open(input, options, progress, |window| match guess(window) {
        Format::Xes => {
            let (builder, report) = xes::read(window, options);
            (builder.finish(), report)
        }
        Format::Csv => table::csv(window, options, mapping),
        Format::JsonLines => table::json_lines(window, options, mapping),
        Format::Ocel1 | Format::Ocel2 => {
            let (read, report) = ocel::read(window, options);
            objects = Some(read);
            (Log::default(), report)
        }
    });
    match objects {
        Some(objects) => Read::Objects(Box::new(objects), Box::new(report)),
        None => Read::Log(Box::new(finish(log, report, options))),
    }
}

/// The format of a text that begins like this.
fn guess(window: &mut window::Window<'_>) -> Format {
    const HEAD: usize = 4096;
    while window.len() < HEAD && window.more() {}
    let head = window.bytes()[..window.len().min(HEAD)].trim_ascii_start();
    let has = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
    match head.first() {
        Some(b'<') => Format::Xes,
        Some(b'{') => {
            let first = head.split(|byte| *byte == b'\n').next().unwrap_or(head);
            // An object that is complete in its line is one of many; a log in one object is longer, or has several lines.
            let object = serde_json::from_slice::<serde_json::Value>(first).ok();
            let parts = ["events", "objects", "ocel:events", "ocel:objects"];
            match object {
                Some(object) if parts.iter().all(|part| object.get(part).is_none()) => Format::JsonLines,
                Some(_) => Format::Ocel2,
                None if has("\"ocel:") => Format::Ocel1,
                None if has("\"objectTypes\"") || has("\"eventTypes\"") || has("\"events\"") || has("\"objects\"") => {
                    Format::Ocel2
                }
                None => Format::JsonLines,
            }
        }
        Some(_) | None => Format::Csv,
    }
}

fn finish(log: Log, mut report: Report, options: &Options) -> Imported {
    report.cases = log.len() as u64;
    report.events = log.events() as u64;
    let log = match &options.pseudonyms {
        Some(pseudonyms) => pseudonyms.apply(log),
        None => log,
    };
    Imported { log, report }
}
