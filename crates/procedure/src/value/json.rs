//! Values as JSON, in the plain and in the exact form.
//!
//! Refuses a number that a decimal of 28 digits cannot hold, and nesting deeper than [`MAX_DEPTH`].

use std::str::FromStr;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Number, Value as Json, json};

use super::{Value, Values};

/// Deepest nesting of lists and objects in a value from outside.
pub const MAX_DEPTH: usize = 64;

/// Key prefix of the exact form. An object of the user's that has such a key is wrapped in `{"$object": …}`.
const TAG: char = '$';

/// Why a JSON text cannot become a [`Value`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlainError {
    #[error("the number {0} has more digits than the 28 that an exact decimal holds")]
    Number(String),
    #[error("the value is nested deeper than {MAX_DEPTH} levels")]
    TooDeep,
}

impl Value {
    /// Reads JSON as it comes from people and other systems. Strings stay text; a field's type turns them into dates.
    pub fn from_plain(json: &Json) -> Result<Value, PlainError> {
        from_plain(json, 0)
    }

    /// Writes JSON for people and other systems.
    pub fn to_plain(&self) -> Json {
        match self {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(value) => match number_to_json(*value) {
                Some(number) => Json::Number(number),
                None => Json::String(value.normalize().to_string()),
            },
            Value::Text(text) => Json::String(text.clone()),
            Value::Date(date) => Json::String(date.to_string()),
            Value::Moment(moment) => Json::String(moment.to_string()),
            Value::Duration(duration) => Json::String(duration.to_string()),
            Value::File(file) => json!({
                "sha256": file.sha256, "name": file.name, "media_type": file.media_type, "size": file.size,
            }),
            Value::List(items) => Json::Array(items.iter().map(Value::to_plain).collect()),
            Value::Object(fields) => {
                Json::Object(fields.iter().map(|(name, value)| (name.clone(), value.to_plain())).collect())
            }
        }
    }
}

fn from_plain(json: &Json, depth: usize) -> Result<Value, PlainError> {
    if depth > MAX_DEPTH {
        return Err(PlainError::TooDeep);
    }
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => {
            Value::Number(number_from_json(number).ok_or_else(|| PlainError::Number(number.to_string()))?)
        }
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(items) => {
            Value::List(items.iter().map(|item| from_plain(item, depth + 1)).collect::<Result<_, _>>()?)
        }
        Json::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| Ok((name.clone(), from_plain(value, depth + 1)?)))
                .collect::<Result<_, PlainError>>()?,
        ),
    })
}

/// The JSON number that reads back as exactly this decimal, if there is one.
///
/// Whole numbers within 64 bits and every fraction that survives the shortest decimal spelling of an IEEE 754 double
/// have one; anything longer travels as a string.
pub fn number_to_json(value: Decimal) -> Option<Number> {
    let value = value.normalize();
    if value.scale() == 0 {
        return value.to_i64().map(Number::from);
    }
    let number = Number::from_f64(value.to_f64()?)?;
    (number_from_json(&number) == Some(value)).then_some(number)
}

/// The exact decimal that a JSON number spells.
pub fn number_from_json(number: &Number) -> Option<Decimal> {
    let text = number.to_string();
    if text.contains(['e', 'E']) { Decimal::from_scientific(&text).ok() } else { Decimal::from_str(&text).ok() }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::{SerializeMap, SerializeSeq};
        fn tagged<S: Serializer, T: Serialize>(serializer: S, tag: &str, value: &T) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_entry(tag, value)?;
            map.end()
        }
        match self {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(value) => match number_to_json(*value) {
                Some(number) => number.serialize(serializer),
                None => tagged(serializer, "$number", &value.normalize().to_string()),
            },
            Value::Text(text) => serializer.serialize_str(text),
            Value::Date(date) => tagged(serializer, "$date", date),
            Value::Moment(moment) => tagged(serializer, "$moment", moment),
            Value::Duration(duration) => tagged(serializer, "$duration", &duration.to_string()),
            Value::File(file) => tagged(serializer, "$file", file),
            Value::List(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    seq.serialize_element(item)?;
                }
                seq.end()
            }
            Value::Object(fields) if fields.keys().any(|name| name.starts_with(TAG)) => {
                tagged(serializer, "$object", &fields.iter().collect::<Vec<_>>())
            }
            Value::Object(fields) => fields.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        exact(Json::deserialize(deserializer)?, 0).map_err(D::Error::custom)
    }
}

fn exact(json: Json, depth: usize) -> Result<Value, String> {
    if depth > 2 * MAX_DEPTH {
        return Err(PlainError::TooDeep.to_string());
    }
    match json {
        Json::Array(items) => {
            Ok(Value::List(items.into_iter().map(|item| exact(item, depth + 1)).collect::<Result<_, _>>()?))
        }
        Json::Object(fields) => object(fields, depth),
        scalar => from_plain(&scalar, depth).map_err(|error| error.to_string()),
    }
}

fn object(mut fields: Map<String, Json>, depth: usize) -> Result<Value, String> {
    fn parse<T: serde::de::DeserializeOwned>(json: Json) -> Result<T, String> {
        serde_json::from_value(json).map_err(|error| error.to_string())
    }
    let tag = fields.keys().next().filter(|name| name.starts_with(TAG) && fields.len() == 1).cloned();
    if let Some(tag) = tag {
        let content = fields.remove(&tag).unwrap_or_default();
        return match tag.as_str() {
            "$number" => {
                let text: String = parse(content)?;
                Decimal::from_str(&text).map(Value::Number).map_err(|error| error.to_string())
            }
            "$date" => parse(content).map(Value::Date),
            "$moment" => parse(content).map(Value::Moment),
            "$duration" => {
                let text: String = parse(content)?;
                text.parse().map(Value::Duration).map_err(|error: crate::time::DurationError| error.to_string())
            }
            "$file" => parse(content).map(Value::File),
            "$object" => {
                let entries: Vec<(String, Json)> = parse(content)?;
                entries
                    .into_iter()
                    .map(|(name, json)| Ok((name, exact(json, depth + 1)?)))
                    .collect::<Result<Values, String>>()
                    .map(Value::Object)
            }
            other => Err(format!("`{other}` is no kind of value")),
        };
    }
    fields
        .into_iter()
        .map(|(name, json)| Ok((name, exact(json, depth + 1)?)))
        .collect::<Result<Values, String>>()
        .map(Value::Object)
}
