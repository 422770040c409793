//! What waits: tasks, timers, effects; and what was said to somebody.

use engine::port::store::{
    DeadLetter, EffectRow, Notice, NoticeQuery, Page, Paged, StoreError, TaskRow, TaskScope, TimerRow,
};
use interpreter::id::{EffectId, PersonId, RunId, TaskId, TimerId};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{first, limit, number, paged, rows};
use crate::spelling::{json, maybe, moment, plain, text, to_json};

pub(crate) fn tasks(connection: &Connection, scope: &TaskScope, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
    const OF_ROLE: &str = "assignee IS NULL AND EXISTS (SELECT 1 FROM task_role WHERE task_role.run = task.run
        AND task_role.task = task.task AND role IN (SELECT value FROM json_each(?)))";
    let mut values = vec![Value::Text(page.from.as_ref().map(|cursor| cursor.0.clone()).unwrap_or_default())];
    let text = |text: &str| Value::Text(text.to_owned());
    let whose = match scope {
        TaskScope::All => "TRUE".to_owned(),
        TaskScope::Run(run) => {
            values.push(text(run.as_str()));
            "run.id = ?".to_owned()
        }
        TaskScope::Person(person) => {
            values.push(text(person.as_str()));
            "assignee = ?".to_owned()
        }
        TaskScope::Roles(roles) => {
            values.push(Value::Text(to_json(roles)));
            OF_ROLE.to_owned()
        }
        TaskScope::Inbox(person, roles) => {
            values.extend([text(person.as_str()), Value::Text(to_json(roles))]);
            format!("(assignee = ? OR ({OF_ROLE}))")
        }
    };
    values.push(Value::Integer(limit(page)));
    let sql = format!(
        "SELECT run.id AS id, task, task.procedure AS procedure, step, kind, candidates, assignee, task.due AS due,
             priority, opened_at, place
         FROM task JOIN run ON run.key = task.run WHERE place > ? AND {whose} ORDER BY place LIMIT ?"
    );
    let found = rows(connection, &sql, params_from_iter(values), |row| Ok((plain(row, "place")?, task(row)?)))?;
    Ok(paged(page, found))
}

fn task(row: &Row<'_>) -> Result<TaskRow, StoreError> {
    Ok(TaskRow {
        run: RunId::new(plain::<String>(row, "id")?),
        task: TaskId(plain(row, "task")?),
        procedure: text(row, "procedure")?,
        step: text(row, "step")?,
        kind: plain(row, "kind")?,
        candidates: json(row, "candidates")?,
        assignee: plain::<Option<String>>(row, "assignee")?.map(PersonId::new),
        due: maybe(row, "due")?,
        priority: plain(row, "priority")?,
        opened_at: text(row, "opened_at")?,
    })
}

pub(crate) fn timers(connection: &Connection, until: Timestamp, most: usize) -> Result<Vec<TimerRow>, StoreError> {
    rows(
        connection,
        "SELECT at, run.id AS id, timer FROM timer JOIN run ON run.key = timer.run
         WHERE at <= ?1 ORDER BY at, run.id, timer LIMIT ?2",
        params![moment(until), i64::try_from(most).unwrap_or(i64::MAX)],
        |row| {
            let run = RunId::new(plain::<String>(row, "id")?);
            Ok(TimerRow { at: text(row, "at")?, run, timer: TimerId(plain(row, "timer")?) })
        },
    )
}

pub(crate) fn next_timer(connection: &Connection) -> Result<Option<Timestamp>, StoreError> {
    first(connection, "SELECT MIN(at) AS at FROM timer", [], |row| maybe(row, "at")).map(Option::flatten)
}

pub(crate) fn effects(connection: &Connection, page: &Page) -> Result<Paged<EffectRow>, StoreError> {
    let bad = || StoreError::BadCursor;
    let (run, effect): (i64, u32) = match &page.from {
        None => (0, 0),
        Some(cursor) => {
            let (run, effect) = cursor.0.split_once('.').ok_or_else(bad)?;
            (run.parse().map_err(|_| bad())?, effect.parse().map_err(|_| bad())?)
        }
    };
    let found = rows(
        connection,
        "SELECT run.key AS run_key, run.id AS id, effect, attempt, label, effect.key AS key, once, waiting, begun
         FROM effect JOIN run ON run.key = effect.run
         WHERE (effect.run, effect) > (?1, ?2) ORDER BY effect.run, effect LIMIT ?3",
        params![run, effect, limit(page)],
        |row| {
            let effect = EffectRow {
                run: RunId::new(plain::<String>(row, "id")?),
                effect: EffectId(plain(row, "effect")?),
                attempt: plain(row, "attempt")?,
                label: plain(row, "label")?,
                key: plain(row, "key")?,
                once: plain(row, "once")?,
                waiting: plain(row, "waiting")?,
                begun: plain(row, "begun")?,
            };
            Ok((format!("{}.{}", plain::<i64>(row, "run_key")?, effect.effect), effect))
        },
    )?;
    Ok(paged(page, found))
}

pub(crate) fn notices(connection: &Connection, query: &NoticeQuery, page: &Page) -> Result<Paged<Notice>, StoreError> {
    let found = rows(
        connection,
        "SELECT key, at, run, step, role, person, subject, text FROM notice
         WHERE key < ?1 AND (?2 IS NULL OR run = ?2)
             AND (person = ?3 OR role IN (SELECT value FROM json_each(?4)))
         ORDER BY key DESC LIMIT ?5",
        params![
            number(page, i64::MAX)?,
            query.run.as_ref().map(RunId::as_str),
            query.person.as_ref().map(PersonId::as_str),
            to_json(&query.roles),
            limit(page)
        ],
        |row| {
            let notice = Notice {
                at: text(row, "at")?,
                run: RunId::new(plain::<String>(row, "run")?),
                step: maybe(row, "step")?,
                role: maybe(row, "role")?,
                person: plain::<Option<String>>(row, "person")?.map(PersonId::new),
                subject: plain(row, "subject")?,
                text: plain(row, "text")?,
            };
            Ok((plain::<i64>(row, "key")?.to_string(), notice))
        },
    )?;
    Ok(paged(page, found))
}

pub(crate) fn dead_letters(connection: &Connection, page: &Page) -> Result<Paged<DeadLetter>, StoreError> {
    let found = rows(
        connection,
        "SELECT key, at, run, what, code, reason FROM dead_letter WHERE key < ?1 ORDER BY key DESC LIMIT ?2",
        params![number(page, i64::MAX)?, limit(page)],
        |row| {
            let letter = DeadLetter {
                at: text(row, "at")?,
                run: RunId::new(plain::<String>(row, "run")?),
                what: plain(row, "what")?,
                code: plain(row, "code")?,
                reason: plain(row, "reason")?,
            };
            Ok((plain::<i64>(row, "key")?.to_string(), letter))
        },
    )?;
    Ok(paged(page, found))
}
