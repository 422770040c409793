//! Definitions of fields: defaults, allowed values and examples that fit, limits that leave something, patterns that
//! can be read, settings that have a value.

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{self, Field, Type, Unit, Verb};
use crate::expression::{pattern, written};
use crate::value::Value;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let root = Path::root();
    for (name, field) in &index.procedure.data {
        definition(index, field, name, &root.key("data").key(name.as_str()), report);
    }
    for (name, field) in &index.procedure.settings {
        let path = root.key("settings").key(name.as_str());
        definition(index, field, name, &path, report);
        if field.default.is_none() && !field.optional {
            report.push(
                Diagnostic::error("setting-without-default", path, format!("the setting `{name}` has no default"))
                    .at_key()
                    .because("A run keeps the settings' values from its start; nobody is asked for them.")
                    .fix("Add `default: …`, or `optional: true` if the procedure can do without it."),
            );
        }
    }
    for place in &index.steps {
        if let Verb::Agent { agent } = &place.step.verb {
            for (name, field) in &agent.returns {
                definition(index, field, name, &place.path.key("agent").key("returns").key(name.as_str()), report);
            }
        }
    }
}

fn definition(index: &Index<'_>, field: &Field, name: &str, path: &Path, report: &mut Report<'_>) {
    values(field, name, path, report);
    limits(field, name, path, report);
    if let Some(Unit::Field(unit)) = &field.unit {
        let is_text = index.procedure.data.get(unit).map(|field| field.kind == Type::String);
        let message = match is_text {
            Some(true) => None,
            Some(false) => Some(format!("the unit of `{name}` is in `{unit}`, which is not text")),
            None => Some(format!("the unit of `{name}` is in `{unit}`, which `data` does not declare")),
        };
        if let Some(message) = message {
            let known = index.procedure.data.iter().filter(|(_, field)| field.kind == Type::String);
            let fix = super::meant(unit, known.map(|(name, _)| name.as_str()), "Declare a text field for it.");
            report.push(Diagnostic::error("unknown-field", path.key("unit"), message).fix(fix));
        }
    }
    if let Some(item) = &field.items {
        definition(index, item, &format!("{name}[]"), &path.key("items"), report);
    }
    for (part, field) in &field.properties {
        definition(index, field, &format!("{name}.{part}"), &path.key("properties").key(part.as_str()), report);
    }
}

fn values(field: &Field, name: &str, path: &Path, report: &mut Report<'_>) {
    // Nothing fits a pattern that cannot be read, which is told by itself.
    let field =
        &Field { pattern: field.pattern.clone().filter(|source| pattern::compile(source).is_ok()), ..field.clone() };
    let single = Field { allowed: Vec::new(), optional: false, ..field.clone() };
    let mut judge = |field: &Field, value: &Value, what: &str, path: Path| {
        for violation in field.accept(value.clone()).err().into_iter().flatten().take(1) {
            let place = super::index::join(&path, &violation.path);
            report.push(
                Diagnostic::error("unfit-value", place, format!("{what} of {}", violation.sentence(name)))
                    .because(format!("It is not a value that `{name}` may have."))
                    .fix("Change the value, or what the field allows."),
            );
        }
    };
    for (at, value) in field.allowed.iter().enumerate() {
        judge(&single, value, "an allowed value", path.key("enum").index(at));
    }
    let whole = Field { optional: false, ..field.clone() };
    for (at, value) in field.examples.iter().enumerate() {
        judge(&whole, value, "an example", path.key("examples").index(at));
    }
    if let Some(default) = field.default.as_ref().filter(|default| !(field.optional && default.is_null())) {
        judge(&whole, default, "the default", path.key("default"));
    }
}

