//! The run began.

use jiff::Timestamp;
use procedure::document::{AutonomyLevel, ProcedureId};
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded, is_false};
use crate::command::Trigger;
use crate::id::RunId;
use crate::state::State;
use crate::state::{LaneState, Status};

/// The run began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Started {
    pub run: RunId,
    pub procedure: ProcedureId,
    /// The publication's number; 0 for a document that was not published.
    pub number: u32,
    /// The data it began with.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub data: Values,
    /// Kept for the whole run.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub settings: Values,
    /// What started it.
    pub trigger: Trigger,
    /// The run whose sub-procedure this is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub parent: Option<RunId>,
    /// The highest autonomy that the deployment allowed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub autonomy_cap: Option<AutonomyLevel>,
    /// When the run is due.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<Timestamp>,
    /// Whether that counts from the start: pausing the run moves it.
    #[serde(skip_serializing_if = "is_false", default)]
    pub due_from_start: bool,
}

impl Apply for Started {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.run = Some(self.run.clone());
        state.number = self.number;
        state.version = Some(recorded.version);
        state.status = Status::Running;
        state.started_at = Some(recorded.at);
        state.starter = Some(recorded.actor.clone());
        state.autonomy_cap = self.autonomy_cap;
        state.settings = self.settings.clone();
        state.due = self.due;
        state.due_from_start = self.due_from_start;
        state.lane = LaneState::Start;
        state.write(None, &self.data, recorded.sequence);
    }
}
