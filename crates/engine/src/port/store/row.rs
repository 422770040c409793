//! What the store keeps of runs beside their journals, so that it can be found. All of it follows from the journal.

use std::collections::BTreeSet;

use interpreter::id::{EffectId, PersonId, RunId, TaskId, TimerId};
use jiff::Timestamp;
use procedure::document::{OutcomeId, ProcedureId, RoleId, StepId};
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};

use super::query::Words;

/// What never changes about a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub procedure: ProcedureId,
    /// The case's name for people: the first text or number among the data it began with.
    pub case: Option<String>,
    pub starter: Option<PersonId>,
    /// The run and the effect whose sub-procedure this is.
    pub parent: Option<(RunId, EffectId)>,
    /// The position of the schedule that started it, among the procedure's triggers.
    pub schedule: Option<usize>,
    pub started_at: Timestamp,
}

/// Where a run stands as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RunStatus {
    Running,
    Paused,
    Ended,
    Cancelled,
}

impl RunStatus {
    /// Whether something can still happen.
    pub fn is_open(self) -> bool {
        match self {
            RunStatus::Running | RunStatus::Paused => true,
            RunStatus::Ended | RunStatus::Cancelled => false,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            RunStatus::Running => "running",
            RunStatus::Paused => "paused",
            RunStatus::Ended => "ended",
            RunStatus::Cancelled => "cancelled",
        }
    }
}

/// What changes as a run goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub version: ContentHash,
    /// The publication's number; 0 for a document that was not published.
    pub number: u32,
    pub status: RunStatus,
    pub outcome: Option<OutcomeId>,
    pub due: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// When its last event happened.
    pub updated_at: Timestamp,
    /// How many success criteria failed.
    pub failed_criteria: u32,
}

/// A run as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRow {
    pub run: RunId,
    pub origin: Origin,
    pub progress: Progress,
    /// The number of the journal's last event.
    pub sequence: u64,
    /// The hash of the journal's last event.
    pub head: ContentHash,
}

/// A task as inboxes find it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    pub run: RunId,
    pub task: TaskId,
    pub procedure: ProcedureId,
    pub step: StepId,
    /// The word for what is to be done: `work`, `approve`, `supply`, `by-hand`, `confirm`, `choose`, `settle`.
    pub kind: String,
    pub candidates: BTreeSet<RoleId>,
    pub assignee: Option<PersonId>,
    pub due: Option<Timestamp>,
    /// 0 to 100.
    pub priority: u8,
    pub opened_at: Timestamp,
    /// With the run's values, sensitive ones masked.
    #[serde(default)]
    pub title: String,
    /// What people call the case.
    #[serde(default)]
    pub case: Option<String>,
}

impl TaskRow {
    /// What words are looked for in.
    pub fn haystack(&self) -> String {
        Words::haystack([self.title.as_str(), self.case.as_deref().unwrap_or_default(), self.run.as_str()])
    }
}

impl RunRow {
    /// What words are looked for in.
    pub fn haystack(run: &RunId, origin: &Origin) -> String {
        Words::haystack([origin.case.as_deref().unwrap_or_default(), run.as_str()])
    }
}

/// Something asked of another system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectRow {
    pub run: RunId,
    pub effect: EffectId,
    /// Counts from 1.
    pub attempt: u32,
    /// The action, or `agent`, `document`, `notify`, `procedure`.
    pub label: String,
    /// Goes to the other system.
    pub key: String,
    /// The action and the `once` key, where the step has one.
    pub once: Option<String>,
    /// Whether it waits for the moment of its next attempt.
    pub waiting: bool,
    /// The highest attempt that was noted as sent ([`super::Store::begin`]); 0 where none was. The only field that does
    /// not follow from the journal; a commit leaves it as it is.
    pub begun: u32,
}

/// A moment that a run waits for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TimerRow {
    pub at: Timestamp,
    pub run: RunId,
    pub timer: TimerId,
}
