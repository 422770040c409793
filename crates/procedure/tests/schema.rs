//! The JSON Schema accepts every document that can be printed, and refuses what a reader refuses by its shape.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod generate;

use procedure::document::Verb;
use procedure::print;
use procedure::read::{Spelling, read};
use procedure::schema::json_schema;
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value as Json, json};

/// Keywords that say nothing about what is valid.
const NOTES: [&str; 7] = ["description", "title", "examples", "format", "default", "$schema", "$defs"];

/// Validation by the keywords that our schema uses (JSON Schema 2020-12); an unknown keyword is a failure of the test.
/// Gives the keys that were evaluated, or the first reason to refuse.
fn validate(root: &Json, schema: &Json, value: &Json) -> Result<Vec<String>, String> {
    let schema = match schema {
        Json::Bool(true) => return Ok(Vec::new()),
        Json::Bool(false) => return Err(format!("{value} is not allowed")),
        schema => schema.as_object().unwrap(),
    };
    let refuse = |why: &str| Err(format!("{why}: {value}"));
    let mut evaluated: Vec<String> = Vec::new();
    let is_type = |kind: &str| match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => panic!("unknown type {other}"),
    };
    let fields = value.as_object();
    for (keyword, rule) in schema {
        match keyword.as_str() {
            note if NOTES.contains(&note) => {}
            "$ref" => {
                let target = root.pointer(rule.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
                evaluated.extend(validate(root, target, value)?);
            }
            "type" => {
                let kinds = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                if !kinds.iter().any(|kind| is_type(kind.as_str().unwrap())) {
                    return refuse(&format!("not of type {rule}"));
                }
            }
            "const" if rule != value => return refuse(&format!("not {rule}")),
            "const" => {}
            "enum" if !rule.as_array().unwrap().contains(value) => return refuse(&format!("not one of {rule}")),
            "enum" => {}
            "minimum" if value.as_f64() < rule.as_f64() => return refuse("too small"),
            "maximum" if value.as_f64() > rule.as_f64() => return refuse("too large"),
            "minimum" | "maximum" => {}
            "maxLength" if value.as_str().is_some_and(|text| text.chars().count() as u64 > rule.as_u64().unwrap()) => {
                return refuse("too long");
            }
            "minLength"
                if value.as_str().is_some_and(|text| (text.chars().count() as u64) < rule.as_u64().unwrap()) =>
            {
                return refuse("too short");
            }
            "maxLength" | "minLength" => {}
            "pattern" => {
                if value.as_str().is_some_and(|text| !Regex::new(rule.as_str().unwrap()).unwrap().is_match(text)) {
                    return refuse(&format!("does not match {rule}"));
                }
            }
            "maxItems" | "minItems" | "minProperties" | "maxProperties" => {
                let count = value.as_array().map(Vec::len).or(fields.map(serde_json::Map::len));
                let limit = rule.as_u64().unwrap() as usize;
                if count.is_some_and(|count| if keyword.starts_with("max") { count > limit } else { count < limit }) {
                    return refuse(keyword);
                }
            }
            "uniqueItems" => {}
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    validate(root, rule, item)?;
                }
            }
            "required" => {
                for key in rule.as_array().unwrap() {
                    if fields.is_some_and(|fields| !fields.contains_key(key.as_str().unwrap())) {
                        return refuse(&format!("lacks {key}"));
                    }
                }
            }
            "properties" => {
                for (key, field) in fields.into_iter().flatten() {
                    if let Some(rule) = rule.get(key) {
                        validate(root, rule, field)?;
                        evaluated.push(key.clone());
                    }
                }
            }
            "patternProperties" => {
                for (pattern, rule) in rule.as_object().unwrap() {
                    let pattern = Regex::new(pattern).unwrap();
                    for (key, field) in fields.into_iter().flatten().filter(|(key, _)| pattern.is_match(key)) {
                        validate(root, rule, field)?;
                        evaluated.push(key.clone());
                    }
                }
            }
            "anyOf" | "oneOf" => {
                let variants = rule.as_array().unwrap();
                let results: Vec<_> = variants.iter().map(|variant| validate(root, variant, value)).collect();
                let good = results.iter().filter(|result| result.is_ok()).count();
                if good == 0 || (keyword == "oneOf" && good > 1) {
                    return refuse(&format!(
                        "{good} variants fit, {:?}",
                        results.iter().find_map(|r| r.as_ref().err())
                    ));
                }
                evaluated.extend(results.into_iter().flatten().flatten());
            }
            "additionalProperties" | "unevaluatedProperties" => {}
            other => panic!("unknown keyword {other}"),
        }
    }
    // These two depend on what the others evaluated.
    for keyword in ["additionalProperties", "unevaluatedProperties"] {
        let Some(rule) = schema.get(keyword) else { continue };
        for (key, field) in fields.into_iter().flatten() {
            if !evaluated.contains(key) {
                validate(root, rule, field).map_err(|why| format!("{key}: {why}"))?;
                evaluated.push(key.clone());
            }
        }
    }
    Ok(evaluated)
}

