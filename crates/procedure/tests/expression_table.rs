//! The table of expressions: `tests/expressions.csv` holds an expression, data as JSON, and the result.
//!
//! A result is JSON, or `unknown NAME`, `bad-data`, `too-costly`, or `refused CODE` where the expression is not read.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use jiff::tz::TimeZone;
use procedure::expression::{Expression, Failure, Known, Limits};
use procedure::value::{Value, Values};

/// Data in which `"@2026-01-31"` is a date and `"@2026-01-31T10:00:00Z"` a moment.
fn typed(value: Value) -> Value {
    match value {
        Value::Text(text) => match text.strip_prefix('@') {
            Some(date) if date.len() == 10 => Value::Date(date.parse().unwrap()),
            Some(moment) => Value::Moment(moment.parse().unwrap()),
            None => Value::Text(text),
        },
        Value::List(items) => Value::List(items.into_iter().map(typed).collect()),
        Value::Object(fields) => Value::Object(fields.into_iter().map(|(name, value)| (name, typed(value))).collect()),
        other => other,
    }
}

fn outcome(source: &str, data: &str) -> String {
    let values: Values = match Value::from_plain(&serde_json::from_str(data).unwrap()).map(typed).unwrap() {
        Value::Object(values) => values,
        other => panic!("{other:?} is no object"),
    };
    let scope = Known { values: &values, zone: TimeZone::get("Europe/Berlin").unwrap() };
    match Expression::parse(source) {
        Err(error) => format!("refused {}", error.code),
        Ok(expression) => match expression.evaluate(&scope, &Limits::default()) {
            Ok(value) => value.to_plain().to_string(),
            Err(Failure::Unknown { name }) => format!("unknown {name}"),
            Err(Failure::BadData { .. }) => "bad-data".to_owned(),
            Err(Failure::TooCostly) => "too-costly".to_owned(),
        },
    }
}

#[test]
fn every_line_of_the_table_gives_its_result() {
    let mut wrong = Vec::new();
    let mut lines = 0;
    for (index, line) in include_str!("expressions.csv").lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        lines += 1;
        let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [source, data, expected] = columns[..] else { panic!("line {} has not three columns: {line}", index + 1) };
        let found = outcome(source, if data.is_empty() { "{}" } else { data });
        let same = match (serde_json::from_str::<serde_json::Value>(&found), serde_json::from_str(expected)) {
            (Ok(found), Ok::<serde_json::Value, _>(expected)) => found == expected,
            _ => found == expected,
        };
        if !same {
            wrong.push(format!("line {}: `{source}` with {data} gives {found}, not {expected}", index + 1));
        }
    }
    assert!(wrong.is_empty(), "{} of {lines} lines:\n{}", wrong.len(), wrong.join("\n"));
}
