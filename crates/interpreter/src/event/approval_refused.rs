//! A person refused.

use procedure::document::{RoleId, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, TaskId};
use crate::state::State;

/// A person refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalRefused {
    pub task: TaskId,
    pub activation: ActivationId,
    pub step: StepId,
    /// As what role it was asked; absent where an administrator answers for a procedure without an owner.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<RoleId>,
    pub reason: String,
    /// What the person had seen: the number of the last event that changed it.
    pub revision: u64,
}

impl Apply for ApprovalRefused {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.count_doer(&self.step, &recorded.actor);
        state.withdraw_work(self.activation);
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.by = Some(recorded.actor.clone());
        }
        state.settle(self.activation);
    }
}
