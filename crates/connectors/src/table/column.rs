//! Types of columns: how cells are read by them, and how they are inferred.
//!
//! Inference looks at a whole column, never at one cell, and keeps as text whatever would lose a character that may
//! matter: `007` and `+49` are no numbers.

use procedure::source::{Resolved, resolve};
use procedure::value::{Decimal, Value};
use serde::Deserialize;

/// What the cells of a column hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ColumnType {
    /// Text, as written.
    String,
    /// An exact decimal.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`, in any case.
    Boolean,
    /// A day: `2026-03-31`.
    Date,
    /// A moment with its zone: `2026-03-31T09:00:00Z`.
    DateTime,
}

impl ColumnType {
    /// The noun a message uses.
    pub(super) fn noun(self) -> &'static str {
        match self {
            ColumnType::String => "text",
            ColumnType::Number => "a number such as 12.5",
            ColumnType::Integer => "a whole number",
            ColumnType::Boolean => "true or false",
            ColumnType::Date => "a date such as 2026-03-31",
            ColumnType::DateTime => "a moment with its zone, such as 2026-03-31T09:00:00Z",
        }
    }

    /// The value as this type, if it is one or its text spells one. Null stays null.
    pub(super) fn read(self, value: &Value) -> Option<Value> {
        match (self, value) {
            (_, Value::Null) => Some(Value::Null),
            (ColumnType::String, Value::Text(_))
            | (ColumnType::Number, Value::Number(_))
            | (ColumnType::Boolean, Value::Bool(_))
            | (ColumnType::Date, Value::Date(_))
            | (ColumnType::DateTime, Value::Moment(_)) => Some(value.clone()),
            (ColumnType::Integer, Value::Number(number)) => number.is_integer().then(|| value.clone()),
            (ColumnType::String, other) => text(other).map(Value::Text),
            (kind, Value::Text(text)) => kind.parse(text.trim()),
            (
                ColumnType::Number
                | ColumnType::Integer
                | ColumnType::Boolean
                | ColumnType::Date
                | ColumnType::DateTime,
                _,
            ) => None,
        }
    }

    fn parse(self, text: &str) -> Option<Value> {
        match self {
            ColumnType::String => Some(Value::Text(text.to_owned())),
            ColumnType::Number => decimal(text).map(Value::Number),
            ColumnType::Integer => decimal(text).filter(Decimal::is_integer).map(Value::Number),
            ColumnType::Boolean if text.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
            ColumnType::Boolean if text.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
            ColumnType::Boolean => None,
            // The parser would also take a moment, and drop its time.
            ColumnType::Date if text.len() == 10 => text.parse().ok().map(Value::Date),
            ColumnType::Date => None,
            ColumnType::DateTime => text.parse().ok().map(Value::Moment),
        }
    }
}

/// The text of a scalar; of the others there is none.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.normalize().to_string()),
        Value::Date(date) => Some(date.to_string()),
        Value::Moment(moment) => Some(moment.to_string()),
        Value::Duration(duration) => Some(duration.to_string()),
        Value::Null | Value::File(_) | Value::List(_) | Value::Object(_) => None,
    }
}

/// A decimal in digits, with an optional sign: no exponents, no hexadecimal, no separators.
fn decimal(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = unsigned.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unsigned.ends_with(|c: char| c.is_ascii_digit());
    match plain.then(|| resolve(text)) {
        Some(Ok(Resolved::Number(number))) => Some(number),
        Some(Ok(Resolved::Null | Resolved::Bool(_) | Resolved::Text) | Err(_)) | None => None,
    }
}

/// Whether the text is how a decimal is written, so that nothing is lost by reading it as one.
fn is_canonical(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = unsigned.split('.').next().unwrap_or_default();
    !text.starts_with('+') && (whole == "0" || !whole.starts_with('0')) && text != "-0" && decimal(text).is_some()
}

/// The type of a column of texts.
pub(super) fn infer_texts<'a>(cells: impl Iterator<Item = &'a Value> + Clone) -> ColumnType {
    let mut texts = cells.filter_map(Value::as_text).peekable();
    if texts.peek().is_none() {
        return ColumnType::String;
    }
    let is_boolean = |text: &str| text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    if texts.clone().all(is_boolean) {
        ColumnType::Boolean
    } else if texts.all(is_canonical) {
        ColumnType::Number
    } else {
        ColumnType::String
    }
}

/// The type of a column of keys: `1.1` and `1.10` may be two clauses, so only whole numbers are numbers.
pub(super) fn infer_keys<'a>(cells: impl Iterator<Item = &'a Value> + Clone) -> ColumnType {
    let whole = cells.clone().filter_map(Value::as_text).all(|text| !text.contains('.'));
    match infer_texts(cells) {
        ColumnType::Number if whole => ColumnType::Number,
        ColumnType::Number
        | ColumnType::String
        | ColumnType::Integer
        | ColumnType::Boolean
        | ColumnType::Date
        | ColumnType::DateTime => ColumnType::String,
    }
}

/// The type that all values already have; `None` where they differ, or are no scalars.
pub(super) fn common_type<'a>(cells: impl Iterator<Item = &'a Value>) -> Option<ColumnType> {
    let mut common = None;
    for cell in cells {
        let kind = match cell {
            Value::Null => continue,
            Value::Text(_) => ColumnType::String,
            Value::Number(_) => ColumnType::Number,
            Value::Bool(_) => ColumnType::Boolean,
            Value::Date(_) => ColumnType::Date,
            Value::Moment(_) => ColumnType::DateTime,
            Value::Duration(_) | Value::File(_) | Value::List(_) | Value::Object(_) => return None,
        };
        if common.is_some_and(|common| common != kind) {
            return None;
        }
        common = Some(kind);
    }
    common
}
