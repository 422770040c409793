//! The traces of a log alone, and how a tree is judged by them.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::evidence::Evidence;
use crate::align::Move;
use crate::log::{Activity, Builder, Log, Variants};
use crate::tree::Tree;

/// So many variants, and so many cells of alignment tables a node, are looked at when trees are compared.
const MOST_VARIANTS: usize = 250;
const MOST_CELLS: u64 = 100_000;
const MOST_CASES: usize = 20_000;

/// Every `stride`th case of a log, without when, by whom and with which data. Activities keep their numbers.
pub(super) fn bare(log: &Log, stride: usize) -> Log {
    let mut builder = Builder::default();
    log.activities().iter().for_each(|(_, name)| {
        builder.activity(name);
    });
    for case in log.cases().step_by(stride) {
        builder.case("");
        case.trace().iter().for_each(|activity| builder.event(log.name(*activity), None));
    }
    builder.finish()
}

/// Evenly spread cases, as many as can be looked at again and again.
pub(super) fn sample(log: &Log) -> Log {
    let is_small = |log: &Log| {
        let variants = Variants::of(log);
        let cells: u64 = variants.iter().map(|variant| (variant.trace.len() as u64 + 1).pow(2)).sum();
        variants.len() <= MOST_VARIANTS && cells <= MOST_CELLS && log.len() <= MOST_CASES || log.len() < 2
    };
    let mut stride = 1;
    loop {
        let part = bare(log, stride);
        if is_small(&part) {
            return part;
        }
        stride *= 2;
    }
}

/// A log in which work that is done again has a name of its own, and what the names stand for.
pub(super) struct Renamed {
    pub log: Log,
    /// By the activities of `log`, those of the log that it was made of.
    pub of: Vec<Activity>,
}

/// Renames the second and later times of activities that so many cases do again; nothing where none do.
pub(super) fn again_renamed(log: &Log, least: u64) -> Option<Renamed> {
    let again = super::steps::repeated(log);
    if again.iter().all(|cases| *cases < least) {
        return None;
    }
    let mut builder = Builder::default();
    let mut of: HashMap<String, Activity> = HashMap::new();
    for case in log.cases() {
        builder.case("");
        let mut seen = vec![false; again.len()];
        for activity in case.trace() {
            let first = !std::mem::replace(&mut seen[activity.index()], true);
            let name = log.name(*activity);
            let name = if first || again[activity.index()] < least { name.to_owned() } else { format!("{name}\u{1}") };
            builder.event(&name, None);
            of.entry(name).or_insert(*activity);
        }
    }
    let log = builder.finish();
    let of = log.activities().iter().map(|(_, name)| of[name]).collect();
    Some(Renamed { log, of })
}

/// How much a reader has to take in, in halves of a step: steps, questions, and what is left open.
pub(super) fn burden(tree: &Tree<Activity>) -> usize {
    let mut seen = BTreeSet::new();
    within(tree, QUESTION) + TWICE * twice(tree, &mut seen)
}

/// How often work stands where it stood before, but for what is done again and again.
fn twice(tree: &Tree<Activity>, seen: &mut BTreeSet<Activity>) -> usize {
    match tree {
        Tree::Activity(activity) => usize::from(!seen.insert(*activity)),
        Tree::Loop { .. } => {
            seen.extend(tree.leaves().into_iter().copied());
            0
        }
        Tree::Silent | Tree::Sequence(_) | Tree::Choice(_) | Tree::Parallel(_) => {
            tree.children().into_iter().map(|child| twice(child, seen)).sum()
        }
    }
}

/// A question, and one of every pass of a loop, where what may be anything each time tells nothing of the order of work.
const QUESTION: usize = 4;
/// Work that stands in more than one place.
const TWICE: usize = 6;
/// A block that is gone through again, with its question.
const AGAIN: usize = 7;
const EVERY_PASS: usize = 24;

