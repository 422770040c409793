//! The `until` of a group or repeat was judged and does not hold yet.

use procedure::value::Value;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, Work};

/// The `until` of a group or repeat was judged and does not hold yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UntilJudged {
    pub activation: ActivationId,
    /// What was read, with the values.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inputs: Vec<(String, Value)>,
}

impl Apply for UntilJudged {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            if let Work::Group { judged } = &mut activation.work {
                *judged = true;
            }
            activation.lanes.remove(&Lane::Recheck);
        }
        state.settle(self.activation);
    }
}
