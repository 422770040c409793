//! The JSON Schema (2020-12) of a procedure document, generated from the types.
//!
//! It gives editors completion and hover text. It is as strict as shapes go: unknown keys and a second verb are errors.
//! What only a reader can judge (expressions, references, the rows of a table) it leaves to the reader.

use schemars::generate::SchemaSettings;
use serde_json::{Map, Value as Json, json};

use crate::document::Procedure;

/// Definitions that are parts of others, whose keys stand beside theirs.
const PARTS: [&str; 2] = ["Call", "Subprocedure"];

/// The schema of a whole document.
pub fn json_schema() -> Json {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Procedure>().to_value();
    amend(&mut schema);
    if let Some(Json::Object(definitions)) = schema.get_mut("$defs") {
        for (name, definition) in definitions {
            close(definition, PARTS.contains(&name.as_str()));
        }
    }
    close(&mut schema, false);
    schema
}

/// What the types' printed form does not say: shorter spellings that are read as well, and words among texts.
fn amend(schema: &mut Json) {
    let word = |word: &str, what: &str| json!({ "const": word, "description": what });
    let required: [(&str, &[&str]); 7] = [
        ("/$defs/Handler", &[]),
        ("/$defs/Outcome", &[]),
        ("/$defs/Calendar", &[]),
        ("/$defs/Table", &["inputs", "results", "rules"]),
        ("/$defs/Together", &["branches"]),
        ("/$defs/Otherwise/anyOf/1", &[]),
        ("/$defs/Reaction/anyOf/4", &["retry"]),
    ];
    for (pointer, keys) in required {
        if let Some(part) = schema.pointer_mut(pointer).and_then(Json::as_object_mut) {
            part.insert("required".to_owned(), json!(keys));
        }
    }
    let verbs = ["call", "agent", "document", "notify", "procedure"];
    let words: [(&str, Json); 9] = [
        ("/properties/procedure", json!({ "const": 1, "description": "The format's version." })),
        ("/$defs/Otherwise/anyOf/0", word("continue", "Go on without setting anything.")),
        ("/$defs/Consequence/anyOf/0", word("continue", "Go on.")),
        ("/$defs/Reaction/anyOf/0", word("continue", "Go on with outcome `failed` and nothing saved.")),
        ("/$defs/Resume/anyOf/0", word("retry", "Enters the step again.")),
        ("/$defs/Resume/anyOf/2", word("continue", "Leaves the step with outcome `failed` and nothing saved.")),
        ("/$defs/Role/properties/training", word("required", "Its holders must have acknowledged this version.")),
        (
            "/$defs/EscalationCause/oneOf/2/properties/failed",
            json!({ "enum": verbs, "description": "A failure of a step with this verb." }),
        ),
        ("/$defs/Step/properties/remind", one_or_many(json!({ "$ref": "#/$defs/Reminder" }))),
    ];
    for (pointer, value) in words {
        if let Some(part) = schema.pointer_mut(pointer) {
            *part = value;
        }
    }
    let lists = [
        ("/$defs/Approve/properties/by", "RoleRef"),
        ("/$defs/Approve/properties/not_by", "Barred"),
        ("/$defs/Person/properties/not_by", "Barred"),
        ("/$defs/Escalation/properties/notify", "RoleId"),
    ];
    for (pointer, item) in lists {
        if let Some(part) = schema.pointer_mut(pointer) {
            *part = one_or_many(json!({ "$ref": format!("#/$defs/{item}") }));
        }
    }
    if let Some(evidence) = schema.pointer_mut("/$defs/Person/properties/evidence") {
        let by_condition = evidence.take();
        let always = json!({ "type": "array", "items": { "$ref": "#/$defs/Name" } });
        *evidence = json!({ "anyOf": [always, by_condition] });
    }
    for (name, shorter) in [("Role", json!({ "type": ["string", "null"] })), ("Outcome", json!({ "type": "null" }))] {
        if let Some(definition) = schema.pointer_mut(&format!("/$defs/{name}")) {
            let whole = definition.take();
            *definition = json!({ "anyOf": [shorter, whole] });
        }
    }
    if let Some(step) = schema.pointer_mut("/$defs/Step").and_then(Json::as_object_mut)
        && let Some(verbs) = step.remove("anyOf")
    {
        step.insert("oneOf".to_owned(), verbs);
    }
}

fn one_or_many(item: Json) -> Json {
    json!({ "anyOf": [item, { "type": "array", "items": item }] })
}

/// Refuses unknown keys everywhere, and `null` for what can be left out. A `part` of another object stays open.
fn close(schema: &mut Json, part: bool) {
    let Json::Object(schema) = schema else { return };
    let flattened = schema.contains_key("properties") && (schema.contains_key("anyOf") || schema.contains_key("oneOf"));
    let closed = schema.contains_key("properties") && !schema.contains_key("additionalProperties");
    if closed && !part {
        let keyword = if flattened { "unevaluatedProperties" } else { "additionalProperties" };
        schema.insert(keyword.to_owned(), Json::Bool(false));
    }
    if let Some(Json::Object(properties)) = schema.get_mut("properties") {
        properties.values_mut().for_each(|property| {
            without_null(property);
            close(property, false);
        });
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get_mut(keyword) {
            close(inner, false);
        }
    }
    if let Some(Json::Object(patterns)) = schema.get_mut("patternProperties") {
        patterns.values_mut().for_each(|inner| close(inner, false));
    }
    for keyword in ["anyOf", "oneOf"] {
        if let Some(Json::Array(variants)) = schema.get_mut(keyword) {
            variants.iter_mut().for_each(|variant| close(variant, flattened || part));
        }
    }
}

/// An optional part is left out, never `null`.
fn without_null(schema: &mut Json) {
    let Json::Object(schema) = schema else { return };
    let kinds = schema
        .get("type")
        .and_then(Json::as_array)
        .map(|kinds| kinds.iter().filter(|kind| *kind != "null").cloned().collect::<Vec<_>>());
    if let Some([kind]) = kinds.as_deref() {
        schema.insert("type".to_owned(), kind.clone());
    }
    let only = match schema.get("anyOf").and_then(Json::as_array).map(Vec::as_slice) {
        Some([only, null]) if *null == json!({ "type": "null" }) => only.as_object().cloned(),
        Some(_) | None => None,
    };
    if let Some(only) = only {
        schema.remove("anyOf");
        let rest: Map<String, Json> = std::mem::take(schema);
        schema.extend(only);
        schema.extend(rest);
    }
}
