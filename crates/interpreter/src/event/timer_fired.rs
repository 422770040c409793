//! A moment came.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, TimerId};
use crate::state::{Outcome, Phase, Purpose, State};

/// A moment came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimerFired {
    pub timer: TimerId,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activation: Option<ActivationId>,
    pub purpose: Purpose,
}

impl Apply for TimerFired {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.timers.remove(&self.timer);
        if self.purpose == Purpose::GoOn {
            state.yielded = false;
        }
        let Some(id) = self.activation else { return };
        if self.purpose == Purpose::Wait {
            state.timers.retain(|_, timer| timer.activation != Some(id) || timer.purpose != Purpose::Wait);
            state.set_phase(id, Phase::Judging(Outcome::Timeout));
        }
    }
}
