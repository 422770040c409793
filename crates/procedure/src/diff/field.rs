//! The parts of a typed field.

use super::Weight;
use super::part::{Item, Parts};
use crate::document::Field;
use crate::expression::written;
use crate::render::words::{Words, field_kind, field_notes, value};
use crate::value::Decimal;

/// The field as one line: what it holds, and what else there is to say.
pub(super) fn line(words: &Words<'_>, field: &Field) -> String {
    let (kind, notes) = (field_kind(words, field), field_notes(field));
    if notes.is_empty() { kind } else { format!("{kind}. {notes}") }
}

pub(super) fn parts(words: &Words<'_>, field: &Field) -> Parts {
    let Field {
        kind,
        title,
        description,
        ask,
        optional,
        sensitive,
        default,
        allowed,
        examples,
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
        accept,
        items,
        min_items,
        max_items,
        unique_items,
        properties,
        additional_properties,
    } = field;
    let mut parts = Parts::default();
    let plain = Field::of(*kind);
    parts.one("type", "what it is", Some(field_kind(words, &plain)), kind);
    parts.wording("title", "the title", title.clone());
    parts.wording("description", "the description", description.clone());
    parts.wording("ask", "the question", ask.clone());
    parts.one("optional", "that it may be missing", optional.then(|| "it may be missing".to_owned()), optional);
    parts.one(
        "sensitive",
        "that it is sensitive",
        sensitive.then(|| "it is hidden in logs and exports".to_owned()),
        sensitive,
    );
    parts.one("default", "the value unless said otherwise", default.as_ref().map(value), default);
    let listed = |values: &[crate::value::Value]| {
        (!values.is_empty()).then(|| values.iter().map(value).collect::<Vec<_>>().join(", "))
    };
    parts.one("enum", "the choice", listed(allowed), allowed);
    parts.wording("examples", "the examples", listed(examples));
    let shape = format.map(|format| field_kind(words, &Field { format: Some(format), ..Field::of(*kind) }));
    parts.one("format", "the shape of the text", shape, format);
    parts.one("pattern", "the pattern", pattern.clone(), pattern);
    let count = |number: &Option<u64>| number.map(|number| number.to_string());
    parts.one("minLength", "the least length", count(min_length), min_length);
    parts.one("maxLength", "the greatest length", count(max_length), max_length);
    let number = |number: &Option<Decimal>| number.map(written::number);
    parts.one("minimum", "the least value", number(minimum), &number(minimum));
    parts.one("maximum", "the greatest value", number(maximum), &number(maximum));
    parts.one("exclusiveMinimum", "the value it must exceed", number(exclusive_minimum), &number(exclusive_minimum));
    parts.one(
        "exclusiveMaximum",
        "the value it must stay below",
        number(exclusive_maximum),
        &number(exclusive_maximum),
    );
    parts.one("multipleOf", "the step between values", number(multiple_of), &number(multiple_of));
    let unit_words = unit.as_ref().map(|unit| match unit {
        crate::document::Unit::Fixed(unit) => unit.clone(),
        crate::document::Unit::Field(name) => format!("the one that {} says", words.name(name)),
    });
    parts.one("unit", "the unit", unit_words, unit);
    parts.one("accept", "the kinds of file", (!accept.is_empty()).then(|| accept.join(", ")), accept);
    parts.one("items", "what each item is", items.as_ref().map(|items| line(words, items)), items);
    parts.one("minItems", "the least number of items", count(min_items), min_items);
    parts.one("maxItems", "the greatest number of items", count(max_items), max_items);
    parts.one(
        "uniqueItems",
        "that no item comes twice",
        unique_items.then(|| "no item comes twice".to_owned()),
        unique_items,
    );
    for (name, part) in properties {
        let item = Item::new(line(words, part), part);
        let path = super::part::place("properties").key(name.as_str());
        parts.add(path, &format!("the part “{}”", words.name(name)), Some(item), Weight::Behaviour);
    }
    let others = additional_properties.then(|| "it may have other parts".to_owned());
    parts.one("additionalProperties", "that it may have other parts", others, additional_properties);
    parts
}
