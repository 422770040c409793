//! One case: solved at once where no two branches claim the same event, and searched otherwise.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::costs::{Tables, cells};
use super::model::{Kind, Model};
use super::project::{Denied, project};
use super::recover::{Conflict, Move, recover};
use super::{Alignment, Budget};
use crate::log::Activity;

impl Model {
    /// A cheapest alignment of a case, or the best that the budget allows together with what was proven.
    pub fn align(&self, trace: &[Activity], budget: Budget) -> Alignment {
        let Some((mut best, conflict)) = self.relaxed(trace, &[], budget) else { return self.unsolved(trace) };
        let mut open = BinaryHeap::new();
        let mut solved = Vec::new();
        let mut searches = 1;
        if let Some(conflict) = conflict {
            let lower = best.lower;
            solved.push((Vec::new(), conflict));
            open.push((Reverse(lower), Reverse(0usize)));
        }
        while let Some(&(Reverse(lower), Reverse(place))) = open.peek() {
            if lower >= best.cost || searches >= budget.searches {
                break;
            }
            open.pop();
            let (denied, conflict) = solved[place].clone();
            for branch in conflict.branches {
                let mut denied: Vec<Denied> = denied.clone();
                denied.push(Denied { branch, event: conflict.event });
                searches += 1;
                let Some((found, next)) = self.relaxed(trace, &denied, budget) else { continue };
                // What forbids more cannot cost less.
                let lower = found.lower.max(lower);
                if let Some(next) = next {
                    solved.push((denied, next));
                    open.push((Reverse(lower), Reverse(solved.len() - 1)));
                }
                if found.cost < best.cost {
                    best = found;
                }
            }
        }
        best.lower = open.peek().map_or(best.cost, |(Reverse(lower), _)| best.cost.min(*lower));
        best
    }

    /// The cheapest alignment when an event may be claimed by several branches: its cost is a lower bound. The alignment that
    /// comes with it is one that is allowed, with its own cost.
    fn relaxed(&self, trace: &[Activity], denied: &[Denied], budget: Budget) -> Option<(Alignment, Option<Conflict>)> {
        let seen = project(self, trace, denied);
        let largest = trace.len() + self.nodes.len();
        if cells(self, &seen) > budget.cells || largest >= usize::from(super::costs::FAR) {
            return None;
        }
        let mut tables = Tables::new(self, &seen);
        let known = seen[0].events.len();
        let lower = u32::from(tables.beginnings(0)[known]) + (trace.len() - known) as u32;
        let found = recover(&mut tables, trace.len());
        let cost = found.moves.iter().filter(|step| !matches!(step, Move::Both { .. })).count() as u32;
        let lower = if found.conflict.is_some() { lower.min(cost) } else { cost };
        Some((Alignment { moves: found.moves, taken: found.taken, cost, lower }, found.conflict))
    }

    /// A case that is too long for its tables: nothing of it is the tree's, which goes its shortest way.
    fn unsolved(&self, trace: &[Activity]) -> Alignment {
        let mut moves: Vec<Move> = (0..trace.len() as u32).map(|event| Move::Log { event }).collect();
        self.shortest_way(0, &mut moves);
        let unknown = trace.iter().filter(|&&activity| self.label(activity).is_none()).count() as u32;
        Alignment { cost: moves.len() as u32, lower: unknown, moves, taken: Vec::new() }
    }

    fn shortest_way(&self, node: usize, moves: &mut Vec<Move>) {
        let Some(node) = self.nodes.get(node) else { return };
        match node.kind {
            Kind::Silent => {}
            Kind::Leaf(_) => moves.push(Move::Model { leaf: node.origin }),
            Kind::Sequence | Kind::Parallel => node.children.iter().for_each(|&child| self.shortest_way(child, moves)),
            Kind::Choice | Kind::Redo => {
                if let Some(&child) = node.children.iter().min_by_key(|&&child| self.shortest[child]) {
                    self.shortest_way(child, moves);
                }
            }
            Kind::Loop => self.shortest_way(node.children[0], moves),
        }
    }
}
