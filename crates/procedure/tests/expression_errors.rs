//! The words of every refusal, with the place it points at.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::expression::{Cell, Expression, ExpressionError, Failure, Limits};
use procedure::value::{Value, Values};

fn told(source: &str, error: &ExpressionError) -> String {
    let fix = error.fix.as_deref().map_or_else(String::new, |fix| format!("\n  fix: {fix}"));
    format!(
        "{source}\n  {}: {} at {:?} `{}`{fix}",
        error.code,
        error.message,
        error.range,
        &source[error.range.clone()]
    )
}

#[test]
fn a_refused_expression_is_told_with_its_place_and_what_to_do() {
    let sources = [
        "",
        "= ",
        "  = 1 +",
        "a = 5",
        "a; b",
        "map(items, #.price)",
        "$root.a",
        "`hello ${name}`",
        "a && b",
        "a || b",
        "a <> b",
        "“a”",
        "naïve + 1",
        "5days",
        "'open",
        "(1 + 2",
        "1 + 2)",
        "[1, 2",
        "{a 1}",
        "{a: 1, a: 2}",
        "x is 5",
        "not a == b",
        "not a in b",
        "1 < x < 5",
        "x in ]1..5[",
        "[1..5]",
        "a. ",
        "a b",
        "lenght(x)",
        "frobnicate(x)",
        "x.ad('1d')",
        "isBefore(a, b)",
        "rand(5)",
        "d()",
        "date('now')",
        "x.isToday()",
        "now()",
        "startOf(x, 'day')",
        "round(1, 2, 3)",
        "filter(items, price > 5)",
        "map(items as in, 1)",
        "matches(x, '[')",
        "matches(x, '(?=a)')",
        "12345678901234567890123456789012",
    ];
    let report: Vec<String> =
        sources.iter().map(|source| told(source, &Expression::parse(source).unwrap_err())).collect();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn a_refused_cell_is_told_with_its_place_and_what_to_do() {
    let cells = ["", "a,,b", "< ", "[1..]", "'a", "'a' b", "a [b", "=1 +", "not(=x = 1)", "5, =rand(1)"];
    let report: Vec<String> = cells.iter().map(|cell| told(cell, &Cell::parse(cell).unwrap_err())).collect();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn bad_data_is_told_in_words() {
    let values: Values = [
        ("n".to_owned(), Value::from(5)),
        ("t".to_owned(), Value::from("soon")),
        ("l".to_owned(), Value::from(vec![Value::from(1)])),
        ("o".to_owned(), Value::from(Values::new())),
        ("day".to_owned(), Value::Date("2026-01-31".parse().unwrap())),
    ]
    .into();
    let sources = [
        "n / 0",
        "n == t",
        "n < t",
        "t < 'x'",
        "t + n",
        "day + n",
        "day < t",
        "l == l",
        "l.price",
        "n.x",
        "n and true",
        "t ? 1 : 2",
        "len(n)",
        "sum([t])",
        "avg([])",
        "n ^ 0.5",
        "10 ^ 29",
        "number(t)",
        "bool(t)",
        "d(t)",
        "day.hour()",
        "day.add('1h')",
        "day.add(3)",
        "day.startOf('fortnight')",
        "duration(t)",
        "day + duration('1 working day')",
        "l[-1]",
        "l['a']",
        "n in t",
        "min([t])",
        "map(n as i, i)",
        "round(n, 1.5)",
        "day.format('%')",
    ];
    let report: Vec<String> = sources
        .iter()
        .map(|source| match Expression::parse(source).unwrap().evaluate(&values, &Limits::default()) {
            Err(Failure::BadData { message }) => format!("{source}\n  {message}"),
            other => panic!("{source} gives {other:?}"),
        })
        .collect();
    insta::assert_snapshot!(report.join("\n"));
}
