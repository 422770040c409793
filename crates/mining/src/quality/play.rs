//! A process tree that is played: where it stands after some activities, and what it can do next.
//!
//! Silent steps are taken only when the next visible one needs them, and counted as the usual net of the tree takes them:
//! one each to skip, to split and to join a parallel block, to enter, repeat and leave a loop.

use crate::log::Activity;
use crate::tree::Tree;

/// A process tree with its nodes in a row, parents first.
pub(super) struct Play {
    nodes: Vec<Node>,
    /// The leaf of each activity, or several.
    leaves: Vec<Vec<usize>>,
    /// The fewest silent steps that pass each node; nothing where something visible must be done.
    skip: Vec<Option<u32>>,
}

struct Node {
    kind: Kind,
    parent: usize,
    children: Vec<usize>,
    /// The node after its last descendant.
    end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Silent,
    Leaf,
    Sequence,
    Choice,
    Parallel,
    Loop,
}

/// Where a played tree stands: for every node whether it was begun or is done. What lies below a node that is not begun
/// or done is not begun. Of a loop, the body is done when it may be left or repeated; a way back that is begun or done
/// tells that it is being repeated.
pub(super) type State = Box<[Stage]>;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stage {
    Idle,
    Begun,
    Done,
}

use Stage::{Begun, Done, Idle};

impl Play {
    pub fn new(tree: &Tree<Activity>) -> Self {
        let mut play = Self { nodes: Vec::new(), leaves: Vec::new(), skip: Vec::new() };
        play.add(tree, 0);
        play.skip = vec![None; play.nodes.len()];
        for node in (0..play.nodes.len()).rev() {
            play.skip[node] = play.skipped(node);
        }
        play
    }

    fn add(&mut self, tree: &Tree<Activity>, parent: usize) -> usize {
        let index = self.nodes.len();
        let kind = match tree {
            Tree::Silent => Kind::Silent,
            Tree::Activity(activity) => {
                if self.leaves.len() <= activity.index() {
                    self.leaves.resize(activity.index() + 1, Vec::new());
                }
                self.leaves[activity.index()].push(index);
                Kind::Leaf
            }
            Tree::Sequence(_) => Kind::Sequence,
            Tree::Choice(_) => Kind::Choice,
            Tree::Parallel(_) => Kind::Parallel,
            Tree::Loop { .. } => Kind::Loop,
        };
        self.nodes.push(Node { kind, parent, children: Vec::new(), end: 0 });
        for child in tree.children() {
            let child = self.add(child, index);
            self.nodes[index].children.push(child);
        }
        self.nodes[index].end = self.nodes.len();
        index
    }

    fn skipped(&self, node: usize) -> Option<u32> {
        let children = &self.nodes[node].children;
        let all = || children.iter().map(|&child| self.skip[child]).sum::<Option<u32>>();
        match self.nodes[node].kind {
            Kind::Silent => Some(1),
            Kind::Leaf => None,
            Kind::Sequence => all(),
            Kind::Choice => children.iter().filter_map(|&child| self.skip[child]).min(),
            Kind::Parallel => Some(all()? + 2),
            Kind::Loop => Some(self.skip[children[0]]? + 2),
        }
    }

    pub fn start(&self) -> State {
        vec![Idle; self.nodes.len()].into()
    }

    /// The activities of the tree, by number.
    pub fn activities(&self) -> impl Iterator<Item = Activity> {
        let known = self.leaves.iter().enumerate().filter(|(_, leaves)| !leaves.is_empty());
        known.map(|(index, _)| Activity(index as u32))
    }

    /// Where the tree may stand after one more activity, and how many silent steps come before it.
    pub fn after(&self, state: &State, activity: Activity, mut each: impl FnMut(State, u32)) {
        for &leaf in self.leaves.get(activity.index()).into_iter().flatten() {
            self.reach(state, leaf, &mut |mut state, steps| {
                self.finish(&mut state, leaf);
                each(state, steps);
            });
        }
    }

    /// Whether an activity can come next.
    pub fn allows(&self, state: &State, activity: Activity) -> bool {
        let mut found = false;
        for &leaf in self.leaves.get(activity.index()).into_iter().flatten() {
            self.reach(state, leaf, &mut |_, _| found = true);
        }
        found
    }

    /// All useful ways to come to where a leaf can be done: each loop above it that was begun is gone on with, or taken
    /// anew.
    fn reach(&self, state: &State, leaf: usize, each: &mut impl FnMut(State, u32)) {
        let mut path = vec![leaf];
        let mut node = leaf;
        while node != 0 {
            node = self.nodes[node].parent;
            path.push(node);
        }
        path.reverse();
        // Every begun loop above a leaf may be taken anew; below it nothing is begun then, so one is enough.
        let anew = path.iter().position(|&node| state[node] == Idle).unwrap_or(path.len());
        let begun =
            (0..anew).filter(|&place| self.nodes[path[place]].kind == Kind::Loop && state[path[place]] == Begun);
        for again in std::iter::once(None).chain(begun.map(Some)) {
            let mut reached = state.clone();
            if let Some(steps) = self.walk(&mut reached, &path, again) {
                each(reached, steps);
            }
        }
    }

