//! Any text read as an expression, and evaluated over a few values, ends within its limits and without a panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use procedure::expression::{Expression, Limits};
use procedure::source::{self, json};
use procedure::value::{Value, Values};

/// Names short enough for the fuzzer to find, one of each kind of value.
static VALUES: LazyLock<Values> = LazyLock::new(|| {
    let text = r#"{"n": 12.5, "t": "text", "b": true, "l": [1, 2, 3], "o": {"p": 1, "d": "2026-02-28"}, "u": null}"#;
    let read = json::parse(text, &source::Limits::default());
    match read.root.to_value(&procedure::diagnostic::Path::default(), &mut Vec::new()) {
        Value::Object(values) => values,
        other => panic!("the values are an object, not {other:?}"),
    }
});

fuzz_target!(|text: &str| {
    let Ok(expression) = Expression::parse(text) else { return };
    let again = Expression::parse(expression.source()).expect("what was read once is read again");
    assert_eq!(again.reads(), expression.reads());
    let result = expression.evaluate(&*VALUES, &Limits::default());
    assert_ne!(result.as_ref().ok(), Some(&Value::Null), "an expression is unknown, never null");
    assert_eq!(result, again.evaluate(&*VALUES, &Limits::default()));
    expression.explain(&*VALUES, &Limits::default());
});
