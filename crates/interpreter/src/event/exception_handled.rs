//! An exception was handled: the run goes on.

use procedure::document::{ExceptionId, StepId};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Outcome, Phase};

/// An exception was handled: the run goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExceptionHandled {
    pub activation: ActivationId,
    pub exception: ExceptionId,
    pub resume: Resumption,
    /// The words of the person who settled it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

impl Apply for ExceptionHandled {
    fn apply(&self, state: &mut State, _: &Recorded) {
        let Some(activation) = state.activations.get_mut(&self.activation) else { return };
        let Phase::Raised(raised) = activation.phase.clone() else { return };
        match &self.resume {
            Resumption::Continue => {
                activation.lanes.remove(&Lane::Handler);
                activation.phase = match raised.back {
                    Some(back) => *back,
                    None => Phase::Leaving(Outcome::Failed),
                };
                if let Some(task) = raised.task {
                    state.tasks.remove(&task);
                }
                state.settle(self.activation);
            }
            Resumption::Enter { activation, step } => {
                let Some(place) = state.activations.get(activation) else { return };
                let (parent, lane) = (place.parent, place.lane.clone());
                state.withdraw_approvals_in(*activation);
                state.remove(*activation);
                state.set_lane(parent, &lane, LaneState::Next(step.clone()));
            }
        }
    }
}

/// How the run goes on after an exception.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Resumption {
    /// The step is left with outcome `failed`; one whose exception only turned true goes on where it was.
    Continue,
    /// This activation is withdrawn, and in its lane this step is entered.
    Enter { activation: ActivationId, step: StepId },
}
