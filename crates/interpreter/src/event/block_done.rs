//! The last step of a block was left.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState};

/// The last step of a block was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockDone {
    pub activation: ActivationId,
    pub lane: Lane,
}

impl Apply for BlockDone {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.set_lane(Some(self.activation), &self.lane, LaneState::Done);
    }
}
