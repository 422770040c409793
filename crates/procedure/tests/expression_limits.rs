//! Bounds: whatever is thrown at the parser and the evaluator, they end, soon, with a place in the text.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use procedure::expression::{Expression, Failure, Limits, MAX_SOURCE};
use procedure::value::{Value, Values};
use proptest::prelude::*;

fn code(source: &str) -> &'static str {
    Expression::parse(source).unwrap_err().code
}

#[test]
fn deep_nesting_is_refused_in_every_shape() {
    for (open, close) in
        [("(", ")"), ("[", "]"), ("{a:", "}"), ("not (", ")"), ("abs(", ")"), ("x[", "]"), ("map(x as i, ", ")")]
    {
        let count = MAX_SOURCE / (open.len() + close.len()) - 1;
        assert_eq!(code(&format!("{}1{}", open.repeat(count), close.repeat(count))), "expression-too-deep", "{open}");
    }
    for prefix in ["-", "not ", "!", "+ ", "1 ^ ", "a ? b : ", "a ? "] {
        assert_eq!(code(&format!("{}1", prefix.repeat(4_000 / prefix.len()))), "expression-too-deep", "{prefix}");
    }
    for chain in [" + 1", ".a", "[0]", " and 1", " ?? 1", ".day()"] {
        assert_eq!(code(&format!("x{}", chain.repeat(4_000 / chain.len()))), "expression-too-deep", "{chain}");
    }
}

#[test]
fn the_deepest_that_is_read_is_also_worked_with() {
    let deep = format!("{}1{}", "(".repeat(63), ")".repeat(63));
    assert_eq!(Expression::parse(&deep).unwrap().evaluate(&Values::new(), &Limits::default()), Ok(Value::from(1)));
    let chain = format!("1{}", " + 1".repeat(127));
    let expression = Expression::parse(&chain).unwrap();
    assert_eq!(expression.evaluate(&Values::new(), &Limits::default()), Ok(Value::from(128)));
    assert!(expression.in_words(&|_| None).starts_with("1 plus 1"));
    assert!(expression.reads().is_empty());
    let mixed = format!("{}1{}", "[{a: not (map(x as i, ".repeat(12), "))}]".repeat(12));
    assert!(Expression::parse(&mixed).is_ok());
}

#[test]
fn every_shape_is_walked_in_time_linear_to_its_nesting() {
    let values: Values = [("x".to_owned(), Value::from(vec![Value::from(1)]))].into();
    for (open, close) in [
        ("d('2026-01-01').diff(", ")"),
        ("map(x as i, ", ")"),
        ("max([1, ", "])"),
        ("contains('a', ", ")"),
        ("not (true or ", ")"),
        ("x in [", "]"),
        ("true ? x : (", ")"),
    ] {
        let count = 30;
        let expression = Expression::parse(&format!("{}x{}", open.repeat(count), close.repeat(count))).unwrap();
        expression.in_words(&|_| None);
        expression.reads();
        expression.explain(&values, &Limits::default());
        procedure::expression::typing::infer(&expression, &std::collections::BTreeMap::new());
    }
}

