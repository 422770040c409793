//! Somebody wrote something down. Changes nothing but the journal.

use procedure::document::StepId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::State;

/// Somebody wrote something down. Changes nothing but the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NoteAdded {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<StepId>,
    pub text: String,
}

impl Apply for NoteAdded {
    fn apply(&self, _: &mut State, _: &Recorded) {
        // A note changes nothing but the journal.
    }
}
