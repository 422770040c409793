//! Our evaluator beside ZEN's own, on known values and without a clock: both agree wherever ours gives a value.
//!
//! Intended differences, which the generator leaves out or the judgement allows:
//! * ours is bad data where ZEN gives null or a quiet false: a zero divisor or remainder, `==` and `in` across kinds;
//! * ours is unknown where ZEN gives null: a missing member, a position past the end;
//! * texts count characters, where ZEN counts bytes (the generator keeps to ASCII);
//! * `string` drops trailing zeros (`1.50` is `1.5`), powers are whole, `bool` reads no other text than true and false;
//! * `keys` and `values` come in alphabetical order of the names;
//! * a slice past the end is cut there, where ZEN fails;
//! * `join`, intervals of dates written as texts, and methods on a text that spells a date are ours alone;
//! * `date`, `duration` and the date parts give dates, durations and numbers of the calendar's zone, not timestamps.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::expression::{Expression, Failure, Limits};
use procedure::value::{Value, Values};
use proptest::prelude::*;
use serde_json::json;
use zen_expression::Variable;

fn data() -> serde_json::Value {
    json!({
        "a": 3, "b": 0.5, "c": -12, "zero": 0,
        "s": "hello", "t": "World", "empty": "",
        "yes": true, "no": false,
        "list": [3, 1, 2, 2], "words": ["x", "hello", "zz"],
        "object": {"n": 7, "s": "deep", "list": [{"v": 1}, {"v": 5}]},
    })
}

fn numbers() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        (0..200_u32).prop_map(|n| n.to_string()),
        (0..2000_u32).prop_map(|n| format!("{}.{}", n / 100, n % 100)),
        prop::sample::select(vec!["a", "b", "c", "zero", "object.n", "list[0]", "object.list[1].v"])
            .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 30, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            (two.clone(), prop::sample::select(vec!["+", "-", "*", "/", "%"]))
                .prop_map(|((left, right), sign)| format!("{left} {sign} {right}")),
            inner.clone().prop_map(|of| format!("({of})")),
            inner.clone().prop_map(|of| format!("-({of})")),
            (inner.clone(), prop::sample::select(vec!["abs", "floor", "ceil", "round", "trunc"]))
                .prop_map(|(of, function)| format!("{function}({of})")),
            (inner.clone(), 0..3_u32).prop_map(|(of, places)| format!("round({of}, {places})")),
            (two.clone(), prop::sample::select(vec!["sum", "avg", "min", "max", "median", "mode"]))
                .prop_map(|((left, right), function)| format!("{function}([{left}, {right}, a])")),
            (inner.clone(), 0..4_u32).prop_map(|(of, power)| format!("({of}) ^ {power}")),
            inner.clone().prop_map(|of| format!("sum(map(list as i, i + {of}))")),
            inner.clone().prop_map(|of| format!("count(list as i, i > {of})")),
            (inner.clone(), inner.clone(), inner).prop_map(|(x, y, z)| format!("({x} > {y} ? {y} : {z})")),
        ]
    })
    .boxed()
}

fn texts() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        "[a-z ]{0,4}".prop_map(|text| format!("'{text}'")),
        prop::sample::select(vec!["s", "t", "empty", "object.s", "words[1]"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 12, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} + {right}")),
            (inner, prop::sample::select(vec!["upper", "lower", "trim"]))
                .prop_map(|(of, function)| format!("{function}({of})")),
        ]
    })
    .boxed()
}

fn conditions() -> BoxedStrategy<String> {
    let compare = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    let leaf = prop_oneof![
        prop::sample::select(vec!["true", "false", "yes", "no"]).prop_map(str::to_owned),
        (numbers(), compare, numbers()).prop_map(|(left, sign, right)| format!("{left} {sign} {right}")),
        (texts(), texts()).prop_map(|(left, right)| format!("{left} == {right}")),
        (texts(), texts()).prop_map(|(left, right)| format!("contains({left}, {right})")),
        (texts(), texts()).prop_map(|(left, right)| format!("startsWith({left}, {right})")),
        (numbers(), 0..5_u32, 5..9_u32).prop_map(|(of, from, to)| format!("({of}) in [{from}..{to})")),
        numbers().prop_map(|of| format!("({of}) in list")),
        texts().prop_map(|of| format!("({of}) not in words")),
        numbers().prop_map(|of| format!("some(list as i, i == {of})")),
        numbers().prop_map(|of| format!("all(object.list as i, i.v > {of})")),
    ];
    leaf.prop_recursive(4, 20, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} and {right}")),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| format!("{left} or {right}")),
            inner.clone().prop_map(|of| format!("not ({of})")),
            inner.prop_map(|of| format!("({of})")),
        ]
    })
    .boxed()
}

