//! Process trees are discovered from logs: exactly those that the reference implementation finds, and always such that
//! the log fits.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use mining::align::{self, Budget, Model};
use mining::discover::{self, inductive};
use mining::log::{Builder, Log, Variants};
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

fn discovered(log: &Log, noise: f64) -> Tree<String> {
    let tree = inductive(log, &Variants::of(log), noise).unwrap();
    tree.map(&mut |&activity| log.name(activity).to_owned())
}

/// The same tree with the children of choices and parallel blocks in the order of their text.
fn sorted(tree: &Tree<String>) -> Tree<String> {
    let all = |children: &[Tree<String>]| children.iter().map(sorted).collect::<Vec<_>>();
    let any_order = |children: &[Tree<String>]| {
        let mut children = all(children);
        children.sort_by_key(Tree::to_string);
        children
    };
    match tree {
        Tree::Silent | Tree::Activity(_) => tree.clone(),
        Tree::Sequence(children) => Tree::Sequence(all(children)),
        Tree::Choice(children) => Tree::Choice(any_order(children)),
        Tree::Parallel(children) => Tree::Parallel(any_order(children)),
        Tree::Loop { body, redo } => Tree::Loop { body: Box::new(sorted(body)), redo: any_order(redo) },
    }
}

#[test]
fn trees_are_those_of_the_reference_implementation() {
    let mut different = Vec::new();
    let fixtures = include_str!("pm4py.tsv");
    for line in fixtures.lines() {
        let [cases, noise, theirs] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let ours = sorted(&discovered(&log(cases), noise.parse().unwrap()));
        if ours != sorted(&theirs.parse().unwrap()) {
            different.push(format!("{cases} at {noise}\n  ours   {ours}\n  theirs {theirs}"));
        }
    }
    assert!(different.is_empty(), "{} of {}\n{}", different.len(), fixtures.lines().count(), different.join("\n"));
}

#[test]
fn every_part_of_a_procedure_is_found_where_it_shows() {
    for (cases, tree) in [
        ("abc", "->( 'a', 'b', 'c' )"),
        ("ab ac", "->( 'a', X( 'b', 'c' ) )"),
        ("abcd acbd", "->( 'a', +( 'b', 'c' ), 'd' )"),
        ("ab abcab abcabcab", "*( ->( 'a', 'b' ), 'c' )"),
        ("ab a", "->( 'a', X( 'b', tau ) )"),
        ("a aa", "*( 'a', tau )"),
        ("", "tau"),
    ] {
        assert_eq!(sorted(&discovered(&log(cases), 0.0)).to_string(), tree, "{cases}");
    }
    assert_eq!(discovered(&Log::default(), 0.2), Tree::Silent);
}

#[test]
fn what_is_rare_is_left_out_at_a_threshold() {
    let log = log("abc:50 cab:1");
    assert_eq!(discovered(&log, 0.2).to_string(), "->( 'a', 'b', 'c' )");
    assert_ne!(discovered(&log, 0.0), discovered(&log, 0.2));
}

#[test]
fn the_order_of_cases_does_not_matter() {
    for line in include_str!("pm4py.tsv").lines() {
        let [cases, noise, _] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        let noise = noise.parse().unwrap();
        let backwards: Vec<&str> = cases.split(' ').rev().collect();
        assert_eq!(discovered(&log(cases), noise), discovered(&log(&backwards.join(" ")), noise), "{cases}");
    }
}

#[test]
fn a_log_of_too_many_activities_is_refused() {
    let mut builder = Builder::default();
    builder.case("1");
    (0..=discover::MOST_ACTIVITIES).for_each(|number| builder.event(&number.to_string(), None));
    let log = builder.finish();
    let refused = inductive(&log, &Variants::of(&log), 0.0).unwrap_err();
    assert!(refused.to_string().contains("2001 different activities"), "{refused}");
}

#[test]
fn a_long_and_wild_trace_ends_in_some_tree() {
    let mut builder = Builder::default();
    let mut number = 1_u64;
    for case in 0..20 {
        builder.case(&case.to_string());
        for _ in 0..500 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            builder.event(&(number >> 57).to_string(), None);
        }
    }
    let log = builder.finish();
    assert_eq!(discovered(&log, 0.0).leaves().len(), log.activities().len());
    discovered(&log, 0.3);
}

