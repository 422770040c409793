//! Another system answered when nothing waited for it any more: it saves nothing.

use procedure::document::ErrorId;
use procedure::value::Value;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::EffectId;
use crate::state::State;

/// Another system answered when nothing waited for it any more: it saves nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EffectReturnedLate {
    pub effect: EffectId,
    #[serde(skip_serializing_if = "Value::is_null", default)]
    pub result: Value,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub error: Option<ErrorId>,
}

impl Apply for EffectReturnedLate {
    fn apply(&self, state: &mut State, _: &Recorded) {
        state.effects.remove(&self.effect);
    }
}
