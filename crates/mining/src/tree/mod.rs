//! A process tree: the blocks that a procedure and a discovered model are both made of.
//!
//! Written as in the literature (Leemans, *Robust Process Mining with Guarantees*, 2017): `->` is a sequence, `X` a
//! choice, `+` a parallel block, `*` a loop whose first child is the body and whose others lead back to it, `tau` what
//! happens without being seen.

mod reduce;
mod text;

pub use text::Unreadable;

/// A process tree over activities of type `A`: names, or numbers of a log's activities.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tree<A> {
    /// Nothing that can be seen happens.
    Silent,
    Activity(A),
    /// All children, in this order.
    Sequence(Vec<Tree<A>>),
    /// Exactly one child.
    Choice(Vec<Tree<A>>),
    /// All children, in any interleaving.
    Parallel(Vec<Tree<A>>),
    /// The body, then any number of times one of the others and the body again.
    Loop {
        body: Box<Tree<A>>,
        redo: Vec<Tree<A>>,
    },
}

impl<A> Tree<A> {
    /// Children in the order in which they are written; the body of a loop is the first.
    pub fn children(&self) -> Vec<&Tree<A>> {
        match self {
            Self::Silent | Self::Activity(_) => Vec::new(),
            Self::Sequence(children) | Self::Choice(children) | Self::Parallel(children) => children.iter().collect(),
            Self::Loop { body, redo } => std::iter::once(&**body).chain(redo).collect(),
        }
    }

    /// The same tree over other names of the activities.
    pub fn map<B>(&self, name: &mut impl FnMut(&A) -> B) -> Tree<B> {
        let mut all = |children: &[Self]| children.iter().map(|child| child.map(name)).collect();
        match self {
            Self::Silent => Tree::Silent,
            Self::Activity(activity) => Tree::Activity(name(activity)),
            Self::Sequence(children) => Tree::Sequence(all(children)),
            Self::Choice(children) => Tree::Choice(all(children)),
            Self::Parallel(children) => Tree::Parallel(all(children)),
            Self::Loop { body, redo } => {
                let body = Box::new(body.map(name));
                Tree::Loop { body, redo: redo.iter().map(|child| child.map(name)).collect() }
            }
        }
    }

    /// How many nodes the tree has, leaves and blocks.
    pub fn nodes(&self) -> usize {
        1 + self.children().into_iter().map(Tree::nodes).sum::<usize>()
    }

    /// Every activity's leaf, from left to right.
    pub fn leaves(&self) -> Vec<&A> {
        match self {
            Self::Silent => Vec::new(),
            Self::Activity(activity) => vec![activity],
            Self::Sequence(_) | Self::Choice(_) | Self::Parallel(_) | Self::Loop { .. } => {
                self.children().into_iter().flat_map(Tree::leaves).collect()
            }
        }
    }
}
