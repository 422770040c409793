//! Journals and the ledger.

use engine::ledger::{JournalEntry, LedgerContent, LedgerEntry};
use engine::port::store::{LedgerQuery, Page, Paged, StoreError};
use interpreter::actor::Actor;
use interpreter::event::Recorded;
use interpreter::id::RunId;
use procedure::hash::ContentHash;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::{first, limit, number, paged, rows};
use crate::codec;
use crate::error::damaged;
use crate::spelling::{hash, json, moment, plain, text};

/// Commits read at once.
const PAGE: i64 = 64;

pub(crate) fn entries(
    connection: &Connection,
    run: &RunId,
    after: u64,
    limit: usize,
) -> Result<Vec<JournalEntry>, StoreError> {
    let mut read: Vec<JournalEntry> = Vec::new();
    let mut reached = after;
    while read.len() < limit {
        let commits = rows(
            connection,
            "SELECT first, last, entries, bodies FROM journal JOIN run ON run.key = journal.run
             LEFT JOIN content ON content.journal = journal.key
             WHERE run.id = ?1 AND last > ?2 ORDER BY first LIMIT ?3",
            params![run.as_str(), reached, PAGE],
            |row| {
                let bodies: Option<Vec<u8>> = plain(row, "bodies")?;
                Ok((plain(row, "first")?, plain::<u64>(row, "last")?, plain::<Vec<u8>>(row, "entries")?, bodies))
            },
        )?;
        if commits.is_empty() {
            break;
        }
        for (first, last, entries, bodies) in commits {
            match codec::read(run, first, last, &entries, bodies.as_deref()) {
                Ok(entries) => read.extend(entries.into_iter().filter(|entry| entry.sequence > after)),
                // What stands before the damage is still good; whoever reads on meets the damage.
                Err(_) if !read.is_empty() => return Ok(read),
                Err(damaged) => return Err(damaged),
            }
            reached = last;
        }
    }
    read.truncate(limit);
    Ok(read)
}

pub(crate) fn journal(
    connection: &Connection,
    run: &RunId,
    after: u64,
    limit: usize,
) -> Result<Vec<Recorded>, StoreError> {
    let what = || format!("the journal of run {run}");
    let read = entries(connection, run, after, limit)?;
    // A journal that ends before its damage must not pass for a shorter one.
    if read.len() < limit
        && let Some(last) = read.last()
    {
        entries(connection, run, last.sequence, 1)?;
    }
    read.iter()
        .map(|entry| match entry.recorded() {
            Ok(Some(recorded)) => Ok(recorded),
            Ok(None) => Err(StoreError::Erased { what: what() }),
            Err(error) => Err(damaged(what(), error)),
        })
        .collect()
}

const LEDGER: &str =
    "SELECT ledger.number AS number, at, kind, subject, first, last, actor, commitment, hash, salt, content
    FROM ledger LEFT JOIN payload ON payload.number = ledger.number";

pub(crate) fn ledger(connection: &Connection, after: u64, limit: usize) -> Result<Vec<LedgerEntry>, StoreError> {
    let sql = format!("{LEDGER} WHERE ledger.number > ?1 ORDER BY ledger.number LIMIT ?2");
    rows(connection, &sql, params![after, i64::try_from(limit).unwrap_or(i64::MAX)], ledger_entry)
}

pub(crate) fn ledger_entries(
    connection: &Connection,
    query: &LedgerQuery,
    page: &Page,
) -> Result<Paged<LedgerEntry>, StoreError> {
    let mut wanted = vec!["ledger.number < ?"];
    let mut values = vec![Value::Integer(number(page, i64::MAX)?)];
    let mut with = |condition, value: Option<Value>| {
        if let Some(value) = value {
            wanted.push(condition);
            values.push(value);
        }
    };
    with("kind = ?", query.kind.clone().map(Value::Text));
    with("subject = ?", query.subject.clone().map(Value::Text));
    let person = query.person.as_ref().map(|person| Value::Text(person.to_string()));
    with("json_extract(actor, '$.person') = ?", person);
    with("at >= ?", query.since.map(|since| Value::Text(moment(since))));
    with("at < ?", query.until.map(|until| Value::Text(moment(until))));
    // A literal, so that the index of changes can be used.
    if query.person.is_some() || query.kind.as_deref().is_some_and(|kind| kind != LedgerEntry::RUN) {
        wanted.push("kind <> 'run'");
    }
    values.push(Value::Integer(limit(page)));
    let sql = format!("{LEDGER} WHERE {} ORDER BY ledger.number DESC LIMIT ?", wanted.join(" AND "));
    let found = rows(connection, &sql, params_from_iter(values), |row| {
        let entry = ledger_entry(row)?;
        Ok((entry.number.to_string(), entry))
    })?;
    Ok(paged(page, found))
}

fn ledger_entry(row: &Row<'_>) -> Result<LedgerEntry, StoreError> {
    let kind: String = plain(row, "kind")?;
    let commitment: ContentHash = hash(row, "commitment")?;
    let content = match (plain(row, "first")?, plain(row, "last")?) {
        (Some(first), Some(last)) if kind == LedgerEntry::RUN => LedgerContent::Run { first, last, head: commitment },
        _ => {
            let salt: Option<Vec<u8>> = plain(row, "salt")?;
            let salt: Option<[u8; 16]> =
                salt.map(|salt| salt.try_into().map_err(|_| damaged("salt", "it is not 16 bytes long"))).transpose()?;
            let payload = salt.zip(plain::<Option<String>>(row, "content")?);
            LedgerContent::Change { actor: json::<Actor>(row, "actor")?, commitment, payload }
        }
    };
    Ok(LedgerEntry {
        number: plain(row, "number")?,
        at: text(row, "at")?,
        kind,
        subject: plain(row, "subject")?,
        content,
        hash: hash(row, "hash")?,
    })
}

pub(crate) fn events(connection: &Connection) -> Result<u64, StoreError> {
    let sql = "SELECT COALESCE(SUM(last - first + 1), 0) AS events FROM journal";
    first(connection, sql, [], |row| plain(row, "events")).map(Option::unwrap_or_default)
}
