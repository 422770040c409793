//! What every block of a model costs over every stretch of what it sees.

use super::model::{Kind, Model};
use super::project::Seen;

/// Costs of one node over the stretches `from..to` of the events that it sees.
#[derive(Debug, Clone)]
pub(super) enum Costs {
    /// The node knows one activity at most: only the length of the stretch counts.
    ByLength(Vec<u16>),
    /// Row by row, `side` cells each, of which those with `from <= to` are used.
    Square { side: usize, cells: Vec<u16> },
}

/// Larger than any cost, and two of them fit into a cell.
pub(super) const FAR: u16 = 0x7000;

impl Costs {
    pub fn at(&self, from: usize, to: usize) -> u16 {
        match self {
            Self::ByLength(costs) => costs[to - from],
            Self::Square { side, cells } => cells[from * side + to],
        }
    }
}

/// The cost tables of one trace, filled as they are needed.
pub(super) struct Tables<'a> {
    pub model: &'a Model,
    pub seen: &'a [Seen],
    /// By node; `None` where only stretches from the beginning were asked for.
    pub costs: Vec<Option<Costs>>,
}

/// How many cells the tables of a trace take at most.
pub(super) fn cells(model: &Model, seen: &[Seen]) -> usize {
    let square = |events: usize| (events + 1) * (events + 1);
    // A node's own table, and the widened one of a child while its parent is computed.
    let own: usize = seen
        .iter()
        .zip(&model.nodes)
        .filter(|(_, node)| !node.is_by_length())
        .map(|(seen, _)| square(seen.events.len()))
        .sum();
    own + 2 * square(seen[0].events.len())
}

impl<'a> Tables<'a> {
    pub fn new(model: &'a Model, seen: &'a [Seen]) -> Self {
        Self { model, seen, costs: vec![None; model.nodes.len()] }
    }

    fn events(&self, node: usize) -> usize {
        self.seen[node].events.len()
    }

    /// Fills the table of a node, and of all below it that it takes.
    pub fn fill(&mut self, node: usize) {
        if self.costs[node].is_some() {
            return;
        }
        let costs = if self.model.nodes[node].is_by_length() {
            // Every stretch looks like the beginning.
            Costs::ByLength(self.beginnings(node))
        } else {
            let side = self.events(node) + 1;
            let mut cells = vec![FAR; side * side];
            self.need_below(node);
            let ways = self.ways(node);
            for (from, row) in cells.chunks_exact_mut(side).enumerate() {
                self.row(node, &ways, from, row);
            }
            Costs::Square { side, cells }
        };
        self.costs[node] = Some(costs);
    }

    /// What the node costs over `0..to`, for every `to`.
    pub fn beginnings(&mut self, node: usize) -> Vec<u16> {
        let side = self.events(node) + 1;
        let mut row = vec![FAR; side];
        let kind = self.model.nodes[node].kind;
        match kind {
            Kind::Silent => row.iter_mut().enumerate().for_each(|(to, cost)| *cost = to as u16),
            Kind::Leaf(_) => leaf(&mut row),
            Kind::Choice | Kind::Redo | Kind::Parallel => {
                let parts: Vec<Vec<u16>> =
                    self.model.nodes[node].children.iter().map(|&child| self.beginnings(child)).collect();
                let of = |part: usize, _from: usize, to: usize| parts[part][to];
                self.side_by_side(node, 0, &mut row, of);
            }
            Kind::Sequence => {
                let first = self.model.nodes[node].children[0];
                let begin = self.beginnings(first);
                for (to, cost) in row.iter_mut().enumerate() {
                    let place = self.seen[first].place[to] as usize;
                    *cost = begin[place] + (to - place) as u16;
                }
                for part in 1..self.model.nodes[node].children.len() {
                    let child = self.model.nodes[node].children[part];
                    self.fill(child);
                    let way = self.widened(child);
                    row = then(&row, &way, 0, side);
                }
            }
            Kind::Loop => {
                self.need_below(node);
                let ways = self.ways(node);
                self.row(node, &ways, 0, &mut row);
            }
        }
        row
    }

    fn need_below(&mut self, node: usize) {
        let model = self.model;
        for &child in &model.nodes[node].children {
            self.fill(child);
        }
    }

    /// Where the order of the parts counts: the parts' costs over the stretches of what the node itself sees.
    pub fn ways(&self, node: usize) -> Vec<Vec<u16>> {
        let node = &self.model.nodes[node];
        match node.kind {
            Kind::Sequence | Kind::Loop => node.children.iter().map(|&child| self.widened(child)).collect(),
            Kind::Silent | Kind::Leaf(_) | Kind::Choice | Kind::Redo | Kind::Parallel => Vec::new(),
        }
    }

