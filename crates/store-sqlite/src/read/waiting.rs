//! What waits beside tasks: timers, effects; and what was said to somebody.

use engine::port::store::{Counts, DeadLetter, EffectRow, Notice, NoticeQuery, Page, Paged, StoreError, TimerRow};
use interpreter::id::{EffectId, PersonId, RunId, TimerId};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{first, limit, number, paged, rows};
use crate::spelling::{maybe, moment, plain, text, to_json};

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

pub(crate) fn next_timer(connection: &Connection, after: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let earliest = "SELECT MIN(at) AS at FROM timer WHERE at > ?1";
    first(connection, earliest, [moment(after)], |row| maybe(row, "at")).map(Option::flatten)
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
