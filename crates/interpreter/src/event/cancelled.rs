//! An authorised person, or the run above, cancelled the run.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::State;
use crate::state::Status;

/// An authorised person, or the run above, cancelled the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cancelled {
    pub reason: String,
}

impl Apply for Cancelled {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.finish(Status::Cancelled, recorded.at);
    }
}
