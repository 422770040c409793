//! Procedures, people, configuration, attachments, and the installation itself.

use engine::port::store::{Collection, Lease, Publication, Record, StoreError};
use interpreter::id::PersonId;
use procedure::document::ProcedureId;
use procedure::hash::ContentHash;
use rusqlite::{Connection, Row};

use super::{first, rows};
use crate::spelling::{hash, json, plain, text};

pub(crate) fn publications(connection: &Connection, of: &ProcedureId) -> Result<Vec<Publication>, StoreError> {
    rows(connection, "SELECT * FROM publication WHERE procedure = ?1 ORDER BY number", [of.as_str()], publication)
}

pub(crate) fn latest_publications(connection: &Connection) -> Result<Vec<Publication>, StoreError> {
    let sql = "SELECT * FROM publication AS p WHERE number =
        (SELECT MAX(number) FROM publication WHERE procedure = p.procedure) ORDER BY procedure";
    rows(connection, sql, [], publication)
}

fn publication(row: &Row<'_>) -> Result<Publication, StoreError> {
    Ok(Publication {
        procedure: text(row, "procedure")?,
        number: plain(row, "number")?,
        version: hash(row, "version")?,
        pins: json(row, "pins")?,
        author: plain::<Option<String>>(row, "author")?.map(PersonId::new),
        rationale: plain(row, "rationale")?,
        at: text(row, "at")?,
    })
}

pub(crate) fn document(connection: &Connection, version: ContentHash) -> Result<Option<String>, StoreError> {
    first(connection, "SELECT text FROM document WHERE version = ?1", [version.as_bytes()], |row| plain(row, "text"))
}

pub(crate) fn records(connection: &Connection, collection: Collection) -> Result<Vec<Record>, StoreError> {
    rows(connection, "SELECT id, value FROM record WHERE collection = ?1 ORDER BY id", [collection.as_str()], |row| {
        Ok(Record { collection, id: plain(row, "id")?, value: plain(row, "value")? })
    })
}

pub(crate) fn record_of(
    connection: &Connection,
    collection: Collection,
    id: &str,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT value FROM record WHERE collection = ?1 AND id = ?2";
    first(connection, sql, [collection.as_str(), id], |row| plain(row, "value"))
}

pub(crate) fn attachment(connection: &Connection, at: ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
    first(connection, "SELECT content FROM attachment WHERE hash = ?1", [at.as_bytes()], |row| plain(row, "content"))
}

pub(crate) fn attached(connection: &Connection, at: ContentHash) -> Result<Option<u64>, StoreError> {
    let sql = "SELECT length(content) AS size FROM attachment WHERE hash = ?1";
    first(connection, sql, [at.as_bytes()], |row| plain(row, "size"))
}

pub(crate) fn lease(connection: &Connection) -> Result<Option<Lease>, StoreError> {
    first(connection, "SELECT holder, until FROM lease", [], |row| {
        Ok(Lease { holder: json(row, "holder")?, until: text(row, "until")? })
    })
}

pub(crate) fn fact(connection: &Connection, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    first(connection, "SELECT value FROM fact WHERE name = ?1", [name], |row| plain(row, "value"))
}
