//! An approval began: a task for each role follows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::{Phase, State, Work};

/// An approval began: a task for each role follows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalOpened {
    pub activation: ActivationId,
    /// How many people of each role must agree.
    pub quorum: u32,
}

impl Apply for ApprovalOpened {
    fn apply(&self, state: &mut State, _: &Recorded) {
        // An approval that is opened anew asks every role again.
        state.tasks.retain(|_, task| task.activation != self.activation);
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.work = Work::Approve { tasks: BTreeMap::new(), quorum: self.quorum, votes: Vec::new() };
            activation.phase = Phase::Working;
        }
        state.settle(self.activation);
    }
}
