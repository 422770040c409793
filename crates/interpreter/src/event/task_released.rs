//! A person gave a task back.

use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::TaskId;
use crate::state::State;

/// A person gave a task back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskReleased {
    pub task: TaskId,
}

impl Apply for TaskReleased {
    fn apply(&self, state: &mut State, _: &Recorded) {
        if let Some(task) = state.tasks.get_mut(&self.task) {
            task.assignee = None;
        }
    }
}
