//! Typed fields, and values as their fields' types spell them.

use indexmap::IndexMap;

use crate::document::{Field, Name, TextFormat, Type, Unit};
use crate::source::NodeKind;
use crate::value::Value;

use super::keys::{At, Reader};

const TYPES: [(&str, Type); 11] = [
    ("string", Type::String),
    ("number", Type::Number),
    ("integer", Type::Integer),
    ("boolean", Type::Boolean),
    ("date", Type::Date),
    ("date-time", Type::DateTime),
    ("duration", Type::Duration),
    ("file", Type::File),
    ("run", Type::Run),
    ("array", Type::Array),
    ("object", Type::Object),
];

const LENGTH: &str = "a whole number from 0 on";

impl Reader<'_> {
    pub(super) fn fields(&mut self, at: &At<'_>) -> Option<IndexMap<Name, Field>> {
        self.map(at, Self::field)
    }

    pub(super) fn field(&mut self, at: &At<'_>) -> Option<Field> {
        let mut keys = self.keys(at.clone(), "a field")?;
        let kind = self.required(&mut keys, "type", |reader, at| reader.word(at, &TYPES));
        let title = self.optional(&mut keys, "title", Self::text);
        let description = self.optional(&mut keys, "description", Self::text);
        let ask = self.optional(&mut keys, "ask", Self::text);
        let optional = self.optional(&mut keys, "optional", Self::boolean);
        let sensitive = self.optional(&mut keys, "sensitive", Self::boolean);
        let format = self.optional(&mut keys, "format", |reader, at| {
            let text = |format| (None, Some(format));
            let words = [
                ("email", text(TextFormat::Email)),
                ("uri", text(TextFormat::Uri)),
                ("uuid", text(TextFormat::Uuid)),
                // JSON Schema has these as formats of text; here they are types of their own.
                ("date", (Some(Type::Date), None)),
                ("date-time", (Some(Type::DateTime), None)),
                ("duration", (Some(Type::Duration), None)),
            ];
            reader.word(at, &words)
        });
        let (kind, format) = match (kind, format) {
            (Some(Type::String), Some((Some(kind), _))) => (Some(kind), None),
            (kind, format) => (kind, format.and_then(|(_, format)| format)),
        };
        let pattern = self.optional(&mut keys, "pattern", |reader, at| {
            reader.characters(at, "a regular expression").map(str::to_owned)
        });
        let min_length = self.optional(&mut keys, "minLength", |reader, at| reader.count(at, LENGTH));
        let max_length = self.optional(&mut keys, "maxLength", |reader, at| reader.count(at, LENGTH));
        let minimum = self.optional(&mut keys, "minimum", Self::number);
        let maximum = self.optional(&mut keys, "maximum", Self::number);
        let exclusive_minimum = self.optional(&mut keys, "exclusiveMinimum", Self::number);
        let exclusive_maximum = self.optional(&mut keys, "exclusiveMaximum", Self::number);
        let multiple_of = self.optional(&mut keys, "multipleOf", Self::number);
        let unit = self.optional(&mut keys, "unit", Self::unit);
        let accept = self.optional(&mut keys, "accept", Self::texts);
        let items = self.optional(&mut keys, "items", Self::field);
        let min_items = self.optional(&mut keys, "minItems", |reader, at| reader.count(at, LENGTH));
        let max_items = self.optional(&mut keys, "maxItems", |reader, at| reader.count(at, LENGTH));
        let unique_items = self.optional(&mut keys, "uniqueItems", Self::boolean);
        let properties = self.optional(&mut keys, "properties", Self::fields);
        let additional_properties = self.optional(&mut keys, "additionalProperties", Self::boolean);
        // Values are read last: the type says how.
        let mut field = Field {
            title,
            description,
            ask,
            optional: optional.unwrap_or(false),
            sensitive: sensitive.unwrap_or(false),
            format,
            pattern,
            min_length,
            max_length,
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of,
            unit,
            accept: accept.unwrap_or_default(),
            items: items.map(Box::new),
            min_items,
            max_items,
            unique_items: unique_items.unwrap_or(false),
            properties: properties.unwrap_or_default(),
            additional_properties: additional_properties.unwrap_or(false),
            ..Field::of(kind.unwrap_or(Type::Object))
        };
        let default = self.optional(&mut keys, "default", |reader, at| reader.value_of(at, &field));
        let values = |reader: &mut Self, at: &At<'_>| reader.list(at, |reader, at| reader.value_of(at, &field));
        let allowed = self.optional(&mut keys, "enum", values);
        let examples = self.optional(&mut keys, "examples", values);
        self.end(keys);
        field.default = default;
        field.allowed = allowed.unwrap_or_default();
        field.examples = examples.unwrap_or_default();
        kind.map(|_| field)
    }

    fn unit(&mut self, at: &At<'_>) -> Option<Unit> {
        let text = self.text(at)?;
        match text.strip_prefix('=') {
            Some(name) => self.name_after_sign(at, name).map(Unit::Field),
            None => Some(Unit::Fixed(text)),
        }
    }

    /// A value of a field. Where the field holds text, a scalar's characters are the text: `No`, `007` and `1.10` stay.
    pub(super) fn value_of(&mut self, at: &At<'_>, field: &Field) -> Option<Value> {
        match &at.node.kind {
            NodeKind::Scalar { text, .. } => {
                if is_text(field.kind) && !at.node.is_null() {
                    Some(Value::Text(text.clone()))
                } else {
                    self.value(at)
                }
            }
            NodeKind::Sequence(_) => match &field.items {
                Some(item) => self.list(at, |reader, at| reader.value_of(at, item)).map(Value::List),
                None => self.value(at),
            },
            NodeKind::Mapping(_) if field.properties.is_empty() => self.value(at),
            NodeKind::Mapping(_) => {
                self.values_of(at, &field.properties).map(|fields| Value::Object(fields.into_iter().collect()))
            }
        }
    }

    /// Named values, each as its field says, if it has one.
    pub(super) fn values_of(&mut self, at: &At<'_>, fields: &IndexMap<Name, Field>) -> Option<IndexMap<String, Value>> {
        let Some(entries) = at.node.entries() else { return self.wrong_type(at, "a mapping of names to values") };
        let read: Vec<Option<(String, Value)>> = entries
            .iter()
            .map(|entry| {
                let at = At { node: &entry.value, path: at.path.key(&entry.key) };
                let value = match fields.get(entry.key.as_str()) {
                    Some(field) => self.value_of(&at, field),
                    None => self.value(&at),
                };
                value.map(|value| (entry.key.clone(), value))
            })
            .collect();
        read.into_iter().collect()
    }
}

/// Whether values of the type are written as text.
fn is_text(kind: Type) -> bool {
    match kind {
        Type::String | Type::Date | Type::DateTime | Type::Duration | Type::Run => true,
        Type::Number | Type::Integer | Type::Boolean | Type::File | Type::Array | Type::Object => false,
    }
}
