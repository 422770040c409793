//! How a store in memory is looked through.

use engine::port::store::{
    Cursor, DeadLetter, EffectRow, Notice, NoticeQuery, Page, Paged, RunQuery, RunRow, StoreError, TaskRow, TaskScope,
    TimerRow,
};
use jiff::Timestamp;

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
    };
    let mut found: Vec<_> = kept.runs.values().filter(|kept| holds(&kept.row)).collect();
    found.sort_by_key(|kept| std::cmp::Reverse(kept.order));
    page(found.into_iter().map(|kept| kept.row.clone()), at)
}

pub(super) fn tasks(kept: &Kept, scope: &TaskScope, at: &Page) -> Result<Paged<TaskRow>, StoreError> {
    let of_roles = |row: &TaskRow, roles: &std::collections::BTreeSet<_>| {
        row.assignee.is_none() && row.candidates.iter().any(|role| roles.contains(role))
    };
    let holds = |row: &TaskRow| match scope {
        TaskScope::All => true,
        TaskScope::Run(run) => row.run == *run,
        TaskScope::Person(person) => row.assignee.as_ref() == Some(person),
        TaskScope::Roles(roles) => of_roles(row, roles),
        TaskScope::Inbox(person, roles) => row.assignee.as_ref() == Some(person) || of_roles(row, roles),
    };
    let mut found: Vec<&TaskRow> =
        kept.runs.values().flat_map(|kept| kept.tasks.values()).filter(|row| holds(row)).collect();
    found.sort_by_key(|row| {
        let due = row.due.unwrap_or(Timestamp::MAX);
        (due, std::cmp::Reverse(row.priority), row.opened_at, row.run.clone(), row.task)
    });
    page(found.into_iter().cloned(), at)
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

pub(super) fn dead_letters(kept: &Kept, at: &Page) -> Result<Paged<DeadLetter>, StoreError> {
    page(kept.dead_letters.iter().rev().cloned(), at)
}
