//! What a run knows: exact, typed values, and the two ways they are written as JSON.
//!
//! * The **plain** form is for people, connectors and outputs: dates are ISO strings, durations read as in a document.
//! * The **exact** form ([`serde`] on [`Value`]) is for journals: it gives back the very same value.
//!
//! Numbers never pass through a binary float that could change them (see [`number_to_json`]).

mod json;
mod typed;

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
pub use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use json::{PlainError, number_from_json, number_to_json};
pub use typed::Violation;

use crate::time::Duration;

/// Names with their values, in alphabetical order: the data of a run, the arguments of a call, an object.
pub type Values = BTreeMap<String, Value>;

/// One value. `Null` is the written form of *unknown*.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Value {
    /// No value: reading it makes an expression unknown.
    #[default]
    Null,
    Bool(bool),
    /// An exact decimal of up to 28 significant digits. Its unit stands in the field's type.
    Number(Decimal),
    Text(String),
    /// A day, without a zone.
    Date(Date),
    /// A moment; shown and split into day and hour in the calendar's zone.
    Moment(Timestamp),
    Duration(Duration),
    File(File),
    List(Vec<Value>),
    Object(Values),
}

/// A file by its content. The bytes live in the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Lower-case hexadecimal SHA-256 of the bytes.
    pub sha256: String,
    /// The name it was given, without folders.
    pub name: String,
    /// IANA media type, such as `image/png`.
    pub media_type: String,
    /// Length in bytes.
    pub size: u64,
}

impl Value {
    /// An unknown value: `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The noun a message uses for this kind of value.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::Text(_) => "text",
            Value::Date(_) => "a date",
            Value::Moment(_) => "a moment",
            Value::Duration(_) => "a duration",
            Value::File(_) => "a file",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Number(value.into())
    }
}

impl From<Decimal> for Value {
    fn from(value: Decimal) -> Self {
        Value::Number(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Value::Text(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value)
    }
}

impl From<Vec<Value>> for Value {
    fn from(value: Vec<Value>) -> Self {
        Value::List(value)
    }
}

impl From<Values> for Value {
    fn from(value: Values) -> Self {
        Value::Object(value)
    }
}