    /// A child's costs over the stretches of what its parent sees: what the child does not know is an event too much.
    pub fn widened(&self, child: usize) -> Vec<u16> {
        let place = &self.seen[child].place;
        let costs = self.filled(child);
        let side = place.len();
        let mut wide = vec![FAR; side * side];
        for (from, row) in wide.chunks_exact_mut(side).enumerate() {
            let begin = place[from] as usize;
            match costs {
                Costs::ByLength(costs) => {
                    for to in from..side {
                        let known = place[to] as usize - begin;
                        row[to] = costs[known] + (to - from - known) as u16;
                    }
                }
                Costs::Square { side: own, cells } => {
                    let cells = &cells[begin * own..(begin + 1) * own];
                    for to in from..side {
                        let end = place[to] as usize;
                        row[to] = cells[end] + (to - from - (end - begin)) as u16;
                    }
                }
            }
        }
        wide
    }

    pub fn filled(&self, node: usize) -> &Costs {
        self.costs[node].as_ref().expect("the tables below a node are filled before its own")
    }

    /// What the node costs over `from..to`, for every `to`.
    fn row(&self, node: usize, ways: &[Vec<u16>], from: usize, row: &mut [u16]) {
        let side = row.len();
        match self.model.nodes[node].kind {
            Kind::Silent | Kind::Leaf(_) => unreachable!("a leaf knows one activity at most"),
            Kind::Choice | Kind::Redo | Kind::Parallel => {
                let children = &self.model.nodes[node].children;
                let of = |part: usize, from: usize, to: usize| self.filled(children[part]).at(from, to);
                self.side_by_side(node, from, row, of);
            }
            Kind::Sequence => {
                let mut costs = ways[0][from * side..(from + 1) * side].to_vec();
                for way in &ways[1..] {
                    costs = then(&costs, way, from, side);
                }
                row.copy_from_slice(&costs);
            }
            Kind::Loop => {
                let mut back = vec![FAR; side];
                around(&ways[0], &ways[1], from, row, &mut back);
            }
        }
    }

    /// A choice: the cheapest part, and every event that it does not know. A parallel block: all parts; an event that two
    /// of them see is paid for by both, and taken off again.
    fn side_by_side(&self, node: usize, from: usize, row: &mut [u16], of: impl Fn(usize, usize, usize) -> u16) {
        let Seen { shared, .. } = &self.seen[node];
        let children = &self.model.nodes[node].children;
        let is_parallel = self.model.nodes[node].kind == Kind::Parallel;
        if is_parallel {
            row[from..].fill(0);
        }
        for (part, &child) in children.iter().enumerate() {
            let place = &self.seen[child].place;
            let begin = place[from] as usize;
            for to in from..row.len() {
                let end = place[to] as usize;
                let cost = of(part, begin, end);
                row[to] =
                    if is_parallel { row[to] + cost } else { row[to].min(cost + (to - from - (end - begin)) as u16) };
            }
        }
        if is_parallel && shared.last().is_some_and(|&all| all > 0) {
            for to in from..row.len() {
                row[to] = row[to].saturating_sub((shared[to] - shared[from]) as u16);
            }
        }
    }
}

fn leaf(row: &mut [u16]) {
    for (events, cost) in row.iter_mut().enumerate() {
        *cost = if events == 0 { 1 } else { events as u16 - 1 };
    }
}

/// The costs of what came before, and then of one part more.
pub(super) fn then(before: &[u16], way: &[u16], from: usize, side: usize) -> Vec<u16> {
    let mut after = vec![FAR; side];
    for split in from..side {
        push(&mut after[split..], before[split], &way[split * side + split..(split + 1) * side]);
    }
    after
}

/// The costs of a loop from one place on: `done` after a body, `back` after what leads back to it.
pub(super) fn around(body: &[u16], redo: &[u16], from: usize, done: &mut [u16], back: &mut [u16]) {
    let side = done.len();
    done.copy_from_slice(&body[from * side..(from + 1) * side]);
    back.fill(FAR);
    for at in from..side {
        let (body, redo) = (&body[at * side + at..(at + 1) * side], &redo[at * side + at..(at + 1) * side]);
        done[at] = done[at].min(back[at].saturating_add(body[0]));
        push(&mut back[at..], done[at], redo);
        push(&mut done[at..], back[at], body);
    }
}

/// `costs[i] = min(costs[i], base + way[i])`.
fn push(costs: &mut [u16], base: u16, way: &[u16]) {
    for (cost, step) in costs.iter_mut().zip(way) {
        *cost = (*cost).min(base.saturating_add(*step));
    }
}
