//! The same behaviour with fewer blocks.

use super::Tree;

impl<A: PartialEq> Tree<A> {
    /// The same behaviour written with fewer blocks: a block of one child is the child, a block within a block of the same
    /// kind joins it (the body of a loop within a loop likewise), and what does nothing is left out of sequences and
    /// parallel blocks (the reduction rules of Leemans 2017, section 5.2).
    #[must_use]
    pub fn reduced(self) -> Self {
        match self {
            Self::Silent | Self::Activity(_) => self,
            Self::Sequence(children) => block(children, Self::Sequence, |child| match child {
                Self::Sequence(children) => Ok(children),
                other => Err(other),
            }),
            Self::Parallel(children) => block(children, Self::Parallel, |child| match child {
                Self::Parallel(children) => Ok(children),
                other => Err(other),
            }),
            Self::Choice(children) => choice(children),
            Self::Loop { body, redo } => repeat(body.reduced(), redo),
        }
    }

    /// Whether it may end without anything that can be seen.
    pub fn may_be_empty(&self) -> bool {
        match self {
            Self::Silent => true,
            Self::Activity(_) => false,
            Self::Sequence(children) | Self::Parallel(children) => children.iter().all(Tree::may_be_empty),
            Self::Choice(children) => children.iter().any(Tree::may_be_empty),
            Self::Loop { body, .. } => body.may_be_empty(),
        }
    }
}

fn block<A: PartialEq>(
    children: Vec<Tree<A>>,
    make: impl Fn(Vec<Tree<A>>) -> Tree<A>,
    open: impl Fn(Tree<A>) -> Result<Vec<Tree<A>>, Tree<A>>,
) -> Tree<A> {
    let mut flat = Vec::with_capacity(children.len());
    for child in children {
        match open(child.reduced()) {
            Ok(inner) => flat.extend(inner),
            Err(Tree::Silent) => {}
            Err(other) => flat.push(other),
        }
    }
    match flat.len() {
        0 => Tree::Silent,
        1 => flat.remove(0),
        _ => make(flat),
    }
}

fn choice<A: PartialEq>(children: Vec<Tree<A>>) -> Tree<A> {
    let mut flat: Vec<Tree<A>> = Vec::with_capacity(children.len());
    for child in children {
        let inner = match child.reduced() {
            Tree::Choice(inner) => inner,
            other => vec![other],
        };
        for child in inner {
            if !flat.contains(&child) {
                flat.push(child);
            }
        }
    }
    // A child that may be empty makes a branch of nothing needless.
    if flat.iter().any(|child| *child != Tree::Silent && child.may_be_empty()) {
        flat.retain(|child| *child != Tree::Silent);
    }
    if flat.len() == 1 { flat.remove(0) } else { Tree::Choice(flat) }
}

fn repeat<A: PartialEq>(body: Tree<A>, redo: Vec<Tree<A>>) -> Tree<A> {
    let mut ways: Vec<Tree<A>> = Vec::with_capacity(redo.len());
    for child in redo {
        match child.reduced() {
            Tree::Choice(inner) => ways.extend(inner),
            other => ways.push(other),
        }
    }
    if ways.is_empty() || (body == Tree::Silent && ways.iter().all(|way| *way == Tree::Silent)) {
        return body;
    }
    match body {
        // A loop whose body is a loop: every way back of the inner is one of the outer.
        Tree::Loop { body, redo } => {
            let mut all = redo;
            all.extend(ways);
            Tree::Loop { body, redo: all }
        }
        body => Tree::Loop { body: Box::new(body), redo: ways },
    }
}
