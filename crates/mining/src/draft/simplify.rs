//! A tree that a person can follow: discovered, then rid of what few cases do, and told in the fewest decisions.
//!
//! Discovery is the inductive miner for infrequent behaviour ([`crate::discover`]). What follows is ours, and each step is
//! judged by alignments: ways and repetitions that hardly any case takes are dropped; what many cases leave out, though
//! the tree demands it, becomes optional; and optional work that happens only where other optional work happens is put
//! into it, or beside it where the two exclude each other.

use crate::discover::{Refused, inductive};
use crate::log::{Activity, Filter, Log, Variants};
use crate::tree::Tree;

use super::evidence::Evidence;
use super::order::ordered;

/// How much is left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Coverage(pub f64);

impl Coverage {
    pub(super) fn rest(self) -> f64 {
        1.0 - self.0.clamp(0.0, 1.0)
    }

    /// Activities of fewer cases than this are left out.
    pub(super) fn rare(self, cases: u64) -> u64 {
        least(self.rest() / 2.0, cases)
    }

    /// Ways and repetitions that fewer cases than this take are left out.
    fn seldom(self, cases: u64) -> u64 {
        least(self.rest() / 4.0, cases)
    }
}

fn least(share: f64, cases: u64) -> u64 {
    ((share * cases as f64).ceil() as u64).max(1)
}

/// A tree discovered from the most frequent variants of a log, or from nearly all, with more or less filtering, and made as
/// simple as the coverage allows. What the log does is judged by `sample`, some of its cases.
pub(super) fn simple(
    log: &Log,
    sample: &Log,
    coverage: Coverage,
    of_variants: f64,
    noise: f64,
) -> Result<Tree<Activity>, Refused> {
    let frequent = Filter::Coverage(of_variants).apply(log);
    let variants = Variants::of(&frequent);
    let names = inductive(&frequent, &variants, noise)?;
    // The smaller log has other numbers for the same names.
    let found = names.map(&mut |activity| log.activities().find(frequent.name(*activity)));
    let mut tree = plain(found.map(&mut |name| Activity(name.map_or(0, |name| name.0))));
    let rounds = if coverage.rest() > 0.0 { ROUNDS } else { 0 };
    for _ in 0..rounds {
        let evidence = Evidence::of(sample, &tree);
        let pruned = plain(Pruning { evidence: &evidence, coverage }.node(&tree, &mut 0));
        // One thing at a time: what comes after it is judged anew.
        let next = [pruned, plain(ordered(&tree, &evidence, 1.0 - coverage.rest() / 2.0))];
        let next = next.into_iter().chain([plain(nested(&tree, &mut 0, &evidence, coverage))]);
        let Some(next) = next.into_iter().find(|next| *next != tree) else { return Ok(tree) };
        tree = next;
    }
    Ok(tree)
}

/// Simplifying ends by itself; this bounds what it may cost.
const ROUNDS: usize = 12;

/// The same behaviour in the fewest blocks, where no loop has a body of nothing: what is done any number of times is
/// optional work that is repeated.
pub(super) fn plain(tree: Tree<Activity>) -> Tree<Activity> {
    let tree = without_empty_bodies(tree.reduced()).reduced();
    // A choice of nothing stands first, so that the same tree is always written the same way.
    silent_first(tree)
}

fn without_empty_bodies(tree: Tree<Activity>) -> Tree<Activity> {
    let all = |children: Vec<Tree<Activity>>| children.into_iter().map(without_empty_bodies).collect();
    match tree {
        Tree::Silent | Tree::Activity(_) => tree,
        Tree::Sequence(children) => Tree::Sequence(all(children)),
        Tree::Choice(children) => Tree::Choice(all(children)),
        Tree::Parallel(children) => Tree::Parallel(all(children)),
        Tree::Loop { body, redo } => {
            let (body, mut redo): (_, Vec<_>) = (without_empty_bodies(*body), all(redo));
            match body {
                Tree::Silent => {}
                // Optional work any number of times is optional work that is repeated.
                Tree::Choice(ways) if ways.contains(&Tree::Silent) && redo == [Tree::Silent] => {
                    let work = Tree::Choice(ways.into_iter().filter(|way| *way != Tree::Silent).collect());
                    return maybe(Tree::Loop { body: Box::new(work.reduced()), redo });
                }
                body => return Tree::Loop { body: Box::new(body), redo },
            }
            let again = if redo.len() == 1 { redo.remove(0) } else { Tree::Choice(redo) };
            let repeated = Tree::Loop { body: Box::new(again), redo: vec![Tree::Silent] };
            Tree::Choice(vec![Tree::Silent, repeated])
        }
    }
}

