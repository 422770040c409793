//! Another system did not do what was asked.

use super::is_false;
use jiff::Timestamp;
use procedure::document::ErrorId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, EffectId};
use crate::state::{Failure, Phase, State, Work};

/// Another system did not do what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectFailed {
    pub effect: EffectId,
    pub activation: ActivationId,
    pub error: ErrorId,
    pub message: String,
    pub attempt: u32,
    /// Whether it may have been done all the same.
    #[serde(skip_serializing_if = "is_false", default)]
    pub in_doubt: bool,
    /// When the same request goes out again.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retry_at: Option<Timestamp>,
}

impl Apply for EffectFailed {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if self.retry_at.is_some() {
            if let Some(effect) = state.effects.get_mut(&self.effect) {
                effect.doubtful |= self.in_doubt;
            }
            return;
        }
        state.effects.remove(&self.effect);
        if let Some(activation) = state.activations.get_mut(&self.activation)
            && let Work::Effect { effect, .. } = &mut activation.work
        {
            *effect = None;
        }
        let failure = Failure { error: self.error.clone(), message: self.message.clone(), in_doubt: self.in_doubt };
        state.set_phase(self.activation, Phase::Failed(failure));
    }
}
