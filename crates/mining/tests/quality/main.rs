//! How precise and how simple a tree is.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use mining::log::{Activity, Builder, Log, Variants};
use mining::quality::{Budget, Precision, precision, simplicity};
use mining::tree::Tree;
use proptest::prelude::*;

/// `abc:3 bd:1`: variants of one-letter activities with their cases.
fn log(text: &str) -> Log {
    let mut builder = Builder::default();
    for variant in text.split(' ') {
        let (trace, cases) = variant.split_once(':').unwrap_or((variant, "1"));
        for number in 0..cases.parse().unwrap() {
            builder.case(&format!("{trace} {number}"));
            trace.chars().for_each(|letter| builder.event(&letter.to_string(), None));
        }
    }
    builder.finish()
}

/// The tree over the numbers of a log's activities; those that the log does not know follow after.
fn numbered(tree: &str, log: &Log) -> Tree<Activity> {
    let tree: Tree<String> = tree.parse().unwrap();
    let mut unknown = Vec::new();
    tree.map(&mut |name| match log.activities().find(name) {
        Some(found) => Activity(found.0),
        None => {
            let place = unknown.iter().position(|known| known == name).unwrap_or_else(|| {
                unknown.push(name.clone());
                unknown.len() - 1
            });
            Activity((log.activities().len() + place) as u32)
        }
    })
}

fn measured(tree: &str, cases: &str) -> Precision {
    let log = log(cases);
    precision(&numbered(tree, &log), &Variants::of(&log), Budget::default())
}

#[test]
fn figures_are_those_of_the_reference_implementation() {
    let mut different = Vec::new();
    let fixtures = include_str!("pm4py.tsv");
    for line in fixtures.lines() {
        let [cases, tree, precise, simple, places, transitions] =
            line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let found = measured(tree, cases);
        let close = |found: f64, theirs: &str| (found - theirs.parse::<f64>().unwrap()).abs() < 1e-9;
        let net = simplicity(&tree.parse::<Tree<String>>().unwrap());
        let same = (net.places, net.transitions) == (places.parse().unwrap(), transitions.parse().unwrap());
        if !close(found.precision, precise) || !close(net.arc_degree, simple) || !same {
            different.push(format!("{line}\n  {found:?} {net:?}"));
        }
    }
    assert!(different.is_empty(), "{} of {}\n{}", different.len(), fixtures.lines().count(), different.join("\n"));
}

#[test]
fn a_tree_of_nothing_but_the_log_is_wholly_precise() {
    let found = measured("->( 'a', +( 'b', 'c' ), X( 'd', tau ) )", "abcd abc acbd acb");
    assert!((found.precision - 1.0).abs() < 1e-9, "{found:?}");
    assert_eq!((found.fitting, found.events), (14, 14));
}

#[test]
fn what_is_allowed_and_never_done_is_counted_where_it_could_be_done() {
    // Two are allowed at first and one is done; then only c.
    let found = measured("->( X( 'a', 'b' ), 'c' )", "ac:3");
    assert_eq!((found.allowed, found.never_done), (9, 3));
}

#[test]
fn what_does_not_fit_says_nothing() {
    let found = measured("->( 'a', 'b', 'c' )", "abc axc");
    assert_eq!((found.allowed, found.never_done, found.fitting, found.events), (5, 0, 5, 6));
}

#[test]
fn what_is_left_aside_is_told() {
    let log = log("abababab");
    let tree = numbered("*( +( X( 'a', tau ), X( 'b', tau ), X( 'c', tau ) ), tau )", &log);
    let found = precision(&tree, &Variants::of(&log), Budget { states: 1 });
    assert!(found.left_aside > 0 && found.fitting + found.left_aside <= found.events, "{found:?}");
    assert_eq!(precision(&tree, &Variants::of(&log), Budget::default()).left_aside, 0);
}

#[test]
fn an_empty_log_takes_nothing_from_precision() {
    assert!((measured("->( 'a', 'b' )", "").precision - 1.0).abs() < 1e-9);
    assert!((measured("tau", "ab").precision - 1.0).abs() < 1e-9);
}

#[test]
fn a_very_long_case_is_no_burden() {
    let found = measured("*( 'a', 'b' )", &"ab".repeat(20_000));
    assert_eq!(found.fitting, 40_000);
}

proptest! {
    #[test]
    fn precision_is_a_share(cases in prop::collection::vec("[a-e]{0,8}", 1..6), noise in 0.0..0.6) {
        let log = log(&cases.join(" "));
        let variants = Variants::of(&log);
        let tree = mining::discover::inductive(&log, &variants, noise).unwrap();
        let found = precision(&tree, &variants, Budget::default());
        prop_assert!((0.0..=1.0).contains(&found.precision));
        prop_assert!(found.fitting <= found.events);
    }

    #[test]
    fn a_tree_that_was_found_without_noise_allows_every_event(cases in prop::collection::vec("[a-e]{0,8}", 1..6)) {
        let log = log(&cases.join(" "));
        let variants = Variants::of(&log);
        let tree = mining::discover::inductive(&log, &variants, 0.0).unwrap();
        let found = precision(&tree, &variants, Budget::default());
        prop_assert_eq!(found.fitting, found.events);
    }
}
