//! The process map.

use mining::graph::{Counted, Detail, Graph, Shown};
use mining::log::{Activity, Builder, Log};
use proptest::prelude::*;

use super::{MINUTE, activity, log};

#[test]
fn what_follows_what_is_counted_by_events_and_by_cases() {
    let log = log("a0 b10 b12 c20\na0 b30 b40 b41\nc5");
    let graph = Graph::of(&log, Counted::Events);
    let [a, b, c] = ["a", "b", "c"].map(|name| activity(&log, name));
    let again = graph.edge(b, b).unwrap();
    assert_eq!((again.times, again.cases), (3, 2));
    assert_eq!(graph.edge(a, b).unwrap().wait.mean(), Some(20.0 * MINUTE as f64));
    assert!(graph.edge(c, a).is_none());
    let node = &graph.nodes[c.index()];
    assert_eq!((node.times, node.cases, node.starts, node.ends), (2, 2, 1, 2));
    assert_eq!((graph.cases, graph.empty), (3, 0));
}

#[test]
fn waiting_ends_where_the_next_begins_and_work_is_told_apart() {
    let log = log("a0..10 b30..35\na0..4 b8..9");
    let graph = Graph::of(&log, Counted::Completed);
    let (a, b) = (activity(&log, "a"), activity(&log, "b"));
    assert_eq!(graph.edge(a, b).unwrap().wait.total(), i128::from(24 * MINUTE));
    assert_eq!(graph.nodes[a.index()].work.total(), i128::from(14 * MINUTE));
    assert_eq!(graph.nodes[a.index()].times, 2);
    assert_eq!(Graph::of(&log, Counted::Events).nodes[a.index()].times, 4);
}

#[test]
fn activities_that_are_not_shown_are_passed_over() {
    let log = log("a0 x1 b2\na0 b2\na0 b9 c10");
    let whole = Graph::of(&log, Counted::Events);
    let shown = Shown::of(&log, Counted::Events, &whole, Detail { activities: 0.5, paths: 1.0 });
    let [a, b] = ["a", "b"].map(|name| activity(&log, name));
    assert_eq!(shown.activities, [a, b]);
    assert_eq!(shown.graph.edge(a, b).unwrap().times, 3);
    assert_eq!((shown.all_activities, shown.all_paths), (4, 4));
    assert!((shown.covered_activities - 6.0 / 8.0).abs() < 1e-9);
}

#[test]
fn an_empty_log_has_an_empty_map() {
    let graph = Graph::of(&Log::default(), Counted::Events);
    assert_eq!(graph, Graph::default());
    let shown = Shown::of(&Log::default(), Counted::Events, &graph, Detail { activities: 1.0, paths: 0.0 });
    assert!(shown.activities.is_empty());
}

#[test]
fn many_cases_are_counted_the_same_on_many_cores() {
    let mut builder = Builder::default();
    for case in 0..40_000_u32 {
        builder.case(&case.to_string());
        for event in 0..3 + case % 3 {
            builder.event(["a", "b", "c"][((case + event * event) % 3) as usize], None);
        }
    }
    let log = builder.finish();
    let graph = Graph::of(&log, Counted::Events);
    let steps: u64 = graph.edges.iter().map(|(_, edge)| edge.times).sum();
    assert_eq!(steps, (log.events() - log.len()) as u64);
    assert_eq!(graph, Graph::of(&log, Counted::Events));
}

fn reached(shown: &Shown, from: &[Activity], edges: &[(Activity, Activity)]) -> usize {
    let mut seen: Vec<Activity> = from.to_vec();
    let mut next = 0;
    while let Some(&at) = seen.get(next) {
        next += 1;
        for &(_, to) in edges.iter().filter(|(from, _)| *from == at) {
            if !seen.contains(&to) {
                seen.push(to);
            }
        }
    }
    assert!(seen.iter().all(|activity| shown.activities.contains(activity)));
    seen.len()
}

proptest! {
    #[test]
    fn a_map_is_never_torn_apart(
        cases in prop::collection::vec("[a-h]{1,10}", 1..12), activities in 0.0..1.0, paths in 0.0..1.0,
    ) {
        let mut builder = Builder::default();
        for case in &cases {
            builder.case(case);
            case.chars().for_each(|letter| builder.event(&letter.to_string(), None));
        }
        let log = builder.finish();
        let whole = Graph::of(&log, Counted::Events);
        let shown = Shown::of(&log, Counted::Events, &whole, Detail { activities, paths });
        let edges: Vec<_> = shown.graph.edges.iter().map(|(ends, _)| *ends).collect();
        let back: Vec<_> = edges.iter().map(|&(from, to)| (to, from)).collect();
        prop_assert_eq!(reached(&shown, &shown.starts, &edges), shown.activities.len());
        prop_assert_eq!(reached(&shown, &shown.ends, &back), shown.activities.len());
    }
}
