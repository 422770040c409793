//! The run goes on; the clocks that stood still are moved by the pause.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::State;
use crate::state::Status;

/// The run goes on; the clocks that stood still are moved by the pause.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resumed {}

impl Apply for Resumed {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let Status::Paused { since } = state.status else { return };
        state.status = Status::Running;
        let pause = recorded.at.duration_since(since);
        for timer in state.timers.values_mut().filter(|timer| timer.from_entry) {
            timer.at = timer.at.checked_add(pause).unwrap_or(timer.at);
        }
    }
}
