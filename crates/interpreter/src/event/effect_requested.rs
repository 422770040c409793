//! Something is asked of another system.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, EffectId};
use crate::state::State;
use crate::state::{Effect, EffectRequest, Phase, Work};

/// Something is asked of another system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectRequested {
    pub effect: EffectId,
    pub activation: ActivationId,
    pub request: EffectRequest,
    /// The same for every try; goes to the other system.
    pub key: String,
    /// At most one success per such key over all runs.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub once: Option<String>,
    /// Counts from 1.
    pub attempt: u32,
}

impl Apply for EffectRequested {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.next.effect = state.next.effect.max(self.effect.0 + 1);
        let doubtful = state.effects.get(&self.effect).is_some_and(|before| before.doubtful);
        let effect = Effect {
            doubtful,
            activation: self.activation,
            request: self.request.clone(),
            key: self.key.clone(),
            once: self.once.clone(),
            attempt: self.attempt,
            abandoned: false,
        };
        state.effects.insert(self.effect, effect);
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            if let Some(task) = activation.work.task() {
                state.tasks.remove(&task);
            }
            if recorded.actor.person.is_some() {
                activation.by = Some(recorded.actor.clone());
            }
            activation.work =
                Work::Effect { effect: Some(self.effect), attempt: self.attempt, retry: None, task: None };
        }
        state.set_phase(self.activation, Phase::Working);
        if let Some(step) = state.activations.get(&self.activation).map(|activation| activation.step.clone()) {
            state.count_doer(&step, &recorded.actor);
        }
    }
}
