//! Whoever has an open step was reminded of it.

use procedure::document::StepId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;

/// Whoever has an open step was reminded of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reminded {
    pub activation: ActivationId,
    pub step: StepId,
    pub text: String,
}

impl Apply for Reminded {
    fn apply(&self, _: &mut State, _: &Recorded) {
        // A reminder changes nothing but the journal.
    }
}
