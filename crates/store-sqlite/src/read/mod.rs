//! What can be asked, by subject.

pub(crate) mod catalogue;
pub(crate) mod journal;
pub(crate) mod run;
pub(crate) mod tasks;
pub(crate) mod waiting;

use engine::port::store::{Cursor, Page, Paged, StoreError};
use rusqlite::{Connection, Params, Row};

use crate::error::failed;

/// The rows of a statement that is kept ready.
pub(crate) fn rows<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    mut read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql).map_err(failed)?;
    let mut found = statement.query(parameters).map_err(failed)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next().map_err(failed)? {
        rows.push(read(row)?);
    }
    Ok(rows)
}

/// The first row, if there is one.
pub(crate) fn first<T>(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
    read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    rows(connection, sql, parameters, read).map(|rows| rows.into_iter().next())
}

/// A page of rows that were read with one more than it may have.
fn paged<T>(page: &Page, rows: Vec<(String, T)>) -> Paged<T> {
    let limit = page.limit();
    let more = rows.len() > limit;
    let mut next = None;
    let mut kept = Vec::with_capacity(rows.len().min(limit));
    for (place, row) in rows.into_iter().take(limit) {
        next = Some(place);
        kept.push(row);
    }
    Paged { rows: kept, next: next.filter(|_| more).map(Cursor) }
}

/// How many rows to read for a page: one more tells whether another page follows.
fn limit(page: &Page) -> i64 {
    i64::try_from(page.limit()).expect("a page is small") + 1
}

/// The cursor's number, for lists that are ordered by one; `begin` for the first page.
fn number(page: &Page, begin: i64) -> Result<i64, StoreError> {
    page.from.as_ref().map_or(Ok(begin), |cursor| cursor.0.parse().map_err(|_| StoreError::BadCursor))
}
