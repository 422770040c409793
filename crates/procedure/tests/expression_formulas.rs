//! Formulas and templates.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use jiff::tz::TimeZone;
use procedure::expression::{Failure, Formula, Known, Limits};
use procedure::template::Template;
use procedure::value::{Value, Values};
use proptest::prelude::*;
use serde_json::json;

fn values() -> Values {
    let Value::Object(mut values) = Value::from_plain(&json!({
        "name": "Ann", "price": 1.50, "order": {"note": "fragile", "lines": [1, 2]}, "iban": "DE00",
    }))
    .unwrap() else {
        unreachable!("an object")
    };
    values.insert("day".to_owned(), Value::Date("2026-01-31".parse().unwrap()));
    values.insert("at".to_owned(), Value::Moment("2026-01-31T10:00:00Z".parse().unwrap()));
    values
}

fn formula(json: serde_json::Value) -> Formula {
    Formula::from_plain(&Value::from_plain(&json).unwrap()).unwrap()
}

#[test]
fn a_value_that_starts_with_equals_is_an_expression_also_inside_lists_and_objects() {
    let formula = formula(json!({"lines": ["=price", 5, "=missing"], "note": "text", "same": {"deep": ["=name"]}}));
    let value = formula.evaluate(&values(), &Limits::default()).unwrap();
    assert_eq!(value.to_plain(), json!({"lines": [1.5, 5, null], "note": "text", "same": {"deep": ["Ann"]}}));
    let places: Vec<String> = formula.expressions().iter().map(|(path, of)| format!("{path} {of}")).collect();
    assert_eq!(places, ["/lines/0 price", "/lines/2 missing", "/same/deep/0 name"]);
    assert_eq!(formula.reads().len(), 3);
}

#[test]
fn every_mistake_in_a_value_is_reported_with_its_place() {
    let errors =
        Formula::from_plain(&Value::from_plain(&json!({"a": "=1 +", "b": ["=x = 1", "=ok"]})).unwrap()).unwrap_err();
    let found: Vec<String> =
        errors.iter().map(|error| format!("{} {} {:?}", error.path, error.error.code, error.error.range)).collect();
    assert_eq!(found, ["/a expression-syntax 4..4", "/b/0 refused-sign 3..4"]);
}

#[test]
fn a_quote_protects_a_leading_equals() {
    assert_eq!(formula(json!("'=a")), Formula::Literal(Value::from("=a")));
    assert_eq!(formula(json!("''=a")), Formula::Literal(Value::from("'=a")));
    assert_eq!(formula(json!("'a'")), Formula::Literal(Value::from("'a'")));
    assert_eq!(formula(json!(["= a"])).to_plain(), json!(["=a"]));
    assert_eq!(Formula::Literal(Value::from("=a")).to_plain(), json!("'=a"));
}

#[test]
fn a_template_shows_values_as_people_write_them() {
    let values = values();
    let scope = Known { values: &values, zone: TimeZone::get("Europe/Berlin").unwrap() };
    let shown = |text: &str| Template::parse(text).unwrap().render(&scope, &Limits::default()).unwrap();
    assert_eq!(
        shown("Dear {{ name }}, {{price}} on {{ day }} at {{ at }}").text,
        "Dear Ann, 1.5 on 2026-01-31 at 2026-01-31T11:00:00+01:00"
    );
    assert_eq!(shown("{{ {a: {b: 1}}.a.b }} {{ '}}' }} {{ '{{' }} { } }}").text, "1 }} {{ { } }}");
    assert_eq!(shown("{{ order.lines }} {{ order }}").text, r#"1, 2 {"lines":[1,2],"note":"fragile"}"#);
    let missing = shown("a {{ order.colour }} b");
    assert_eq!(missing.text, "a … b");
    assert_eq!(missing.missing, [(4..18, Failure::Unknown { name: "order.colour".to_owned() })]);
}

#[test]
fn a_hole_that_may_read_a_sensitive_name_is_masked() {
    let template =
        Template::parse("{{ name }} {{ order.note }} {{ order.lines }} {{ iban ?? name }} {{ iban == null }}").unwrap();
    let sensitive = |name: &str| matches!(name, "iban" | "order.note");
    let rendered = template.render_masked(&values(), &Limits::default(), &sensitive).unwrap();
    assert_eq!(rendered.text, "Ann ••• 1, 2 ••• •••");
}

#[test]
fn mistakes_in_a_template_have_their_place() {
    let errors = Template::parse("a {{ 1 + }} b {{ x = 1 }} {{ open").unwrap_err();
    let found: Vec<String> = errors.iter().map(|error| format!("{} {:?}", error.code, error.range)).collect();
    assert_eq!(found, ["expression-syntax 8..8", "refused-sign 19..20", "open-hole 26..28"]);
}

#[test]
fn a_template_has_bounds() {
    let long = Values::from([("long".to_owned(), Value::from("x".repeat(40_000)))]);
    let template = Template::parse("{{ long }}{{ long }}").unwrap();
    assert_eq!(template.render(&long, &Limits::default()), Err(Failure::TooCostly));
    assert_eq!(Template::parse(&"{{ 1 }}".repeat(501)).unwrap_err()[0].code, "too-many-holes");
    assert_eq!(Template::parse(&"x".repeat(70_000)).unwrap_err()[0].code, "template-too-long");
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(|truth| json!(truth)),
        any::<i32>().prop_map(|number| json!(number)),
        "'{0,3}=?[a-z' ]{0,5}".prop_map(|text| json!(text)),
        ".{0,12}".prop_map(|text| json!(text)),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::btree_map("[a-z]{1,3}", inner, 0..4).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn a_printed_formula_reads_back(json in any_json()) {
        if let Ok(formula) = Formula::from_plain(&Value::from_plain(&json).unwrap()) {
            let again = Formula::from_plain(&Value::from_plain(&formula.to_plain()).unwrap());
            prop_assert_eq!(again, Ok(formula));
        }
    }

    #[test]
    fn any_literal_survives_printing(json in any_json()) {
        let literal = Formula::Literal(Value::from_plain(&json).unwrap());
        prop_assert_eq!(Formula::from_plain(&Value::from_plain(&literal.to_plain()).unwrap()), Ok(literal));
    }

    #[test]
    fn any_text_is_a_template_or_refused_within_it(text in r#"(.{0,10}|\{\{|\}\}|'|"|a|1 \+ ){0,8}"#) {
        match Template::parse(&text) {
            Ok(template) => { template.render(&values(), &Limits::default()).unwrap(); }
            Err(errors) => for error in errors {
                prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} in {text:?}");
            }
        }
    }
}
