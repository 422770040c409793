//! The success criteria were judged.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::State;

/// The success criteria were judged.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SuccessJudged {
    /// Positions of the criteria that hold.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub held: Vec<usize>,
    /// Positions of those that do not.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub failed: Vec<usize>,
}

impl Apply for SuccessJudged {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.failed_criteria = self.failed.clone();
    }
}
