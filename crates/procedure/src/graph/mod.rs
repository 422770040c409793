//! The flow of a procedure as nodes and edges, for a diagram to lay out, and as Mermaid or DOT text.
//!
//! The same document always gives the same nodes, ids and order. A node's id derives from its step's: `step:remedy`,
//! `step:remedy/join`. Nothing is refused: what leads nowhere has no edge, what nothing leads to is marked so.

mod build;
mod dot;
mod handling;
mod mermaid;

use serde::Serialize;

use crate::document::{Procedure, StepId};

pub use dot::to_dot;
pub use mermaid::to_mermaid;

/// The flow of one procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// Blocks stand before what is in them.
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NodeKind {
    Start,
    /// An end of the run; its label is the outcome.
    End,
    Step,
    /// Where one of several ways is taken.
    Decision,
    /// Where branches part or meet, or the next item of a list comes.
    Gateway,
    /// A frame around other nodes; edges never touch it.
    Block,
    /// An exception that has a handler.
    Exception,
}

/// One node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    pub id: String,
    pub kind: NodeKind,
    /// The step it stands for or belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// The step's number in the reading view.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    pub label: String,
    /// What kind of step it is, as a document spells it: `person`, `call`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verb: Option<&'static str>,
    /// Who does it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The condition without which it is left out, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<String>,
    /// The block it lies in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Whether it lies off the usual way: an exception, its handler's steps, an end they lead to.
    pub exceptional: bool,
    /// Whether the start or an exception leads to it; for a block, to anything in it.
    pub reachable: bool,
}

/// What an edge means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EdgeKind {
    Flow,
    /// From a step to what is done when it goes wrong; drawn dashed.
    Exception,
    /// Back to something done before.
    Loop,
}

/// One edge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edge {
    pub from: String,
    pub to: String,
    pub kind: EdgeKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Which case of the decision it is, counted from 0; `otherwise` counts after the last case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<usize>,
}

/// The flow of a procedure.
pub fn graph(procedure: &Procedure) -> Graph {
    build::build(procedure)
}
