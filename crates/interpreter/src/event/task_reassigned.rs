//! A task was given to somebody else, or to another role.

use procedure::document::RoleId;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{PersonId, TaskId};
use crate::state::{Handed, State};

/// A task was given to somebody else, or to another role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskReassigned {
    pub task: TaskId,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub assignee: Option<PersonId>,
    /// Joins those who may take it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<RoleId>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reason: Option<String>,
}

impl Apply for TaskReassigned {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(task) = state.tasks.get_mut(&self.task) {
            task.assignee = self.assignee.clone();
            if let Some(role) = &self.role
                && !task.candidates.contains(role)
            {
                task.candidates.push(role.clone());
            }
            let handed = Handed { assignee: task.assignee.clone(), candidates: task.candidates.clone() };
            if let Some(open) = state.activations.get_mut(&task.activation) {
                open.handed = Some(handed);
            }
        }
    }
}
