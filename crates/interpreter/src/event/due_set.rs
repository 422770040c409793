//! The clocks of a step, or of the run, began.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded, is_false};
use crate::id::ActivationId;
use crate::state::State;

/// The clocks of a step, or of the run, began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueSet {
    /// None for the run itself, whose due moment was not known when it started.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activation: Option<ActivationId>,
    pub due: Timestamp,
    /// Whether it counts from entering the step.
    #[serde(skip_serializing_if = "is_false", default)]
    pub from_entry: bool,
}

impl Apply for DueSet {
    fn apply(&self, state: &mut State, _: &Recorded) {
        let Some(id) = self.activation else {
            state.due = Some(self.due);
            state.due_from_start = self.from_entry;
            return;
        };
        if let Some(activation) = state.activations.get_mut(&id) {
            activation.due = Some(self.due);
            activation.due_from_entry = self.from_entry;
            activation.clocks = true;
        }
    }
}
