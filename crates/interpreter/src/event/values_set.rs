//! A step set values.

use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Outcome, Phase};

/// A step set values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValuesSet {
    pub activation: ActivationId,
    pub values: Values,
}

impl Apply for ValuesSet {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.write(Some(self.activation), &self.values, recorded.sequence);
        state.set_phase(self.activation, Phase::Judging(Outcome::Completed));
    }
}
