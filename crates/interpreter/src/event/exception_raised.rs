//! An exception was raised.

use super::is_false;
use procedure::document::{ExceptionId, Severity, StepId};
use procedure::value::Value;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::ActivationId;
use crate::state::State;
use crate::state::{Level, Phase, Raised};

/// An exception was raised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExceptionRaised {
    pub activation: ActivationId,
    /// The step it is counted at.
    pub step: StepId,
    pub exception: ExceptionId,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub severity: Option<Severity>,
    /// What was found, in words.
    pub message: String,
    /// The words of the person who raised it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub words: Option<String>,
    /// What belongs to it: an error, the names that were missing.
    #[serde(skip_serializing_if = "Value::is_null", default)]
    pub detail: Value,
    /// Where its handler is declared; absent when nothing handles it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub handler: Option<Level>,
    /// Whether its `when` turned true, and the step itself did not fail.
    #[serde(skip_serializing_if = "is_false", default)]
    pub condition: bool,
}

impl Apply for ExceptionRaised {
    fn apply(&self, state: &mut State, _: &Recorded) {
        let back =
            state.activations.get(&self.activation).filter(|_| self.condition).map(|it| Box::new(it.phase.clone()));
        if !self.condition {
            state.withdraw_work(self.activation);
        }
        let turn = state.turn(self.activation);
        let of_step = state.raises.entry(self.step.clone()).or_default();
        *of_step.entry(self.exception.clone()).or_default().entry(turn).or_default() += 1;
        state.raised.push(self.exception.clone());
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.phase = Phase::Raised(Raised {
                exception: self.exception.clone(),
                step: self.step.clone(),
                handler: self.handler.clone(),
                back,
                task: None,
                words: self.words.clone(),
                detail: self.detail.clone(),
                message: self.message.clone(),
                escalated: false,
            });
        }
        state.settle(self.activation);
    }
}
