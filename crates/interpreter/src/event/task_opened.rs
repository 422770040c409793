//! A task was opened: a step waits for a person.

use jiff::Timestamp;
use procedure::document::RoleId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, PersonId, TaskId};
use crate::state::State;
use crate::state::{Task, TaskKind};

/// A task was opened: a step waits for a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskOpened {
    pub task: TaskId,
    pub activation: ActivationId,
    pub kind: TaskKind,
    /// Holders of any of these may take it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub candidates: Vec<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assignee: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub due: Option<Timestamp>,
    /// Why the form came back, in the words of the checks.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub returned: Vec<String>,
}

impl Apply for TaskOpened {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let opened = Task {
            activation: self.activation,
            kind: self.kind.clone(),
            candidates: self.candidates.clone(),
            assignee: self.assignee.clone(),
            due: self.due,
            priority: Task::PRIORITY,
            opened_at: recorded.at,
            returned: self.returned.clone(),
        };
        state.next.task = state.next.task.max(self.task.0 + 1);
        if let Some(activation) = state.activations.get_mut(&self.activation) {
            activation.open_task(self.task, &self.kind);
        }
        state.tasks.insert(self.task, opened);
        state.settle(self.activation);
    }
}
