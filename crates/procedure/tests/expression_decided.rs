//! Why a condition came out as it did: the comparison that decided, with labels, values and units.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::expression::{Expression, Limits, Terms};
use procedure::value::{Value, Values};

#[derive(Debug)]
struct Reader;

impl Terms for Reader {
    fn label(&self, path: &str) -> String {
        path.trim_start_matches("settings.").replace('_', " ")
    }

    fn value(&self, path: &str, value: &Value) -> String {
        let unit = match path {
            "amount" | "settings.limit" => " EUR",
            "settings.window_days" => " days",
            _ => "",
        };
        match value {
            Value::Text(text) => text.clone(),
            other => format!("{}{unit}", other.to_plain().to_string().trim_matches('"')),
        }
    }

    fn hides(&self, path: &str) -> bool {
        path == "salary"
    }
}

fn told(source: &str) -> String {
    let settings: Values = [("limit".to_owned(), Value::from(500)), ("window_days".to_owned(), Value::from(30))].into();
    let scope: Values = [
        ("amount".to_owned(), Value::from(620)),
        ("age".to_owned(), Value::from(41)),
        ("damage".to_owned(), Value::from("cosmetic")),
        ("urgent".to_owned(), Value::Bool(false)),
        ("salary".to_owned(), Value::from(9_000)),
        ("settings".to_owned(), Value::Object(settings)),
    ]
    .into();
    match Expression::parse(source).unwrap().decided(&scope, &Limits::default(), &Reader) {
        Some((truth, told)) => format!("{truth}: {}", told.join(" and ")),
        None => "no truth".to_owned(),
    }
}

#[test]
fn the_comparison_that_decided_is_told_with_its_values() {
    for (source, expected) in [
        ("amount <= 500", "false: amount 620 EUR > 500 EUR"),
        ("amount > settings.limit", "true: amount 620 EUR > limit 500 EUR"),
        ("age <= settings.window_days and damage == 'total'", "false: age 41 > window days 30 days"),
        ("amount > 500 and damage == 'total'", "false: damage cosmetic ≠ total"),
        ("amount < 500 or damage == 'total'", "false: amount 620 EUR ≥ 500 EUR and damage cosmetic ≠ total"),
        ("amount < 500 or damage == 'cosmetic'", "true: damage is cosmetic"),
        ("not (amount > 500)", "false: amount 620 EUR > 500 EUR"),
        ("urgent", "false: urgent is false"),
        ("photo == null", "true: photo is not known"),
        ("damage in ['total', 'functional']", "false: damage cosmetic is not among total, functional"),
        ("urgent ? amount > 1 : age > 40", "true: urgent is false and age 41 > 40"),
        ("amount - 20 > 500", "true: amount minus 20 (600) > 500"),
        ("photo > 3", "no truth"),
    ] {
        assert_eq!(told(source), expected, "{source}");
    }
}

#[test]
fn what_a_reader_may_not_see_is_masked_in_every_place() {
    for source in ["salary > 5000", "salary * 2 > 5000", "salary in [9000, 1]"] {
        let told = told(source);
        assert!(told.contains("•••") && !told.contains("18000"), "{source}: {told}");
        assert!(source.contains("in [") || !told.contains("9000"), "{source}: {told}");
    }
}