fn silent_first(tree: Tree<Activity>) -> Tree<Activity> {
    let all = |children: Vec<Tree<Activity>>| -> Vec<_> { children.into_iter().map(silent_first).collect() };
    match tree {
        Tree::Silent | Tree::Activity(_) => tree,
        Tree::Sequence(children) => Tree::Sequence(all(children)),
        Tree::Parallel(children) => Tree::Parallel(all(children)),
        Tree::Choice(children) => {
            let mut children = all(children);
            children.sort_by_key(|child| *child != Tree::Silent);
            Tree::Choice(children)
        }
        Tree::Loop { body, redo } => Tree::Loop { body: Box::new(silent_first(*body)), redo: all(redo) },
    }
}

struct Pruning<'a> {
    evidence: &'a Evidence,
    coverage: Coverage,
}

impl Pruning<'_> {
    fn node(&self, tree: &Tree<Activity>, next: &mut usize) -> Tree<Activity> {
        let node = *next;
        *next += 1;
        let mut all = |children: &[Tree<Activity>]| -> Vec<Tree<Activity>> {
            children.iter().map(|child| self.node(child, next)).collect()
        };
        let seldom = self.coverage.seldom(self.evidence.cases);
        match tree {
            Tree::Silent => Tree::Silent,
            Tree::Activity(activity) => self.leaf(*activity, node),
            Tree::Sequence(children) => Tree::Sequence(all(children)),
            Tree::Parallel(children) => Tree::Parallel(all(children)),
            Tree::Choice(children) => {
                let most = (0..children.len()).max_by_key(|&way| (self.evidence.way(node, way), children.len() - way));
                let kept = |way: usize, child: &Tree<Activity>| {
                    let least =
                        if *child == Tree::Silent { self.coverage.seldom(self.evidence.reached[node]) } else { seldom };
                    Some(way) == most || self.evidence.way(node, way) >= least
                };
                let keep: Vec<bool> = children.iter().enumerate().map(|(way, child)| kept(way, child)).collect();
                let pruned = all(children).into_iter().zip(keep);
                Tree::Choice(pruned.filter(|(_, keep)| *keep).map(|(child, _)| child).collect())
            }
            Tree::Loop { body, redo } => {
                let body = all(std::slice::from_ref(&**body)).remove(0);
                // A repetition asks a question of every case; work that is done twice now and then is told beside it.
                let redo = all(redo).into_iter().enumerate();
                let least = self.coverage.rare(self.evidence.reached[node]).max(seldom);
                let often = redo.filter(|(way, _)| self.evidence.way(node, way + 1) >= least);
                Tree::Loop { body: Box::new(body), redo: often.map(|(_, child)| child).collect() }
            }
        }
    }

    /// What too many cases leave out is not demanded, and what hardly any case does is dropped.
    fn leaf(&self, activity: Activity, node: usize) -> Tree<Activity> {
        let (done, missing) = (self.evidence.done[node], self.evidence.missing[node]);
        if done < self.coverage.seldom(self.evidence.cases) && missing > done {
            return Tree::Silent;
        }
        if missing > 0 && missing >= self.coverage.rare(done + missing) {
            return Tree::Choice(vec![Tree::Silent, Tree::Activity(activity)]);
        }
        Tree::Activity(activity)
    }
}

