//! The moves of a cheapest alignment, found again from the cost tables.

use super::costs::{FAR, Tables, around, then};
use super::model::Kind;

/// One move of an alignment. Events are places in the case; leaves are counted among the nodes of the tree from the root,
/// parents before children.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// The case and the tree do the same.
    Both { event: u32, leaf: usize },
    /// The case does what the tree does not do here.
    Log { event: u32 },
    /// The tree does something visible that the case does not.
    Model { leaf: usize },
}

/// A way that was taken where the tree has several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// The choice or the loop, counted as leaves are in [`Move`].
    pub node: usize,
    /// Of a choice the child; of a loop 0 when it is left, and the number of the way back otherwise.
    pub branch: usize,
    /// The first event that is not before it.
    pub at: u32,
}

/// An event that several branches of a parallel block claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Conflict {
    pub event: u32,
    pub branches: [usize; 2],
}

/// The moves, in an order that the tree allows, and what could not be had of them.
#[derive(Debug, Default)]
pub(super) struct Recovered {
    pub moves: Vec<Move>,
    pub taken: Vec<Taken>,
    pub conflict: Option<Conflict>,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Move(Move),
    Taken(Taken),
}

/// A step, and the event before which it is done, or which it is about.
struct Placed {
    at: u32,
    step: Step,
}

/// A stretch of what a node sees, and the events of the trace before which it begins and ends.
#[derive(Clone, Copy)]
struct Stretch {
    from: usize,
    to: usize,
    begin: u32,
    end: u32,
}

struct Recovery<'t, 'a> {
    tables: &'t mut Tables<'a>,
    placed: Vec<Placed>,
    conflict: Option<Conflict>,
}

/// Finds the moves for the whole trace of so many events.
pub(super) fn recover(tables: &mut Tables<'_>, events: usize) -> Recovered {
    let known = tables.seen[0].events.clone();
    let whole = Stretch { from: 0, to: known.len(), begin: 0, end: events as u32 };
    let mut recovery = Recovery { tables, placed: Vec::new(), conflict: None };
    recovery.node(0, whole);
    let mut next = known.into_iter().peekable();
    for event in 0..events as u32 {
        if next.next_if_eq(&event).is_none() {
            recovery.log(event);
        }
    }
    let Recovery { mut placed, conflict, .. } = recovery;
    // What is done before an event stands before it; among themselves such steps are in the tree's order already.
    placed.sort_by_key(|placed| (placed.at, placed.is_event()));
    let mut recovered = Recovered { conflict, ..Recovered::default() };
    for Placed { step, .. } in placed {
        match step {
            Step::Move(step) => recovered.moves.push(step),
            Step::Taken(taken) => recovered.taken.push(taken),
        }
    }
    recovered
}

impl Placed {
    fn is_event(&self) -> bool {
        matches!(self.step, Step::Move(Move::Both { .. } | Move::Log { .. }))
    }
}

impl Recovery<'_, '_> {
    fn log(&mut self, event: u32) {
        self.placed.push(Placed { at: event, step: Step::Move(Move::Log { event }) });
    }

    fn took(&mut self, node: usize, branch: usize, at: u32) {
        let node = self.tables.model.nodes[node].origin;
        self.placed.push(Placed { at, step: Step::Taken(Taken { node, branch, at }) });
    }

    /// The event before which a place of a stretch lies.
    fn anchor(&self, node: usize, place: usize, stretch: Stretch) -> u32 {
        if place < stretch.to { self.tables.seen[node].events[place] } else { stretch.end }
    }

    /// What a child costs from a place of its own on.
    fn row(&mut self, node: usize, from: usize) -> Vec<u16> {
        if self.tables.costs[node].is_none() {
            if from == 0 {
                return self.tables.beginnings(node);
            }
            self.tables.fill(node);
        }
        let side = self.tables.seen[node].events.len() + 1;
        let costs = self.tables.filled(node);
        (0..side).map(|to| if to < from { FAR } else { costs.at(from, to) }).collect()
    }

    fn node(&mut self, node: usize, stretch: Stretch) {
        match self.tables.model.nodes[node].kind {
            Kind::Silent => {}
            Kind::Leaf(_) => self.leaf(node, stretch),
            Kind::Choice | Kind::Redo => self.choice(node, stretch),
            Kind::Parallel => self.parallel(node, stretch),
            Kind::Sequence => self.sequence(node, stretch),
            Kind::Loop => self.around(node, stretch),
        }
    }

    fn leaf(&mut self, node: usize, stretch: Stretch) {
        let leaf = self.tables.model.nodes[node].origin;
        let events = &self.tables.seen[node].events[stretch.from..stretch.to];
        let (at, first) = match events.first() {
            Some(&event) => (event, Move::Both { event, leaf }),
            None => (stretch.begin, Move::Model { leaf }),
        };
        self.placed.push(Placed { at, step: Step::Move(first) });
        for place in stretch.from + 1..stretch.to {
            self.log(self.tables.seen[node].events[place]);
        }
    }

    /// A child does its part of the stretch; what it does not know are events too much.
    fn child(&mut self, node: usize, child: usize, stretch: Stretch) {
        for place in stretch.from..stretch.to {
            let seen = &self.tables.seen[child].place;
            if seen[place] == seen[place + 1] {
                self.log(self.tables.seen[node].events[place]);
            }
        }
        self.node(child, self.within(child, stretch));
    }

    fn within(&self, child: usize, stretch: Stretch) -> Stretch {
        let place = &self.tables.seen[child].place;
        Stretch { from: place[stretch.from] as usize, to: place[stretch.to] as usize, ..stretch }
    }

