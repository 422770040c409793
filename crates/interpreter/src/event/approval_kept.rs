//! An approval stands from now on, with what it covers.

use procedure::document::{Name, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::Approval;
use crate::state::State;

/// An approval stands from now on, with what it covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalKept {
    pub activation: ActivationId,
    pub step: StepId,
    pub covers: Vec<Name>,
}

impl Apply for ApprovalKept {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let Some(activation) = state.activations.get(&self.activation) else { return };
        let approval = Approval {
            covers: self.covers.clone(),
            parent: activation.parent,
            lane: activation.lane.clone(),
            given: recorded.sequence,
        };
        state.approvals.insert(self.step.clone(), approval);
    }
}
