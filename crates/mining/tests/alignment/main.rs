//! Alignments are what an independent, slow search finds, on any tree.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod oracle;

use mining::align::{Alignment, Budget, Model, Move};
use mining::log::Activity;
use mining::tree::Tree;
use oracle::Running;
use proptest::prelude::*;

fn letters(text: &str) -> Vec<Activity> {
    text.bytes().map(|letter| Activity(u32::from(letter - b'a'))).collect()
}

fn tree(text: &str) -> Tree<Activity> {
    let tree: Tree<String> = text.parse().unwrap();
    tree.map(&mut |name| Activity(u32::from(name.as_bytes()[0] - b'a')))
}

fn align(text: &str, trace: &str) -> Alignment {
    Model::of(&tree(text)).align(&letters(trace), Budget::default())
}

/// `.` both, `-` only the case, `+` only the tree.
fn drawn(alignment: &Alignment) -> String {
    let sign = |step: &Move| match step {
        Move::Both { .. } => '.',
        Move::Log { .. } => '-',
        Move::Model { .. } => '+',
    };
    alignment.moves.iter().map(sign).collect()
}

#[test]
fn a_case_that_fits_costs_nothing() {
    let alignment = align("->( 'a', +( 'b', 'c' ), *( 'd', 'e' ) )", "acbded");
    assert_eq!((alignment.cost, alignment.lower, drawn(&alignment).as_str()), (0, 0, "......"));
}

#[test]
fn what_is_missing_and_what_is_too_much_is_named_in_its_place() {
    assert_eq!(drawn(&align("->( 'a', 'b', 'c' )", "ac")), ".+.");
    assert_eq!(drawn(&align("->( 'a', 'b', 'c' )", "abxc")), "..-.");
    assert_eq!(drawn(&align("->( 'a', 'b', 'c' )", "")), "+++");
    assert_eq!(drawn(&align("X( 'a', tau )", "bab")), "-.-");
}

#[test]
fn the_ways_that_were_taken_are_told() {
    let alignment = align("->( 'a', X( 'b', 'c' ), *( 'd', tau, 'e' ) )", "acdedd");
    let taken: Vec<_> = alignment.taken.iter().map(|taken| (taken.node, taken.branch, taken.at)).collect();
    // The choice took its second child before event 1; the loop went back by its second and by its first way, and was left.
    assert_eq!(taken, [(2, 1, 1), (5, 2, 3), (5, 1, 5), (5, 0, 6)]);
}

#[test]
fn branches_that_share_an_activity_do_not_count_it_twice() {
    assert_eq!(align("+( 'a', 'a' )", "a").cost, 1);
    assert_eq!(align("+( 'a', 'a' )", "aaa").cost, 1);
    assert_eq!(align("+( ->( 'a', 'b' ), ->( 'b', 'a' ) )", "ab").cost, 2);
    assert_eq!(align("+( ->( 'a', 'b' ), ->( 'b', 'a' ), 'c' )", "bacba").cost, 0);
    assert_eq!(align("+( ->( 'a', 'b' ), ->( 'b', 'a' ), 'c' )", "bacbb").cost, 2);
}

#[test]
fn a_case_that_is_too_hard_for_its_budget_is_told_with_what_was_proven() {
    let model = Model::of(&tree("+( ->( 'a', 'b' ), ->( 'b', 'a' ), ->( 'a', 'b', 'a' ) )"));
    let trace = letters("abxbaabbx");
    let whole = model.align(&trace, Budget::default());
    assert!(whole.is_optimal());
    for searches in 1..20 {
        let early = model.align(&trace, Budget { searches, ..Budget::default() });
        assert!(early.lower <= whole.cost && whole.cost <= early.cost, "{searches}: {early:?}");
    }
    let none = model.align(&trace, Budget { cells: 10, ..Budget::default() });
    assert!(!none.is_optimal() && none.lower >= 2 && none.cost >= whole.cost, "{none:?}");
}

