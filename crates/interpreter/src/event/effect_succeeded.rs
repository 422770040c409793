//! Another system did what was asked.

use super::is_false;
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, EffectId};
use crate::state::State;
use crate::state::{Outcome, Phase};

/// Another system did what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectSucceeded {
    pub effect: EffectId,
    pub activation: ActivationId,
    pub result: Value,
    /// What the step keeps of it.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub saved: Values,
    /// Whether an earlier run's success under the same `once` key stands for it.
    #[serde(skip_serializing_if = "is_false", default)]
    pub reused: bool,
}

impl Apply for EffectSucceeded {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.effects.remove(&self.effect);
        state.write(Some(self.activation), &self.saved, recorded.sequence);
        state.set_phase(self.activation, Phase::Judging(Outcome::Completed));
    }
}
