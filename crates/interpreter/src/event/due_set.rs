//! The clocks of a step began.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;

/// The clocks of a step began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueSet {
    pub activation: ActivationId,
    pub due: Timestamp,
}

impl Apply for DueSet {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.due = Some(self.due);
            activation.clocks = true;
        }
    }
}
