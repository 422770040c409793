//! The run ended.

use procedure::document::{OutcomeId, StepId};
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::State;
use crate::state::Status;

/// The run ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    /// `completed` where every step was done.
    pub outcome: OutcomeId,
    /// What callers get; what was never set is null.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub outputs: Values,
    /// The step that ended it, where one did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<StepId>,
    /// The words of the person who ended it by settling an exception.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

impl Apply for Ended {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.finish(Status::Ended { outcome: self.outcome.clone() }, recorded.at);
    }
}
