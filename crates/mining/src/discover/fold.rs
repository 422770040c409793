//! A tree without blocks that stand within a block of their kind.

use crate::tree::Tree;

/// The same tree with nested sequences, choices and parallel blocks joined, silent children left out of sequences and
/// parallel blocks and kept once in choices. Loops stay as they were found.
pub(super) fn flat<A>(tree: Tree<A>) -> Tree<A> {
    match tree {
        Tree::Silent | Tree::Activity(_) => tree,
        Tree::Sequence(children) => {
            let children = all(children, |child| match child {
                Tree::Silent => Vec::new(),
                Tree::Sequence(inner) => inner,
                other => vec![other],
            });
            block(children, Tree::Sequence)
        }
        Tree::Parallel(children) => {
            let children = all(children, |child| match child {
                Tree::Silent => Vec::new(),
                Tree::Parallel(inner) => inner,
                other => vec![other],
            });
            block(children, Tree::Parallel)
        }
        Tree::Choice(children) => {
            let mut silent = false;
            let mut children = all(children, |child| match child {
                Tree::Choice(inner) => inner,
                other => vec![other],
            });
            children.retain(|child| !matches!(child, Tree::Silent) || !std::mem::replace(&mut silent, true));
            block(children, Tree::Choice)
        }
        Tree::Loop { body, redo } => {
            let body = flat(*body);
            let redo: Vec<Tree<A>> = redo.into_iter().map(flat).collect();
            if matches!(body, Tree::Silent) && redo.iter().all(|child| matches!(child, Tree::Silent)) {
                return Tree::Silent;
            }
            Tree::Loop { body: Box::new(body), redo }
        }
    }
}

fn all<A>(children: Vec<Tree<A>>, open: impl Fn(Tree<A>) -> Vec<Tree<A>>) -> Vec<Tree<A>> {
    children.into_iter().flat_map(|child| open(flat(child))).collect()
}

fn block<A>(mut children: Vec<Tree<A>>, make: impl Fn(Vec<Tree<A>>) -> Tree<A>) -> Tree<A> {
    match children.len() {
        0 => Tree::Silent,
        1 => children.remove(0),
        _ => make(children),
    }
}
