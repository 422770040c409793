//! A process tree prepared for alignment.

use crate::log::Activity;
use crate::tree::Tree;

/// A process tree prepared for alignment: its nodes in a row, each with the activities that occur below it.
#[derive(Debug, Clone)]
pub struct Model {
    pub(super) nodes: Vec<Node>,
    /// Which activities, by their number, are the model's, and as which label.
    labels: Vec<Option<u32>>,
    /// What the shortest way through costs, from each node.
    pub(super) shortest: Vec<u32>,
}

#[derive(Debug, Clone)]
pub(super) struct Node {
    pub kind: Kind,
    /// Children as places in [`Model::nodes`]; of a loop the body and what leads back.
    pub children: Vec<usize>,
    /// One bit a label.
    pub alphabet: Vec<u64>,
    /// Whether branches of a parallel block, here or below, share an activity.
    pub overlaps: bool,
    /// Which node of the tree it is, counted from the root, parents first.
    pub origin: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Silent,
    /// A leaf; without a label where the log cannot show it.
    Leaf(Option<u32>),
    Sequence,
    Choice,
    /// A choice between several ways back of a loop, whose node it names.
    Redo,
    Parallel,
    Loop,
}

impl Model {
    /// Prepares a tree over a log's activities. A leaf of `None` is something visible that this log has no name for:
    /// it is missing in every case.
    pub fn new(tree: &Tree<Option<Activity>>) -> Self {
        let mut labels = Vec::new();
        let mut count = 0u32;
        for activity in tree.leaves().into_iter().flatten() {
            if labels.len() <= activity.index() {
                labels.resize(activity.index() + 1, None);
            }
            labels[activity.index()].get_or_insert_with(|| {
                count += 1;
                count - 1
            });
        }
        let mut model = Self { nodes: Vec::new(), labels, shortest: Vec::new() };
        let mut next = 0;
        model.add(tree, &mut next, (count as usize).div_ceil(64));
        model.shortest = vec![0; model.nodes.len()];
        for index in (0..model.nodes.len()).rev() {
            model.shortest[index] = model.shortest_of(index);
        }
        model
    }

    /// Prepares a tree whose every leaf the log knows.
    pub fn of(tree: &Tree<Activity>) -> Self {
        Self::new(&tree.map(&mut |activity| Some(*activity)))
    }

    /// How many visible things the shortest way through the tree does.
    pub fn shortest(&self) -> u32 {
        self.shortest[0]
    }

    pub(super) fn label(&self, activity: Activity) -> Option<u32> {
        self.labels.get(activity.index()).copied().flatten()
    }

    fn shortest_of(&self, index: usize) -> u32 {
        let node = &self.nodes[index];
        let children = || node.children.iter().map(|&child| self.shortest[child]);
        match node.kind {
            Kind::Silent => 0,
            Kind::Leaf(_) => 1,
            Kind::Sequence | Kind::Parallel => children().fold(0, u32::saturating_add),
            Kind::Choice | Kind::Redo => children().min().unwrap_or(0),
            Kind::Loop => self.shortest[node.children[0]],
        }
    }

    fn add(&mut self, tree: &Tree<Option<Activity>>, next: &mut usize, words: usize) -> usize {
        let origin = *next;
        *next += 1;
        let kind = match tree {
            Tree::Silent => Kind::Silent,
            Tree::Activity(activity) => Kind::Leaf(activity.and_then(|activity| self.label(activity))),
            Tree::Sequence(_) => Kind::Sequence,
            Tree::Choice(_) => Kind::Choice,
            Tree::Parallel(_) => Kind::Parallel,
            Tree::Loop { .. } => Kind::Loop,
        };
        let index = self.place(kind, origin, words);
        match tree {
            Tree::Loop { body, redo } => {
                self.join(index, body, next, words);
                match redo.as_slice() {
                    [only] => self.join(index, only, next, words),
                    several => {
                        let ways = self.place(Kind::Redo, origin, words);
                        for way in several {
                            self.join(ways, way, next, words);
                        }
                        self.adopt(index, ways);
                    }
                }
            }
            other => {
                for child in other.children() {
                    self.join(index, child, next, words);
                }
            }
        }
        index
    }

    fn place(&mut self, kind: Kind, origin: usize, words: usize) -> usize {
        let mut alphabet = vec![0; words];
        if let Kind::Leaf(Some(label)) = kind {
            alphabet[label as usize / 64] |= 1 << (label % 64);
        }
        self.nodes.push(Node { kind, children: Vec::new(), alphabet, overlaps: false, origin });
        self.nodes.len() - 1
    }

    fn join(&mut self, parent: usize, tree: &Tree<Option<Activity>>, next: &mut usize, words: usize) {
        let child = self.add(tree, next, words);
        self.adopt(parent, child);
    }

    fn adopt(&mut self, parent: usize, child: usize) {
        self.nodes[parent].children.push(child);
        let is_parallel = self.nodes[parent].kind == Kind::Parallel;
        let mut overlaps = self.nodes[child].overlaps;
        for word in 0..self.nodes[parent].alphabet.len() {
            let (own, more) = (self.nodes[parent].alphabet[word], self.nodes[child].alphabet[word]);
            overlaps |= is_parallel && own & more != 0;
            self.nodes[parent].alphabet[word] = own | more;
        }
        self.nodes[parent].overlaps |= overlaps;
    }
}

impl Node {
    pub fn knows(&self, label: u32) -> bool {
        self.alphabet[label as usize / 64] >> (label % 64) & 1 == 1
    }

    /// Whether all that counts of a stretch is how many events of the node's only activity lie in it.
    pub fn is_by_length(&self) -> bool {
        !self.overlaps && self.alphabet.iter().map(|word| word.count_ones()).sum::<u32>() <= 1
    }
}
