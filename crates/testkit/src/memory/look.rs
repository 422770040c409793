//! How a store in memory is looked through.

use std::cmp::Reverse;

use engine::ledger::{LedgerContent, LedgerEntry};
use engine::port::store::{
    Claim, ClaimKind, Counts, Cursor, DeadLetter, EffectRow, LedgerQuery, Notice, NoticeQuery, Page, Paged, RunQuery,
    RunRow, RunsOf, StoreError, TaskOrder, TaskQuery, TaskRow, TaskScope, TimerRow,
};
use jiff::Timestamp;
use procedure::document::ProcedureId;

use super::kept::Kept;

/// A page of what comes in order; its cursor is how many came before.
fn page<T>(rows: impl Iterator<Item = T>, page: &Page) -> Result<Paged<T>, StoreError> {
    let from = match &page.from {
        None => 0,
        Some(cursor) => cursor.0.parse::<usize>().map_err(|_| StoreError::BadCursor)?,
    };
    let mut rows: Vec<T> = rows.skip(from).take(page.limit() + 1).collect();
    let more = rows.len() > page.limit();
    rows.truncate(page.limit());
    let next = more.then(|| Cursor((from + page.limit()).to_string()));
    Ok(Paged { rows, next })
}

pub(super) fn runs(kept: &Kept, query: &RunQuery, at: &Page) -> Result<Paged<RunRow>, StoreError> {
    let holds = |row: &RunRow| {
        query.procedure.as_ref().is_none_or(|id| *id == row.origin.procedure)
            && query.version.is_none_or(|version| version == row.progress.version)
            && (query.statuses.is_empty() || query.statuses.contains(&row.progress.status))
            && (query.starter.is_none() || query.starter == row.origin.starter)
            && query.parent.as_ref().is_none_or(|run| row.origin.parent.as_ref().is_some_and(|(of, _)| of == run))
            && (query.schedule.is_none() || query.schedule == row.origin.schedule)
            && (query.outcome.is_none() || query.outcome == row.progress.outcome)
            && query.since.is_none_or(|since| row.origin.started_at >= since)
            && query.until.is_none_or(|until| row.origin.started_at < until)
            && query.finds(&row.run, &row.origin)
    };
    let mut found: Vec<_> = kept.runs.values().filter(|kept| holds(&kept.row)).collect();
    found.sort_by_key(|kept| std::cmp::Reverse(kept.order));
    page(found.into_iter().map(|kept| kept.row.clone()), at)
}

/// Rows of the runs in which something can still happen.
pub(super) fn open(kept: &Kept) -> impl Iterator<Item = &RunRow> {
    kept.runs.values().map(|kept| &kept.row).filter(|row| row.progress.status.is_open())
}

pub(super) fn runs_of(kept: &Kept, procedure: &ProcedureId) -> RunsOf {
    let of: Vec<&RunRow> =
        kept.runs.values().map(|kept| &kept.row).filter(|row| row.origin.procedure == *procedure).collect();
    RunsOf {
        all: of.len() as u64,
        open: of.iter().filter(|row| row.progress.status.is_open()).count() as u64,
        latest: of.iter().map(|row| row.origin.started_at).max(),
    }
}

pub(super) fn tasks(kept: &Kept, query: &TaskQuery, at: &Page) -> Result<Paged<TaskRow>, StoreError> {
    page(sorted_tasks(kept, query).into_iter().cloned(), at)
}

