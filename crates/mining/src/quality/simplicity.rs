//! Simplicity: how few connections a model has for its size.

use std::collections::BTreeSet;

use crate::tree::Tree;

/// How simple a tree is to read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Simplicity {
    /// Between 0 and 1, by the mean number of arcs at a node of the tree's net, two being the best (Sánchez-González et
    /// al., *Prediction of Business Process Model Quality based on Structural Metrics*, 2010; pm4py's
    /// `simplicity_petri_net`).
    pub arc_degree: f64,
    /// Places and transitions of that net.
    pub places: usize,
    pub transitions: usize,
    /// Blocks and leaves of the tree.
    pub nodes: usize,
    /// How many blocks stand within each other at most.
    pub depth: usize,
}

pub fn simplicity<A>(tree: &Tree<A>) -> Simplicity {
    let mut net = Net::of(tree);
    net.reduce();
    let transitions: Vec<&Transition> = net.transitions.iter().flatten().collect();
    let places: BTreeSet<usize> =
        transitions.iter().flat_map(|step| step.from.iter().chain(&step.to)).copied().collect();
    let arcs: usize = transitions.iter().map(|step| step.from.len() + step.to.len()).sum();
    let mean = 2.0 * arcs as f64 / (places.len() + transitions.len()) as f64;
    Simplicity {
        arc_degree: 1.0 / (1.0 + (mean - 2.0).max(0.0)),
        places: places.len(),
        transitions: transitions.len(),
        nodes: tree.nodes(),
        depth: depth(tree),
    }
}

fn depth<A>(tree: &Tree<A>) -> usize {
    match tree {
        Tree::Silent | Tree::Activity(_) => 0,
        Tree::Sequence(_) | Tree::Choice(_) | Tree::Parallel(_) | Tree::Loop { .. } => {
            1 + tree.children().into_iter().map(depth).max().unwrap_or(0)
        }
    }
}

/// The usual workflow net of a tree.
struct Net {
    transitions: Vec<Option<Transition>>,
    places: usize,
}

struct Transition {
    visible: bool,
    from: BTreeSet<usize>,
    to: BTreeSet<usize>,
}

const SOURCE: usize = 0;
const SINK: usize = 1;

impl Net {
    fn of<A>(tree: &Tree<A>) -> Self {
        let mut net = Self { transitions: Vec::new(), places: 2 };
        let (mut first, mut last) = (SOURCE, SINK);
        if divides_at_first(tree) {
            first = net.place();
            net.step(false, [SOURCE], [first]);
        }
        if divides_at_last(tree) {
            last = net.place();
            net.step(false, [last], [SINK]);
        }
        net.add(tree, first, last);
        net
    }

    fn place(&mut self) -> usize {
        self.places += 1;
        self.places - 1
    }

    fn step(&mut self, visible: bool, from: impl IntoIterator<Item = usize>, to: impl IntoIterator<Item = usize>) {
        let (from, to) = (from.into_iter().collect(), to.into_iter().collect());
        self.transitions.push(Some(Transition { visible, from, to }));
    }

    fn add<A>(&mut self, tree: &Tree<A>, first: usize, last: usize) {
        match tree {
            Tree::Silent => self.step(false, [first], [last]),
            Tree::Activity(_) => self.step(true, [first], [last]),
            Tree::Choice(children) => children.iter().for_each(|child| self.add(child, first, last)),
            Tree::Sequence(children) => {
                let mut at = first;
                for (index, child) in children.iter().enumerate() {
                    let next = if index + 1 == children.len() { last } else { self.place() };
                    self.add(child, at, next);
                    at = next;
                }
            }
            Tree::Parallel(children) => {
                let ends: Vec<(usize, usize)> = children.iter().map(|_| (self.place(), self.place())).collect();
                self.step(false, [first], ends.iter().map(|ends| ends.0));
                self.step(false, ends.iter().map(|ends| ends.1), [last]);
                for (child, (first, last)) in children.iter().zip(ends) {
                    self.add(child, first, last);
                }
            }
            Tree::Loop { body, redo } => {
                let (begin, done, back) = (self.place(), self.place(), self.place());
                self.step(false, [first], [begin]);
                self.add(body, begin, done);
                redo.iter().for_each(|way| self.add(way, done, back));
                self.step(false, [done], [last]);
                self.step(false, [back], [begin]);
            }
        }
    }

    /// Joins silent steps with what comes before or after them, wherever nothing else does.
    fn reduce(&mut self) {
        while self.join_with_before() || self.join_with_after() {}
    }

    fn join_with_before(&mut self) -> bool {
        self.join(
            |silent| &silent.from,
            |step| &step.to,
            |step| &step.from,
            |into, gone| into.to.extend(gone.to),
            SOURCE,
        )
    }

    fn join_with_after(&mut self) -> bool {
        self.join(
            |silent| &silent.to,
            |step| &step.from,
            |step| &step.to,
            |into, gone| into.from.extend(gone.from),
            SINK,
        )
    }

    /// A silent step with one place on one side, which only one other step has on its other side: that step takes over.
    fn join(
        &mut self,
        side: fn(&Transition) -> &BTreeSet<usize>,
        theirs: fn(&Transition) -> &BTreeSet<usize>,
        ours: fn(&Transition) -> &BTreeSet<usize>,
        merge: fn(&mut Transition, Transition),
        outside: usize,
    ) -> bool {
        for index in 0..self.transitions.len() {
            let Some(silent) = self.transitions[index].as_ref().filter(|step| !step.visible && side(step).len() == 1)
            else {
                continue;
            };
            let place = *side(silent).first().expect("it has one place");
            let others = |of: fn(&Transition) -> &BTreeSet<usize>| -> Vec<usize> {
                let has = |step: &&Option<Transition>| step.as_ref().is_some_and(|step| of(step).contains(&place));
                (0..self.transitions.len()).filter(|&index| has(&&self.transitions[index])).collect()
            };
            let (before, after) = (others(theirs), others(ours));
            if place == outside || before.len() != 1 || after != [index] || before == [index] {
                continue;
            }
            let gone = self.transitions[index].take().expect("it was found");
            let into = self.transitions[before[0]].as_mut().expect("it was found");
            into.from.remove(&place);
            into.to.remove(&place);
            merge(into, gone);
            return true;
        }
        false
    }
}

/// Whether a net of the tree needs a silent step before it.
fn divides_at_first<A>(tree: &Tree<A>) -> bool {
    match tree {
        Tree::Silent | Tree::Activity(_) => false,
        Tree::Choice(_) | Tree::Parallel(_) | Tree::Loop { .. } => true,
        Tree::Sequence(_) => along(tree, |tree| tree.children().first().copied()) || ends_in_loop_below_first(tree),
    }
}

fn divides_at_last<A>(tree: &Tree<A>) -> bool {
    match tree {
        Tree::Silent | Tree::Activity(_) => false,
        Tree::Choice(_) | Tree::Parallel(_) | Tree::Loop { .. } => true,
        Tree::Sequence(_) => along(tree, |tree| tree.children().last().copied()),
    }
}

/// Whether a loop stands on the way down.
fn along<'a, A>(tree: &'a Tree<A>, next: impl Fn(&'a Tree<A>) -> Option<&'a Tree<A>>) -> bool {
    let mut at = Some(tree);
    while let Some(tree) = at {
        if matches!(tree, Tree::Loop { .. }) {
            return true;
        }
        at = next(tree);
    }
    false
}

fn ends_in_loop_below_first<A>(tree: &Tree<A>) -> bool {
    tree.children().first().is_some_and(|first| along(first, |tree| tree.children().last().copied()))
}
