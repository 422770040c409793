//! What a field holds, in words.

use super::{Words, plural, sentence, series, spaced, value};
use crate::document::{Field, TextFormat, Type, Unit};
use crate::expression::written;

/// The kind and its limits: `number in EUR, at least 0`, `one of cosmetic, functional, total`.
pub(crate) fn field_kind(words: &Words<'_>, field: &Field) -> String {
    let noun = match (field.kind, field.format) {
        (Type::String, Some(TextFormat::Email)) => "mail address",
        (Type::String, Some(TextFormat::Uri)) => "web address",
        (Type::String, Some(TextFormat::Uuid)) => "unique id",
        (Type::String, None) => "text",
        (Type::Number, _) => "number",
        (Type::Integer, _) => "whole number",
        (Type::Boolean, _) => "yes or no",
        (Type::Date, _) => "date",
        (Type::DateTime, _) => "date and time",
        (Type::Duration, _) => "length of time",
        (Type::File, _) => "file",
        (Type::Run, _) => "another run",
        (Type::Array, _) => "list",
        (Type::Object, _) => "details",
    };
    let mut text = if field.allowed.is_empty() {
        noun.to_owned()
    } else {
        let allowed = field.allowed.iter().map(value).collect::<Vec<_>>().join(", ");
        if field.allowed.len() == 1 { format!("always {allowed}") } else { format!("one of {allowed}") }
    };
    if let Some(items) = &field.items {
        text.push_str(&format!(", each {}", field_kind(words, items)));
    }
    match &field.unit {
        Some(Unit::Fixed(unit)) => text.push_str(&format!(" in {unit}")),
        Some(Unit::Field(name)) => text.push_str(&format!(" in the unit that {} says", words.name(name))),
        None => {}
    }
    for limit in limits(field) {
        text.push_str(&format!(", {limit}"));
    }
    if !field.properties.is_empty() {
        let parts = field.properties.iter().map(|(name, part)| {
            let name = part.title.clone().unwrap_or_else(|| spaced(name));
            let optional = if part.optional { ", may be missing" } else { "" };
            format!("{name} ({}{optional})", field_kind(words, part))
        });
        text.push_str(&format!(": {}", series(parts, "and")));
        if field.additional_properties {
            text.push_str(", and others");
        }
    }
    text
}

fn limits(field: &Field) -> Vec<String> {
    let mut limits = Vec::new();
    match (field.minimum, field.maximum) {
        (Some(from), Some(to)) => {
            limits.push(format!("from {} to {}", written::number(from), written::number(to)));
        }
        (Some(from), None) => limits.push(format!("at least {}", written::number(from))),
        (None, Some(to)) => limits.push(format!("at most {}", written::number(to))),
        (None, None) => {}
    }
    limits.extend(field.exclusive_minimum.map(|limit| format!("more than {}", written::number(limit))));
    limits.extend(field.exclusive_maximum.map(|limit| format!("less than {}", written::number(limit))));
    limits.extend(field.multiple_of.map(|step| format!("a multiple of {}", written::number(step))));
    limits.extend(bounds(field.min_length, field.max_length, "character"));
    limits.extend(bounds(field.min_items, field.max_items, "item"));
    if field.unique_items {
        limits.push("no item twice".to_owned());
    }
    limits.extend(field.pattern.as_ref().map(|pattern| format!("written like the pattern {pattern}")));
    if !field.accept.is_empty() {
        limits.push(format!("of the kind {}", series(field.accept.iter().map(|kind| media(kind)), "or")));
    }
    limits
}

fn bounds(least: Option<u64>, most: Option<u64>, noun: &str) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) if least == most => Some(format!("exactly {}", plural(least, noun))),
        (Some(least), Some(most)) => Some(format!("{least} to {}", plural(most, noun))),
        (Some(least), None) => Some(format!("at least {}", plural(least, noun))),
        (None, Some(most)) => Some(format!("at most {}", plural(most, noun))),
        (None, None) => None,
    }
}

/// `image/*` is a picture.
fn media(kind: &str) -> String {
    match kind {
        "image/*" => "picture".to_owned(),
        "audio/*" => "sound".to_owned(),
        "video/*" => "film".to_owned(),
        "text/*" => "text".to_owned(),
        "application/pdf" => "PDF".to_owned(),
        other => other.to_owned(),
    }
}

/// What else there is to say of a field, in sentences.
pub(crate) fn field_notes(field: &Field) -> String {
    let mut notes = Vec::new();
    notes.extend(field.description.as_deref().map(sentence));
    notes.extend(field.ask.as_ref().map(|ask| format!("Asked as: “{ask}”")));
    if field.optional {
        notes.push("May be missing.".to_owned());
    }
    notes.extend(field.default.as_ref().map(|default| sentence(&format!("unless said otherwise: {}", value(default)))));
    if !field.examples.is_empty() {
        let examples = field.examples.iter().map(value).collect::<Vec<_>>().join(", ");
        notes.push(sentence(&format!("for example {examples}")));
    }
    if field.sensitive {
        notes.push("Sensitive: hidden in logs, search and exports.".to_owned());
    }
    notes.join(" ")
}
