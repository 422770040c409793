//! A person replaced a machine's result.

use procedure::document::StepId;
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;

/// A person replaced a machine's result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverrideMade {
    pub step: StepId,
    /// Whose names they are; none for the run's own.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activation: Option<ActivationId>,
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub before: Values,
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub after: Values,
    /// The reason's code.
    pub code: String,
    /// The reason in words.
    pub words: String,
}

impl Apply for OverrideMade {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.write(self.activation, &self.after, recorded.sequence);
        state.count_doer(&self.step, &recorded.actor);
    }
}
