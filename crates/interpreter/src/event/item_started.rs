//! An item of an `each` began.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Scope, Work};

/// An item of an `each` began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemStarted {
    pub activation: ActivationId,
    /// Counts from 0.
    pub index: u32,
}

impl Apply for ItemStarted {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            if let Work::Each(items) = &mut activation.work {
                items.begun = items.begun.max(self.index + 1);
                items.scopes.insert(self.index, Scope::default());
            }
            activation.lanes.insert(Lane::Item(self.index), LaneState::Start);
        }
        state.settle(self.activation);
    }
}
