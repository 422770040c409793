//! A decision was made.

use procedure::document::StepId;
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Lane, LaneState, Outcome, Phase, Work};

/// A decision was made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DecisionMade {
    pub activation: ActivationId,
    pub step: StepId,
    pub choice: Choice,
    /// What was read, with the values, in order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub inputs: Vec<(String, Value)>,
    /// The reasons of the case or rows that held.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub because: Vec<String>,
    /// What the case or rows set.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub values: Values,
    /// The block that opens; absent for a case without steps.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub lane: Option<Lane>,
}

impl Apply for DecisionMade {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.write(Some(self.activation), &self.values, recorded.sequence);
        state.withdraw_work(self.activation);
        if let Some(step) = state.activations.get(&self.activation).map(|activation| activation.step.clone()) {
            state.count_doer(&step, &recorded.actor);
        }
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            if recorded.actor.person.is_some() {
                activation.by = Some(recorded.actor.clone());
            }
            match &self.lane {
                Some(lane) => {
                    activation.work = Work::Block;
                    activation.phase = Phase::Working;
                    activation.lanes = [(lane.clone(), LaneState::Start)].into_iter().collect();
                }
                None => activation.phase = Phase::Judging(Outcome::Completed),
            }
        }
        state.settle(self.activation);
    }
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The case at this position, counted from 0.
    Case(usize),
    /// The rows at these positions of the table, counted from 0.
    Rows(Vec<usize>),
    Otherwise,
    /// Nothing held, and `otherwise: continue`.
    Continue,
}
