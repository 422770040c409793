//! Table cells: what they meet, the regions they admit, and the laws of regions.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::ops::Bound;

use procedure::expression::{Cell, Column, Failure, Limits, Region};
use procedure::value::{Decimal, Value, Values};
use proptest::prelude::*;

fn meets(cell: &str, input: Option<Value>) -> String {
    let scope: Values = [("limit".to_owned(), Value::from(10)), ("names".to_owned(), Value::from("Ann"))].into();
    match Cell::parse(cell) {
        Err(error) => format!("refused {}", error.code),
        Ok(cell) => match cell.matches(input.as_ref(), "input", &scope, &Limits::default()) {
            Ok(met) => met.to_string(),
            Err(Failure::Unknown { name }) => format!("unknown {name}"),
            Err(Failure::BadData { .. }) => "bad-data".to_owned(),
            Err(Failure::TooCostly) => "too-costly".to_owned(),
        },
    }
}

#[test]
fn cells_are_unary_tests() {
    let text = |text: &str| Some(Value::from(text));
    let number = |number: i64| Some(Value::from(number));
    let day = |day: &str| Some(Value::Date(day.parse().unwrap()));
    let cases = [
        ("any", None, "true"),
        ("-", number(1), "true"),
        ("null", None, "true"),
        ("null", number(1), "false"),
        ("not(null)", None, "false"),
        ("not(null)", number(1), "true"),
        ("null, 5", None, "true"),
        ("< 5", None, "unknown input"),
        ("not(5)", None, "unknown input"),
        ("< 5", number(4), "true"),
        ("< 5", number(5), "false"),
        (">= 3", number(3), "true"),
        ("[1..5]", number(5), "true"),
        ("(1..5]", number(1), "false"),
        ("]1..5[", number(5), "false"),
        ("]1..5[", number(2), "true"),
        ("-3", number(-3), "true"),
        ("1, 2, > 10", number(11), "true"),
        ("not(1, 2)", number(3), "true"),
        ("Account Closure", text("Account Closure"), "true"),
        ("none, personal", text("personal"), "true"),
        ("'a, b'", text("a, b"), "true"),
        ("5", text("5"), "true"),
        ("driver's licence", text("driver's licence"), "true"),
        ("abc", number(1), "bad-data"),
        ("< b", text("a"), "bad-data"),
        ("true", Some(Value::from(true)), "true"),
        ("false", Some(Value::from(true)), "false"),
        ("< 2026-02-01", day("2026-01-31"), "true"),
        ("[2026-01-01..2026-12-31]", day("2026-01-31"), "true"),
        ("=limit", number(10), "true"),
        ("< =limit * 2", number(19), "true"),
        ("=missing", number(1), "unknown missing"),
        ("=limit", text("x"), "bad-data"),
        ("", None, "refused empty-cell"),
        ("1,,2", None, "refused empty-cell"),
        ("a [b", None, "refused cell-syntax"),
        ("'a", None, "refused open-text"),
        ("'a' b", None, "refused cell-syntax"),
        ("not(not(not(not(not(not(not(not(not(not(a))))))))))", None, "refused cell-syntax"),
    ];
    for (cell, input, expected) in cases {
        assert_eq!(meets(cell, input.clone()), expected, "`{cell}` on {input:?}");
    }
}

#[test]
fn cells_read_as_words_and_fit_their_column() {
    let words = |cell: &str| Cell::parse(cell).unwrap().in_words();
    assert_eq!(words(">= 3"), "is at least 3");
    assert_eq!(words("[1..5)"), "is from 1 to 5 (not included)");
    assert_eq!(words("not(a, b)"), "is none of a, b");
    assert_eq!(words("null"), "is not known");
    let codes = |cell: &str, column| -> Vec<&str> {
        Cell::parse(cell).unwrap().fit(column).iter().map(|error| error.code).collect()
    };
    assert_eq!(codes("abc", Column::Number), ["cell-type"]);
    assert_eq!(codes("5", Column::Text), [""; 0]);
    assert_eq!(codes("< 5", Column::Text), ["cell-type"]);
    assert_eq!(codes("[5..1]", Column::Number), ["empty-interval"]);
    assert_eq!(codes("2026-02-30", Column::Date), ["cell-type"]);
    assert_eq!(codes("yes", Column::Bool), ["cell-type"]);
}

#[test]
fn a_gap_is_found_with_a_plain_example() {
    let covered = ["< 5", "[5..10)", "> 10"]
        .iter()
        .fold(Region::null(), |region, cell| region.union(&Cell::parse(cell).unwrap().region(Column::Number).unwrap()));
    let gap = Region::numbers(Bound::Unbounded, Bound::Unbounded).without(&covered);
    assert_eq!(gap.example(), Some(Value::from(10)));
    assert_eq!(gap.to_string(), "10");

    let days =
        Region::dates(Bound::Excluded("2026-01-01".parse().unwrap()), Bound::Excluded("2026-01-02".parse().unwrap()));
    assert!(days.is_empty(), "no day lies between two neighbours");

    let texts = Region::any_text().without(&Cell::parse("other, a").unwrap().region(Column::Text).unwrap());
    assert_eq!(texts.example(), Some(Value::from("other 1")));
    assert!(Cell::parse("=limit").unwrap().region(Column::Number).is_none());
}

