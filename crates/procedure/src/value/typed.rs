//! From a value as it arrives to a value of a field's type: coerced where that loses nothing, and checked.
//!
//! Two doors. [`Field::accept`] is for values that already have a kind (JSON, a connector's result, an expression): text
//! becomes a date, a moment or a duration where the field is one, and nothing else is guessed; the text `12.5` is no
//! number. [`Field::accept_text`] is for places that know only text (a terminal, a CSV file) and reads by the type.
//!
//! Refuses, with every place and in plain words: a value of another kind, a date-time without an offset, a fraction for a
//! whole number, anything outside of the field's limits, properties that the field does not name, and a missing value
//! unless the field is optional. Values of sensitive fields never stand in a message. What was accepted is accepted again
//! unchanged.

mod single;
mod text;

use std::collections::BTreeSet;

use super::{Value, Values};
use crate::diagnostic::{Path, Segment, did_you_mean};
use crate::document::{Field, Type};

/// Most violations that one value is told of.
const MOST_VIOLATIONS: usize = 50;

/// One way in which a value does not fit its field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where within the value; the root for the value itself.
    pub path: Path,
    /// Stable, kebab-case: `wrong-type`, `missing`, `too-small`.
    pub code: &'static str,
    /// What follows the value's name in a sentence: `is -3, and 0 is the least`.
    pub message: String,
}

