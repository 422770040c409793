//! A person agreed.

use procedure::document::{RoleId, StepId};
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, TaskId};
use crate::state::State;
use crate::state::{Outcome, Phase, Vote, Work};

/// A person agreed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApprovalGiven {
    pub task: TaskId,
    pub activation: ActivationId,
    pub step: StepId,
    pub role: RoleId,
    /// What the person had seen: the number of the last event that changed it.
    pub revision: u64,
    /// What was filled in.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub values: Values,
    /// What the signature means.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<String>,
}

impl Apply for ApprovalGiven {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        state.write(Some(self.activation), &self.values, recorded.sequence);
        state.count_doer(&self.step, &recorded.actor);
        let Some(activation) = state.activations.get_mut(&self.activation) else { return };
        activation.by = Some(recorded.actor.clone());
        let Work::Approve { tasks, quorum, votes } = &mut activation.work else { return };
        if let Some(person) = &recorded.actor.person {
            votes.push(Vote { role: self.role.clone(), person: person.clone(), sequence: recorded.sequence });
        }
        let enough = votes.iter().filter(|vote| vote.role == self.role).count() >= *quorum as usize;
        if enough {
            tasks.remove(&self.role);
        }
        let all = tasks.is_empty();
        if all {
            activation.phase = Phase::Judging(Outcome::Completed);
        }
        if enough {
            state.tasks.remove(&self.task);
        } else if let Some(task) = state.tasks.get_mut(&self.task) {
            task.assignee = None;
        }
        state.settle(self.activation);
    }
}