#[test]
fn brackets_before_an_interval_take_no_exponential_time() {
    let source = format!("1 in {}[1..2]{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(code(&source), "stray-interval");
    let source = format!("{}1{} in [1..2]", "(".repeat(60), ")".repeat(60));
    assert_eq!(Expression::parse(&source).unwrap().evaluate(&Values::new(), &Limits::default()), Ok(Value::from(true)));
}

#[test]
fn long_sources_and_patterns_are_refused() {
    assert_eq!(code(&"a".repeat(MAX_SOURCE + 1)), "expression-too-long");
    assert_eq!(code(&format!("matches(x, '{}')", "a".repeat(1_001))), "bad-pattern");
    assert_eq!(code("matches(x, '(a{1000}){1000}')"), "bad-pattern");
    assert_eq!(code(&format!("matches(x, '{}')", "(".repeat(900))), "bad-pattern");
}

fn failure(source: &str, values: &Values) -> Failure {
    Expression::parse(source).unwrap().evaluate(values, &Limits::default()).unwrap_err()
}

#[test]
fn work_and_sizes_are_bounded() {
    let many: Vec<Value> = (0..2_000).map(Value::from).collect();
    let long = "a".repeat(60_000);
    let values: Values = [
        ("many".to_owned(), Value::from(many)),
        ("long".to_owned(), Value::from(long)),
        ("p".to_owned(), Value::from("(a+)+$")),
    ]
    .into();
    for source in [
        "map(many as i, many)",
        "map(many as i, map(many as j, i + j))",
        "[many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many, many]",
        "map([1..1000000000] as i, i)",
        "long + long",
        "map(many as i, long)",
        "join(map(many as i, long), '')",
        "map(many as i, matches('aaaa', p))",
        "sum(flatMap(many as i, many))",
    ] {
        assert_eq!(failure(source, &values), Failure::TooCostly, "{source}");
    }
    for source in ["9^9^9", "10^29", "2^(0-1000000000)", "1e28 * 1e28", "0.1 ^ 1000000"] {
        let found = Expression::parse(source).unwrap().evaluate(&values, &Limits::default());
        assert!(!matches!(found, Err(Failure::TooCostly | Failure::Unknown { .. })), "{source}: {found:?}");
    }
    for source in [
        "d('9999-12-31').add('1d')",
        "d('2026-01-01').add(9999999999, 'years')",
        "d('2026-01-01').add('99999999999999999999d')",
        "d('9999-12-31T23:00:00Z').endOf('year')",
        "d('2026-01-01').format('%')",
        "d('2026-01-01').format('%H')",
    ] {
        assert!(matches!(failure(source, &values), Failure::BadData { .. }), "{source}");
    }
}

#[test]
fn the_same_work_is_counted_every_time() {
    let values: Values = [("many".to_owned(), Value::from((0..100).map(Value::from).collect::<Vec<_>>()))].into();
    let expression = Expression::parse("sum(map(many as i, i * 2))").unwrap();
    let least =
        (1..2_000).find(|work| expression.evaluate(&values, &Limits { work: *work, ..Limits::default() }).is_ok());
    assert!(least.is_some_and(|work| work > 400), "{least:?}");
    assert_eq!(
        expression.evaluate(&values, &Limits { work: least.unwrap() - 1, ..Limits::default() }),
        Err(Failure::TooCostly)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_text_is_an_expression_or_refused_within_it(text in ".{0,80}") {
        if let Err(error) = Expression::parse(&text) {
            prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} in {text:?}");
        }
    }

    #[test]
    fn words_and_signs_in_any_order_never_panic(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "a", "b.c", "items", "1", "2.5", "'t'", "'2026-01-31'", "null", "true", "and", "or", "not", "in", "==", "!=", "<",
                ">=", "+", "-", "*", "/", "%", "^", "??", "?", ":", "(", ")", "[", "]", "..", "{", "}", ",", ".", "len(", "d(",
                "map(", "as i", "filter(", ".add(", ".diff(", "round(", "sum(", "max(", "split(", "string(", "[0]", "[-1]", "[1:2]",
            ]),
            1..14,
        ),
    ) {
        let text = words.join(" ");
        let values: Values = [
            ("a".to_owned(), Value::from(5)),
            ("items".to_owned(), Value::from(vec![Value::from(1), Value::Null, Value::from("x")])),
        ].into();
        match Expression::parse(&text) {
            Ok(expression) => {
                let found = expression.evaluate(&values, &Limits::default());
                prop_assert_ne!(found, Ok(Value::Null));
                expression.in_words(&|_| None);
                expression.explain(&values, &Limits::default());
                let known = std::collections::BTreeMap::from([("a".to_owned(), procedure::expression::Type::NUMBER)]);
                procedure::expression::typing::infer(&expression, &known);
                let always = expression.reads();
                if let Err(Failure::Unknown { name }) = expression.evaluate(&values, &Limits::default()) {
                    let root = name.split(['.', '[']).next().unwrap().to_owned();
                    prop_assert!(root == "null" || root == "a computed value" || always.iter().any(|read| read.root() == root), "{name} in {text}");
                }
            }
            Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} in {text:?}"),
        }
    }
}
