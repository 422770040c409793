//! What an act came to, for whoever did it.

use interpreter::id::{RunId, TaskId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::next;
use super::reader::Reader;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::RunStatus;
use crate::run::Changed;

/// A run after an act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActDone {
    pub run: String,
    pub status: RunStatus,
    pub outcome: Option<String>,
    /// The number of the last event.
    pub revision: u64,
    /// A task of the run that is now the same person's to do.
    pub next_task: Option<NextTask>,
}

/// A task to go on with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NextTask {
    pub run: String,
    pub task: String,
}

impl Engine {
    /// What a change came to for the caller.
    pub async fn done(&self, caller: &Caller, changed: &Changed) -> Result<ActDone, Error> {
        let progress = crate::derive::progress(&changed.state, changed.program.version, self.now());
        let next_task = self.next_task(caller, &changed.run).await?;
        Ok(ActDone {
            run: changed.run.to_string(),
            status: progress.status,
            outcome: progress.outcome.map(|outcome| outcome.to_string()),
            revision: changed.state.sequence,
            next_task: next_task.map(|task| NextTask { run: changed.run.to_string(), task: task.to_string() }),
        })
    }

    async fn next_task(&self, caller: &Caller, run: &RunId) -> Result<Option<TaskId>, Error> {
        let live = self.look(run).await?;
        Ok(next(&Reader::of(self, caller, run, &live)))
    }
}
