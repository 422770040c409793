//! The names of a run, or of one item of an `each`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use procedure::document::{Name, StepId};
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::Outcome;
use crate::actor::Actor;

/// Names with their values, and what became of steps.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Scope {
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub values: Values,
    /// The latest visit of each step that was left.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub steps: BTreeMap<StepId, StepRecord>,
    /// The number of the last event that changed a value, by name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub changed: BTreeMap<Name, u64>,
}

/// What became of a step on its latest visit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepRecord {
    pub outcome: Outcome,
    pub by: Actor,
    pub at: Timestamp,
    pub visits: u32,
}