fn bound() -> impl Strategy<Value = Bound<i8>> {
    (-9..9_i8, 0..3).prop_map(|(at, kind)| match kind {
        0 => Bound::Included(at),
        1 => Bound::Excluded(at),
        _ => Bound::Unbounded,
    })
}

fn region() -> impl Strategy<Value = Region> {
    let leaf = prop_oneof![
        (bound(), bound()).prop_map(|(from, to)| {
            let number = |at: i8| Decimal::from(at);
            Region::numbers(from.map(number), to.map(number))
        }),
        (bound(), bound()).prop_map(|(from, to)| {
            let day = |at: i8| jiff::civil::Date::constant(2026, 1, i8::clamp(at + 10, 1, 28));
            Region::dates(from.map(day), to.map(day))
        }),
        (bound(), bound()).prop_map(|(from, to)| {
            let moment = |at: i8| jiff::Timestamp::from_nanosecond(i128::from(at)).unwrap();
            Region::moments(from.map(moment), to.map(moment))
        }),
        "[a-c]".prop_map(|text| Region::texts([text])),
        any::<bool>().prop_map(Region::bool),
        Just(Region::null()),
        Just(Region::everything()),
    ];
    leaf.prop_recursive(4, 24, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.union(&right)),
            (inner.clone(), inner.clone()).prop_map(|(left, right)| left.intersect(&right)),
            inner.prop_map(|region| region.complement()),
        ]
    })
}

fn point() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-20..20_i64).prop_map(|half| Value::Number(Decimal::new(half * 5, 1))),
        (1..28_i8).prop_map(|day| Value::Date(jiff::civil::Date::constant(2026, 1, day))),
        (-10..10_i128).prop_map(|at| Value::Moment(jiff::Timestamp::from_nanosecond(at).unwrap())),
        "[a-d]".prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
    ]
}

proptest! {
    #[test]
    fn regions_are_sets(left in region(), right in region(), point in point()) {
        let (in_left, in_right) = (left.contains(&point), right.contains(&point));
        prop_assert_eq!(left.union(&right).contains(&point), in_left || in_right);
        prop_assert_eq!(left.intersect(&right).contains(&point), in_left && in_right);
        prop_assert_eq!(left.complement().contains(&point), !in_left);
        prop_assert_eq!(left.without(&right).contains(&point), in_left && !in_right);
    }

    #[test]
    fn equal_sets_are_equal_regions(left in region(), right in region()) {
        prop_assert_eq!(&left.complement().complement(), &left);
        prop_assert_eq!(left.union(&right), right.union(&left));
        prop_assert_eq!(left.intersect(&right), right.intersect(&left));
        prop_assert_eq!(left.union(&left.complement()), Region::everything());
        prop_assert!(left.intersect(&left.complement()).is_empty());
    }

    #[test]
    fn an_example_lies_in_its_region(region in region()) {
        match region.example() {
            Some(value) => prop_assert!(region.contains(&value), "{value:?} in {region}"),
            None => prop_assert!(region.is_empty() || region.others),
        }
    }

    #[test]
    fn a_cell_meets_what_its_region_holds(
        cell in prop_oneof![
            r"(<|<=|>|>=|!=) -?[0-9]", r"[\[(\]]-?[0-9]\.\.[0-9][\])\[]", r"[0-9], > [0-9]", r"not\([0-9], < -[0-9]\)", "any|null",
        ],
        half in -20..20_i64,
    ) {
        let cell = Cell::parse(&cell).unwrap();
        let value = Value::Number(Decimal::new(half * 5, 1));
        let met = cell.matches(Some(&value), "x", &Values::new(), &Limits::default()).unwrap();
        prop_assert_eq!(cell.region(Column::Number).unwrap().contains(&value), met);
    }

    #[test]
    fn any_text_is_a_cell_or_refused_within_it(text in ".{0,60}") {
        match Cell::parse(&text) {
            Ok(cell) => {
                prop_assert_eq!(Cell::parse(cell.source()).unwrap(), cell.clone());
                for column in [Column::Any, Column::Number, Column::Text, Column::Date, Column::Moment, Column::Bool, Column::Duration] {
                    cell.fit(column);
                    cell.region(column);
                }
            }
            Err(error) => prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} in {text:?}"),
        }
    }

    #[test]
    fn signs_in_any_order_never_panic(text in r#"[0-9a\[\]\(\)\.,'"<>=!\- {}]{0,40}"#) {
        if let Err(error) = Cell::parse(&text) {
            prop_assert!(text.get(error.range.clone()).is_some(), "{error:?} in {text:?}");
        }
    }
}