pub(super) fn sorted_tasks<'a>(kept: &'a Kept, query: &TaskQuery) -> Vec<&'a TaskRow> {
    let of_roles = |row: &TaskRow, roles: &std::collections::BTreeSet<_>| {
        row.assignee.is_none() && row.candidates.iter().any(|role| roles.contains(role))
    };
    let in_scope = |row: &TaskRow| match &query.scope {
        TaskScope::All => true,
        TaskScope::Run(run) => row.run == *run,
        TaskScope::Person(person) => row.assignee.as_ref() == Some(person),
        TaskScope::Roles(roles) => of_roles(row, roles),
        TaskScope::Inbox(person, roles) => row.assignee.as_ref() == Some(person) || of_roles(row, roles),
        TaskScope::Seen(person, roles, procedures) => {
            procedures.contains(&row.procedure) || row.assignee.as_ref() == Some(person) || of_roles(row, roles)
        }
    };
    let holds = |row: &TaskRow| {
        in_scope(row)
            && query.procedure.as_ref().is_none_or(|procedure| *procedure == row.procedure)
            && query.role.as_ref().is_none_or(|role| row.candidates.contains(role))
            && query.due_before.is_none_or(|moment| row.due.is_some_and(|due| due < moment))
            && query.words.stand_in(&row.haystack())
    };
    let mut found: Vec<&TaskRow> =
        kept.runs.values().flat_map(|kept| kept.tasks.values()).filter(|row| holds(row)).collect();
    let place = |row: &TaskRow| {
        let due = row.due.unwrap_or(Timestamp::MAX);
        (due, Reverse(row.priority), row.opened_at, row.run.clone(), row.task)
    };
    match query.order {
        TaskOrder::Due => found.sort_by_key(|row| place(row)),
        TaskOrder::Priority => found.sort_by_key(|row| (Reverse(row.priority), place(row))),
        TaskOrder::Opened => found.sort_by_key(|row| Reverse((row.opened_at, place(row)))),
    }
    found
}

/// Newest first.
pub(super) fn ledger(kept: &Kept, query: &LedgerQuery, at: &Page) -> Result<Paged<LedgerEntry>, StoreError> {
    let person = |entry: &LedgerEntry| match &entry.content {
        LedgerContent::Run { .. } => None,
        LedgerContent::Change { actor, .. } => actor.person.clone(),
    };
    let holds = |entry: &&LedgerEntry| {
        query.kind.as_ref().is_none_or(|kind| *kind == entry.kind)
            && query.subject.as_ref().is_none_or(|subject| *subject == entry.subject)
            && (query.person.is_none() || query.person == person(entry))
            && query.since.is_none_or(|since| entry.at >= since)
            && query.until.is_none_or(|until| entry.at < until)
    };
    page(kept.ledger.iter().rev().filter(holds).cloned(), at)
}

/// Earliest first.
pub(super) fn timers(kept: &Kept) -> Vec<TimerRow> {
    let of = |kept: &super::kept::KeptRun| {
        let run = kept.row.run.clone();
        kept.timers.iter().map(|(timer, at)| TimerRow { at: *at, run: run.clone(), timer: *timer }).collect::<Vec<_>>()
    };
    let mut timers: Vec<TimerRow> = kept.runs.values().flat_map(of).collect();
    timers.sort();
    timers
}

pub(super) fn effects(kept: &Kept, at: &Page) -> Result<Paged<EffectRow>, StoreError> {
    page(kept.runs.values().flat_map(|kept| kept.effects.values()).cloned(), at)
}

pub(super) fn notices(kept: &Kept, query: &NoticeQuery, at: &Page) -> Result<Paged<Notice>, StoreError> {
    let holds = |notice: &&Notice| {
        let to_person = notice.person.is_some() && notice.person == query.person;
        let to_role = notice.role.as_ref().is_some_and(|role| query.roles.contains(role));
        (to_person || to_role) && query.run.as_ref().is_none_or(|run| *run == notice.run)
    };
    page(kept.notices.iter().rev().filter(holds).cloned(), at)
}

pub(super) fn doubts(kept: &Kept, at: &Page) -> Result<Paged<Claim>, StoreError> {
    page(kept.claims.values().filter(|claim| claim.kind == ClaimKind::Doubt).cloned(), at)
}

pub(super) fn dead_letters(kept: &Kept, at: &Page) -> Result<Paged<DeadLetter>, StoreError> {
    page(kept.dead_letters.iter().rev().cloned(), at)
}

pub(super) fn counts(kept: &Kept) -> Counts {
    let mut counts = Counts { dead_letters: kept.dead_letters.len() as u64, ..Counts::default() };
    for run in kept.runs.values() {
        *counts.runs.entry(run.row.progress.status).or_default() += 1;
        counts.tasks += run.tasks.len() as u64;
        counts.effects += run.effects.len() as u64;
    }
    counts
}
