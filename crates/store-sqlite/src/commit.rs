//! One commit of a run: its events, its entry in the ledger, and the rows that follow.

use engine::ledger::{GENESIS, JournalEntry, LedgerContent, LedgerEntry};
use engine::port::store::{
    Batch, Begun, Claim, ClaimKind, Committed, Difference, EffectRow, Notice, Progress, RunRow, StoreError, TaskRow,
};
use interpreter::id::{EffectId, RunId, TaskId, TimerId};
use jiff::Timestamp;
use procedure::hash::ContentHash;
use rusqlite::{OptionalExtension, params};

use crate::codec;
use crate::error::failed;
use crate::spelling::{moment, to_json};
use crate::writer::Writing;

/// Appends the batch if the run's last event has the number `expected`.
pub(crate) fn commit(
    writing: &mut Writing<'_>,
    run: &RunId,
    expected: u64,
    mut batch: Batch,
) -> Result<Committed, StoreError> {
    let found = find(writing, run)?;
    let at_event = found.as_ref().map_or(0, |(_, sequence, _)| *sequence);
    if at_event != expected {
        return Err(StoreError::Conflict { run: run.clone(), expected, found: at_event });
    }
    let malformed = |because: &str| StoreError::Malformed { run: run.clone(), because: because.into() };
    if batch.origin.is_some() == found.is_some() {
        return Err(malformed("the origin is given with the first commit, and only then"));
    }
    let numbers = batch.events.iter().map(|event| event.sequence);
    if batch.events.is_empty() || !numbers.eq(expected + 1..=expected + batch.events.len() as u64) {
        return Err(malformed("its events do not follow the expected one without a gap"));
    }
    for each in &batch.claims {
        claim(writing, each)?;
    }

    let mut head = found.as_ref().map_or(ContentHash::from_bytes(GENESIS), |(_, _, head)| *head);
    let mut entries: Vec<JournalEntry> = Vec::with_capacity(batch.events.len());
    for event in batch.events.drain(..) {
        let entry = event.link(run, &head);
        head = entry.hash;
        entries.push(entry);
    }
    let last = entries.last().map_or(expected, |entry| entry.sequence);
    let key = match found {
        Some((key, ..)) => {
            update(writing, key, &batch.progress, last, &head)?;
            key
        }
        None => insert(writing, run, &batch, last, &head)?,
    };
    append(writing, key, &entries)?;
    effects(writing, key, &batch.effects)?;
    timers(writing, key, &batch.timers)?;
    tasks(writing, key, &batch.tasks)?;
    for each in &batch.notices {
        notice(writing, each)?;
    }
    for file in &batch.files {
        let sql = "INSERT INTO naming (hash, run) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        writing.execute(sql, params![file.as_bytes(), key])?;
    }
    let at = entries.last().map_or(batch.progress.updated_at, |entry| entry.at);
    let content = LedgerContent::Run { first: expected + 1, last, head };
    let ledger = writing.enter(at, LedgerEntry::RUN, run.as_str(), content)?;
    Ok(Committed { sequence: last, head, ledger })
}

type Found = (i64, u64, ContentHash);

fn find(writing: &Writing<'_>, run: &RunId) -> Result<Option<Found>, StoreError> {
    writing
        .connection
        .prepare_cached("SELECT key, sequence, head FROM run WHERE id = ?1")
        .and_then(|mut statement| {
            statement
                .query_row([run.as_str()], |row| Ok((row.get(0)?, row.get(1)?, ContentHash::from_bytes(row.get(2)?))))
                .optional()
        })
        .map_err(failed)
}

/// Takes a unique key, or says who has it.
pub(crate) fn claim(writing: &Writing<'_>, claim: &Claim) -> Result<(), StoreError> {
    let taken = writing.execute(
        "INSERT INTO claim (kind, key, by, value) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
        params![claim.kind.as_str(), claim.key, claim.by, claim.value],
    )?;
    if taken == 1 {
        return Ok(());
    }
    let by = holder(writing, claim.kind, &claim.key)?.map(|(by, _)| by).unwrap_or_default();
    Err(StoreError::ClaimTaken { kind: claim.kind, key: claim.key.clone(), by })
}

