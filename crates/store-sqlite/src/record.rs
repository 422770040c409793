//! Changes that belong to no run's journal.

use std::collections::BTreeSet;

use engine::ledger::{LedgerContent, commitment};
use engine::port::store::{Change, ClaimKind, DeadLetter, Publication, StoreError, Write};
use interpreter::id::RunId;
use procedure::hash::ContentHash;
use rusqlite::{OptionalExtension, params};

use crate::commit::{claim, notice};
use crate::error::failed;
use crate::passing;
use crate::spelling::{moment, to_json};
use crate::writer::Writing;

/// Makes a change and enters it in the ledger.
pub(crate) fn record(writing: &mut Writing<'_>, change: Change) -> Result<u64, StoreError> {
    for each in &change.claims {
        claim(writing, each)?;
    }
    for each in &change.writes {
        write(writing, each)?;
    }
    let commitment = commitment(&change.salt, change.payload.as_bytes());
    let content =
        LedgerContent::Change { actor: change.actor, commitment, payload: Some((change.salt, change.payload)) };
    writing.enter(change.at, change.kind.as_str(), &change.subject, content)
}

fn write(writing: &Writing<'_>, write: &Write) -> Result<(), StoreError> {
    match write {
        Write::Document { version, text } => {
            writing.execute(
                "INSERT INTO document (version, text) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                params![version.as_bytes(), text],
            )?;
        }
        Write::Publication(publication) => publish(writing, publication)?,
        Write::Record(record) => {
            writing.execute(
                "INSERT INTO record (collection, id, value) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET value = ?3",
                params![record.collection.as_str(), record.id, record.value],
            )?;
        }
        Write::RemoveRecord { collection, id } => {
            writing
                .execute("DELETE FROM record WHERE collection = ?1 AND id = ?2", params![collection.as_str(), id])?;
        }
        Write::DeadLetter(letter) => dead_letter(writing, letter)?,
        Write::Notice(each) => notice(writing, each)?,
        Write::Passing(each) => passing::keep(writing, each)?,
        Write::EndPassing { kind, owner } => passing::end(writing, *kind, owner)?,
        Write::EndDoubt { key } => {
            let doubt = ClaimKind::Doubt.as_str();
            writing.execute("DELETE FROM claim WHERE kind = ?1 AND key = ?2", params![doubt, key])?;
        }
        Write::Hold { owner, content } => hold(writing, owner, content)?,
        Write::Fact { name, value } => fact(writing, name, value.as_deref())?,
        Write::EraseJournal(run) => overwriting(writing, || erase(writing, run))?,
        Write::ErasePayload(number) => {
            overwriting(writing, || writing.execute("DELETE FROM payload WHERE number = ?1", [number]))?;
        }
    }
    Ok(())
}

fn hold(writing: &Writing<'_>, owner: &str, content: &BTreeSet<ContentHash>) -> Result<(), StoreError> {
    writing.execute("DELETE FROM holding WHERE owner = ?1", [owner])?;
    for each in content {
        writing.execute("INSERT INTO holding (hash, owner) VALUES (?1, ?2)", params![each.as_bytes(), owner])?;
    }
    Ok(())
}

/// Keeps a fact, or forgets it.
pub(crate) fn fact(writing: &Writing<'_>, name: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
    match value {
        Some(value) => writing.execute(
            "INSERT INTO fact (name, value) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2",
            params![name, value],
        )?,
        None => writing.execute("DELETE FROM fact WHERE name = ?1", params![name])?,
    };
    Ok(())
}

fn publish(writing: &Writing<'_>, publication: &Publication) -> Result<(), StoreError> {
    let latest: u32 = writing
        .connection
        .prepare_cached("SELECT COALESCE(MAX(number), 0) FROM publication WHERE procedure = ?1")
        .and_then(|mut statement| statement.query_row([publication.procedure.as_str()], |row| row.get(0)))
        .map_err(failed)?;
    if publication.number != latest + 1 {
        let procedure = publication.procedure.to_string();
        return Err(StoreError::NumberTaken { procedure, given: publication.number, latest });
    }
    writing.execute(
        "INSERT INTO publication (procedure, number, version, pins, author, rationale, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            publication.procedure.as_str(),
            publication.number,
            publication.version.as_bytes(),
            to_json(&publication.pins),
            publication.author.as_ref().map(|person| person.as_str()),
            publication.rationale,
            moment(publication.at),
        ],
    )?;
    Ok(())
}

fn dead_letter(writing: &Writing<'_>, letter: &DeadLetter) -> Result<(), StoreError> {
    writing.execute(
        "INSERT INTO dead_letter (at, run, what, code, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![moment(letter.at), letter.run.as_str(), letter.what, letter.code, letter.reason],
    )?;
    Ok(())
}

/// What is deleted meanwhile is overwritten with zeros: SQLite would leave it in the file's free pages.
pub(crate) fn overwriting<T>(
    writing: &Writing<'_>,
    work: impl FnOnce() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let set = |on: bool| writing.connection.pragma_update(None, "secure_delete", on).map_err(failed);
    set(true)?;
    let done = work();
    set(false)?;
    done
}

fn erase(writing: &Writing<'_>, run: &RunId) -> Result<(), StoreError> {
    let found: Option<(i64, String)> = writing
        .connection
        .prepare_cached("SELECT key, status FROM run WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([run.as_str()], |row| Ok((row.get(0)?, row.get(1)?))).optional())
        .map_err(failed)?;
    let Some((key, status)) = found else { return Ok(()) };
    if matches!(status.as_str(), "running" | "paused") {
        return Err(StoreError::StillOpen(run.clone()));
    }
    writing.execute("DELETE FROM content WHERE journal IN (SELECT key FROM journal WHERE run = ?1)", [key])?;
    writing.execute("UPDATE run SET case_name = NULL WHERE key = ?1", [key])?;
    writing.execute("DELETE FROM notice WHERE run = ?1", [run.as_str()])?;
    writing.execute("DELETE FROM naming WHERE run = ?1", [key])?;
    Ok(())
}
