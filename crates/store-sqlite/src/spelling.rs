//! How our values are spelled in columns. Moments are texts of one width, so that their order is the order of time.

use engine::port::store::StoreError;
use jiff::Timestamp;
use procedure::hash::ContentHash;
use rusqlite::Row;

use crate::error::{damaged, failed};

/// `2026-01-31T07:00:00.000000000Z`
pub(crate) fn moment(at: Timestamp) -> String {
    format!("{at:.9}")
}

/// Reads a column of a row, and says which one when it is not what it must be.
pub(crate) fn text<T>(row: &Row<'_>, column: &'static str) -> Result<T, StoreError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    let text: String = row.get(column).map_err(failed)?;
    text.parse().map_err(|error: T::Err| damaged(column, error))
}

/// As [`text`], where the column may be empty.
pub(crate) fn maybe<T>(row: &Row<'_>, column: &'static str) -> Result<Option<T>, StoreError>
where
    T: std::str::FromStr,
    T::Err: ToString,
{
    let text: Option<String> = row.get(column).map_err(failed)?;
    text.map(|text| text.parse().map_err(|error: T::Err| damaged(column, error))).transpose()
}

/// A column of 32 bytes.
pub(crate) fn hash(row: &Row<'_>, column: &'static str) -> Result<ContentHash, StoreError> {
    let bytes: Vec<u8> = row.get(column).map_err(failed)?;
    bytes.try_into().map(ContentHash::from_bytes).map_err(|_| damaged(column, "it is not 32 bytes long"))
}

/// A column as it is.
pub(crate) fn plain<T: rusqlite::types::FromSql>(row: &Row<'_>, column: &'static str) -> Result<T, StoreError> {
    row.get(column).map_err(|error| match error {
        rusqlite::Error::FromSqlConversionFailure(..)
        | rusqlite::Error::IntegralValueOutOfRange(..)
        | rusqlite::Error::InvalidColumnType(..) => damaged(column, error),
        other => failed(other),
    })
}

/// A column that holds JSON.
pub(crate) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: &'static str) -> Result<T, StoreError> {
    let text: String = plain(row, column)?;
    serde_json::from_str(&text).map_err(|error| damaged(column, error))
}

/// JSON for a column.
pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("rows hold texts, numbers, lists and maps with text keys")
}