fn lists() -> BoxedStrategy<String> {
    prop_oneof![
        numbers().prop_map(|of| format!("filter(list as i, i >= {of})")),
        numbers().prop_map(|of| format!("map(object.list as i, {{v: i.v + {of}}})")),
        (texts(), texts()).prop_map(|(left, right)| format!("split({left}, {right} + 'l')")),
        texts().prop_map(|of| format!("flatten([[{of}], words])")),
        (0..3_u32, 0..3_u32).prop_map(|(from, more)| format!("list[{from}:{}]", (from + more).min(3))),
        Just("[len(keys(object))]".to_owned()),
    ]
    .boxed()
}

/// Whether both give the same value, to the last digit.
fn same(ours: &Value, theirs: &Variable) -> bool {
    match (ours, theirs) {
        (Value::Bool(ours), Variable::Bool(theirs)) => ours == theirs,
        (Value::Number(ours), Variable::Number(theirs)) => ours == theirs,
        (Value::Text(ours), Variable::String(theirs)) => ours == theirs.as_str(),
        (Value::List(ours), Variable::Array(theirs)) => {
            let theirs = theirs.borrow();
            ours.len() == theirs.len() && ours.iter().zip(theirs.iter()).all(|(ours, theirs)| same(ours, theirs))
        }
        (Value::Object(ours), Variable::Object(theirs)) => {
            let theirs = theirs.borrow();
            ours.len() == theirs.len()
                && ours.iter().all(|(name, ours)| theirs.get_str(name).is_some_and(|theirs| same(ours, theirs)))
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn ours_agrees_with_zen_wherever_it_gives_a_value(
        source in prop_oneof![numbers(), texts(), conditions(), lists()],
    ) {
        prop_assume!(source.len() < 2_000);
        let Value::Object(values): Value = Value::from_plain(&data()).unwrap() else { unreachable!("an object") };
        let values: Values = values;
        let ours = Expression::parse(&source).unwrap().evaluate(&values, &Limits::default());
        let theirs = zen_expression::evaluate_expression(&source, data().into());
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => prop_assert!(same(&ours, &theirs), "{source}: ours is {ours:?}, ZEN gives {theirs}"),
            (Ok(ours), Err(theirs)) => prop_assert!(false, "{source}: ours is {ours:?}, ZEN fails with {theirs}"),
            (Err(Failure::BadData { .. }), _) => {}
            (Err(ours), theirs) => prop_assert!(false, "{source}: ours fails with {ours:?}, ZEN gives {theirs:?}"),
        }
    }
}

#[test]
fn the_intended_differences_are_these() {
    let differ = [
        ("1 / zero", "bad-data", json!(null)),
        ("'5' == a", "bad-data", json!(false)),
        ("missing", "unknown", json!(null)),
        ("missing == 5", "unknown", json!(false)),
        ("list[9]", "unknown", json!(null)),
        ("string(1.50)", "1.5", json!("1.50")),
        ("bool('yes')", "bad-data", json!(false)),
    ];
    let Value::Object(values) = Value::from_plain(&data()).unwrap() else { unreachable!("an object") };
    for (source, ours, theirs) in differ {
        let found = match Expression::parse(source).unwrap().evaluate(&values, &Limits::default()) {
            Ok(Value::Text(text)) => text,
            Ok(other) => panic!("{source} gives {other:?}"),
            Err(Failure::Unknown { .. }) => "unknown".to_owned(),
            Err(Failure::BadData { .. }) => "bad-data".to_owned(),
            Err(Failure::TooCostly) => "too-costly".to_owned(),
        };
        assert_eq!(found, ours, "{source}");
        let zen = zen_expression::evaluate_expression(source, data().into()).unwrap();
        assert_eq!(zen.to_value(), theirs, "ZEN on {source}");
    }
}
