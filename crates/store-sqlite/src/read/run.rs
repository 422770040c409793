//! Runs, and what claims them.

use std::collections::BTreeSet;

use engine::port::store::{
    Claim, ClaimKind, Origin, Page, Paged, Progress, RunQuery, RunRow, RunStatus, RunsOf, StoreError,
};
use interpreter::id::{EffectId, PersonId, RunId};
use procedure::document::ProcedureId;
use procedure::hash::ContentHash;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::{first, limit, number, paged, rows};
use crate::error::damaged;
use crate::spelling::{hash, maybe, moment, plain, text, to_json};

const COLUMNS: &str =
    "key, id, procedure, case_name, starter, parent_run, parent_effect, schedule, started_at, version,
    number, status, outcome, due, ended_at, updated_at, failed, sequence, head";

pub(crate) fn run(connection: &Connection, run: &RunId) -> Result<Option<RunRow>, StoreError> {
    first(connection, &format!("SELECT {COLUMNS} FROM run WHERE id = ?1"), [run.as_str()], read)
}

pub(crate) fn runs(connection: &Connection, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, StoreError> {
    let mut wanted = vec!["key < ?"];
    let mut values = vec![Value::Integer(number(page, i64::MAX)?)];
    let mut with = |condition, value: Option<Value>| {
        if let Some(value) = value {
            wanted.push(condition);
            values.push(value);
        }
    };
    with("procedure = ?", query.procedure.as_ref().map(|id| Value::Text(id.to_string())));
    with("version = ?", query.version.as_ref().map(|hash| Value::Blob(hash.as_bytes().to_vec())));
    with("starter = ?", query.starter.as_ref().map(|person| Value::Text(person.to_string())));
    with("parent_run = ?", query.parent.as_ref().map(|run| Value::Text(run.to_string())));
    with("schedule = ?", query.schedule.and_then(|at| i64::try_from(at).ok()).map(Value::Integer));
    with("outcome = ?", query.outcome.as_ref().map(|outcome| Value::Text(outcome.to_string())));
    with("started_at >= ?", query.since.map(|since| Value::Text(moment(since))));
    with("started_at < ?", query.until.map(|until| Value::Text(moment(until))));
    for word in query.words.iter() {
        wanted.push("(instr(words, ?) > 0 OR procedure IN (SELECT value FROM json_each(?)))");
        values.push(Value::Text(word.to_owned()));
        let titled: Vec<&str> = query.titled.get(word).into_iter().flatten().map(ProcedureId::as_str).collect();
        values.push(Value::Text(to_json(&titled)));
    }
    // Literals, so that the index of open runs can be used.
    let statuses: Vec<String> = query.statuses.iter().map(|status| format!("'{}'", status.as_str())).collect();
    let status = format!("status IN ({})", statuses.join(", "));
    if !statuses.is_empty() {
        wanted.push(&status);
    }
    values.push(Value::Integer(limit(page)));
    let wanted = wanted.join(" AND ");
    let sql = format!("SELECT {COLUMNS} FROM run WHERE {wanted} ORDER BY key DESC LIMIT ?");
    let found = rows(connection, &sql, params_from_iter(values), |row| {
        Ok((plain::<i64>(row, "key")?.to_string(), read(row)?))
    })?;
    Ok(paged(page, found))
}

/// A page begins after the key that its cursor names.
pub(crate) fn doubts(connection: &Connection, page: &Page) -> Result<Paged<Claim>, StoreError> {
    let after = page.from.as_ref().map_or("", |cursor| cursor.0.as_str());
    let found = rows(
        connection,
        "SELECT key, by, value FROM claim WHERE kind = ?1 AND key > ?2 ORDER BY key LIMIT ?3",
        rusqlite::params![ClaimKind::Doubt.as_str(), after, limit(page)],
        |row| {
            let key: String = plain(row, "key")?;
            let (by, value) = (plain(row, "by")?, plain(row, "value")?);
            Ok((key.clone(), Claim { kind: ClaimKind::Doubt, key, by, value }))
        },
    )?;
    Ok(paged(page, found))
}

pub(crate) fn runs_of(connection: &Connection, procedure: &ProcedureId) -> Result<RunsOf, StoreError> {
    const OF: &str = "SELECT (SELECT COUNT(*) FROM run WHERE procedure = ?1) AS \"all\",
        (SELECT COUNT(*) FROM run WHERE procedure = ?1 AND status IN ('running', 'paused')) AS open,
        (SELECT started_at FROM run WHERE procedure = ?1 ORDER BY key DESC LIMIT 1) AS latest";
    let found = first(connection, OF, [procedure.as_str()], |row| {
        Ok(RunsOf { all: plain(row, "all")?, open: plain(row, "open")?, latest: maybe(row, "latest")? })
    })?;
    Ok(found.unwrap_or_default())
}

/// Goes from one version to the next, so that many runs of one are one look.
pub(crate) const OPEN_VERSIONS: &str = "WITH RECURSIVE found (version) AS (
        SELECT MIN(version) FROM run WHERE status IN ('running', 'paused')
        UNION ALL
        SELECT (SELECT MIN(version) FROM run WHERE status IN ('running', 'paused') AND version > found.version)
        FROM found WHERE found.version IS NOT NULL
    )
    SELECT version FROM found WHERE version IS NOT NULL";

