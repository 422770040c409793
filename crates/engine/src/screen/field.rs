//! A field of a form, with all that a control needs to ask for it.

use interpreter::mask::Mask;
use procedure::document::{Field, Name, Procedure, TextFormat, Type, Unit};
use procedure::value::Value;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::named::in_words;
use super::wire;

/// The control that a field wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FieldKind {
    Text,
    Number,
    Integer,
    Boolean,
    Date,
    DateTime,
    Duration,
    File,
    List,
    Object,
    /// Another run, by its id.
    Run,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FormField {
    /// The name under which its value is sent.
    pub name: String,
    pub label: String,
    /// What belongs below the control.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub help: Option<String>,
    #[serde(rename = "type")]
    pub kind: FieldKind,
    /// Such as `EUR`; of a number.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<String>,
    /// The only values allowed, where there are such.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub options: Vec<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub examples: Vec<Json>,
    /// Decimals are texts.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub minimum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub maximum: Option<String>,
    /// It is more than this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub exclusive_minimum: Option<String>,
    /// It is less than this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub exclusive_maximum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<String>,
    /// A regular expression that the text must contain a match of.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub pattern: Option<String>,
    /// A well-known shape of text: `email`, `uri`, `uuid`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub format: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub min_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub max_items: Option<u64>,
    /// Media types that a file may have, such as `image/*`; any where empty.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub accept: Vec<String>,
    /// Whether the form is refused without it.
    pub required: bool,
    /// The condition under which it is wanted all the same, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub required_when: Option<String>,
    /// Whether it is asked for as evidence.
    pub evidence: bool,
    /// Whether its value is shown to nobody again.
    pub sensitive: bool,
    /// Whether longer texts are to be expected.
    pub multiline: bool,
    /// What each item of a list is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[schema(no_recursion)]
    pub items: Option<Box<FormField>>,
    /// The parts of an object.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[schema(no_recursion)]
    pub properties: Vec<FormField>,
    /// What it holds now, or begins with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub current: Option<Json>,
}

/// Texts that may be longer than this get a larger control.
const LINE: u64 = 200;

impl FormField {
    /// A declared field.
    pub(super) fn of(name: &str, field: &Field, mask: &Mask) -> Self {
        let kind = match field.kind {
            Type::String => FieldKind::Text,
            Type::Number => FieldKind::Number,
            Type::Integer => FieldKind::Integer,
            Type::Boolean => FieldKind::Boolean,
            Type::Date => FieldKind::Date,
            Type::DateTime => FieldKind::DateTime,
            Type::Duration => FieldKind::Duration,
            Type::File => FieldKind::File,
            Type::Run => FieldKind::Run,
            Type::Array => FieldKind::List,
            Type::Object => FieldKind::Object,
        };
        let sensitive = field.sensitive || mask.hides(name);
        let item = field.items.as_ref().map(|item| FormField::of(name, item, mask));
        let part = |(part, field): (&Name, &Field)| FormField {
            name: part.to_string(),
            label: label(part.as_str(), field),
            ..FormField::of(&format!("{name}.{part}"), field, mask)
        };
        let plain = |values: &[Value]| values.iter().map(wire::shown).collect::<Vec<_>>();
        FormField {
            name: name.to_owned(),
            label: label(name, field),
            help: field.description.clone().or_else(|| field.ask.as_ref().and(field.title.clone())),
            kind,
            unit: unit(field, &|_| None),
            options: plain(&field.allowed),
            examples: plain(&field.examples),
            minimum: field.minimum.map(|number| number.to_string()),
            maximum: field.maximum.map(|number| number.to_string()),
            exclusive_minimum: field.exclusive_minimum.map(|number| number.to_string()),
            exclusive_maximum: field.exclusive_maximum.map(|number| number.to_string()),
            step: field.multiple_of.map(|number| number.to_string()),
            pattern: field.pattern.clone(),
            format: field.format.map(|format| match format {
                TextFormat::Email => "email".to_owned(),
                TextFormat::Uri => "uri".to_owned(),
                TextFormat::Uuid => "uuid".to_owned(),
            }),
            min_length: field.min_length,
            max_length: field.max_length,
            min_items: field.min_items,
            max_items: field.max_items,
            accept: field.accept.clone(),
            required: !field.optional,
            required_when: None,
            evidence: false,
            sensitive,
            multiline: kind == FieldKind::Text && field.max_length.is_some_and(|most| most > LINE),
            items: item.map(Box::new),
            properties: field.properties.iter().map(part).collect(),
            current: field.default.as_ref().filter(|_| !sensitive).map(wire::shown),
        }
    }

    /// A name that nothing declares: it takes any text.
    pub(super) fn undeclared(name: &str, mask: &Mask) -> Self {
        FormField { multiline: true, ..FormField::of(name, &Field { optional: true, ..Field::of(Type::String) }, mask) }
    }

    /// Whether it can be filled in beside a row of a list.
    pub(super) fn is_simple(&self) -> bool {
        match self.kind {
            FieldKind::Text => !self.multiline,
            FieldKind::Number | FieldKind::Integer | FieldKind::Boolean | FieldKind::Date => true,
            FieldKind::DateTime
            | FieldKind::Duration
            | FieldKind::File
            | FieldKind::List
            | FieldKind::Object
            | FieldKind::Run => false,
        }
    }
}

/// The question, else the title, else the name in words.
fn label(name: &str, field: &Field) -> String {
    field.ask.clone().or_else(|| field.title.clone()).unwrap_or_else(|| in_words(name))
}

/// A number's unit; `value` gives what another field holds.
pub(super) fn unit(field: &Field, value: &dyn Fn(&str) -> Option<Value>) -> Option<String> {
    match field.unit.as_ref()? {
        Unit::Fixed(unit) => Some(unit.clone()),
        Unit::Field(name) => match value(name)? {
            Value::Text(unit) => Some(unit),
            _ => None,
        },
    }
}

/// What a run of the procedure is asked at its start, in the order of the document.
pub fn fields_at_start(procedure: &Procedure) -> Vec<FormField> {
    let mask = Mask::of(procedure);
    let asked = procedure::check::asked_at_start(procedure);
    asked.iter().filter_map(|name| Some(FormField::of(name, procedure.data.get(name)?, &mask))).collect()
}