fn holder(writing: &Writing<'_>, kind: ClaimKind, key: &str) -> Result<Option<(String, Option<String>)>, StoreError> {
    writing
        .connection
        .prepare_cached("SELECT by, value FROM claim WHERE kind = ?1 AND key = ?2")
        .and_then(|mut statement| {
            statement.query_row([kind.as_str(), key], |row| Ok((row.get(0)?, row.get(1)?))).optional()
        })
        .map_err(failed)
}

fn insert(writing: &Writing<'_>, run: &RunId, batch: &Batch, last: u64, head: &ContentHash) -> Result<i64, StoreError> {
    let origin = batch.origin.as_ref().expect("checked with the batch");
    let progress = &batch.progress;
    let parent = origin.parent.as_ref();
    writing.execute(
        "INSERT INTO run (id, procedure, case_name, starter, parent_run, parent_effect, schedule, started_at,
             version, number, status, outcome, due, ended_at, updated_at, failed, sequence, head, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        params![
            run.as_str(),
            origin.procedure.as_str(),
            origin.case,
            origin.starter.as_ref().map(|person| person.as_str()),
            parent.map(|(run, _)| run.as_str()),
            parent.map(|(_, effect)| effect.0),
            origin.schedule,
            moment(origin.started_at),
            progress.version.as_bytes(),
            progress.number,
            progress.status.as_str(),
            progress.outcome.as_ref().map(|outcome| outcome.as_str()),
            progress.due.map(moment),
            progress.ended_at.map(moment),
            moment(progress.updated_at),
            progress.failed_criteria,
            last,
            head.as_bytes(),
            RunRow::haystack(run, origin),
        ],
    )?;
    Ok(writing.connection.last_insert_rowid())
}

fn update(
    writing: &Writing<'_>,
    key: i64,
    progress: &Progress,
    last: u64,
    head: &ContentHash,
) -> Result<(), StoreError> {
    writing.execute(
        "UPDATE run SET version = ?2, number = ?3, status = ?4, outcome = ?5, due = ?6, ended_at = ?7,
             updated_at = ?8, failed = ?9, sequence = ?10, head = ?11 WHERE key = ?1",
        params![
            key,
            progress.version.as_bytes(),
            progress.number,
            progress.status.as_str(),
            progress.outcome.as_ref().map(|outcome| outcome.as_str()),
            progress.due.map(moment),
            progress.ended_at.map(moment),
            moment(progress.updated_at),
            progress.failed_criteria,
            last,
            head.as_bytes(),
        ],
    )?;
    Ok(())
}

fn append(writing: &Writing<'_>, run: i64, entries: &[JournalEntry]) -> Result<(), StoreError> {
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(()) };
    writing.execute(
        "INSERT INTO journal (run, first, last, entries) VALUES (?1, ?2, ?3, ?4)",
        params![run, first.sequence, last.sequence, codec::entries(entries)],
    )?;
    writing.execute(
        "INSERT INTO content (journal, bodies) VALUES (?1, ?2)",
        params![writing.connection.last_insert_rowid(), codec::bodies(entries)],
    )?;
    Ok(())
}

fn effects(writing: &Writing<'_>, run: i64, rows: &Difference<EffectId, EffectRow>) -> Result<(), StoreError> {
    for id in &rows.removed {
        writing.execute("DELETE FROM effect WHERE run = ?1 AND effect = ?2", params![run, id.0])?;
    }
    for (id, row) in &rows.set {
        writing.execute(
            "INSERT INTO effect (run, effect, attempt, label, key, once, waiting) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT DO UPDATE SET attempt = ?3, label = ?4, key = ?5, once = ?6, waiting = ?7",
            params![run, id.0, row.attempt, row.label, row.key, row.once, row.waiting],
        )?;
    }
    Ok(())
}

fn timers(writing: &Writing<'_>, run: i64, rows: &Difference<TimerId, Timestamp>) -> Result<(), StoreError> {
    for id in &rows.removed {
        writing.execute("DELETE FROM timer WHERE run = ?1 AND timer = ?2", params![run, id.0])?;
    }
    for (id, at) in &rows.set {
        writing.execute(
            "INSERT INTO timer (run, timer, at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET at = ?3",
            params![run, id.0, moment(*at)],
        )?;
    }
    Ok(())
}

