//! A slow, plain search for cheapest alignments: every state that a tree can be in is a term, and every step of the case or
//! of the tree an edge between terms. It shares nothing with what it judges.

use std::collections::{BTreeMap, BTreeSet};

use mining::log::Activity;
use mining::tree::Tree;

/// What is still to be done of a tree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Running {
    Done,
    Leaf(Activity, usize),
    /// The first of these, then the others.
    InOrder(Vec<Running>),
    OneOf(Vec<Running>),
    Beside(Vec<Running>),
    /// What is being done of the body, the whole body, and the ways back.
    Body(Box<Running>, Box<Running>, Vec<Running>),
    Back(Box<Running>, Box<Running>, Vec<Running>),
}

/// What a step shows: a leaf, or nothing.
type Shown = Option<(Activity, usize)>;

impl Running {
    pub fn begin(tree: &Tree<Activity>) -> Self {
        Self::number(tree, &mut 0)
    }

    fn number(tree: &Tree<Activity>, next: &mut usize) -> Self {
        let own = *next;
        *next += 1;
        let mut all = |children: &[Tree<Activity>]| children.iter().map(|child| Self::number(child, next)).collect();
        match tree {
            Tree::Silent => Self::Done,
            Tree::Activity(activity) => Self::Leaf(*activity, own),
            Tree::Sequence(children) => Self::InOrder(all(children)),
            Tree::Choice(children) => Self::OneOf(all(children)),
            Tree::Parallel(children) => Self::Beside(all(children)),
            Tree::Loop { body, redo } => {
                let body = Box::new(Self::number(body, next));
                let redo = redo.iter().map(|way| Self::number(way, next)).collect();
                Self::Body(body.clone(), body, redo)
            }
        }
    }

    fn is_done(&self) -> bool {
        match self {
            Self::Done => true,
            Self::InOrder(parts) | Self::Beside(parts) => parts.iter().all(Self::is_done),
            Self::Leaf(..) | Self::OneOf(_) | Self::Body(..) | Self::Back(..) => false,
        }
    }

    fn steps(&self) -> Vec<(Shown, Self)> {
        match self {
            Self::Done => Vec::new(),
            Self::Leaf(activity, leaf) => vec![(Some((*activity, *leaf)), Self::Done)],
            Self::OneOf(parts) => parts.iter().map(|part| (None, part.clone())).collect(),
            Self::InOrder(parts) => {
                let Some(active) = parts.iter().position(|part| !part.is_done()) else { return Vec::new() };
                Self::replaced(parts, active).into_iter().map(|(shown, parts)| (shown, Self::InOrder(parts))).collect()
            }
            Self::Beside(parts) => (0..parts.len())
                .flat_map(|active| Self::replaced(parts, active))
                .map(|(shown, parts)| (shown, Self::Beside(parts)))
                .collect(),
            Self::Body(now, body, redo) if now.is_done() => {
                let back = redo.iter().map(|way| Self::Back(Box::new(way.clone()), body.clone(), redo.clone()));
                std::iter::once(Self::Done).chain(back).map(|next| (None, next)).collect()
            }
            Self::Body(now, body, redo) => {
                let next = |(shown, now)| (shown, Self::Body(Box::new(now), body.clone(), redo.clone()));
                now.steps().into_iter().map(next).collect()
            }
            Self::Back(now, body, redo) if now.is_done() => {
                vec![(None, Self::Body(body.clone(), body.clone(), redo.clone()))]
            }
            Self::Back(now, body, redo) => {
                let next = |(shown, now)| (shown, Self::Back(Box::new(now), body.clone(), redo.clone()));
                now.steps().into_iter().map(next).collect()
            }
        }
    }

    fn replaced(parts: &[Self], active: usize) -> Vec<(Shown, Vec<Self>)> {
        let next = |(shown, step)| {
            let mut parts = parts.to_vec();
            parts[active] = step;
            (shown, parts)
        };
        parts[active].steps().into_iter().map(next).collect()
    }

    /// The least cost of an alignment, by Dijkstra's search.
    pub fn cheapest(&self, trace: &[Activity]) -> u32 {
        let mut open: BTreeMap<u32, BTreeSet<(usize, Self)>> = BTreeMap::new();
        let mut closed = BTreeSet::new();
        open.entry(0).or_default().insert((0, self.clone()));
        loop {
            let (&cost, _) = open.first_key_value().expect("every tree can be ended");
            let Some((at, state)) = open.get_mut(&cost).and_then(BTreeSet::pop_first) else {
                open.remove(&cost);
                continue;
            };
            if !closed.insert((at, state.clone())) {
                continue;
            }
            if at == trace.len() && state.is_done() {
                return cost;
            }
            if at < trace.len() {
                open.entry(cost + 1).or_default().insert((at + 1, state.clone()));
            }
            for (shown, next) in state.steps() {
                let price = cost + u32::from(shown.is_some());
                if let Some((activity, _)) = shown
                    && trace.get(at) == Some(&activity)
                {
                    open.entry(cost).or_default().insert((at + 1, next.clone()));
                }
                open.entry(price).or_default().insert((at, next));
            }
        }
    }

    /// Whether the leaves, in this order, are a way through.
    pub fn allows(&self, leaves: &[usize]) -> bool {
        let mut states = silently(BTreeSet::from([self.clone()]));
        for leaf in leaves {
            let does = |(shown, next): (Shown, Self)| (shown?.1 == *leaf).then_some(next);
            states = silently(states.iter().flat_map(Self::steps).filter_map(does).collect());
        }
        states.iter().any(Self::is_done)
    }
}

fn silently(mut states: BTreeSet<Running>) -> BTreeSet<Running> {
    let mut open: Vec<Running> = states.iter().cloned().collect();
    while let Some(state) = open.pop() {
        for (shown, next) in state.steps() {
            if shown.is_none() && states.insert(next.clone()) {
                open.push(next);
            }
        }
    }
    states
}
