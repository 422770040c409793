//! Order within parallel blocks: what nearly every case does first comes first.
//!
//! The inductive miner calls work parallel as soon as some cases turn it around. Where nearly all cases keep one order, a
//! procedure says it; the others then depart from it, which is counted in the fitness.

use super::evidence::Evidence;
use crate::align::Move;
use crate::log::Activity;
use crate::tree::Tree;

/// How the cases of one variant went: how many they are, and the leaves in the order in which they were done.
struct Way {
    cases: u64,
    leaves: Vec<usize>,
}

/// The same tree, with an order wherever this share of the cases keeps one.
pub(super) fn ordered(tree: &Tree<Activity>, evidence: &Evidence, share: f64) -> Tree<Activity> {
    let ways: Vec<Way> = evidence
        .variants
        .iter()
        .zip(&evidence.alignments)
        .map(|(variant, alignment)| {
            let mut done: Vec<(u32, usize)> = Vec::new();
            for step in &alignment.moves {
                if let Move::Both { event, leaf } = step {
                    done.push((*event, *leaf));
                }
            }
            done.sort_unstable();
            Way { cases: variant.cases.len() as u64, leaves: done.into_iter().map(|(_, leaf)| leaf).collect() }
        })
        .collect();
    let mut next = 0;
    Ordering { ways: &ways, share }.node(tree, &mut next).tree
}

/// A part of the tree, the leaves that are its own, and the pieces of a sequence.
struct Part {
    tree: Tree<Activity>,
    leaves: Vec<usize>,
    pieces: Vec<Part>,
}

struct Ordering<'a> {
    ways: &'a [Way],
    share: f64,
}

impl Ordering<'_> {
    fn node(&self, tree: &Tree<Activity>, next: &mut usize) -> Part {
        let own = *next;
        *next += 1;
        let mut parts: Vec<Part> = tree.children().into_iter().map(|child| self.node(child, next)).collect();
        let leaves: Vec<usize> = parts.iter().flat_map(|part| part.leaves.clone()).collect();
        let trees = |parts: &[Part]| parts.iter().map(|part| part.tree.clone()).collect();
        match tree {
            Tree::Silent => Part { tree: Tree::Silent, leaves, pieces: Vec::new() },
            Tree::Activity(activity) => Part { tree: Tree::Activity(*activity), leaves: vec![own], pieces: Vec::new() },
            Tree::Sequence(_) => Part { tree: Tree::Sequence(trees(&parts)), leaves, pieces: parts },
            Tree::Parallel(_) => {
                let pieces = self.parallel(parts);
                Part { tree: Tree::Sequence(trees(&pieces)), leaves, pieces }
            }
            Tree::Choice(_) => Part { tree: Tree::Choice(trees(&parts)), leaves, pieces: Vec::new() },
            Tree::Loop { .. } => {
                let body = Box::new(parts.remove(0).tree);
                Part { tree: Tree::Loop { body, redo: trees(&parts) }, leaves, pieces: Vec::new() }
            }
        }
    }

    /// Puts what comes before all else at the beginning, and what comes after all else at the end: a branch, or the
    /// beginning or end of a branch that is a sequence.
    fn parallel(&self, mut branches: Vec<Part>) -> Vec<Part> {
        let (mut first, mut last) = (Vec::new(), Vec::new());
        while branches.len() > 1 {
            let end = |part: &Part, place: usize, is_first: bool| {
                branches.iter().enumerate().filter(|(other, _)| *other != place).all(|(_, other)| {
                    let (one, two) = if is_first { (part, other) } else { (other, part) };
                    self.before(&one.leaves, &two.leaves)
                })
            };
            let places = 0..branches.len();
            let begins = |place: &usize| {
                let branch = &branches[*place];
                end(branch.pieces.first().unwrap_or(branch), *place, true)
            };
            let ends = |place: &usize| {
                let branch = &branches[*place];
                end(branch.pieces.last().unwrap_or(branch), *place, false)
            };
            if let Some(place) = places.clone().find(begins) {
                first.push(take(&mut branches, place, true));
            } else if let Some(place) = places.clone().find(ends) {
                last.insert(0, take(&mut branches, place, false));
            } else {
                break;
            }
        }
        let leaves = branches.iter().flat_map(|part| part.leaves.clone()).collect();
        let tree = Tree::Parallel(branches.into_iter().map(|part| part.tree).collect());
        first.push(Part { tree, leaves, pieces: Vec::new() });
        first.extend(last);
        first
    }

    /// Whether nearly all cases that do both finish the one before they begin the other.
    fn before(&self, one: &[usize], other: &[usize]) -> bool {
        let (mut both, mut kept) = (0, 0);
        for way in self.ways {
            let last = way.leaves.iter().rposition(|leaf| one.contains(leaf));
            let first = way.leaves.iter().position(|leaf| other.contains(leaf));
            let (Some(last), Some(first)) = (last, first) else { continue };
            both += way.cases;
            kept += if last < first { way.cases } else { 0 };
        }
        both > 0 && kept as f64 >= self.share * both as f64
    }
}

/// Takes a branch out, or the first or last piece of one that is a sequence.
fn take(branches: &mut Vec<Part>, place: usize, is_first: bool) -> Part {
    let branch = &mut branches[place];
    if branch.pieces.len() < 2 {
        return branches.remove(place);
    }
    let piece = branch.pieces.remove(if is_first { 0 } else { branch.pieces.len() - 1 });
    branch.leaves = branch.pieces.iter().flat_map(|piece| piece.leaves.clone()).collect();
    branch.tree = Tree::Sequence(branch.pieces.iter().map(|piece| piece.tree.clone()).collect());
    piece
}
