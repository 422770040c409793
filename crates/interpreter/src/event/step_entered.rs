//! A step was entered.

use procedure::document::StepId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Activation, Lane, LaneState, Lanes, Phase, Work};

/// A step was entered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepEntered {
    pub activation: ActivationId,
    pub step: StepId,
    /// The activation in whose block it stands.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parent: Option<ActivationId>,
    pub lane: Lane,
    /// Counts from 1.
    pub visit: u32,
}

impl Apply for StepEntered {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let activation = Activation {
            step: self.step.clone(),
            parent: self.parent,
            lane: self.lane.clone(),
            entered_at: recorded.at,
            visit: self.visit,
            due: None,
            due_from_entry: false,
            clocks: false,
            handed: None,
            by: None,
            phase: Phase::Entered,
            work: Work::None,
            lanes: Lanes::default(),
        };
        state.next.activation = state.next.activation.max(self.activation.0 + 1);
        state.activations.insert(self.activation, activation);
        state.path.push(self.step.clone());
        state.visits.insert(self.step.clone(), self.visit);
        state.set_lane(self.parent, &self.lane, LaneState::Running(self.activation));
        state.settle(self.activation);
    }
}
