//! When a choice could be made at the earliest.
//!
//! Beside a parallel branch a choice may be seen long after it was open, and something that was never done is seen last of
//! all: what became known in between would foretell the way without being a reason for it. So a choice is dated at once
//! after the last event that had to come before it.

use crate::align::{Alignment, Move, Taken};
use crate::tree::Tree;

/// The nodes of a tree in a row, parents first.
pub(super) struct Order {
    nodes: Vec<Node>,
}

struct Node {
    parent: usize,
    /// The node after its last descendant.
    end: usize,
    /// Whether its children come one after the other.
    in_turn: bool,
}

impl Order {
    pub fn of<A>(tree: &Tree<A>) -> Self {
        let mut order = Self { nodes: Vec::new() };
        order.add(tree, 0);
        order
    }

    fn add<A>(&mut self, tree: &Tree<A>, parent: usize) {
        let index = self.nodes.len();
        let in_turn = matches!(tree, Tree::Sequence(_) | Tree::Loop { .. });
        self.nodes.push(Node { parent, end: 0, in_turn });
        tree.children().into_iter().for_each(|child| self.add(child, index));
        self.nodes[index].end = self.nodes.len();
    }

    /// How many events of the case were before, when the choice could be made at the earliest.
    pub fn earliest(&self, alignment: &Alignment, taken: &Taken) -> u32 {
        let before = alignment.moves.iter().rev().find_map(|step| match step {
            Move::Both { event, leaf } if *event < taken.at && self.comes_before(*leaf, taken.node) => Some(event + 1),
            Move::Both { .. } | Move::Log { .. } | Move::Model { .. } => None,
        });
        before.unwrap_or(0)
    }

    /// Whether a leaf that was done must have been done before a node could be decided: where they part, or below the
    /// node, things come one after the other.
    fn comes_before(&self, leaf: usize, node: usize) -> bool {
        let mut above = leaf;
        while !(above <= node && node < self.nodes[above].end) {
            above = self.nodes[above].parent;
        }
        above == node || self.nodes[above].in_turn
    }
}
