//! Something that an approval covers changed: the approval no longer stands.

use procedure::document::{Name, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::Work;

/// Something that an approval covers changed: the approval no longer stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalVoided {
    pub step: StepId,
    pub changed: Vec<Name>,
    /// The number of the event that kept the approval; absent while it still collects votes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kept: Option<u64>,
    /// The step's own activation, while it still collects votes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activation: Option<ActivationId>,
}

impl Apply for ApprovalVoided {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.approvals.retain(|approval| Some(approval.given) != self.kept);
        let Some(id) = self.activation else { return };
        if let Some(activation) = state.activations.get_mut(&id)
            && let Work::Approve { votes, .. } = &mut activation.work
        {
            votes.clear();
        }
    }
}
