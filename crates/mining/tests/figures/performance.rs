//! Durations, rework, hand-overs, bottlenecks.

use mining::graph::{Counted, Graph};
use mining::log::{Builder, Guard, Value};
use mining::performance::{START, Spread, bottlenecks, durations, flow, handovers, rework};
use proptest::prelude::*;

use super::{MINUTE, activity, log, minute};

#[test]
fn a_case_lasts_from_its_first_to_its_last_event() {
    let spread = durations(&log("a0 b10\na5 b25\na7"));
    assert_eq!((spread.count(), spread.median()), (3, Some(10.0 * MINUTE as f64)));
    assert_eq!(spread.percentile(75.0), Some(15.0 * MINUTE as f64));
}

#[test]
fn the_place_with_the_most_waiting_comes_first() {
    let log = log("a0 b10 c11\na0 b10 c60\na0 b10 c12");
    let found = bottlenecks(&Graph::of(&log, Counted::Completed));
    assert_eq!((found[0].from, found[0].to), (activity(&log, "b"), activity(&log, "c")));
    assert_eq!(found[0].total, i128::from(53 * MINUTE));
    assert!((found[0].share - 53.0 / 83.0).abs() < 1e-9);
}

#[test]
fn what_is_done_again_is_told_apart_from_what_is_repeated_at_once() {
    let log = log("a0 b1 b2 c3 b4\na0 b1\na0 c1");
    let found = rework(&log);
    assert_eq!((found.cases, found.repeating, found.done, found.again), (3, 1, 9, 2));
    let [b] = &found.activities[..] else { panic!("{found:?}") };
    assert_eq!((b.cases, b.repeating, b.at_once, b.later), (2, 1, 1, 1));
}

#[test]
fn hand_overs_are_told_only_of_enough_people() {
    let busy: String = (0..10).map(|case| format!("a0@p{} b{case}@q{}\n", case % 5, case % 5)).collect();
    let log = log(&format!("{busy}c0@p0 d1@p1"));
    let found = handovers(&log, Guard::default());
    assert_eq!((found.places.len(), found.withheld), (1, 1));
    assert_eq!((found.places[0].times, found.places[0].handed_over), (10, 10));
    assert_eq!(handovers(&log, Guard::new(6)).withheld, 2);
}

#[test]
fn open_cases_pile_up_week_by_week() {
    let week = 7 * 24 * 60;
    let log = log(&format!("a0 b1\na0 b{week}\na{week} b{}", 2 * week));
    let flow = flow(&log);
    let open: Vec<_> = flow.weeks.iter().map(|week| (week.arrived, week.completed, week.open)).collect();
    assert_eq!(open, [(2, 1, 1), (1, 1, 1), (0, 1, 0)]);
    assert!((flow.completed_per_arrival().unwrap() - 2.0 / 3.0).abs() < 1e-9);
    assert_eq!(flow.fullest().unwrap().open, 1);
}

#[test]
fn a_hundred_thousand_durations_are_summed_up_closely() {
    let mut spread = Spread::default();
    let all: Vec<i64> = (0..100_000_i64).map(|number| (number * 7_919 % 100_000 - 1_000) * MINUTE / 7).collect();
    all.iter().for_each(|&duration| spread.add(duration));
    let mut sorted = all;
    sorted.sort_unstable();
    for percent in [0.5, 5.0, 50.0, 90.0, 99.9] {
        let exact = sorted[(percent / 100.0 * 99_999.0) as usize] as f64;
        let found = spread.percentile(percent).unwrap();
        assert!((found - exact).abs() <= 0.005 * exact.abs() + 1.0, "{percent}: {found}, {exact}");
    }
    assert_eq!(spread.total(), sorted.iter().map(|&duration| i128::from(duration)).sum());
}

proptest! {
    #[test]
    fn spreads_are_joined_in_any_way(parts in prop::collection::vec(prop::collection::vec(any::<i32>(), 0..50), 1..5)) {
        let mut whole = Spread::default();
        let mut joined = Spread::default();
        for part in &parts {
            let mut spread = Spread::default();
            for &duration in part {
                whole.add(duration.into());
                spread.add(duration.into());
            }
            joined.join(spread);
        }
        prop_assert_eq!(whole, joined);
    }

    #[test]
    fn no_duration_is_too_strange(durations in prop::collection::vec(any::<i64>(), 1..20)) {
        let mut spread = Spread::default();
        for _ in 0..70_000 / durations.len() {
            durations.iter().for_each(|&duration| spread.add(duration));
        }
        let median = spread.median().unwrap();
        prop_assert!(spread.least().unwrap() as f64 <= median && median <= spread.most().unwrap() as f64);
    }
}

#[test]
fn an_event_that_says_when_it_began_is_work_from_then_on() {
    let mut builder = Builder::default();
    builder.case("1");
    builder.event("check", Some(minute("10")));
    builder.event_value(START, Value::Moment(minute("4")));
    builder.event("decide", Some(minute("30")));
    builder.event_value(START, Value::Moment(minute("25")));
    builder.event("file", Some(minute("31")));
    let log = builder.finish();
    let graph = Graph::of(&log, Counted::Completed);
    let (check, decide) = (activity(&log, "check"), activity(&log, "decide"));
    assert_eq!(graph.nodes[check.index()].work.median(), Some(6.0 * MINUTE as f64));
    assert_eq!(graph.edge(check, decide).unwrap().wait.median(), Some(15.0 * MINUTE as f64));
    assert_eq!(durations(&log).median(), Some(27.0 * MINUTE as f64));
}
