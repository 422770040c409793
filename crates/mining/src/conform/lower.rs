//! The flow of a procedure as a tree to align with, and what each of its nodes is about.

use super::flow::{Flow, Guard};
use super::mapping::Labels;
use crate::log::Activity;
use crate::tree::Tree;

/// What a node of the tree is about. Nodes are counted from the root, parents before children.
#[derive(Debug, Clone)]
pub(super) enum About {
    Block,
    /// A step, by its place in the procedure.
    Step(usize),
    /// What each way of a choice depends on.
    Choice(Vec<Guard>),
}

/// The tree, with what its nodes are about. A step that the log cannot show is silent.
pub(super) fn lower(flow: &Flow, labels: &Labels) -> (Tree<Option<Activity>>, Vec<About>) {
    let mut about = Vec::new();
    let tree = node(flow, labels, &mut about);
    (tree, about)
}

fn node(flow: &Flow, labels: &Labels, about: &mut Vec<About>) -> Tree<Option<Activity>> {
    about.push(match flow {
        Flow::Nothing | Flow::Sequence(_) | Flow::Parallel(_) | Flow::Again(_) => About::Block,
        Flow::Step(step) => About::Step(*step),
        Flow::Choice(ways) => About::Choice(ways.iter().map(|(guard, _)| *guard).collect()),
    });
    match flow {
        Flow::Nothing => Tree::Silent,
        Flow::Step(step) => labels.of_step[*step].map_or(Tree::Silent, |label| Tree::Activity(Some(label))),
        Flow::Sequence(parts) => Tree::Sequence(parts.iter().map(|part| node(part, labels, about)).collect()),
        Flow::Parallel(parts) => Tree::Parallel(parts.iter().map(|part| node(part, labels, about)).collect()),
        Flow::Choice(ways) => Tree::Choice(ways.iter().map(|(_, way)| node(way, labels, about)).collect()),
        Flow::Again(body) => {
            let body = Box::new(node(body, labels, about));
            about.push(About::Block);
            Tree::Loop { body, redo: vec![Tree::Silent] }
        }
    }
}
