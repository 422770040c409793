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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Text,
    Number,
    Whole,
    Moment,
    Flag,
}

impl Value<'_> {
    pub fn kind(self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Number(_) => Kind::Number,
            Self::Whole(_) => Kind::Whole,
            Self::Moment(_) => Kind::Moment,
            Self::Flag(_) => Kind::Flag,
        }
    }
}

/// One attribute: a value, or none, for every row (event or case). All values are of one kind; a key under which a log
/// mixes kinds holds text.
///
/// A column in which few rows have a value keeps only those, so that memory follows the values that a log gives.
#[derive(Debug, Clone)]
pub struct Column {
    /// The rows that have a value, in order; `None` where values stand at the index of their row.
    rows: Option<Vec<u32>>,
    values: Values,
    /// How many values there are.
    given: usize,
}

#[derive(Debug, Clone)]
enum Values {
    Text {
        names: Names,
        values: Vec<u32>,
    },
    /// NaN where there is none.
    Number(Vec<f64>),
    /// `NO_TIME`'s number where there is none.
    Whole(Vec<i64>),
    Moment(Vec<i64>),
    Flag(Vec<Option<bool>>),
}

/// The same for the rows of every kind of column; what differs is the mark where there is none.
macro_rules! each {
    ($values:expr, ($rows:ident, $none:ident) => $body:expr) => {
        match $values {
            Values::Text { values: $rows, .. } => {
                let $none = Names::NONE;
                $body
            }
            Values::Number($rows) => {
                let $none = f64::NAN;
                $body
            }
            Values::Whole($rows) | Values::Moment($rows) => {
                let $none = NO_TIME;
                $body
            }
            Values::Flag($rows) => {
                let $none: Option<bool> = None;
                $body
            }
        }
    };
}

impl Column {
    pub(super) fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Text => Values::Text { names: Names::default(), values: Vec::new() },
            Kind::Number => Values::Number(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Moment => Values::Moment(Vec::new()),
            Kind::Flag => Values::Flag(Vec::new()),
        };
        Self { rows: None, values, given: 0 }
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

    /// How many rows have a value.
    pub fn given(&self) -> usize {
        self.given
    }

