//! Parallel branches were opened.

use procedure::document::BranchId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Phase, Work};

/// Parallel branches were opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TogetherOpened {
    pub activation: ActivationId,
    pub branches: Vec<BranchId>,
    /// Whether the first one done withdraws the others.
    pub any: bool,
}

impl Apply for TogetherOpened {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.work = Work::Together { any: self.any };
            activation.phase = Phase::Working;
            activation.lanes =
                self.branches.iter().map(|branch| (Lane::Branch(branch.clone()), LaneState::Start)).collect();
        }
        state.settle(self.activation);
    }
}
