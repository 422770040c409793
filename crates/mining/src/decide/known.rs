//! What is known of a case when it comes to a choice.

use hashbrown::HashMap;

use super::Time;
use crate::log::{Column, Kind, Log, Value};

/// All attributes, each with what was known of it at every time.
pub(super) struct Known {
    pub attributes: Vec<Attribute>,
}

pub(super) struct Attribute {
    pub key: Box<str>,
    pub values: Values,
}

pub(super) enum Values {
    /// NaN where nothing was known.
    Number(Vec<f64>),
    /// Numbers of names; [`UNKNOWN`] where nothing was known, [`OTHER`] for what is rare.
    Text {
        names: Vec<Box<str>>,
        rows: Vec<u32>,
    },
    Flag(Vec<Option<bool>>),
}

pub(super) const UNKNOWN: u32 = u32::MAX;
const OTHER: u32 = u32::MAX - 1;

/// So many different texts of an attribute are told apart, the most frequent ones.
const MOST_NAMES: usize = 32;

impl Known {
    pub fn of(log: &Log, times: &[Time]) -> Self {
        let mut attributes = Vec::new();
        for (key, column) in log.case_columns() {
            let row = |time: &Time| Some(time.case as usize);
            attributes.extend(attribute(key, column, times, row));
        }
        for (key, column) in log.event_columns() {
            let row = |time: &Time| {
                let events = log.range(time.case as usize);
                let before = events.start..(events.start + time.at as usize).min(events.end);
                before.rev().find(|&row| column.get(row).is_some())
            };
            attributes.extend(attribute(key, column, times, row));
        }
        Self { attributes }
    }
}

/// What a column tells at each time; nothing where it never tells two cases apart.
fn attribute(key: &str, column: &Column, times: &[Time], row: impl Fn(&Time) -> Option<usize>) -> Option<Attribute> {
    let value = |time: &Time| row(time).and_then(|row| column.get(row));
    let values = match column.kind() {
        Kind::Moment => return None,
        Kind::Number | Kind::Whole => {
            let number = |time| match value(time) {
                Some(Value::Number(number)) if number.is_finite() => number,
                Some(Value::Whole(number)) => number as f64,
                Some(Value::Number(_) | Value::Text(_) | Value::Moment(_) | Value::Flag(_)) | None => f64::NAN,
            };
            let rows: Vec<f64> = times.iter().map(number).collect();
            let first = rows[0];
            if rows.iter().all(|row| row.to_bits() == first.to_bits()) {
                return None;
            }
            Values::Number(rows)
        }
        Kind::Flag => {
            let flag = |time| match value(time) {
                Some(Value::Flag(flag)) => Some(flag),
                Some(Value::Number(_) | Value::Whole(_) | Value::Text(_) | Value::Moment(_)) | None => None,
            };
            let rows: Vec<Option<bool>> = times.iter().map(flag).collect();
            if rows.iter().all(|row| *row == rows[0]) {
                return None;
            }
            Values::Flag(rows)
        }
        Kind::Text => {
            texts(times.iter().map(|time| row(time).and_then(|row| column.name(row)).map(|name| name.0)), column)?
        }
    };
    Some(Attribute { key: key.into(), values })
}

fn texts(rows: impl Iterator<Item = Option<u32>>, column: &Column) -> Option<Values> {
    let rows: Vec<Option<u32>> = rows.collect();
    let mut times: HashMap<u32, u64> = HashMap::new();
    rows.iter().flatten().for_each(|&name| *times.entry(name).or_default() += 1);
    let mut frequent: Vec<(u32, u64)> = times.into_iter().collect();
    // What is almost never the same again is the name of a thing.
    if frequent.len() < 2 && rows.iter().all(|row| *row == rows[0]) || frequent.len() * 2 > rows.len() {
        return None;
    }
    frequent.sort_unstable_by_key(|&(name, times)| (std::cmp::Reverse(times), name));
    frequent.truncate(MOST_NAMES);
    let place: HashMap<u32, u32> =
        frequent.iter().enumerate().map(|(place, (name, _))| (*name, place as u32)).collect();
    let texts = column.names()?;
    let names = frequent.iter().map(|&(name, _)| texts.text(crate::log::Name(name)).into()).collect();
    let coded = |row: &Option<u32>| row.map_or(UNKNOWN, |name| place.get(&name).copied().unwrap_or(OTHER));
    Some(Values::Text { names, rows: rows.iter().map(coded).collect() })
}