fn within(tree: &Tree<Activity>, question: usize) -> usize {
    let all = |children: &[Tree<Activity>], question: usize| -> usize {
        children.iter().map(|child| within(child, question)).sum()
    };
    match tree {
        Tree::Silent => 0,
        Tree::Activity(_) => 2,
        Tree::Sequence(children) => all(children, question),
        // Every two pieces of work whose order is left open, and every road beside another.
        Tree::Parallel(children) => {
            let (mut before, mut open, mut roads) = (0, 0, 0);
            for child in children {
                let work = pieces(child);
                open += before * work;
                before += work;
                roads += usize::from(work > 1);
            }
            2 + all(children, question) + open + 3 * roads
        }
        Tree::Choice(ways) => match ways.as_slice() {
            [Tree::Silent, Tree::Activity(_)] => question + 2,
            [Tree::Silent, work] => question + within(work, question),
            ways => 2 + (question + ways.len() - 2).max(question * ways.len() / 3) + all(ways, question),
        },
        Tree::Loop { body, redo } => AGAIN + within(body, EVERY_PASS) + 2 * all(redo, EVERY_PASS),
    }
}

/// How much of the order a part leaves open beside others: its pieces of work, and more where it goes on again and again.
fn pieces(tree: &Tree<Activity>) -> usize {
    let all: usize = tree.children().into_iter().map(pieces).sum();
    match tree {
        Tree::Silent => 0,
        Tree::Activity(_) => 1,
        Tree::Sequence(_) | Tree::Choice(_) | Tree::Parallel(_) => all,
        Tree::Loop { .. } => 3 * all,
    }
}

/// What questions cost beyond that where nearly every case has the same answer: whoever is asked stops reading them.
pub(super) fn needless(tree: &Tree<Activity>, evidence: &Evidence) -> usize {
    fn count(tree: &Tree<Activity>, next: &mut usize, evidence: &Evidence) -> usize {
        let node = *next;
        *next += 1;
        let own = match tree {
            Tree::Choice(ways) if ways.len() == 2 && ways[0] == Tree::Silent => {
                let (not, done) = (evidence.way(node, 0), evidence.way(node, 1));
                usize::from(not as f64 <= SAME * (not + done) as f64 || done as f64 <= SAME * (not + done) as f64)
            }
            Tree::Silent
            | Tree::Activity(_)
            | Tree::Sequence(_)
            | Tree::Choice(_)
            | Tree::Parallel(_)
            | Tree::Loop { .. } => 0,
        };
        own + tree.children().into_iter().map(|child| count(child, next, evidence)).sum::<usize>()
    }
    NEEDLESS * count(tree, &mut 0, evidence)
}

/// So few cases answer otherwise, and what such a question costs.
const SAME: f64 = 0.08;
const NEEDLESS: usize = 8;

/// How well cases go through a tree: the mean share of what each case does that agrees with it, and a little for every case
/// that goes exactly so. An activity agrees with a tree where all its times do: what is done again and again, or elsewhere
/// than the tree says, counts once.
pub(super) fn fit(tree: &Tree<Activity>, evidence: &Evidence) -> f64 {
    let mut leaves = Vec::new();
    by_node(tree, &mut leaves);
    let (mut exact, mut mean, mut cases) = (0.0, 0.0, 0.0);
    for (variant, alignment) in evidence.variants.iter().zip(&evidence.alignments) {
        let number = variant.cases.len() as f64;
        cases += number;
        exact += if alignment.cost == 0 { number } else { 0.0 };
        let mut departs: BTreeSet<Activity> = BTreeSet::new();
        for step in &alignment.moves {
            match step {
                Move::Both { .. } => {}
                Move::Log { event } => departs.extend(variant.trace.get(*event as usize)),
                Move::Model { leaf } => departs.extend(leaves[*leaf]),
            }
        }
        let departing = departs.len() as f64;
        departs.extend(variant.trace.iter().copied());
        mean += number * (1.0 - departing / departs.len().max(1) as f64).max(0.0);
    }
    if cases > 0.0 { (EXACT * exact + (1.0 - EXACT) * mean) / cases } else { 1.0 }
}

/// How much it counts that a case goes exactly so.
const EXACT: f64 = 0.2;

/// The activity of every node that is a leaf.
fn by_node(tree: &Tree<Activity>, all: &mut Vec<Option<Activity>>) {
    all.push(match tree {
        Tree::Activity(activity) => Some(*activity),
        Tree::Silent | Tree::Sequence(_) | Tree::Choice(_) | Tree::Parallel(_) | Tree::Loop { .. } => None,
    });
    tree.children().into_iter().for_each(|child| by_node(child, all));
}
