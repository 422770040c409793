//! The clocks of a step began.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded, is_false};
use crate::id::ActivationId;
use crate::state::State;

/// The clocks of a step began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueSet {
    pub activation: ActivationId,
    pub due: Timestamp,
    /// Whether it counts from entering the step.
    #[serde(skip_serializing_if = "is_false", default)]
    pub from_entry: bool,
}

impl Apply for DueSet {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.due = Some(self.due);
            activation.due_from_entry = self.from_entry;
            activation.clocks = true;
        }
    }
}