fn limits(field: &Field, name: &str, path: &Path, report: &mut Report<'_>) {
    let mut refuse = |key: &str, message: String, fix: &str| {
        report.push(Diagnostic::error("field-limits", path.key(key), message).fix(fix));
    };
    let least = field.minimum.max(field.exclusive_minimum);
    let most = match (field.maximum, field.exclusive_maximum) {
        (Some(left), Some(right)) => Some(left.min(right)),
        (left, right) => left.or(right),
    };
    if let (Some(least), Some(most)) = (least, most) {
        let open = field.exclusive_minimum == Some(least) || field.exclusive_maximum == Some(most);
        if least > most || least == most && open {
            let (least, most) = (written::number(least), written::number(most));
            let key = if field.minimum.is_some() { "minimum" } else { "exclusiveMinimum" };
            refuse(
                key,
                format!("no number lies between the limits {least} and {most} of `{name}`"),
                "Put the smaller one first.",
            );
        }
    }
    for (least, most, key, noun) in [
        (field.min_length, field.max_length, "minLength", "length"),
        (field.min_items, field.max_items, "minItems", "number of items"),
    ] {
        if let (Some(least), Some(most)) = (least, most)
            && least > most
        {
            refuse(key, format!("no {noun} of `{name}` lies between {least} and {most}"), "Put the smaller one first.");
        }
    }
    if field.multiple_of.is_some_and(|step| step <= crate::value::Decimal::ZERO) {
        refuse(
            "multipleOf",
            format!("`{name}` must be a multiple of a number that is not above 0"),
            "Write a number above 0.",
        );
    }
    if let Some(source) = &field.pattern
        && let Err(reason) = pattern::compile(source)
    {
        refuse(
            "pattern",
            format!("the pattern of `{name}` cannot be read: {reason}"),
            "Patterns are regular expressions without look-around.",
        );
    }
    for (key, kind) in misplaced(field) {
        refuse(
            key,
            format!("`{key}` limits {}, and `{name}` is {}", kind, noun(field.kind)),
            "Remove it, or change the type.",
        );
    }
}

fn noun(kind: Type) -> &'static str {
    match kind {
        Type::String => "text",
        Type::Number => "a number",
        Type::Integer => "a whole number",
        Type::Boolean => "true or false",
        Type::Date => "a date",
        Type::DateTime => "a moment",
        Type::Duration => "a duration",
        Type::File => "a file",
        Type::Run => "a run",
        Type::Array => "a list",
        Type::Object => "an object",
    }
}

/// Keywords that have no meaning for the field's type.
fn misplaced(field: &Field) -> Vec<(&'static str, &'static str)> {
    let number = matches!(field.kind, Type::Number | Type::Integer);
    let text = matches!(field.kind, document::Type::String | Type::Run);
    let list = field.kind == Type::Array;
    let object = field.kind == Type::Object;
    let keywords = [
        ("format", "text", field.format.is_some() && !text),
        ("pattern", "text", field.pattern.is_some() && !text),
        ("minLength", "text", field.min_length.is_some() && !text),
        ("maxLength", "text", field.max_length.is_some() && !text),
        ("minimum", "numbers", field.minimum.is_some() && !number),
        ("maximum", "numbers", field.maximum.is_some() && !number),
        ("exclusiveMinimum", "numbers", field.exclusive_minimum.is_some() && !number),
        ("exclusiveMaximum", "numbers", field.exclusive_maximum.is_some() && !number),
        ("multipleOf", "numbers", field.multiple_of.is_some() && !number),
        ("unit", "numbers", field.unit.is_some() && !number),
        ("accept", "files", !field.accept.is_empty() && field.kind != Type::File),
        ("items", "lists", field.items.is_some() && !list),
        ("minItems", "lists", field.min_items.is_some() && !list),
        ("maxItems", "lists", field.max_items.is_some() && !list),
        ("uniqueItems", "lists", field.unique_items && !list),
        ("properties", "objects", !field.properties.is_empty() && !object),
        ("additionalProperties", "objects", field.additional_properties && !object),
    ];
    keywords.into_iter().filter(|(_, _, wrong)| *wrong).map(|(key, kind, _)| (key, kind)).collect()
}
