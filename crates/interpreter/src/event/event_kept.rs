//! An event came that nothing waits for yet; it is kept.

use procedure::document::Dotted;
use procedure::value::Value;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::KeptEvent;
use crate::state::State;

/// An event came that nothing waits for yet; it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventKept {
    /// A CloudEvents type.
    pub event: Dotted,
    pub data: Value,
}

impl Apply for EventKept {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.kept.push(KeptEvent { sequence: recorded.sequence, event: self.event.clone(), data: self.data.clone() });
    }
}
