//! The run goes on with another version.

use procedure::document::StepId;
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::{Apply, Recorded};
use crate::state::State;

/// The run goes on with another version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Migrated {
    pub from: ContentHash,
    pub to: ContentHash,
    /// The publication's number.
    pub number: u32,
    /// Steps whose ids differ between the two, old to new.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub steps: BTreeMap<StepId, StepId>,
    pub reason: String,
}

impl Apply for Migrated {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.version = Some(self.to);
        state.number = self.number;
        state.rename_steps(&self.steps);
    }
}
