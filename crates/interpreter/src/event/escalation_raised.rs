//! Somebody hears of something.

use procedure::document::{RoleId, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::Phase;
use crate::state::State;

/// Somebody hears of something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EscalationRaised {
    /// None for the run itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activation: Option<ActivationId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<StepId>,
    /// The position of the escalation rule; absent for a handler's `escalate`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rule: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub notify: Vec<RoleId>,
    /// The role that gets the step's open tasks, in place of those who had them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reassign: Option<RoleId>,
    pub text: String,
}

impl Apply for EscalationRaised {
    fn apply(&self, state: &mut State, _: &Recorded) {
        let Some(id) = self.activation else { return };
        if let Some(role) = &self.reassign {
            for task in state.tasks.values_mut().filter(|task| task.activation == id) {
                task.assignee = None;
                task.candidates = vec![role.clone()];
            }
        }
        if let Some(activation) = state.activations.get_mut(&id)
            && let Phase::Raised(raised) = &mut activation.phase
            && self.rule.is_none()
        {
            raised.escalated = true;
        }
        state.settle(id);
    }
}
