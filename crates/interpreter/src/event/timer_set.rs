//! A moment is waited for.

use super::is_false;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, TimerId};
use crate::state::State;
use crate::state::{Purpose, Timer, Work};

/// A moment is waited for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimerSet {
    pub timer: TimerId,
    /// None for the run's own clocks.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub activation: Option<ActivationId>,
    pub purpose: Purpose,
    pub at: Timestamp,
    /// Whether it counts from entering the step.
    #[serde(skip_serializing_if = "is_false", default)]
    pub from_entry: bool,
}

impl Apply for TimerSet {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.next.timer = state.next.timer.max(self.timer.0 + 1);
        if let Some(activation) = self.activation.and_then(|id| state.activations.get_mut(&id)) {
            activation.clocks |= matches!(self.purpose, Purpose::Remind { .. } | Purpose::Escalate { .. });
            match (&self.purpose, &mut activation.work) {
                (Purpose::Retry, Work::Effect { retry, .. }) => *retry = Some(self.timer),
                (Purpose::Wait, Work::Wait { timer, .. }) => *timer = Some(self.timer),
                (
                    Purpose::Remind { .. } | Purpose::Escalate { .. } | Purpose::GoOn | Purpose::Retry | Purpose::Wait,
                    _,
                ) => {}
            }
        }
        let timer = Timer {
            activation: self.activation,
            purpose: self.purpose.clone(),
            at: self.at,
            from_entry: self.from_entry,
        };
        state.timers.insert(self.timer, timer);
    }
}
