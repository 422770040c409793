//! What is kept for a while.

use engine::port::store::{Passing, PassingKind, StoreError};
use jiff::Timestamp;
use rusqlite::{Connection, Row, params};

use crate::read::{first, rows};
use crate::spelling::{moment, plain, text};
use crate::writer::Writing;

pub(crate) fn keep(writing: &Writing<'_>, passing: &Passing) -> Result<(), StoreError> {
    writing.execute(
        "INSERT INTO passing (kind, key, owner, value, until) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET owner = ?3, value = ?4, until = ?5",
        params![passing.kind.as_str(), passing.key, passing.owner, passing.value, moment(passing.until)],
    )?;
    Ok(())
}

pub(crate) fn begin(writing: &Writing<'_>, passing: &Passing, now: Timestamp) -> Result<Option<Passing>, StoreError> {
    let found = read(writing.connection, passing.kind, &passing.key)?.filter(|found| found.until > now);
    if found.is_none() {
        keep(writing, passing)?;
    }
    Ok(found)
}

pub(crate) fn renew(writing: &Writing<'_>, passing: &Passing) -> Result<(), StoreError> {
    writing.execute(
        "UPDATE passing SET owner = ?3, value = ?4, until = ?5 WHERE kind = ?1 AND key = ?2",
        params![passing.kind.as_str(), passing.key, passing.owner, passing.value, moment(passing.until)],
    )?;
    Ok(())
}

pub(crate) fn take(writing: &Writing<'_>, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
    let found = read(writing.connection, kind, key)?;
    if found.is_some() {
        writing.execute("DELETE FROM passing WHERE kind = ?1 AND key = ?2", params![kind.as_str(), key])?;
    }
    Ok(found)
}

pub(crate) fn end(writing: &Writing<'_>, kind: PassingKind, owner: &str) -> Result<(), StoreError> {
    writing.execute("DELETE FROM passing WHERE kind = ?1 AND owner = ?2", params![kind.as_str(), owner])?;
    Ok(())
}

pub(crate) fn sweep(writing: &Writing<'_>, now: Timestamp) -> Result<(), StoreError> {
    writing.execute("DELETE FROM passing WHERE until <= ?1", [moment(now)])?;
    Ok(())
}

pub(crate) fn read(connection: &Connection, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
    let sql = "SELECT * FROM passing WHERE kind = ?1 AND key = ?2";
    first(connection, sql, params![kind.as_str(), key], |row| of(kind, row))
}

pub(crate) fn of_owner(connection: &Connection, kind: PassingKind, owner: &str) -> Result<Vec<Passing>, StoreError> {
    let sql = "SELECT * FROM passing WHERE kind = ?1 AND owner = ?2 ORDER BY key";
    rows(connection, sql, params![kind.as_str(), owner], |row| of(kind, row))
}

fn of(kind: PassingKind, row: &Row<'_>) -> Result<Passing, StoreError> {
    Ok(Passing {
        kind,
        key: plain(row, "key")?,
        owner: plain(row, "owner")?,
        value: plain(row, "value")?,
        until: text(row, "until")?,
    })
}
