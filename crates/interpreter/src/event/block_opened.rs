//! Blocks of a step were opened: their first steps are next.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Phase, Work};

/// Blocks of a step were opened: their first steps are next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockOpened {
    pub activation: ActivationId,
    pub lanes: Vec<Lane>,
}

impl Apply for BlockOpened {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            for lane in &self.lanes {
                activation.lanes.insert(lane.clone(), LaneState::Start);
            }
            if activation.work == Work::None {
                activation.work = Work::Block;
            }
            if activation.phase == Phase::Entered {
                activation.phase = Phase::Working;
            }
        }
        state.settle(self.activation);
    }
}