    fn choice(&mut self, node: usize, stretch: Stretch) {
        let model = self.tables.model;
        let mut best = (u32::MAX, 0);
        for (branch, &child) in model.nodes[node].children.iter().enumerate() {
            let own = self.within(child, stretch);
            let unknown = (stretch.to - stretch.from) - (own.to - own.from);
            let cost = u32::from(self.row(child, own.from)[own.to]) + unknown as u32;
            if cost < best.0 {
                best = (cost, branch);
            }
        }
        let (_, branch) = best;
        let is_redo = model.nodes[node].kind == Kind::Redo;
        self.took(node, branch + usize::from(is_redo), stretch.begin);
        self.child(node, model.nodes[node].children[branch], stretch);
    }

    fn sequence(&mut self, node: usize, stretch: Stretch) {
        let model = self.tables.model;
        let children = &model.nodes[node].children;
        let Stretch { from, to, .. } = stretch;
        let side = self.tables.seen[node].events.len() + 1;
        let first = self.row(children[0], self.within(children[0], stretch).from);
        let place = &self.tables.seen[children[0]].place;
        let mut before = vec![vec![FAR; side]];
        for end in from..side {
            let own = place[end] as usize;
            before[0][end] = first[own] + (end - from - (own - place[from] as usize)) as u16;
        }
        for &child in &children[1..] {
            self.tables.fill(child);
        }
        let ways: Vec<Vec<u16>> = children[1..].iter().map(|&child| self.tables.widened(child)).collect();
        for way in &ways {
            before.push(then(&before[before.len() - 1], way, from, side));
        }
        // From the last part to the first: where it began.
        let mut splits = vec![to; children.len() + 1];
        splits[0] = from;
        for part in (1..children.len()).rev() {
            let end = splits[part + 1];
            splits[part] = (from..=end)
                .min_by_key(|&split| before[part - 1][split].saturating_add(ways[part - 1][split * side + end]))
                .expect("a stretch has a beginning");
        }
        for (part, &child) in children.iter().enumerate() {
            let begin = if part == 0 { stretch.begin } else { self.anchor(node, splits[part], stretch) };
            let last = part + 1 == children.len();
            let end = if last { stretch.end } else { self.anchor(node, splits[part + 1], stretch) };
            self.child(node, child, Stretch { from: splits[part], to: splits[part + 1], begin, end });
        }
    }

    fn around(&mut self, node: usize, stretch: Stretch) {
        let model = self.tables.model;
        let [body, redo] = model.nodes[node].children[..] else { unreachable!("a loop has a body and a way back") };
        let Stretch { from, to, .. } = stretch;
        let side = self.tables.seen[node].events.len() + 1;
        self.tables.fill(body);
        self.tables.fill(redo);
        let ways = self.tables.ways(node);
        let (mut done, mut back) = (vec![FAR; side], vec![FAR; side]);
        around(&ways[0], &ways[1], from, &mut done, &mut back);
        let cost = |way: usize, from: usize, to: usize| ways[way][from * side + to];

        // From the end: the body begins where nothing came before, or after a way back.
        let mut parts = Vec::new();
        let mut end = to;
        loop {
            if done[end] == cost(0, from, end) {
                parts.push((body, from, end));
                break;
            }
            let split = (from..=end)
                .find(|&split| back[split].saturating_add(cost(0, split, end)) == done[end])
                .expect("a cost of the table has its way");
            let before = (from..=split)
                .find(|&before| done[before].saturating_add(cost(1, before, split)) == back[split])
                .expect("a cost of the table has its way");
            parts.push((body, split, end));
            parts.push((redo, before, split));
            end = before;
        }
        for (index, &(child, begins, ends)) in parts.iter().rev().enumerate() {
            let begin = if index == 0 { stretch.begin } else { self.anchor(node, begins, stretch) };
            let end = if index + 1 == parts.len() { stretch.end } else { self.anchor(node, ends, stretch) };
            if child == redo && model.nodes[redo].kind != Kind::Redo {
                self.took(node, 1, begin);
            }
            self.child(node, child, Stretch { from: begins, to: ends, begin, end });
        }
        self.took(node, 0, stretch.end);
    }

    fn parallel(&mut self, node: usize, stretch: Stretch) {
        let model = self.tables.model;
        let start = self.placed.len();
        let mut branches = Vec::new();
        for &child in &model.nodes[node].children {
            self.node(child, self.within(child, stretch));
            branches.resize(self.placed.len() - start, child);
        }
        let shared = &self.tables.seen[node].shared;
        if shared[stretch.to] > shared[stretch.from] {
            self.agree(start, &branches);
        }
    }

    /// What several branches say of the same event becomes one move: it is done by the first that does it; another that does
    /// it as well goes without, and the conflict is remembered.
    fn agree(&mut self, start: usize, branches: &[usize]) {
        let mut told: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
        for index in start..self.placed.len() {
            if self.placed[index].is_event() {
                told.entry(self.placed[index].at).or_default().push(index);
            }
        }
        let mut needless = Vec::new();
        for (event, told) in told {
            let does = |&&index: &&usize| matches!(self.placed[index].step, Step::Move(Move::Both { .. }));
            let doers: Vec<usize> = told.iter().filter(does).copied().collect();
            let keep = doers.first().copied().unwrap_or(told[0]);
            needless.extend(told.iter().copied().filter(|index| *index != keep && !doers.contains(index)));
            if let [first, second, ..] = doers[..] {
                let branches = [branches[first - start], branches[second - start]];
                self.conflict.get_or_insert(Conflict { event, branches });
            }
            for &index in doers.iter().skip(1) {
                if let Step::Move(Move::Both { leaf, .. }) = self.placed[index].step {
                    self.placed[index].step = Step::Move(Move::Model { leaf });
                }
            }
        }
        needless.sort_unstable();
        for index in needless.into_iter().rev() {
            self.placed.remove(index);
        }
    }
}