#[test]
fn what_the_log_has_no_name_for_is_missing_in_every_case() {
    let tree = Tree::Sequence(vec![Tree::Activity(Some(Activity(0))), Tree::Activity(None)]);
    let alignment = Model::new(&tree).align(&letters("a"), Budget::default());
    assert_eq!(drawn(&alignment), ".+");
}

#[test]
fn hundreds_of_parallel_branches_are_no_burden() {
    let names: Vec<Tree<Activity>> = (0..200).map(|number| Tree::Activity(Activity(number))).collect();
    let trace: Vec<Activity> = (0..200).rev().map(Activity).collect();
    let alignment = Model::of(&Tree::Parallel(names)).align(&trace, Budget::default());
    assert_eq!(alignment.cost, 0);
}

fn any_tree(labels: u32) -> impl Strategy<Value = Tree<Activity>> {
    let leaf = prop_oneof![1 => Just(Tree::Silent), 6 => (0..labels).prop_map(|label| Tree::Activity(Activity(label)))];
    leaf.prop_recursive(3, 9, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            some.clone().prop_map(Tree::Sequence),
            some.clone().prop_map(Tree::Choice),
            some.clone().prop_map(Tree::Parallel),
            (inner, prop::collection::vec(some.prop_map(Tree::Sequence), 1..3))
                .prop_map(|(body, redo)| Tree::Loop { body: Box::new(body), redo }),
        ]
    })
}

fn any_trace(labels: u32) -> impl Strategy<Value = Vec<Activity>> {
    prop::collection::vec((0..labels).prop_map(Activity), 0..8)
}

/// The moves keep the case's order, and what they say of the tree is a way through it.
fn holds(tree: &Tree<Activity>, trace: &[Activity], alignment: &Alignment) -> Result<(), TestCaseError> {
    let events: Vec<u32> = alignment
        .moves
        .iter()
        .filter_map(|step| match step {
            Move::Both { event, .. } | Move::Log { event } => Some(*event),
            Move::Model { .. } => None,
        })
        .collect();
    prop_assert_eq!(events, (0..trace.len() as u32).collect::<Vec<_>>());
    let leaves: Vec<usize> = alignment
        .moves
        .iter()
        .filter_map(|step| match step {
            Move::Both { leaf, .. } | Move::Model { leaf } => Some(*leaf),
            Move::Log { .. } => None,
        })
        .collect();
    prop_assert!(Running::begin(tree).allows(&leaves), "{:?}", alignment);
    let priced = alignment.moves.iter().filter(|step| !matches!(step, Move::Both { .. })).count();
    prop_assert_eq!(alignment.cost as usize, priced);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_cost_is_what_a_search_through_all_states_finds(tree in any_tree(4), trace in any_trace(5)) {
        let alignment = Model::of(&tree).align(&trace, Budget::default());
        holds(&tree, &trace, &alignment)?;
        prop_assert!(alignment.is_optimal());
        prop_assert_eq!(alignment.cost, Running::begin(&tree).cheapest(&trace), "{:?} {:?}", tree.to_text(), trace);
    }

    #[test]
    fn bounds_hold_however_early_the_search_ends(tree in any_tree(2), trace in any_trace(3), searches in 1usize..4) {
        let alignment = Model::of(&tree).align(&trace, Budget { searches, ..Budget::default() });
        holds(&tree, &trace, &alignment)?;
        let exact = Running::begin(&tree).cheapest(&trace);
        prop_assert!(alignment.lower <= exact && exact <= alignment.cost, "{} {exact} {}", alignment.lower, alignment.cost);
    }
}

trait ToText {
    fn to_text(&self) -> String;
}

impl ToText for Tree<Activity> {
    fn to_text(&self) -> String {
        self.map(&mut |activity| char::from(b'a' + activity.0 as u8)).to_string()
    }
}
