//! A step took the event that it waited for.

use procedure::document::Dotted;
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Outcome, Phase};

/// A step took the event that it waited for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventTaken {
    pub activation: ActivationId,
    /// A CloudEvents type.
    pub event: Dotted,
    pub data: Value,
    /// The number of the journal's event that had kept it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kept: Option<u64>,
    /// What the step keeps of it.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub saved: Values,
}

impl Apply for EventTaken {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.kept.retain(|kept| Some(kept.sequence) != self.kept);
        state.withdraw_work(self.activation);
        state.write(Some(self.activation), &self.saved, recorded.sequence);
        state.set_phase(self.activation, Phase::Judging(Outcome::Event));
    }
}
