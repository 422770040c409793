//! One attribute of all events, or of all cases.

use super::names::{Name, Names};
use super::{Moment, NO_TIME};

/// What a log says about one event or case under one key.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    /// A number with a fraction, as the log writes it.
    Number(f64),
    Whole(i64),
    Moment(Moment),
    Flag(bool),
}

/// The kind of all values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    Number,
    Whole,
    Moment,
    Flag,
}

/// One attribute: a value, or none, for every row (event or case). All values are of one kind; a key under which a log
/// mixes kinds holds text.
#[derive(Debug, Clone)]
pub struct Column {
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    Text {
        names: Names,
        rows: Vec<u32>,
    },
    /// NaN where there is none.
    Number(Vec<f64>),
    /// `NO_TIME`'s number where there is none.
    Whole(Vec<i64>),
    Moment(Vec<i64>),
    Flag(Vec<Option<bool>>),
}

impl Column {
    pub(super) fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text { names: Names::default(), rows: Vec::new() },
            Kind::Number => Values::Number(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Moment => Values::Moment(Vec::new()),
            Kind::Flag => Values::Flag(Vec::new()),
        };
        Self { values }
    }

    pub fn kind(&self) -> Kind {
        match &self.values {
            Values::Text { .. } => Kind::Text,
            Values::Number(_) => Kind::Number,
            Values::Whole(_) => Kind::Whole,
            Values::Moment(_) => Kind::Moment,
            Values::Flag(_) => Kind::Flag,
        }
    }

    /// The value of a row, if the log gives one.
    pub fn get(&self, row: usize) -> Option<Value<'_>> {
        match &self.values {
            Values::Text { names, rows } => {
                rows.get(row).and_then(|&raw| Name::of(raw)).map(|name| Value::Text(names.text(name)))
            }
            Values::Number(rows) => rows.get(row).filter(|value| !value.is_nan()).map(|&value| Value::Number(value)),
            Values::Whole(rows) => rows.get(row).filter(|value| **value != NO_TIME).map(|&value| Value::Whole(value)),
            Values::Moment(rows) => {
                rows.get(row).filter(|value| **value != NO_TIME).map(|&value| Value::Moment(Moment(value)))
            }
            Values::Flag(rows) => rows.get(row).copied().flatten().map(Value::Flag),
        }
    }

    /// The value of a row as the number of its text, where this is a column of text.
    pub fn name(&self, row: usize) -> Option<Name> {
        match &self.values {
            Values::Text { rows, .. } => rows.get(row).and_then(|&raw| Name::of(raw)),
            Values::Number(_) | Values::Whole(_) | Values::Moment(_) | Values::Flag(_) => None,
        }
    }

    /// The texts of a column of text.
    pub fn names(&self) -> Option<&Names> {
        match &self.values {
            Values::Text { names, .. } => Some(names),
            Values::Number(_) | Values::Whole(_) | Values::Moment(_) | Values::Flag(_) => None,
        }
    }

    /// Sets the value of a row; rows before it that were left out have none. A value of another kind turns the column
    /// into text.
    pub(super) fn set(&mut self, row: usize, value: Value<'_>) {
        match (&mut self.values, value) {
            (Values::Text { names, rows }, Value::Text(text)) => {
                let name = names.intern(text);
                place(rows, row, name.0, Names::NONE);
            }
            (Values::Number(rows), Value::Number(value)) => place(rows, row, value, f64::NAN),
            (Values::Number(rows), Value::Whole(value)) => place(rows, row, value as f64, f64::NAN),
            (Values::Whole(rows), Value::Whole(value)) => place(rows, row, value, NO_TIME),
            (Values::Moment(rows), Value::Moment(value)) => place(rows, row, value.0, NO_TIME),
            (Values::Flag(rows), Value::Flag(value)) => place(rows, row, Some(value), None),
            (Values::Whole(rows), Value::Number(_)) => {
                let wider = rows.iter().map(|&value| if value == NO_TIME { f64::NAN } else { value as f64 }).collect();
                self.values = Values::Number(wider);
                self.set(row, value);
            }
            (Values::Text { .. }, value) => self.set(row, Value::Text(&written(value))),
            (Values::Number(_) | Values::Whole(_) | Values::Moment(_) | Values::Flag(_), value) => {
                self.become_text();
                self.set(row, value);
            }
        }
    }

    fn become_text(&mut self) {
        let mut text = Self::new(Kind::Text);
        for row in 0..self.rows() {
            if let Some(value) = self.get(row) {
                text.set(row, Value::Text(&written(value)));
            }
        }
        *self = text;
    }

    fn rows(&self) -> usize {
        match &self.values {
            Values::Text { rows, .. } => rows.len(),
            Values::Number(rows) => rows.len(),
            Values::Whole(rows) | Values::Moment(rows) => rows.len(),
            Values::Flag(rows) => rows.len(),
        }
    }
}

fn place<T: Clone>(rows: &mut Vec<T>, row: usize, value: T, none: T) {
    if rows.len() <= row {
        rows.resize(row, none);
        rows.push(value);
    } else {
        rows[row] = value;
    }
}

fn written(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Moment(moment) => moment.0.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}
