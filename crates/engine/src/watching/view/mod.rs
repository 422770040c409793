//! What is shown of a log: figures, the map, the ways, the cases, how it departs from a procedure, and a draft.
//!
//! Shapes for screens and programs, each made of a log by a function. Durations are whole seconds, shares are from 0 to 1,
//! moments are RFC 3339 in UTC. Refuses to name people: attributes that tell who somebody is are left out, what is said of
//! handing over is said of groups, and within one case people are letters.

pub mod cases;
pub mod conformance;
pub mod draft;
pub mod map;
pub mod overview;
pub mod timeline;
pub mod variants;

use std::collections::BTreeSet;

use jiff::Timestamp;
use mining::log::{Log, Moment, Value};

/// Keys of attributes that are not told.
pub type Hidden = BTreeSet<Box<str>>;

/// The attributes of a log that tell who somebody is. They are found in the whole log: a part of it may have too few people
/// to tell.
pub fn hidden(log: &Log) -> Hidden {
    let columns = log.case_columns().iter().chain(log.event_columns());
    columns.filter(|(key, column)| log.names_somebody(key, column)).map(|(key, _)| key.clone()).collect()
}

/// Microseconds as whole seconds.
fn seconds(micros: f64) -> i64 {
    (micros / 1e6).round() as i64
}

/// A moment; nothing where it lies beyond the years that can be written.
fn stamp(moment: Moment) -> Option<Timestamp> {
    Timestamp::from_microsecond(moment.0).ok()
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// A value as a text, as filters take it.
fn written(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Moment(moment) => moment.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}

/// A text that is not longer than a screen wants it.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
