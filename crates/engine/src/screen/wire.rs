//! Values as screens and programs exchange them: plain JSON in which no number loses a digit.
//!
//! Refuses nesting deeper than values have, and numbers that an exact decimal cannot hold.

use std::str::FromStr;

use procedure::document::{Field, Type};
use procedure::value::{Decimal, Value};
use serde_json::{Map, Value as Json};

/// Largest whole number that every reader of JSON keeps exactly: 2^53 - 1.
const MOST_EXACT: u64 = (1 << 53) - 1;

/// A value for a screen: whole numbers up to 2^53 as numbers, every other number as a text such as `12.50`; dates,
/// moments and durations as texts; files as `{sha256, name, media_type, size}`.
pub fn shown(value: &Value) -> Json {
    match value {
        Value::Number(number) => {
            let whole = number.normalize();
            match i64::try_from(whole) {
                Ok(exact) if whole.scale() == 0 && exact.unsigned_abs() <= MOST_EXACT => Json::from(exact),
                Ok(_) | Err(_) => Json::String(number.to_string()),
            }
        }
        Value::List(items) => Json::Array(items.iter().map(shown).collect()),
        Value::Object(parts) => {
            Json::Object(parts.iter().map(|(name, part)| (name.clone(), shown(part))).collect::<Map<_, _>>())
        }
        Value::Null
        | Value::Bool(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Duration(_)
        | Value::File(_) => value.to_plain(),
    }
}

/// A value that a form sends, for the field that it fills: the text of a number is read as that number. Whether it fits
/// the field is for the run to say.
///
/// # Errors
/// A sentence, where the JSON holds what no value can be.
pub fn filled(field: Option<&Field>, json: &Json) -> Result<Value, String> {
    let value = Value::from_plain(json).map_err(|error| error.to_string())?;
    Ok(field.map_or(value.clone(), |field| numbers(field, value)))
}

fn numbers(field: &Field, value: Value) -> Value {
    match (field.kind, value) {
        (Type::Number | Type::Integer, Value::Text(text)) => match Decimal::from_str(text.trim()) {
            Ok(number) => Value::Number(number),
            Err(_) => Value::Text(text),
        },
        (Type::Array, Value::List(items)) => match &field.items {
            Some(item) => Value::List(items.into_iter().map(|value| numbers(item, value)).collect()),
            None => Value::List(items),
        },
        (Type::Object, Value::Object(parts)) => Value::Object(
            parts
                .into_iter()
                .map(|(name, value)| {
                    let value = match field.properties.get(name.as_str()) {
                        Some(part) => numbers(part, value),
                        None => value,
                    };
                    (name, value)
                })
                .collect(),
        ),
        (_, value) => value,
    }
}