    /// The value of a row, if the log gives one.
    pub fn get(&self, row: usize) -> Option<Value<'_>> {
        self.stored(self.place(row)?)
    }

    /// Every row that has a value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (usize, Value<'_>)> {
        (0..self.stored_len()).filter_map(|place| {
            let row = self.rows.as_ref().map_or(place, |rows| rows[place] as usize);
            Some((row, self.stored(place)?))
        })
    }

    /// The value of a row as the number of its text, where this is a column of text.
    pub fn name(&self, row: usize) -> Option<Name> {
        match &self.values {
            Values::Text { values, .. } => values.get(self.place(row)?).and_then(|&raw| Name::of(raw)),
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

    fn place(&self, row: usize) -> Option<usize> {
        match &self.rows {
            Some(rows) => rows.binary_search(&(row as u32)).ok(),
            None => Some(row),
        }
    }

    fn stored(&self, place: usize) -> Option<Value<'_>> {
        match &self.values {
            Values::Text { names, values } => {
                values.get(place).and_then(|&raw| Name::of(raw)).map(|name| Value::Text(names.text(name)))
            }
            Values::Number(values) => {
                values.get(place).filter(|value| !value.is_nan()).map(|&value| Value::Number(value))
            }
            Values::Whole(values) => {
                values.get(place).filter(|value| **value != NO_TIME).map(|&value| Value::Whole(value))
            }
            Values::Moment(values) => {
                values.get(place).filter(|value| **value != NO_TIME).map(|&value| Value::Moment(Moment(value)))
            }
            Values::Flag(values) => values.get(place).copied().flatten().map(Value::Flag),
        }
    }

    fn stored_len(&self) -> usize {
        each!(&self.values, (values, _none) => values.len())
    }

    /// The last row that has a value, or stands before one that has.
    fn last(&self) -> Option<usize> {
        match &self.rows {
            Some(rows) => rows.last().map(|&row| row as usize),
            None => self.stored_len().checked_sub(1),
        }
    }

    /// Sets the value of a row that is not before the last one set; rows that were left out have none. A value of
    /// another kind turns the column into text.
    pub(super) fn set(&mut self, row: usize, value: Value<'_>) {
        debug_assert!(self.last().is_none_or(|last| last <= row || self.rows.is_none()), "rows come in order");
        if matches!(value, Value::Number(number) if number.is_nan()) || value == Value::Whole(NO_TIME) {
            return;
        }
        match (&mut self.values, value) {
            (Values::Text { names, values }, Value::Text(text)) => {
                // Neighbours often say the same.
                let last = values.last().copied().unwrap_or(Names::NONE);
                let name = if names.is(last, text.as_bytes()) { last } else { names.intern(text).0 };
                self.put(row, |values| match values {
                    Values::Text { values, .. } => values.push(name),
                    Values::Number(_) | Values::Whole(_) | Values::Moment(_) | Values::Flag(_) => {}
                });
            }
            (Values::Number(_), Value::Number(value)) => self.put_number(row, value),
            (Values::Number(_), Value::Whole(value)) => self.put_number(row, value as f64),
            (Values::Whole(_), Value::Whole(value)) | (Values::Moment(_), Value::Moment(Moment(value))) => {
                self.put(row, |values| match values {
                    Values::Whole(values) | Values::Moment(values) => values.push(value),
                    Values::Text { .. } | Values::Number(_) | Values::Flag(_) => {}
                });
            }
            (Values::Flag(_), Value::Flag(value)) => self.put(row, |values| match values {
                Values::Flag(values) => values.push(Some(value)),
                Values::Text { .. } | Values::Number(_) | Values::Whole(_) | Values::Moment(_) => {}
            }),
            (Values::Whole(values), Value::Number(_)) => {
                let wider =
                    values.iter().map(|&value| if value == NO_TIME { f64::NAN } else { value as f64 }).collect();
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

    fn put_number(&mut self, row: usize, value: f64) {
        self.put(row, |values| match values {
            Values::Number(values) => values.push(value),
            Values::Text { .. } | Values::Whole(_) | Values::Moment(_) | Values::Flag(_) => {}
        });
    }

    /// Makes room for a value at the end, which `push` then puts there.
    fn put(&mut self, row: usize, push: impl FnOnce(&mut Values)) {
        if self.last() == Some(row) {
            self.unset(row);
        }
        let sparse_already = self.rows.is_some();
        if !sparse_already && row > 2 * self.given + 64 {
            self.become_sparse();
        }
        match &mut self.rows {
            Some(rows) => rows.push(row as u32),
            None => each!(&mut self.values, (values, none) => values.resize(row, none)),
        }
        push(&mut self.values);
        self.given += 1;
    }

    /// Takes the value of the last row away again, if it has one.
    pub(super) fn unset(&mut self, row: usize) {
        if self.last() != Some(row) {
            return;
        }
        if self.stored(self.stored_len() - 1).is_some() {
            self.given -= 1;
        }
        if let Some(rows) = &mut self.rows {
            rows.pop();
        }
        each!(&mut self.values, (values, _none) => values.truncate(values.len() - 1));
    }

    fn become_sparse(&mut self) {
        let rows: Vec<u32> =
            (0..self.stored_len()).filter(|&row| self.stored(row).is_some()).map(|row| row as u32).collect();
        each!(&mut self.values, (values, _none) => *values = rows.iter().map(|&row| values[row as usize]).collect());
        self.rows = Some(rows);
    }

    /// Gives every row its place where half of them have a value, and frees what was reserved.
    pub(super) fn pack(&mut self, total: usize) {
        if let Some(rows) = self.rows.take_if(|rows| rows.len() * 2 >= total) {
            each!(&mut self.values, (values, none) => {
                let mut dense = vec![none; total];
                for (&row, &value) in rows.iter().zip(values.iter()) {
                    dense[row as usize] = value;
                }
                *values = dense;
            });
        }
        if let Some(rows) = &mut self.rows {
            super::trim(rows);
        }
        each!(&mut self.values, (values, _none) => super::trim(values));
        if let Values::Text { names, .. } = &mut self.values {
            names.shrink();
        }
    }

    pub(super) fn become_text(&mut self) {
        let mut text = Self::new(Kind::Text);
        for (row, value) in self.iter() {
            text.set(row, Value::Text(&written(value)));
        }
        *self = text;
    }

    /// The same rows with other texts, where this is a column of text.
    pub(super) fn renamed(&mut self, rename: impl FnMut(&str) -> String) {
        if let Values::Text { names, values } = &mut self.values {
            let (other, to) = names.renamed(rename);
            values.iter_mut().filter(|raw| **raw != Names::NONE).for_each(|raw| *raw = to[*raw as usize]);
            *names = other;
        }
    }

    /// How much memory it takes.
    pub(crate) fn bytes(&self) -> usize {
        let names = self.names().map_or(0, Names::bytes);
        let rows = self.rows.as_ref().map_or(0, |rows| rows.capacity() * 4);
        fn size<T>(values: &Vec<T>) -> usize {
            values.capacity() * size_of::<T>()
        }
        names + rows + each!(&self.values, (values, _none) => size(values))
    }
}

impl PartialEq for Column {
    /// The same values in the same rows, however they are kept.
    fn eq(&self, other: &Self) -> bool {
        self.kind() == other.kind() && self.given == other.given && self.iter().eq(other.iter())
    }
}

fn written(value: Value<'_>) -> String {
    match value {
        Value::Text(text) => text.to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Whole(number) => number.to_string(),
        Value::Moment(moment) => moment.to_string(),
        Value::Flag(flag) => flag.to_string(),
    }
}
