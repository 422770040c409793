//! JSON Lines: an object a line, with an event each.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::super::Options;
use super::super::report::{End, Format, Problem, Report};
use super::super::window::Window;
use super::mapping::Mapping;
use super::rows::{Meant, Rows};
use crate::log::{Log, Value};

const HEAD: usize = 64 * 1024;
const ROWS: usize = 200;

pub(in super::super) fn read(window: &mut Window<'_>, options: &Options, mapping: Option<Mapping>) -> (Log, Report) {
    let (head, endless) = window.head(HEAD, options.limits.line);
    let mapping = mapping.unwrap_or_else(|| head_of(&window.bytes()[..head]).2);
    let mut rows = Rows::new(Report::new(Format::JsonLines), options, mapping);
    if !rows.usable() {
        if endless {
            rows.report.note(Problem::LineTooLong, || window.place(0));
        }
        return rows.finish();
    }
    let mut meant: HashMap<Box<str>, Option<Meant>> = HashMap::new();
    let mut offset = u64::MAX;
    while let Some((start, end)) = line(window, options.limits.line, &mut rows.report) {
        let written = window.bytes()[start..end].trim_ascii();
        if written.is_empty() {
            continue;
        }
        let Ok(Json::Object(object)) = serde_json::from_slice(written) else {
            rows.report.note(Problem::LineUnreadable, || window.place(start));
            continue;
        };
        flat("", &object, &mut |key, value| {
            if key.len() > options.limits.key {
                rows.report.note(Problem::KeyTooLong, || window.place(start));
                return;
            }
            let known = match meant.get(key) {
                Some(known) => *known,
                None => {
                    let found = rows.meant(key);
                    // What was found is within the limit; more is not remembered.
                    if found.is_some() {
                        meant.insert(key.into(), found);
                    }
                    found
                }
            };
            match known {
                Some(meant) => rows.set(meant, value, window, start),
                None => rows.report.note(Problem::TooManyKeys, || window.place(start)),
            }
        });
        rows.end(window, start);
        if window.offset(0) != offset {
            offset = window.offset(0);
            if rows.full() {
                rows.report.end = End::Full;
                break;
            }
        }
    }
    rows.finish()
}

/// The keys, the values of some lines and the likeliest mapping of lines that begin like this.
pub(in super::super) fn head_of(head: &[u8]) -> (Vec<String>, Vec<Vec<String>>, Mapping) {
    let mut columns: Vec<String> = Vec::new();
    let mut sample: Vec<Vec<String>> = Vec::new();
    for line in head.split(|byte| *byte == b'\n').take(ROWS) {
        let Ok(Json::Object(object)) = serde_json::from_slice(line) else { continue };
        let mut row = vec![String::new(); columns.len()];
        flat("", &object, &mut |key, value| {
            let column = columns.iter().position(|column| column == key).unwrap_or_else(|| {
                columns.push(key.to_owned());
                row.push(String::new());
                columns.len() - 1
            });
            row[column] = match value {
                Value::Text(text) => text.to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Whole(number) => number.to_string(),
                Value::Flag(flag) => flag.to_string(),
                Value::Moment(moment) => moment.to_string(),
            };
        });
        sample.push(row);
    }
    let mapping = Mapping::guess(',', &columns, &sample);
    (columns, sample, mapping)
}

/// Every value of an object that is one: those of objects in it with the keys of both, joined by `/`, and lists as text.
pub(in super::super) fn flat(
    path: &str,
    object: &serde_json::Map<String, Json>,
    each: &mut dyn FnMut(&str, Value<'_>),
) {
    for (key, value) in object {
        let joined;
        let key = if path.is_empty() {
            key
        } else {
            joined = format!("{path}/{key}");
            &joined
        };
        match value {
            Json::Null => {}
            Json::Bool(flag) => each(key, Value::Flag(*flag)),
            Json::String(text) => each(key, Value::Text(text)),
            Json::Object(inner) => flat(key, inner, each),
            Json::Array(_) => each(key, Value::Text(&value.to_string())),
            Json::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => each(key, Value::Whole(whole)),
                (None, Some(number)) => each(key, Value::Number(number)),
                (None, None) => each(key, Value::Text(&number.to_string())),
            },
        }
    }
}

/// The next line that is not too long: where it begins and ends.
fn line(window: &mut Window<'_>, longest: usize, report: &mut Report) -> Option<(usize, usize)> {
    loop {
        let start = window.at;
        let rest = &window.bytes()[start..];
        if let Some(found) = memchr::memchr(b'\n', rest) {
            window.at = start + found + 1;
            return Some((start, start + found));
        }
        if rest.len() > longest {
            report.note(Problem::LineTooLong, || window.place(start));
            if !window.skip_past(b"\n") {
                return None;
            }
        } else if !window.more() {
            let end = window.len();
            window.at = end;
            return (window.len() > start).then_some((start, end));
        }
    }
}
