//! A person did a task.

use procedure::document::StepId;
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use super::{Apply, Recorded};
use crate::id::{ActivationId, TaskId};
use crate::state::State;
use crate::state::{Outcome, Phase, TaskKind};

/// A person did a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskCompleted {
    pub task: TaskId,
    pub activation: ActivationId,
    pub step: StepId,
    /// What was filled in.
    #[serde(skip_serializing_if = "Values::is_empty", default)]
    pub values: Values,
    /// What the signature means.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub signature: Option<String>,
}

impl Apply for TaskCompleted {
    fn apply(&self, state: &mut State, recorded: &Recorded) {
        let kind = state.tasks.remove(&self.task).map(|task| task.kind);
        state.write(Some(self.activation), &self.values, recorded.sequence);
        state.count_doer(&self.step, &recorded.actor);
        let Some(activation) = state.activations.get_mut(&self.activation) else { return };
        activation.by = Some(recorded.actor.clone());
        match (kind, &activation.phase) {
            (_, Phase::Asking { back, .. }) => activation.phase = (**back).clone(),
            (Some(TaskKind::Work | TaskKind::ByHand { .. }), _) => {
                activation.phase = Phase::Judging(Outcome::Completed);
            }
            (Some(_) | None, _) => {}
        }
        state.settle(self.activation);
    }
}
