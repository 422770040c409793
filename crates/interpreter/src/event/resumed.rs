//! The run goes on; the clocks that stood still are moved by the pause.

use jiff::Timestamp;
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
        let later = |at: Timestamp| at.checked_add(pause).unwrap_or(at);
        for timer in state.timers.values_mut().filter(|timer| timer.from_entry) {
            timer.at = later(timer.at);
        }
        if state.due_from_start {
            state.due = state.due.map(later);
        }
        for activation in state.activations.values_mut().filter(|activation| activation.due_from_entry) {
            activation.due = activation.due.map(later);
        }
        for task in state.tasks.values_mut() {
            let own = state.activations.get(&task.activation).filter(|activation| activation.due_from_entry);
            if own.is_some() {
                task.due = task.due.map(later);
            }
        }
    }
}
