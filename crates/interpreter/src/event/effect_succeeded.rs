//! Another system did what was asked.

use super::is_false;
use procedure::document::Name;
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, EffectId};
use crate::state::State;
use crate::state::{Outcome, Phase, Purpose, Work};

/// Another system did what was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectSucceeded {
    pub effect: EffectId,
    pub activation: ActivationId,
    pub result: Value,
    /// The name under which the whole result is kept.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kept_as: Option<Name>,
    /// What else the step keeps of it.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub saved: Values,
    /// Whether an earlier run's success under the same `once` key stands for it.
    #[serde(skip_serializing_if = "is_false", default)]
    pub reused: bool,
}

impl Apply for EffectSucceeded {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.effects.remove(&self.effect);
        // A success that came late, after an error, ends the pause before the next try.
        state.timers.retain(|_, timer| timer.activation != Some(self.activation) || timer.purpose != Purpose::Retry);
        if let Some(activation) = state.activations.get_mut(&self.activation)
            && let Work::Effect { effect, retry, .. } = &mut activation.work
        {
            (*effect, *retry) = (None, None);
        }
        if let Some(name) = &self.kept_as {
            let whole = Values::from([(name.as_str().to_owned(), self.result.clone())]);
            state.write(Some(self.activation), &whole, recorded.sequence);
        }
        state.write(Some(self.activation), &self.saved, recorded.sequence);
        state.set_phase(self.activation, Phase::Judging(Outcome::Completed));
    }
}
