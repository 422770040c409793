//! The `when` of exceptions turned true or false.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::state::Condition;
use crate::state::State;

/// The `when` of exceptions turned true or false.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionsJudged {
    /// Those that hold now.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub now_true: Vec<Condition>,
}

impl Apply for ConditionsJudged {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.conditions = self.now_true.iter().cloned().collect();
    }
}
