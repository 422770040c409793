//! Why cases go one way and not another: rules for the choices of a process tree, from what was known before.
//!
//! How the log goes through the tree comes from alignments (de Leoni and van der Aalst, *Data-Aware Process Mining:
//! Discovering Decisions in Processes Using Alignments*, 2013). At every choice, and wherever a loop is left or repeated, a
//! decision tree is grown from what was known by then: the attributes of the case and, of its earlier events, the last
//! value of each attribute. A choice is dated when it could first be made; nothing later is looked at. But a log does not say when the attributes of a case became known:
//! they are taken as known from the start, moments among them are left out. Nor are people looked at.
//!
//! A rule is claimed only where it foretells the way of cases it was not grown from better than the most frequent way does,
//! by a margin and beyond chance. It is a pattern in the past, no proof of a cause.

mod grow;
mod known;
mod order;
mod rule;

pub use rule::{Condition, Rule, field};

use crate::align::Alignment;
use crate::log::{Activity, Log, Variants};
use crate::tree::Tree;
use grow::Leaf;
use known::Known;
use order::Order;

/// What is asked of a rule before it is told.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// How often a choice must have been seen.
    pub least: u64,
    /// How much more often than the most frequent way the rules must be right on cases kept aside, as a share of them.
    pub margin: f64,
    /// How many conditions a rule has at most.
    pub depth: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { least: 50, margin: 0.02, depth: 4 }
    }
}

/// A choice of the tree, or the end of a loop's body, and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// The node of the tree, counted from the root, parents before children.
    pub node: usize,
    /// How often each way was taken, by its number: of a choice the child; of a loop 0 where it was left, and the number
    /// of the way back otherwise. In ascending order; ways never taken are left out.
    pub ways: Vec<(usize, u64)>,
    /// How many of these were looked at for rules: all, or evenly spread ones where there are very many.
    pub looked_at: u64,
    /// Where no rule could be told, why not.
    pub rules: Result<Rules, Untold>,
}

/// Rules of which one holds in every case.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    pub rules: Vec<Rule>,
    /// How many times were kept aside, and on what share of them the rules, and the most frequent way, are right.
    pub kept_aside: u64,
    pub accuracy: f64,
    pub majority: f64,
}

/// Why there is no rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Untold {
    /// Seen too seldom, or only one way was ever taken often enough.
    TooFew,
    /// Nothing that is known before foretells the way better than the most frequent way does.
    NothingFound { accuracy: f64, majority: f64 },
}

/// One time that a case came to a choice.
#[derive(Debug, Clone, Copy)]
struct Time {
    case: u32,
    /// How many events of the case were before.
    at: u32,
    way: u32,
}

/// How many times are looked at for one choice at most.
const MOST_TIMES: u64 = 30_000;

/// Rules for every choice and every loop of the tree. `alignments` are those of the variants with this tree, in their
/// order.
pub fn decisions(
    log: &Log,
    variants: &Variants,
    tree: &Tree<Activity>,
    alignments: &[Alignment],
    settings: Settings,
) -> Vec<Decision> {
    let order = Order::of(tree);
    let mut nodes: std::collections::BTreeMap<usize, Vec<(usize, u64)>> = std::collections::BTreeMap::new();
    for (variant, alignment) in variants.iter().zip(alignments) {
        for taken in &alignment.taken {
            let ways = nodes.entry(taken.node).or_default();
            let cases = variant.cases.len() as u64;
            match ways.iter_mut().find(|(way, _)| *way == taken.branch) {
                Some((_, times)) => *times += cases,
                None => ways.push((taken.branch, cases)),
            }
        }
    }
    nodes
        .into_iter()
        .map(|(node, mut ways)| {
            ways.sort_unstable();
            let all: u64 = ways.iter().map(|(_, times)| times).sum();
            let times = times(variants, alignments, &order, node, all.div_ceil(MOST_TIMES).max(1));
            let rules = rules(log, &times, all, &ways, settings);
            Decision { node, ways, looked_at: times.len() as u64, rules }
        })
        .collect()
}

/// Every `stride`th time that a case came to a node.
fn times(variants: &Variants, alignments: &[Alignment], order: &Order, node: usize, stride: u64) -> Vec<Time> {
    let mut times = Vec::new();
    let mut passed = 0_u64;
    for (variant, alignment) in variants.iter().zip(alignments) {
        for taken in alignment.taken.iter().filter(|taken| taken.node == node) {
            let at = order.earliest(alignment, taken);
            for &case in &variant.cases {
                if passed.is_multiple_of(stride) {
                    times.push(Time { case, at, way: taken.branch as u32 });
                }
                passed += 1;
            }
        }
    }
    times
}

fn rules(log: &Log, times: &[Time], all: u64, ways: &[(usize, u64)], settings: Settings) -> Result<Rules, Untold> {
    let rare = (all / 100).max(5);
    if all < settings.least || ways.iter().filter(|(_, times)| *times >= rare).count() < 2 {
        return Err(Untold::TooFew);
    }
    let known = Known::of(log, times);
    let part = |wanted: fn(u64) -> bool| -> Vec<u32> {
        (0..times.len() as u32).filter(|&time| wanted(lot(times[time as usize].case))).collect()
    };
    let (growing, pruning, aside) = (part(|lot| lot < 5), part(|lot| lot == 5 || lot == 6), part(|lot| lot > 6));
    if growing.len() < 20 || pruning.len() < 5 || aside.len() < 10 {
        return Err(Untold::TooFew);
    }
    let way = |time: u32| times[time as usize].way;
    let tree = grow::tree(&known, &way, &growing, &pruning, settings.depth);
    let most = grow::most_frequent(&growing, &way);
    let right = |time: &&u32| tree.leaf(&known, **time).way == way(**time);
    let ours = aside.iter().filter(right).count();
    let theirs = aside.iter().filter(|&&time| way(time) == most).count();
    let only_ours = aside.iter().filter(|time| right(time) && way(**time) != most).count();
    let only_theirs = aside.iter().filter(|time| !right(time) && way(**time) == most).count();
    let share = |right: usize| right as f64 / aside.len() as f64;
    let (accuracy, majority) = (share(ours), share(theirs));
    // McNemar's test with two and a half standard deviations: one choice in a hundred would pass it by chance.
    let gain = only_ours as f64 - only_theirs as f64;
    let chance = 2.5 * ((only_ours + only_theirs) as f64).sqrt();
    if accuracy - majority < settings.margin || gain <= chance {
        return Err(Untold::NothingFound { accuracy, majority });
    }
    let everyone: Vec<u32> = (0..times.len() as u32).collect();
    let told = |leaf: Leaf<'_>| rule::rule(&known, &leaf, &everyone, &way);
    let rules = tree.leaves(&known, &everyone).into_iter().map(told).collect();
    Ok(Rules { rules, kept_aside: aside.len() as u64, accuracy, majority })
}

/// A case's lot, 0 to 9, which decides what it is used for: by its number alone, so that it is always the same, and all
/// times of a case are on the same side.
fn lot(case: u32) -> u64 {
    let mixed = (u64::from(case) + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    ((mixed ^ mixed >> 29).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 32) % 10
}
