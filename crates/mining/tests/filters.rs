//! A filter makes a log of part of another.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::collections::BTreeSet;

use mining::log::filter::{Filter, Test, When};
use mining::log::{Builder, Log, Moment, Value};

/// Four cases; the times are seconds: 1: a b c (0, 10, 20), 2: a b c (100, 110, 130), 3: a c (15, 16), 4: nothing.
fn log() -> Log {
    let mut builder = Builder::default();
    let second = |second: i64| Some(Moment(second * 1_000_000));
    for (name, region, events) in [
        ("1", "north", vec![("a", 0, "ann"), ("b", 10, "bob"), ("c", 20, "ann")]),
        ("2", "south", vec![("a", 100, "cy"), ("b", 110, "cy"), ("c", 130, "cy")]),
        ("3", "south", vec![("a", 15, "ann"), ("c", 16, "bob")]),
        ("4", "north", vec![]),
    ] {
        builder.case(name);
        builder.case_value("region", Value::Text(region));
        for (activity, time, person) in events {
            builder.event(activity, second(time));
            builder.person(person);
            if activity == "b" {
                builder.event_value("cost", Value::Whole(time));
            }
        }
    }
    builder.finish()
}

fn names(texts: &[&str]) -> BTreeSet<Box<str>> {
    texts.iter().map(|text| (*text).into()).collect()
}

/// Each case as its name and its activities.
fn cases(log: &Log) -> Vec<String> {
    log.cases()
        .map(|case| {
            let trace: Vec<&str> = case.trace().iter().map(|&activity| log.name(activity)).collect();
            format!("{}: {}", case.name(), trace.join(" "))
        })
        .collect()
}

fn seconds(from: i64, to: i64) -> std::ops::RangeInclusive<Moment> {
    Moment(from * 1_000_000)..=Moment(to * 1_000_000)
}

#[test]
fn a_range_of_time_keeps_cases_by_how_they_lie_to_it() {
    let log = log();
    for (when, expected) in [
        (When::Started, vec!["3: a c"]),
        (When::Ended, vec!["1: a b c", "3: a c"]),
        (When::Contained, vec!["3: a c"]),
        (When::Touched, vec!["1: a b c", "3: a c"]),
        (When::Cut, vec!["1: b c", "3: a c", "4: "]),
    ] {
        let part = Filter::Time { range: seconds(10, 20), when }.apply(&log);
        assert_eq!(cases(&part), expected, "{when:?}");
    }
}

#[test]
fn cases_and_events_are_kept_by_what_is_said_of_them() {
    let log = log();
    let south = Filter::CaseValue { key: "region".into(), test: Test::OneOf(names(&["south"])) }.apply(&log);
    assert_eq!(cases(&south), ["2: a b c", "3: a c"]);
    assert_eq!(south.case(1).value("region"), Some(Value::Text("south")));
    assert_eq!(south.people(), 3);
    let dear = Filter::HasEventValue { key: "cost".into(), test: Test::Between(50.0..=200.0) }.apply(&log);
    assert_eq!(cases(&dear), ["2: a b c"]);
    assert_eq!(dear.case(0).events().nth(1).unwrap().value("cost"), Some(Value::Whole(110)));
    let priced = Filter::EventValue { key: "cost".into(), test: Test::Given }.apply(&log);
    assert_eq!(cases(&priced), ["1: b", "2: b", "4: "]);
    assert_eq!(priced.activities().len(), 1);
}

#[test]
fn the_most_frequent_ways_are_kept() {
    let log = log();
    assert_eq!(cases(&Filter::TopVariants(1).apply(&log)), ["1: a b c", "2: a b c"]);
    assert_eq!(cases(&Filter::Coverage(0.5).apply(&log)), ["1: a b c", "2: a b c"]);
    assert_eq!(cases(&Filter::Coverage(0.51).apply(&log)), ["1: a b c", "2: a b c", "3: a c"]);
    assert_eq!(Filter::Coverage(0.0).apply(&log).len(), 0);
    assert_eq!(Filter::Coverage(f64::NAN).apply(&log).len(), 0);
}

#[test]
fn activities_are_kept_dropped_and_asked_for() {
    let log = log();
    let kept = Filter::KeepActivities(names(&["b"])).apply(&log);
    assert_eq!(cases(&kept), ["1: b", "2: b", "4: "]);
    assert_eq!(kept.case(1).events().next().unwrap().value("cost"), Some(Value::Whole(110)));
    assert_eq!(cases(&Filter::DropActivities(names(&["a"])).apply(&log)), ["1: b c", "2: b c", "3: c", "4: "]);
    assert_eq!(cases(&Filter::Contains(names(&["a", "b"])).apply(&log)), ["1: a b c", "2: a b c"]);
    assert_eq!(cases(&Filter::Contains(names(&["unheard of"])).apply(&log)), Vec::<String>::new());
    assert_eq!(cases(&Filter::Lacks(names(&["b"])).apply(&log)), ["3: a c", "4: "]);
}

#[test]
fn cases_are_kept_by_length_and_duration() {
    let log = log();
    assert_eq!(cases(&Filter::Length(0..=2).apply(&log)), ["3: a c", "4: "]);
    assert_eq!(cases(&Filter::Duration(10_000_000..=20_000_000).apply(&log)), ["1: a b c"]);
}

#[test]
fn a_column_gives_the_values_it_was_given_however_few_they_are() {
    let mut builder = Builder::default();
    builder.case("1");
    for row in 0..10_000_i64 {
        builder.event("a", None);
        builder.event_value("all", Value::Whole(row));
        if row % 3 != 0 {
            builder.event_value("most", Value::Flag(row % 2 == 0));
        }
        if row % 1000 == 7 {
            builder.event_value("few", Value::Text("seldom"));
        }
        builder.event_value("mixed", if row < 5000 { Value::Whole(row) } else { Value::Text("x") });
    }
    let log = builder.finish();
    let column = |key: &str| &log.event_columns()[key];
    for row in 0..10_000 {
        assert_eq!(column("all").get(row), Some(Value::Whole(row as i64)));
        assert_eq!(column("most").get(row), (row % 3 != 0).then_some(Value::Flag(row % 2 == 0)));
        assert_eq!(column("few").get(row), (row % 1000 == 7).then_some(Value::Text("seldom")));
    }
    assert_eq!(column("mixed").get(4999), Some(Value::Text("4999")));
    assert_eq!((column("few").given(), column("few").iter().count(), column("most").given()), (10, 10, 6666));
    assert!(column("few").get(20_000).is_none());
}