fn check(document: &Json) -> Result<(), String> {
    let schema = json_schema();
    validate(&schema, &schema, document).map(|_| ())
}

fn example() -> Json {
    let text =
        include_str!("documents/damaged-item-return.sop.yaml").replace("rules: rules.csv", "rules: 'any | any | a'");
    let procedure = read(&text, Spelling::Yaml, &()).clean().unwrap();
    serde_json::from_str(&print::to_json(&procedure)).unwrap()
}

#[test]
fn the_schema_names_its_dialect_and_every_verb() {
    let schema = json_schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let verbs = serde_json::to_string(&schema["$defs"]["Step"]["oneOf"]).unwrap();
    let text = serde_json::to_string(&schema["$defs"]).unwrap();
    for verb in Verb::KEYS {
        assert!(
            verbs.contains(&format!("\"{verb}\"")) || text.contains(&format!("\"required\":[\"{verb}\"")),
            "{verb}"
        );
    }
}

#[test]
fn the_formats_own_example_is_valid_as_printed_and_as_written() {
    check(&example()).unwrap();
    let shorter = json!({
        "procedure": 1, "id": "a", "title": "A", "roles": { "a": "Text.", "b": null, "c": {} }, "outcomes": { "x": null, "y": {} },
        "steps": [
            { "id": "a", "title": "A", "approve": { "by": ["a", "b"] }, "remind": ["1h", { "every": "1d" }] },
            { "id": "b", "title": "B", "together": { "branches": {} } },
            { "id": "c", "title": "C", "call": "a.b", "on_error": { "failure": { "retry": 1 } } },
            { "id": "d", "title": "D", "decide": { "table": { "inputs": ["a"], "results": ["b"], "rules": "1 | 2" }, "otherwise": {} } },
        ],
    });
    check(&shorter).unwrap();
    let text = serde_json::to_string(&shorter).unwrap();
    read(&text, Spelling::Json, &()).clean().unwrap();
}

#[test]
fn what_is_wrong_by_its_shape_is_refused() {
    let breaks: [(&str, Json); 12] = [
        ("/steps/0/whith", json!({})),
        ("/steps/0/person", json!({ "role": "a" })),
        ("/steps/0/id", json!("Not An Id")),
        ("/steps/1/person/colect", json!([])),
        ("/steps/1/rules/0/because", json!(null)),
        ("/steps/1/rules/1/must", json!("Both.")),
        ("/procedure", json!(2)),
        ("/ownr", json!("a")),
        ("/data/amount/type", json!("nummer")),
        ("/exceptions/0/then/resume", json!("later")),
        ("/triggers/1/roles", json!(["a"])),
        ("/escalation/1/after/failed", json!("set")),
    ];
    for (pointer, value) in breaks {
        let mut document = example();
        let (holder, key) = pointer.rsplit_once('/').unwrap();
        document.pointer_mut(holder).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
        assert!(check(&document).is_err(), "{pointer}");
        assert!(read(&document.to_string(), Spelling::Json, &()).clean().is_err(), "{pointer}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_printed_document_is_valid(procedure in generate::procedure()) {
        let text = print::to_json(&procedure);
        let result = check(&serde_json::from_str(&text).unwrap());
        prop_assert!(result.is_ok(), "{result:?}\n{text}");
    }
}