fn tasks(writing: &Writing<'_>, run: i64, rows: &Difference<TaskId, TaskRow>) -> Result<(), StoreError> {
    for id in rows.removed.iter().chain(rows.set.iter().map(|(id, _)| id)) {
        // Its offers go with it.
        writing.execute("DELETE FROM task WHERE run = ?1 AND task = ?2", params![run, id.0])?;
    }
    for (id, row) in &rows.set {
        let place = place(row);
        writing.execute(
            "INSERT INTO task (run, task, procedure, step, kind, candidates, assignee, due, priority, opened_at, place,
                 title, case_name, words)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            params![
                run,
                id.0,
                row.procedure.as_str(),
                row.step.as_str(),
                row.kind,
                to_json(&row.candidates),
                row.assignee.as_ref().map(|person| person.as_str()),
                row.due.map(moment),
                row.priority,
                moment(row.opened_at),
                place,
                row.title,
                row.case,
                row.haystack(),
            ],
        )?;
        for role in &row.candidates {
            writing.execute(
                "INSERT INTO offer (role, free, place, run, task) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![role.as_str(), row.assignee.is_none(), place, run, id.0],
            )?;
        }
    }
    Ok(())
}

/// Where a task stands in a list: those due first, then by priority, then the oldest.
fn place(row: &TaskRow) -> String {
    let due = row.due.map_or_else(|| "z".to_owned(), moment);
    let opened = moment(row.opened_at);
    format!("{due}|{:03}|{opened}|{}|{:010}", 255 - row.priority, row.run, row.task.0)
}

/// Keeps a word to somebody.
pub(crate) fn notice(writing: &Writing<'_>, notice: &Notice) -> Result<(), StoreError> {
    writing.execute(
        "INSERT INTO notice (at, run, step, role, person, subject, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            moment(notice.at),
            notice.run.as_str(),
            notice.step.as_ref().map(|step| step.as_str()),
            notice.role.as_ref().map(|role| role.as_str()),
            notice.person.as_ref().map(|person| person.as_str()),
            notice.subject,
            notice.text,
        ],
    )?;
    Ok(())
}

/// Notes that an attempt of an effect is about to be sent, unless its `once` key stands in the way.
pub(crate) fn begin(writing: &Writing<'_>, run: &RunId, effect: EffectId, attempt: u32) -> Result<Begun, StoreError> {
    let found: Option<(i64, u32, u32, Option<String>)> = writing
        .connection
        .prepare_cached(
            "SELECT effect.run, attempt, begun, once FROM effect JOIN run ON run.key = effect.run
             WHERE run.id = ?1 AND effect = ?2 AND NOT waiting",
        )
        .and_then(|mut statement| {
            statement
                .query_row(params![run.as_str(), effect.0], |row| {
                    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })
                .optional()
        })
        .map_err(failed)?;
    let Some((key, current, begun, once)) = found.filter(|(_, current, ..)| *current == attempt) else {
        return Ok(Begun::Gone);
    };
    if let Some(once) = &once {
        if let Some((by, Some(value))) = holder(writing, ClaimKind::Once, once)? {
            return Ok(Begun::Done { value, by });
        }
        if let Some((by, _)) = holder(writing, ClaimKind::Doubt, once)?
            && by != run.as_str()
        {
            return Ok(Begun::Doubtful { by });
        }
        let under_way: Option<String> = writing
            .connection
            .prepare_cached(
                "SELECT run.id FROM effect JOIN run ON run.key = effect.run
                 WHERE once = ?1 AND begun > 0 AND NOT (effect.run = ?2 AND effect = ?3) LIMIT 1",
            )
            .and_then(|mut statement| statement.query_row(params![once, key, effect.0], |row| row.get(0)).optional())
            .map_err(failed)?;
        if let Some(by) = under_way {
            return Ok(Begun::Held { by: RunId::new(by) });
        }
    }
    if begun == current {
        return Ok(Begun::Again);
    }
    writing.execute("UPDATE effect SET begun = ?3 WHERE run = ?1 AND effect = ?2", params![key, effect.0, attempt])?;
    Ok(Begun::Go)
}
