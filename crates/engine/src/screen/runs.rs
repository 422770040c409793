//! Runs as rows of a list.

use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::form::is_overdue;
use super::named::{PersonNamed, ProcedureNamed};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Page, Paged, RunQuery, RunRow, RunStatus};

/// A run as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunItem {
    pub run: String,
    /// What people call the case.
    pub case: Option<String>,
    pub procedure: ProcedureNamed,
    pub status: RunStatus,
    pub outcome: Option<String>,
    pub started_at: Timestamp,
    pub started_by: Option<PersonNamed>,
    pub due: Option<Timestamp>,
    pub overdue: bool,
    pub ended_at: Option<Timestamp>,
    pub open_tasks: usize,
    /// How many success criteria failed.
    pub failed_criteria: u32,
}

impl Engine {
    /// Runs that the caller may see, newest first; a page can be shorter than asked.
    pub async fn run_items(&self, caller: &Caller, query: &RunQuery, page: &Page) -> Result<Paged<RunItem>, Error> {
        let found = self.runs(caller, query, page).await?;
        let mut rows = Vec::with_capacity(found.rows.len());
        for row in found.rows {
            rows.push(self.run_item(row).await?);
        }
        Ok(Paged { rows, next: found.next })
    }

    async fn run_item(&self, row: RunRow) -> Result<RunItem, Error> {
        let progress = row.progress;
        let program = self.program(progress.version).await?;
        let open_tasks = match progress.status.is_open() {
            true => self.look(&row.run).await?.state.tasks.len(),
            false => 0,
        };
        let directory = self.directory();
        let named = |person: &PersonId| PersonNamed::of(&directory, person);
        Ok(RunItem {
            run: row.run.to_string(),
            case: row.origin.case,
            procedure: ProcedureNamed {
                id: row.origin.procedure.to_string(),
                title: program.procedure.title.clone(),
                number: progress.number,
            },
            status: progress.status,
            outcome: progress.outcome.map(|outcome| outcome.to_string()),
            started_at: row.origin.started_at,
            started_by: row.origin.starter.as_ref().map(named),
            due: progress.due,
            overdue: progress.status != RunStatus::Paused && is_overdue(progress.due, progress.ended_at, self.now()),
            ended_at: progress.ended_at,
            open_tasks,
            failed_criteria: progress.failed_criteria,
        })
    }
}