/// Optional work in a sequence, and which variants do it.
struct Optional {
    work: Tree<Activity>,
    done: Vec<bool>,
}

fn nested(tree: &Tree<Activity>, next: &mut usize, evidence: &Evidence, coverage: Coverage) -> Tree<Activity> {
    let node = *next;
    *next += 1;
    let mut places = Vec::new();
    let children: Vec<Tree<Activity>> = tree
        .children()
        .into_iter()
        .map(|child| {
            places.push(*next);
            nested(child, next, evidence, coverage)
        })
        .collect();
    match tree {
        Tree::Silent | Tree::Activity(_) => tree.clone(),
        Tree::Parallel(_) => Tree::Parallel(children),
        Tree::Choice(_) => Tree::Choice(children),
        Tree::Loop { .. } => {
            let mut children = children.into_iter();
            let body = Box::new(children.next().expect("a loop has a body"));
            Tree::Loop { body, redo: children.collect() }
        }
        Tree::Sequence(_) => {
            debug_assert!(places.iter().all(|place| *place > node), "children come after their parent");
            let optional = |(child, place): (Tree<Activity>, usize)| match child {
                Tree::Choice(ways) if ways.len() == 2 && ways[0] == Tree::Silent => {
                    let work = ways.into_iter().nth(1).expect("there are two");
                    Err(Optional { work, done: evidence.took(place, 1) })
                }
                other => Ok(other),
            };
            let mut told: Vec<Result<Tree<Activity>, Optional>> = Vec::new();
            for part in children.into_iter().zip(places).map(optional).rev() {
                let joined = match (part, told.pop()) {
                    (Err(first), Some(Err(second))) => match join(first, second, evidence, coverage) {
                        Ok(one) => vec![Err(one)],
                        Err((first, second)) => vec![Err(second), Err(first)],
                    },
                    (part, last) => last.into_iter().chain([part]).collect(),
                };
                told.extend(joined);
            }
            let whole = |part| match part {
                Ok(tree) => tree,
                Err(Optional { work, .. }) => maybe(work),
            };
            Tree::Sequence(told.into_iter().rev().map(whole).collect())
        }
    }
}

pub(super) fn maybe(work: Tree<Activity>) -> Tree<Activity> {
    Tree::Choice(vec![Tree::Silent, work])
}

/// Two pieces of optional work, one after the other, as one: the second only where the first is done, or the first only
/// where the second is, or one of the two.
fn join(
    first: Optional,
    second: Optional,
    evidence: &Evidence,
    coverage: Coverage,
) -> Result<Optional, (Optional, Optional)> {
    let count = |wanted: fn(bool, bool) -> bool| -> u64 {
        let variants = evidence.variants.iter().zip(first.done.iter().zip(&second.done));
        variants.filter(|(_, (one, other))| wanted(**one, **other)).map(|(variant, _)| variant.cases.len() as u64).sum()
    };
    let both = count(|one, other| one && other);
    let (only_first, only_second) = (count(|one, other| one && !other), count(|one, other| !one && other));
    let few = |odd: u64, of: u64| odd < coverage.seldom(evidence.cases) && odd < coverage.rare(of);
    let either = |wanted: fn(bool, bool) -> bool| {
        first.done.iter().zip(&second.done).map(|(one, other)| wanted(*one, *other)).collect::<Vec<bool>>()
    };
    if few(only_second, both + only_second) {
        let work = Tree::Sequence(vec![first.work, maybe(second.work)]);
        return Ok(Optional { work, done: first.done });
    }
    if few(only_first, both + only_first) {
        let work = Tree::Sequence(vec![maybe(first.work), second.work]);
        return Ok(Optional { work, done: second.done });
    }
    // Only where both are plain: a choice of three ways among sequences is no longer easy to read.
    if few(both, (both + only_first).min(both + only_second)) {
        let done = either(|one, other| one || other);
        return Ok(Optional { work: Tree::Choice(vec![first.work, second.work]), done });
    }
    Err((first, second))
}
