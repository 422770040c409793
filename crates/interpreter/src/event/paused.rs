//! An authorised person paused the run: clocks counted from entry stop.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::State;
use crate::state::Status;

/// An authorised person paused the run: clocks counted from entry stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paused {
    pub reason: String,
}

impl Apply for Paused {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        if state.status == Status::Running {
            state.status = Status::Paused { since: recorded.at };
        }
    }
}
