//! A procedure drafted from a log. Nothing is kept of it.

use mining::draft::{Draft, LeftOut};
use mining::quality::Simplicity;
use procedure::read::Spelling;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::conformance::FitnessFigures;
use crate::catalogue::proof::Finding;

/// A procedure drafted from a log, and how well it tells what the log does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DraftedProcedure {
    /// As YAML.
    pub text: String,
    pub id: String,
    pub title: String,
    /// How well the log fits the steps; exceptions are no part of them.
    pub fitness: FitnessFigures,
    /// The share of what the steps allow that the log does.
    pub precision: f64,
    pub simplicity: SimplicityFigures,
    /// How many choices are decided by mined rules.
    pub rules: usize,
    /// What is too rare for a step and became an exception, the most frequent first.
    pub exceptions: Vec<LeftOutTold>,
    /// What is too rare even for that.
    pub dropped: Vec<LeftOutTold>,
    /// What is wrong with the text in this installation.
    pub diagnostics: Vec<Finding>,
}

/// How simple the steps are to read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SimplicityFigures {
    /// From 0 to 1: how few connections there are for the size.
    pub arc_degree: f64,
    /// Blocks and steps.
    pub nodes: usize,
    /// How many blocks stand within each other at most.
    pub depth: usize,
}

/// Work that is no step of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftOutTold {
    pub title: String,
    /// As the log names them.
    pub activities: Vec<String>,
    pub cases: u64,
}

/// The shape of a draft.
pub fn of(draft: &Draft, diagnostics: Vec<Finding>) -> DraftedProcedure {
    let Simplicity { arc_degree, nodes, depth, .. } = draft.simplicity;
    DraftedProcedure {
        text: text(draft),
        id: draft.procedure.id.to_string(),
        title: draft.procedure.title.clone(),
        fitness: FitnessFigures::from(&draft.fitness),
        precision: draft.precision.precision,
        simplicity: SimplicityFigures { arc_degree, nodes, depth },
        rules: draft.rules,
        exceptions: draft.exceptions.iter().map(LeftOutTold::from).collect(),
        dropped: draft.dropped.iter().map(LeftOutTold::from).collect(),
        diagnostics,
    }
}

/// The draft as its writer sees it.
pub fn text(draft: &Draft) -> String {
    procedure::print::print(&draft.procedure, Spelling::Yaml)
}

impl From<&LeftOut> for LeftOutTold {
    fn from(left: &LeftOut) -> Self {
        LeftOutTold { title: left.title.clone(), activities: left.activities.clone(), cases: left.cases }
    }
}
