//! Expressions in plain English, the names they read, and what a result rested on.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::expression::{Expression, Limits, Read, Why};
use procedure::value::{Value, Values};

#[test]
fn expressions_read_as_plain_english() {
    let sources = [
        "amount <= settings.refund_limit and damage == 'total'",
        "abusive >= 3 or misleading >= 3",
        "(a or b) and not c",
        "contains(lower(order.note ?? ''), 'injur')",
        "not contains(note, 'x')",
        "amount * 1.19 + (fee - 2) / 3",
        "amount - (fee - 2)",
        "x == null and y != null",
        "x in ['Low', 'Medium']",
        "x not in [1..5)",
        "ok ? 'yes' : amount > 5 ? 'maybe' : 'no'",
        "sum(map(items as i, i.price * i.count))",
        "some(items as i, i.damaged)",
        "count(filter(items as i, i.price > 5) as j, j.ok)",
        "order.date.add('14d') < now",
        "now.diff(order.date, 'days') > 30",
        "d(order.date).startOf('month')",
        "items[0].name",
        "round(amount / 3, 2)",
        "steps.look_up.outcome == 'done'",
        "event.data.ticket_id",
        "-amount",
        "[1, 2, x]",
        "{a: 1}",
        "matches(order_id, '^ORD')",
    ];
    let label = |name: &str| (name == "order.date").then(|| "the order date".to_owned());
    let lines: Vec<String> = sources
        .iter()
        .map(|source| format!("{source}\n  {}", Expression::parse(source).unwrap().in_words(&label)))
        .collect();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn reads_tell_what_is_needed_for_sure() {
    let reads = |source: &str| -> Vec<(String, Why)> {
        Expression::parse(source).unwrap().reads().iter().map(|read: &Read| (read.dotted(), read.why)).collect()
    };
    let expected = |pairs: &[(&str, Why)]| -> Vec<(String, Why)> {
        pairs.iter().map(|(name, why)| ((*name).to_owned(), *why)).collect()
    };
    assert_eq!(reads("a.b + c"), expected(&[("a.b", Why::Always), ("c", Why::Always)]));
    assert_eq!(reads("a and b"), expected(&[("a", Why::Always), ("b", Why::Perhaps)]));
    assert_eq!(reads("a ?? b"), expected(&[("a", Why::Tested), ("b", Why::Perhaps)]));
    assert_eq!(reads("a == null or a > 5"), expected(&[("a", Why::Perhaps)]));
    assert_eq!(reads("x ? a : b"), expected(&[("x", Why::Always), ("a", Why::Perhaps), ("b", Why::Perhaps)]));
    assert_eq!(reads("map(items as i, i.x + y)"), expected(&[("items", Why::Always), ("y", Why::Perhaps)]));
    assert_eq!(reads("a['b']"), expected(&[("a.b", Why::Always)]));
    assert_eq!(reads("a[k].c"), expected(&[("a", Why::Always), ("k", Why::Always)]));
    assert_eq!(reads("a or a"), expected(&[("a", Why::Always)]));
}

#[test]
fn a_result_is_explained_by_what_it_read_in_order() {
    let values: Values = [
        ("amount".to_owned(), Value::from(620)),
        ("settings".to_owned(), Value::from(Values::from([("limit".to_owned(), Value::from(500))]))),
        ("damage".to_owned(), Value::from("total")),
    ]
    .into();
    let explained = |source: &str| Expression::parse(source).unwrap().explain(&values, &Limits::default());
    assert_eq!(
        explained("amount > settings.limit or damage == 'total'"),
        [("amount".to_owned(), Value::from(620)), ("settings.limit".to_owned(), Value::from(500))],
        "the right side was never reached"
    );
    assert_eq!(
        explained("missing ?? damage"),
        [("missing".to_owned(), Value::Null), ("damage".to_owned(), Value::from("total"))]
    );
}
