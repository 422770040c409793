//! An authorised person sent the run to another step.

use procedure::document::StepId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::LaneState;
use crate::state::State;

/// An authorised person sent the run to another step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Jumped {
    pub activation: ActivationId,
    pub from: StepId,
    pub to: StepId,
    pub reason: String,
}

impl Apply for Jumped {
    fn apply(&self, state: &mut State, _: &Recorded) {
        let Some(activation) = state.activations.get(&self.activation) else { return };
        let (parent, lane) = (activation.parent, activation.lane.clone());
        state.withdraw_approvals_in(self.activation);
        state.remove(self.activation);
        state.set_lane(parent, &lane, LaneState::Next(self.to.clone()));
    }
}
