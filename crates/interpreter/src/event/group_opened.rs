//! A group was entered that is left once its `until` holds.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Phase, Work};

/// A group was entered that is left once its `until` holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroupOpened {
    pub activation: ActivationId,
}

impl Apply for GroupOpened {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.work = Work::Group { judged: false };
            activation.phase = Phase::Working;
            activation.lanes = [(Lane::Body, LaneState::Start)].into_iter().collect();
        }
        state.settle(self.activation);
    }
}