pub(crate) const OPEN_RUNS_OF: &str =
    "SELECT id FROM run WHERE status IN ('running', 'paused') AND version IN (SELECT unhex(value) FROM json_each(?1))";

pub(crate) fn open_versions(connection: &Connection) -> Result<Vec<ContentHash>, StoreError> {
    rows(connection, OPEN_VERSIONS, [], |row| hash(row, "version"))
}

pub(crate) fn open_runs_of(
    connection: &Connection,
    versions: &BTreeSet<ContentHash>,
) -> Result<Vec<RunId>, StoreError> {
    let versions: Vec<String> = versions.iter().map(ToString::to_string).collect();
    rows(connection, OPEN_RUNS_OF, [to_json(&versions)], |row| Ok(RunId::new(plain::<String>(row, "id")?)))
}

fn read(row: &Row<'_>) -> Result<RunRow, StoreError> {
    let parent = match (plain::<Option<String>>(row, "parent_run")?, plain(row, "parent_effect")?) {
        (Some(run), Some(effect)) => Some((RunId::new(run), EffectId(effect))),
        _ => None,
    };
    let origin = Origin {
        procedure: text(row, "procedure")?,
        case: plain(row, "case_name")?,
        starter: plain::<Option<String>>(row, "starter")?.map(PersonId::new),
        parent,
        schedule: plain(row, "schedule")?,
        started_at: text(row, "started_at")?,
    };
    let progress = Progress {
        version: hash(row, "version")?,
        number: plain(row, "number")?,
        status: status(&plain::<String>(row, "status")?)?,
        outcome: maybe(row, "outcome")?,
        due: maybe(row, "due")?,
        ended_at: maybe(row, "ended_at")?,
        updated_at: text(row, "updated_at")?,
        failed_criteria: plain(row, "failed")?,
    };
    Ok(RunRow {
        run: RunId::new(plain::<String>(row, "id")?),
        origin,
        progress,
        sequence: plain(row, "sequence")?,
        head: hash(row, "head")?,
    })
}

pub(super) fn status(word: &str) -> Result<RunStatus, StoreError> {
    [RunStatus::Running, RunStatus::Paused, RunStatus::Ended, RunStatus::Cancelled]
        .into_iter()
        .find(|status| status.as_str() == word)
        .ok_or_else(|| damaged("status", format!("`{word}` is none")))
}

pub(crate) fn claimed(connection: &Connection, kind: ClaimKind, key: &str) -> Result<Option<Claim>, StoreError> {
    first(connection, "SELECT by, value FROM claim WHERE kind = ?1 AND key = ?2", [kind.as_str(), key], |row| {
        Ok(Claim { kind, key: key.to_owned(), by: plain(row, "by")?, value: plain(row, "value")? })
    })
}
