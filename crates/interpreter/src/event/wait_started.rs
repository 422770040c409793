//! A step waits for a moment or an event.

use procedure::document::Dotted;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Phase, Work};

/// A step waits for a moment or an event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WaitStarted {
    pub activation: ActivationId,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub event: Option<Dotted>,
}

impl Apply for WaitStarted {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.work = Work::Wait { timer: None, event: self.event.clone() };
            activation.phase = Phase::Working;
        }
        state.settle(self.activation);
    }
}