fn any_log() -> impl Strategy<Value = String> {
    let variant = (prop::collection::vec(prop::char::range('a', 'f'), 0..9), 1..5_u32)
        .prop_map(|(trace, cases)| format!("{}:{cases}", trace.into_iter().collect::<String>()));
    prop::collection::vec(variant, 1..8).prop_map(|variants| variants.join(" "))
}

/// Trees that a complete log tells apart from all others: no activity twice, nothing silent.
fn plain_tree() -> impl Strategy<Value = Tree<String>> {
    let names: Vec<String> = ('a'..='g').map(|letter| letter.to_string()).collect();
    (Just(names).prop_shuffle(), prop::collection::vec((0..3_u8, 1..6_usize), 8), 1..8_usize).prop_map(
        |(names, kinds, size)| {
            let mut kinds = kinds.into_iter().cycle();
            grown(&names[..size], &mut kinds)
        },
    )
}

fn grown(names: &[String], kinds: &mut impl Iterator<Item = (u8, usize)>) -> Tree<String> {
    if let [name] = names {
        return Tree::Activity(name.clone());
    }
    let (kind, at) = kinds.next().unwrap();
    let (left, right) = names.split_at(1 + at % (names.len() - 1));
    let children = vec![grown(left, kinds), grown(right, kinds)];
    match kind {
        0 => Tree::Sequence(children),
        1 => Tree::Choice(children),
        _ => Tree::Parallel(children),
    }
}

/// Every trace of a tree without loops.
fn language(tree: &Tree<String>) -> Vec<String> {
    let both = |left: &[String], right: &[String], join: &dyn Fn(&str, &str) -> Vec<String>| {
        left.iter().flat_map(|left| right.iter().flat_map(|right| join(left, right))).collect::<Vec<_>>()
    };
    match tree {
        Tree::Silent => vec![String::new()],
        Tree::Activity(name) => vec![name.clone()],
        Tree::Choice(children) => children.iter().flat_map(language).collect(),
        Tree::Sequence(children) => children.iter().map(language).fold(vec![String::new()], |left, right| {
            both(&left, &right, &|left, right| vec![format!("{left}{right}")])
        }),
        Tree::Parallel(children) => {
            children.iter().map(language).fold(vec![String::new()], |left, right| both(&left, &right, &interleaved))
        }
        Tree::Loop { .. } => unreachable!("only trees without loops"),
    }
}

fn interleaved(left: &str, right: &str) -> Vec<String> {
    if left.is_empty() || right.is_empty() {
        return vec![format!("{left}{right}")];
    }
    let mut all: Vec<String> =
        interleaved(&left[1..], right).into_iter().map(|rest| format!("{}{rest}", &left[..1])).collect();
    all.extend(interleaved(left, &right[1..]).into_iter().map(|rest| format!("{}{rest}", &right[..1])));
    all
}

proptest! {
    #[test]
    fn without_noise_every_case_fits(cases in any_log()) {
        let log = log(&cases);
        let variants = Variants::of(&log);
        let model = Model::of(&inductive(&log, &variants, 0.0).unwrap());
        for (variant, found) in variants.iter().zip(align::variants(&model, &variants, Budget::default())) {
            prop_assert_eq!(found.cost, 0, "{:?} in {}", &variant.trace, cases);
        }
    }

    #[test]
    fn every_activity_stands_in_the_tree_at_most_once(cases in any_log(), noise in 0.0..1.0) {
        let tree = discovered(&log(&cases), noise);
        let mut leaves = tree.leaves();
        leaves.sort();
        let all = leaves.len();
        leaves.dedup();
        prop_assert_eq!(all, leaves.len());
    }

    #[test]
    fn a_tree_is_found_again_from_all_its_traces(tree in plain_tree()) {
        let log = log(&language(&tree).join(" "));
        prop_assert_eq!(sorted(&discovered(&log, 0.0)), sorted(&tree.reduced()));
    }
}
