//! Typed fields: what a run's data, a customer's settings and an agent's returns may hold.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Name, is_false};
use crate::value::{Decimal, Value};

/// The kinds of value a field may hold. JSON Schema's names where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// Text.
    String,
    /// An exact decimal.
    Number,
    /// A whole number.
    Integer,
    Boolean,
    /// A day, without a zone.
    Date,
    /// A moment, shown in the calendar's zone.
    DateTime,
    /// A length of time such as `4h` or `3 working days`.
    Duration,
    /// An attached file.
    File,
    /// Another run, by its id.
    Run,
    /// A list.
    Array,
    Object,
}

/// A well-known shape of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TextFormat {
    Email,
    Uri,
    Uuid,
}

/// A number's unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Always this one: `EUR`, `kg`, `%`.
    Fixed(String),
    /// The unit that another text field names: `=currency`.
    Field(Name),
}

/// One field: its type, what limits its values, and how it is asked for and kept.
///
/// Keywords have the meaning that JSON Schema 2020-12 gives them; `ask`, `unit`, `accept`, `optional` and `sensitive`
/// are ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    #[serde(rename = "type")]
    pub kind: Type,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The question a person is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// Whether a run may be without it.
    #[serde(skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Masked in logs, search, exports and prompts.
    #[serde(skip_serializing_if = "is_false")]
    pub sensitive: bool,
    #[serde(serialize_with = "super::plain_option", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<serde_json::Value>")]
    pub default: Option<Value>,
    /// The only values allowed.
    #[serde(rename = "enum", serialize_with = "super::plain_list", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<serde_json::Value>")]
    pub allowed: Vec<Value>,
    #[serde(serialize_with = "super::plain_list", skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<serde_json::Value>")]
    pub examples: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<TextFormat>,
    /// A regular expression that the text must contain a match of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    #[serde(serialize_with = "super::plain_number", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub minimum: Option<Decimal>,
    #[serde(serialize_with = "super::plain_number", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub maximum: Option<Decimal>,
    #[serde(serialize_with = "super::plain_number", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub exclusive_minimum: Option<Decimal>,
    #[serde(serialize_with = "super::plain_number", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub exclusive_maximum: Option<Decimal>,
    #[serde(serialize_with = "super::plain_number", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<f64>")]
    pub multiple_of: Option<Decimal>,
    /// The unit of a number, such as `EUR`, or `=currency` for the unit that the field `currency` names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<Unit>,
    /// Media types a file may have, such as `image/*`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accept: Vec<String>,
    /// What each item of a list is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Field>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    #[serde(skip_serializing_if = "is_false")]
    pub unique_items: bool,
    /// The named parts of an object. One without any is open.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub properties: IndexMap<Name, Field>,
    /// Whether an object may have parts that `properties` does not name.
    #[serde(skip_serializing_if = "is_false")]
    pub additional_properties: bool,
}

impl Field {
    /// A required, unlimited field of this type.
    pub fn of(kind: Type) -> Self {
        Field {
            kind,
            title: None,
            description: None,
            ask: None,
            optional: false,
            sensitive: false,
            default: None,
            allowed: Vec::new(),
            examples: Vec::new(),
            format: None,
            pattern: None,
            min_length: None,
            max_length: None,
            minimum: None,
            maximum: None,
            exclusive_minimum: None,
            exclusive_maximum: None,
            multiple_of: None,
            unit: None,
            accept: Vec::new(),
            items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            properties: IndexMap::new(),
            additional_properties: false,
        }
    }
}
