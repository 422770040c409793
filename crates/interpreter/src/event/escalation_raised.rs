//! Somebody hears of something.

use procedure::document::{RoleId, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, TaskId};
use crate::state::State;
use crate::state::{Handed, Phase};

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
    /// The role that gets the open tasks of the step, or of the run, in place of those who had them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reassign: Option<RoleId>,
    /// The run's tasks that it gets, where this is about the run itself.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tasks: Vec<TaskId>,
    pub text: String,
}

impl Apply for EscalationRaised {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(role) = &self.reassign {
            let concerned = state.tasks.iter_mut().filter(|(id, task)| match self.activation {
                Some(activation) => task.activation == activation,
                None => self.tasks.contains(id),
            });
            for (_, task) in concerned {
                task.assignee = None;
                task.candidates = vec![role.clone()];
                if let Some(open) = state.activations.get_mut(&task.activation) {
                    open.handed = Some(Handed { assignee: None, candidates: task.candidates.clone() });
                }
            }
        }
        let Some(id) = self.activation else { return };
        if let Some(activation) = state.activations.get_mut(&id)
            && let Phase::Raised(raised) = &mut activation.phase
            && self.rule.is_none()
        {
            raised.escalated = true;
        }
        state.settle(id);
    }
}
