//! Every tree that one edit makes of another: the edits that a careful editor would think of.

use super::simplify::maybe;
use crate::log::Activity;
use crate::tree::Tree;

type Node = Tree<Activity>;

/// All trees that differ from this one by one edit at one of its nodes, the outermost first.
pub(super) fn edits(tree: &Node) -> Vec<Node> {
    let mut all = own(tree);
    for (place, child) in tree.children().into_iter().enumerate() {
        all.extend(edits(child).into_iter().map(|edited| with(tree, place, edited)));
    }
    all
}

/// The same node with another child.
fn with(tree: &Node, place: usize, edited: Node) -> Node {
    let mut children: Vec<Node> = tree.children().into_iter().cloned().collect();
    children[place] = edited;
    of_kind(tree, children)
}

/// A node of the same kind with these children.
fn of_kind(tree: &Node, mut children: Vec<Node>) -> Node {
    match tree {
        Tree::Silent | Tree::Activity(_) => tree.clone(),
        Tree::Sequence(_) => Tree::Sequence(children),
        Tree::Choice(_) => Tree::Choice(children),
        Tree::Parallel(_) => Tree::Parallel(children),
        Tree::Loop { .. } => {
            let redo = children.split_off(1);
            Tree::Loop { body: Box::new(children.remove(0)), redo }
        }
    }
}

fn own(tree: &Node) -> Vec<Node> {
    match tree {
        Tree::Silent => Vec::new(),
        Tree::Activity(_) => vec![Tree::Silent, maybe(tree.clone())],
        Tree::Sequence(children) => sequence(children),
        Tree::Parallel(children) => parallel(children),
        Tree::Choice(ways) => (0..ways.len()).map(|way| Tree::Choice(without(ways, &[way]))).collect(),
        Tree::Loop { body, redo } => {
            let mut all = vec![(**body).clone()];
            if redo.len() > 1 {
                let fewer = (0..redo.len()).map(|way| without(redo, &[way]));
                all.extend(fewer.map(|redo| Tree::Loop { body: body.clone(), redo }));
            }
            all
        }
    }
}

fn without(children: &[Node], places: &[usize]) -> Vec<Node> {
    let kept = children.iter().enumerate().filter(|(place, _)| !places.contains(place));
    kept.map(|(_, child)| child.clone()).collect()
}

/// The work of an optional block.
fn optional(tree: &Node) -> Option<&Node> {
    match tree {
        Tree::Choice(ways) => match ways.as_slice() {
            [Tree::Silent, work] => Some(work),
            _ => None,
        },
        Tree::Silent | Tree::Activity(_) | Tree::Sequence(_) | Tree::Parallel(_) | Tree::Loop { .. } => None,
    }
}

/// What is done again and again with nothing in between, perhaps not at all.
fn repeated(tree: &Node) -> Option<&Node> {
    match optional(tree).unwrap_or(tree) {
        Tree::Loop { body, redo } if *redo == [Tree::Silent] => Some(body),
        Tree::Loop { .. }
        | Tree::Silent
        | Tree::Activity(_)
        | Tree::Sequence(_)
        | Tree::Parallel(_)
        | Tree::Choice(_) => None,
    }
}

fn sequence(children: &[Node]) -> Vec<Node> {
    let mut all = Vec::new();
    let joined = |place: usize, one: Node| {
        let mut children = children.to_vec();
        children.splice(place..place + 2, [one]);
        Tree::Sequence(children)
    };
    for (place, two) in children.windows(2).enumerate() {
        let (first, second) = (&two[0], &two[1]);
        // The same work, then again any number of times.
        if let Some(body) = repeated(second).filter(|body| *body == first) {
            let again = Tree::Loop { body: Box::new(body.clone()), redo: vec![Tree::Silent] };
            all.push(joined(place, again));
        }
        if let (Some(one), Some(other)) = (optional(first), optional(second)) {
            all.push(joined(place, maybe(Tree::Sequence(vec![one.clone(), other.clone()]))));
            all.push(joined(place, maybe(Tree::Sequence(vec![one.clone(), second.clone()]))));
            all.push(joined(place, maybe(Tree::Sequence(vec![first.clone(), other.clone()]))));
            all.push(joined(place, maybe(Tree::Choice(vec![one.clone(), other.clone()]))));
            all.push(joined(place, Tree::Choice(vec![one.clone(), other.clone()])));
        }
        // The end of optional work only where it is done.
        if let (Some(Tree::Sequence(_) | Tree::Activity(_)), None) = (optional(first), optional(second)) {
            let work = optional(first).expect("it is optional").clone();
            all.push(joined(place, maybe(Tree::Sequence(vec![work, second.clone()]))));
        }
        all.push(joined(place, Tree::Parallel(vec![first.clone(), second.clone()])));
    }
    all
}

fn parallel(children: &[Node]) -> Vec<Node> {
    let mut all = Vec::new();
    let count = children.len();
    let beside = |places: &[usize], one: Node| {
        let mut children = without(children, places);
        children.push(one);
        Tree::Parallel(children)
    };
    for place in 0..count {
        let others = Tree::Parallel(without(children, &[place]));
        all.push(Tree::Sequence(vec![children[place].clone(), others.clone()]));
        all.push(Tree::Sequence(vec![others, children[place].clone()]));
        if let Tree::Sequence(parts) = &children[place] {
            let (first, rest) = parts.split_first().expect("a sequence has parts");
            let (last, start) = parts.split_last().expect("a sequence has parts");
            let rest = Tree::Parallel([without(children, &[place]), vec![Tree::Sequence(rest.to_vec())]].concat());
            let start = Tree::Parallel([without(children, &[place]), vec![Tree::Sequence(start.to_vec())]].concat());
            all.push(Tree::Sequence(vec![first.clone(), rest]));
            all.push(Tree::Sequence(vec![start, last.clone()]));
        }
    }
    for one in 0..count {
        for other in one + 1..count {
            let (first, second) = (&children[one], &children[other]);
            if let (Some(left), Some(right)) = (repeated(first), repeated(second)) {
                let body = Tree::Parallel(vec![left.clone(), right.clone()]);
                let again = Tree::Loop { body: Box::new(body), redo: vec![Tree::Silent] };
                let is_certain = optional(first).is_none() || optional(second).is_none();
                all.push(beside(&[one, other], if is_certain { again } else { maybe(again) }));
            }
            if let (Some(left), Some(right)) = (optional(first), optional(second)) {
                all.push(beside(&[one, other], maybe(Tree::Choice(vec![left.clone(), right.clone()]))));
                all.push(beside(&[one, other], maybe(Tree::Parallel(vec![left.clone(), right.clone()]))));
            }
            if count > 2 {
                all.push(beside(&[one, other], Tree::Sequence(vec![first.clone(), second.clone()])));
                all.push(beside(&[one, other], Tree::Sequence(vec![second.clone(), first.clone()])));
            }
        }
    }
    all
}