impl Violation {
    /// The whole sentence, for a value called `name`: "`lines[2].amount` is -3, and 0 is the least".
    pub fn sentence(&self, name: &str) -> String {
        let mut place = name.to_owned();
        for segment in self.path.segments() {
            match segment {
                Segment::Key(key) => {
                    place.push('.');
                    place.push_str(key);
                }
                Segment::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        format!("`{place}` {}", self.message)
    }
}

impl Field {
    /// The value as this field keeps it. [`Value::Null`] is accepted by an optional field alone.
    pub fn accept(&self, value: Value) -> Result<Value, Vec<Violation>> {
        let mut acceptance = Acceptance { violations: Vec::new(), masked: false };
        let value = acceptance.field(self, value, &Path::root());
        if acceptance.violations.is_empty() { Ok(value) } else { Err(acceptance.violations) }
    }

    /// The value that a text spells, read by this field's type. An empty text is no value.
    ///
    /// `true`, `false`, `yes`, `no`; numbers with a decimal point; ISO dates and date-times; durations; lists as JSON, or
    /// with commas where the items are single values; objects as JSON.
    pub fn accept_text(&self, text: &str) -> Result<Value, Vec<Violation>> {
        let value = text::read(self, text).map_err(|violation| vec![violation])?;
        self.accept(value)
    }
}

struct Acceptance {
    violations: Vec<Violation>,
    /// Within a sensitive field: no message shows a value.
    masked: bool,
}

impl Acceptance {
    fn refuse(&mut self, path: &Path, code: &'static str, message: String) {
        if self.violations.len() < MOST_VIOLATIONS {
            self.violations.push(Violation { path: path.clone(), code, message });
        }
    }

    fn field(&mut self, field: &Field, value: Value, path: &Path) -> Value {
        let outside = self.masked;
        self.masked |= field.sensitive;
        let value = self.known(field, value, path);
        self.masked = outside;
        value
    }

    fn known(&mut self, field: &Field, value: Value, path: &Path) -> Value {
        if value.is_null() {
            if !field.optional {
                self.refuse(path, "missing", "has no value, and it is required".to_owned());
            }
            return value;
        }
        let before = self.violations.len();
        let value = match field.kind {
            Type::Array => match value {
                Value::List(items) => self.list(field, items, path),
                other => return self.wrong(field, other, path),
            },
            Type::Object => match value {
                Value::Object(parts) => self.object(field, parts, path),
                other => return self.wrong(field, other, path),
            },
            Type::String
            | Type::Number
            | Type::Integer
            | Type::Boolean
            | Type::Date
            | Type::DateTime
            | Type::Duration
            | Type::File
            | Type::Run => match single::coerce(field.kind, value) {
                Ok(value) => value,
                Err(misfit) => {
                    let (value, Some(wrong)) = *misfit else { return self.wrong(field, misfit.0, path) };
                    let shown = self.shown(&value);
                    self.refuse(path, wrong.code, format!("is {shown}{}", wrong.rest));
                    return value;
                }
            },
        };
        if self.violations.len() == before {
            for wrong in single::limits(field, &value) {
                let shown = if wrong.shows { format!("is {}", self.shown(&value)) } else { String::new() };
                self.refuse(path, wrong.code, format!("{shown}{}", wrong.rest));
            }
            self.allowed(field, &value, path);
        }
        value
    }

    fn wrong(&mut self, field: &Field, value: Value, path: &Path) -> Value {
        let found = match (&value, self.masked) {
            (Value::Text(_) | Value::Number(_) | Value::Bool(_), false) => {
                format!("{} {}", value.kind(), self.shown(&value))
            }
            _ => value.kind().to_owned(),
        };
        self.refuse(path, "wrong-type", format!("is {found}, and it must be {}", single::noun(field.kind)));
        value
    }

    fn allowed(&mut self, field: &Field, value: &Value, path: &Path) {
        if field.allowed.is_empty() {
            return;
        }
        let allowed = |one: &Value| match single::coerce(field.kind, one.clone()) {
            Ok(one) => one == *value,
            Err(_) => false,
        };
        if field.allowed.iter().any(allowed) {
            return;
        }
        let known: Vec<String> = field.allowed.iter().map(single::written).collect();
        let near = match value {
            Value::Text(text) => did_you_mean(text, known.iter().map(String::as_str)),
            _ => None,
        };
        let shown = self.shown(value);
        let mut message = format!("is {shown}, and it must be one of {}", short_list(&known));
        if let Some(near) = near.filter(|_| !self.masked) {
            message.push_str("; ");
            message.push_str(&near);
        }
        self.refuse(path, "not-allowed", message);
    }

    fn list(&mut self, field: &Field, items: Vec<Value>, path: &Path) -> Value {
        let count = items.len() as u64;
        let noun = if count == 1 { "item" } else { "items" };
        if let Some(least) = field.min_items.filter(|least| count < *least) {
            self.refuse(path, "too-few-items", format!("has {count} {noun}, and {least} are the fewest"));
        }
        if let Some(most) = field.max_items.filter(|most| count > *most) {
            self.refuse(path, "too-many-items", format!("has {count} {noun}, and {most} are the most"));
            return Value::List(items);
        }
        let items: Vec<Value> = match &field.items {
            Some(item) => {
                items.into_iter().enumerate().map(|(at, value)| self.field(item, value, &path.index(at))).collect()
            }
            None => items,
        };
        if field.unique_items {
            let mut seen = BTreeSet::new();
            if let Some(at) = items.iter().position(|item| !seen.insert(item.to_plain().to_string())) {
                let shown = self.shown(&items[at]);
                self.refuse(&path.index(at), "not-unique", format!("is {shown}, which the list already has"));
            }
        }
        Value::List(items)
    }

    fn object(&mut self, field: &Field, mut parts: Values, path: &Path) -> Value {
        if field.properties.is_empty() {
            return Value::Object(parts);
        }
        let mut kept = Values::new();
        for (name, property) in &field.properties {
            let here = path.key(name.as_str());
            let found = parts.remove(name.as_str());
            match found.or_else(|| property.default.clone()) {
                Some(value) => {
                    let value = self.field(property, value, &here);
                    kept.insert(name.to_string(), value);
                }
                None if property.optional => {}
                None => self.refuse(&here, "missing", "has no value, and it is required".to_owned()),
            }
        }
        if !field.additional_properties {
            for name in parts.keys() {
                let near = did_you_mean(name, field.properties.keys().map(|known| known.as_str()));
                let near = near.map(|near| format!("; {near}")).unwrap_or_default();
                let message = format!("is not a property that is known here{near}");
                self.refuse(&path.key(name), "unknown-property", message);
            }
        }
        kept.append(&mut parts);
        Value::Object(kept)
    }

    fn shown(&self, value: &Value) -> String {
        if self.masked { "a value that is not shown".to_owned() } else { single::shown(value) }
    }
}

fn short_list(names: &[String]) -> String {
    const MOST: usize = 12;
    let quoted: Vec<String> = names.iter().take(MOST).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(MOST);
    if more > 0 { format!("{} and {more} more", quoted.join(", ")) } else { quoted.join(", ") }
}
