//! A pass of a repeat began: its steps start afresh.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Phase, Work};

/// A pass of a repeat began: its steps start afresh.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PassStarted {
    pub activation: ActivationId,
    /// Counts from 1.
    pub pass: u32,
}

impl Apply for PassStarted {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.withdraw_approvals_in(self.activation);
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.work = Work::Repeat { pass: self.pass };
            activation.phase = Phase::Working;
            activation.lanes = [(Lane::Body, LaneState::Start)].into_iter().collect();
        }
        state.settle(self.activation);
    }
}
