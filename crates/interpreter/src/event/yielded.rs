//! A command did as much as one may; the run goes on at once with a timer.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::TimerId;
use crate::state::State;
use crate::state::{Purpose, Timer};

/// A command did as much as one may; the run goes on at once with a timer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Yielded {
    pub timer: TimerId,
}

impl Apply for Yielded {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.next.timer = state.next.timer.max(self.timer.0 + 1);
        let timer = Timer { activation: None, purpose: Purpose::GoOn, at: recorded.at, from_entry: false };
        state.timers.insert(self.timer, timer);
        state.yielded = true;
    }
}
