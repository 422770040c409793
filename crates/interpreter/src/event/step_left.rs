//! A step was left.

use procedure::document::StepId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{LaneState, Outcome, StepRecord};

/// A step was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepLeft {
    pub activation: ActivationId,
    pub step: StepId,
    pub outcome: Outcome,
    /// Why it was skipped, or failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because: Option<String>,
}

impl Apply for StepLeft {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let Some(activation) = state.activations.get(&self.activation) else { return };
        let (parent, lane) = (activation.parent, activation.lane.clone());
        let by = activation.by.clone().unwrap_or_else(|| recorded.actor.clone());
        let visits = activation.visit;
        state.remove(self.activation);
        let record = StepRecord { outcome: self.outcome, by, at: recorded.at, visits };
        state.record(parent, &lane, &self.step, record);
        if self.outcome == Outcome::Skipped
            && let Some(at) = state.path.iter().rposition(|step| *step == self.step)
        {
            state.path.remove(at);
        }
        state.set_lane(parent, &lane, LaneState::After(self.step.clone()));
    }
}
