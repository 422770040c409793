//! How parts of a document are spelled in JSON, where that is not their types' own form.

use indexmap::IndexMap;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use super::{Name, RoleRef, Unit};
use crate::value::{Decimal, Value};

pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

pub(crate) fn plain_option<S: Serializer>(value: &Option<Value>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(Value::to_plain).serialize(serializer)
}

pub(crate) fn plain_list<S: Serializer>(values: &[Value], serializer: S) -> Result<S::Ok, S::Error> {
    let mut seq = serializer.serialize_seq(Some(values.len()))?;
    for value in values {
        seq.serialize_element(&value.to_plain())?;
    }
    seq.end()
}

pub(crate) fn plain_map<S: Serializer>(values: &IndexMap<Name, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(values.len()))?;
    for (name, value) in values {
        map.serialize_entry(name, &value.to_plain())?;
    }
    map.end()
}

pub(crate) fn plain_number<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
    value.map(|number| Value::Number(number).to_plain()).serialize(serializer)
}

/// One item as itself, several as a list.
pub(crate) fn one_or_many<S: Serializer, T: Serialize>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
    match items {
        [one] => one.serialize(serializer),
        many => many.serialize(serializer),
    }
}

impl Serialize for Unit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Unit::Fixed(unit) => serializer.serialize_str(unit),
            Unit::Field(name) => serializer.collect_str(&format_args!("={name}")),
        }
    }
}

impl Serialize for RoleRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            RoleRef::Role(role) => role.serialize(serializer),
            RoleRef::Field(name) => serializer.collect_str(&format_args!("={name}")),
        }
    }
}

/// Gives types that are spelled as one string the JSON Schema of a string.
macro_rules! string_schema {
    ($($type:ty => $description:literal),* $(,)?) => {
        $(impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "description": $description })
            }
        })*
    };
}
pub(crate) use string_schema;

string_schema! {
    Unit => "A unit such as `EUR`, or `=field` for the unit that a text field names.",
    RoleRef => "A role, or `=field` for the role that a field names.",
}
