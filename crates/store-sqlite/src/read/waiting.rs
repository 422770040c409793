//! What waits: tasks, timers, effects; and what was said to somebody.

use engine::port::store::{
    Counts, DeadLetter, EffectRow, Notice, NoticeQuery, Page, Paged, StoreError, TaskOrder, TaskQuery, TaskRow,
    TaskScope, TimerRow,
};
use interpreter::id::{EffectId, PersonId, RunId, TaskId, TimerId};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{first, limit, number, paged, rows};
use crate::spelling::{json, maybe, moment, plain, text, to_json};

/// What a query asks of a task, as a condition with its values.
fn asked(query: &TaskQuery) -> (String, Vec<Value>) {
    const OF_ROLE: &str = "assignee IS NULL AND EXISTS (SELECT 1 FROM task_role WHERE task_role.run = task.run
        AND task_role.task = task.task AND role IN (SELECT value FROM json_each(?)))";
    let mut values = Vec::new();
    let text = |text: &str| Value::Text(text.to_owned());
    let whose = match &query.scope {
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
    let mut wanted = vec![whose];
    let mut with = |condition: &str, value: Option<Value>| {
        if let Some(value) = value {
            wanted.push(condition.to_owned());
            values.push(value);
        }
    };
    with("task.procedure = ?", query.procedure.as_ref().map(|procedure| text(procedure.as_str())));
    with(
        "EXISTS (SELECT 1 FROM task_role WHERE task_role.run = task.run AND task_role.task = task.task AND role = ?)",
        query.role.as_ref().map(|role| text(role.as_str())),
    );
    with("task.due < ?", query.due_before.map(|before| Value::Text(moment(before))));
    for word in query.words.iter() {
        with("instr(task.words, ?) > 0", Some(text(word)));
    }
    (wanted.join(" AND "), values)
}

pub(crate) fn tasks(connection: &Connection, query: &TaskQuery, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
    let (wanted, asked) = asked(query);
    // Each order ends with the place, which is a task's own; the cursor is what stands before it, and the place.
    let (key, after, order) = match query.order {
        TaskOrder::Due => ("''", "place > ?2", "place"),
        TaskOrder::Priority => {
            ("(255 - priority)", "(255 - priority, place) > (CAST(?1 AS INTEGER), ?2)", "255 - priority, place")
        }
        TaskOrder::Opened => ("opened_at", "(opened_at, place) < (?1, ?2)", "opened_at DESC, place DESC"),
    };
    let from = match &page.from {
        Some(cursor) => Some(cursor.0.split_once('~').ok_or(StoreError::BadCursor)?),
        None => None,
    };
    let after = if from.is_some() { after } else { "TRUE" };
    let (before, place) = from.unwrap_or_default();
    let mut values = vec![Value::Text(before.to_owned()), Value::Text(place.to_owned())];
    values.extend(asked);
    values.push(Value::Integer(limit(page)));
    let sql = format!(
        "SELECT run.id AS id, task, task.procedure AS procedure, step, kind, candidates, assignee, task.due AS due,
             priority, opened_at, title, task.case_name AS case_name, {key} || '~' || place AS cursor
         FROM task JOIN run ON run.key = task.run
         WHERE ?1 = ?1 AND ?2 = ?2 AND {after} AND {wanted} ORDER BY {order} LIMIT ?"
    );
    let found = rows(connection, &sql, params_from_iter(values), |row| Ok((plain(row, "cursor")?, task(row)?)))?;
    Ok(paged(page, found))
}

pub(crate) fn count_tasks(connection: &Connection, query: &TaskQuery) -> Result<u64, StoreError> {
    let (wanted, values) = asked(query);
    let run = if wanted.contains("run.id") { "JOIN run ON run.key = task.run" } else { "" };
    let sql = format!("SELECT COUNT(*) AS count FROM task {run} WHERE {wanted}");
    let counted = first(connection, &sql, params_from_iter(values), |row| plain(row, "count"))?;
    Ok(counted.unwrap_or(0))
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
        title: plain(row, "title")?,
        case: plain(row, "case_name")?,
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

pub(crate) fn counts(connection: &Connection) -> Result<Counts, StoreError> {
    let one = |table: &str| -> Result<u64, StoreError> {
        let found = first(connection, &format!("SELECT COUNT(*) AS n FROM {table}"), [], |row| plain(row, "n"))?;
        Ok(found.unwrap_or(0))
    };
    let runs = rows(connection, "SELECT status, COUNT(*) AS n FROM run GROUP BY status", [], |row| {
        Ok((super::run::status(&plain::<String>(row, "status")?)?, plain(row, "n")?))
    })?;
    Ok(Counts {
        runs: runs.into_iter().collect(),
        tasks: one("task")?,
        effects: one("effect")?,
        dead_letters: one("dead_letter")?,
    })
}
