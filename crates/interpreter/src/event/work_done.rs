//! A step's work is done; its checks are next.

use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Outcome, Phase};

/// A step's work is done; its checks are next.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorkDone {
    pub activation: ActivationId,
    /// How it will be left if the checks hold.
    pub outcome: Outcome,
    /// What it keeps, such as the lists that `gather` names.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub values: Values,
}

impl Apply for WorkDone {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.withdraw_work(self.activation);
        state.write(Some(self.activation), &self.values, recorded.sequence);
        state.set_phase(self.activation, Phase::Judging(self.outcome));
    }
}