    /// Goes down a path; the loop at place `again` is taken anew.
    fn walk(&self, state: &mut State, path: &[usize], again: Option<usize>) -> Option<u32> {
        let mut steps = 0;
        for (place, pair) in path.windows(2).enumerate() {
            let (node, child) = (pair[0], pair[1]);
            let stage = state[node];
            if stage == Done {
                return None;
            }
            let children = &self.nodes[node].children;
            match self.nodes[node].kind {
                Kind::Silent | Kind::Leaf => unreachable!("a leaf has nothing below it"),
                Kind::Sequence => {
                    for &before in children.iter().take_while(|&&before| before != child) {
                        steps += self.left(state, before)?;
                        self.set(state, before, Done);
                    }
                }
                Kind::Choice => {
                    if stage == Begun && state[child] == Idle {
                        return None;
                    }
                }
                Kind::Parallel => steps += u32::from(stage == Idle),
                Kind::Loop if stage == Idle => {
                    steps += 1;
                    if child != children[0] {
                        steps += self.skip[children[0]]?;
                        state[children[0]] = Done;
                    }
                }
                Kind::Loop if again == Some(place) => steps += self.again(state, node, child)?,
                Kind::Loop => {
                    let repeating = self.repeating(state, node);
                    let here = if child == children[0] { repeating.is_none() } else { repeating == Some(child) };
                    if !here {
                        return None;
                    }
                }
            }
            state[node] = Begun;
        }
        (state[path[path.len() - 1]] == Idle).then_some(steps)
    }

    /// Comes to the beginning of a child of a begun loop.
    fn again(&self, state: &mut State, node: usize, child: usize) -> Option<u32> {
        let children = &self.nodes[node].children;
        let (body, redo) = (children[0], &children[1..]);
        let mut steps = 0;
        match self.repeating(state, node) {
            // On the way back: it is gone to its end, and the body begins.
            Some(way) => {
                steps += self.left(state, way)? + 1;
                if child != body {
                    steps += self.skip[body]?;
                }
            }
            None => {
                steps += self.left(state, body)?;
                if child == body {
                    steps += redo.iter().filter_map(|&way| self.skip[way]).min()? + 1;
                }
            }
        }
        for &any in children {
            self.set(state, any, Idle);
        }
        if child != body {
            state[body] = Done;
        }
        Some(steps)
    }

    /// The way back that a loop is on.
    fn repeating(&self, state: &State, node: usize) -> Option<usize> {
        self.nodes[node].children[1..].iter().copied().find(|&way| state[way] != Idle)
    }

    /// The fewest silent steps to the end of a node from where it stands.
    fn left(&self, state: &State, node: usize) -> Option<u32> {
        let children = &self.nodes[node].children;
        match (state[node], self.nodes[node].kind) {
            (Done, _) => Some(0),
            (Idle, _) => self.skip[node],
            (Begun, Kind::Silent | Kind::Leaf) => None,
            (Begun, Kind::Sequence) => children.iter().map(|&child| self.left(state, child)).sum(),
            (Begun, Kind::Choice) => {
                let taken = children.iter().find(|&&child| state[child] != Idle);
                taken.and_then(|&child| self.left(state, child))
            }
            (Begun, Kind::Parallel) => {
                Some(children.iter().map(|&child| self.left(state, child)).sum::<Option<u32>>()? + 1)
            }
            (Begun, Kind::Loop) => match self.repeating(state, node) {
                Some(way) => Some(self.left(state, way)? + 1 + self.skip[children[0]]? + 1),
                None => Some(self.left(state, children[0])? + 1),
            },
        }
    }

    /// A leaf was done; so are the blocks that end with it.
    fn finish(&self, state: &mut State, leaf: usize) {
        state[leaf] = Done;
        let mut node = leaf;
        while node != 0 {
            let parent = self.nodes[node].parent;
            let done = match self.nodes[parent].kind {
                Kind::Silent | Kind::Leaf | Kind::Parallel | Kind::Loop => false,
                Kind::Sequence => self.nodes[parent].children.last() == Some(&node),
                Kind::Choice => true,
            };
            if !done {
                return;
            }
            self.set(state, parent, Done);
            node = parent;
        }
    }

    fn set(&self, state: &mut State, node: usize, stage: Stage) {
        state[node..self.nodes[node].end].fill(Idle);
        state[node] = stage;
    }
}
