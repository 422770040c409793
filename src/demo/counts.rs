//! What the history came to, in numbers.

use std::collections::BTreeMap;

use anyhow::Result;
use engine::Engine;
use engine::port::store::{Page, RunQuery, RunStatus};
use engine::run::inbox::Inbox;
use jiff::Timestamp;
use serde::Serialize;

use super::people;

/// Counts of runs and tasks.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Counts {
    pub runs: usize,
    pub running: usize,
    pub paused: usize,
    pub ended: usize,
    pub cancelled: usize,
    pub tasks: usize,
    pub overdue: usize,
    pub assigned: usize,
    pub procedures: BTreeMap<String, usize>,
    pub outcomes: BTreeMap<String, usize>,
}

/// Counts everything, as of `at`.
pub async fn count(engine: &Engine, at: Timestamp) -> Result<Counts> {
    let owner = people::owner_caller();
    let mut counts = Counts::default();
    let mut page = Page::first(Page::MOST);
    loop {
        let found = engine.runs(&owner, &RunQuery::default(), &page).await?;
        for row in found.rows {
            counts.runs += 1;
            *counts.procedures.entry(row.origin.procedure.to_string()).or_default() += 1;
            if let Some(outcome) = &row.progress.outcome {
                *counts.outcomes.entry(outcome.to_string()).or_default() += 1;
            }
            match row.progress.status {
                RunStatus::Running => counts.running += 1,
                RunStatus::Paused => counts.paused += 1,
                RunStatus::Ended => counts.ended += 1,
                RunStatus::Cancelled => counts.cancelled += 1,
            }
        }
        let Some(next) = found.next else { break };
        page = Page::from(Page::MOST, next);
    }
    let mut page = Page::first(Page::MOST);
    loop {
        let found = engine.inbox(&owner, Inbox::Everybody, &page).await?;
        counts.tasks += found.rows.len();
        counts.overdue += found.rows.iter().filter(|task| task.due.is_some_and(|due| due < at)).count();
        counts.assigned += found.rows.iter().filter(|task| task.assignee.is_some()).count();
        let Some(next) = found.next else { return Ok(counts) };
        page = Page::from(Page::MOST, next);
    }
}
