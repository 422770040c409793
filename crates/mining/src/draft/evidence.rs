//! What a log says about the parts of a tree: how many cases did each of them, and how long that took.

use std::collections::BTreeMap;

use crate::align::{Alignment, Budget, Model, Move, variants};
use crate::log::{Activity, Log, Variants};
use crate::tree::Tree;

/// A tree and what the log says about each of its nodes, counted from the root, parents before children.
#[derive(Debug)]
pub(super) struct Evidence {
    pub variants: Variants,
    pub alignments: Vec<Alignment>,
    pub cases: u64,
    /// Cases that did what a leaf names.
    pub done: Vec<u64>,
    /// Cases that should have done what a leaf names, and did not.
    pub missing: Vec<u64>,
    /// Cases that came to a choice, or to the end of a loop's body.
    pub reached: Vec<u64>,
    /// Cases that took a way of a node: of a choice the child, of a loop 0 to leave it and the number of a way back.
    ways: BTreeMap<(usize, usize), u64>,
    /// The most passes that a case made through a loop.
    pub passes: Vec<u32>,
}

impl Evidence {
    pub(super) fn of(log: &Log, tree: &Tree<Activity>) -> Self {
        let model = Model::of(tree);
        let all = Variants::of(log);
        let alignments = variants(&model, &all, Budget::default());
        let nodes = tree.nodes();
        let mut evidence = Self {
            variants: all,
            alignments,
            cases: log.len() as u64,
            done: vec![0; nodes],
            missing: vec![0; nodes],
            reached: vec![0; nodes],
            ways: BTreeMap::new(),
            passes: vec![1; nodes],
        };
        evidence.count();
        evidence
    }

    fn count(&mut self) {
        for (variant, alignment) in self.variants.iter().zip(&self.alignments) {
            let cases = variant.cases.len() as u64;
            let once = |mut nodes: Vec<usize>, counts: &mut Vec<u64>| {
                nodes.sort_unstable();
                nodes.dedup();
                nodes.into_iter().for_each(|node| counts[node] += cases);
            };
            let (mut done, mut missing) = (Vec::new(), Vec::new());
            for step in &alignment.moves {
                match step {
                    Move::Both { leaf, .. } => done.push(*leaf),
                    Move::Model { leaf } => missing.push(*leaf),
                    Move::Log { .. } => {}
                }
            }
            once(done, &mut self.done);
            once(missing, &mut self.missing);
            once(alignment.taken.iter().map(|taken| taken.node).collect(), &mut self.reached);
            let mut ways: Vec<(usize, usize)> =
                alignment.taken.iter().map(|taken| (taken.node, taken.branch)).collect();
            let mut passes: BTreeMap<usize, u32> = BTreeMap::new();
            ways.iter().for_each(|(node, _)| *passes.entry(*node).or_default() += 1);
            passes.into_iter().for_each(|(node, times)| self.passes[node] = self.passes[node].max(times));
            ways.sort_unstable();
            ways.dedup();
            ways.into_iter().for_each(|way| *self.ways.entry(way).or_default() += cases);
        }
    }

    pub(super) fn way(&self, node: usize, way: usize) -> u64 {
        self.ways.get(&(node, way)).copied().unwrap_or(0)
    }

    /// For every variant, whether it took this way of a node.
    pub(super) fn took(&self, node: usize, way: usize) -> Vec<bool> {
        let took = |alignment: &Alignment| alignment.taken.iter().any(|t| t.node == node && t.branch == way);
        self.alignments.iter().map(took).collect()
    }
}

/// How long each leaf came after what was before it, in microseconds. Work beside it in a parallel block is not before it.
pub(super) fn waits(log: &Log, tree: &Tree<Activity>, evidence: &Evidence) -> Vec<Vec<i64>> {
    let mut beside: Vec<Vec<(usize, usize)>> = Vec::new();
    branches(tree, &mut Vec::new(), &mut beside);
    let concurrent = |one: usize, other: usize| {
        beside[one].iter().any(|(node, branch)| beside[other].iter().any(|(n, b)| n == node && b != branch))
    };
    let mut waits = vec![Vec::new(); tree.nodes()];
    for (variant, alignment) in evidence.variants.iter().zip(&evidence.alignments) {
        let mut leaf_of: Vec<Option<usize>> = vec![None; variant.trace.len()];
        for step in &alignment.moves {
            if let Move::Both { event, leaf } = step {
                leaf_of[*event as usize] = Some(*leaf);
            }
        }
        for (event, leaf) in leaf_of.iter().enumerate() {
            let Some(leaf) = *leaf else { continue };
            let before =
                (0..event).rev().find(|&earlier| leaf_of[earlier].is_some_and(|other| !concurrent(leaf, other)));
            let Some(before) = before else { continue };
            for &case in &variant.cases {
                let mut events = log.case(case as usize).events();
                let (Some(from), Some(to)) = (
                    events.nth(before).and_then(|event| event.time()),
                    events.nth(event - before - 1).and_then(|event| event.time()),
                ) else {
                    continue;
                };
                waits[leaf].push((to.0 - from.0).max(0));
            }
        }
    }
    waits
}

/// The parallel blocks around every node, each with the branch that the node is in.
fn branches(tree: &Tree<Activity>, around: &mut Vec<(usize, usize)>, all: &mut Vec<Vec<(usize, usize)>>) {
    let node = all.len();
    all.push(around.clone());
    let parallel = matches!(tree, Tree::Parallel(_));
    for (branch, child) in tree.children().into_iter().enumerate() {
        if parallel {
            around.push((node, branch));
        }
        branches(child, around, all);
        if parallel {
            around.pop();
        }
    }
}
