//! A person took a task.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{PersonId, TaskId};
use crate::state::State;

/// A person took a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskClaimed {
    pub task: TaskId,
    pub person: PersonId,
}

impl Apply for TaskClaimed {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(task) = state.tasks.get_mut(&self.task) {
            task.assignee = Some(self.person.clone());
        }
    }
}
