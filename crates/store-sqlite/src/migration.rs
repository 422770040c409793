//! The layout of the file, step by step. Forward only; each step is one transaction.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::error::OpenError;

/// What SQLite writes into the head of a file that is ours: "undr".
const APPLICATION: i32 = 0x756e_6472;

/// The steps, in order. A step that was released never changes.
const STEPS: [&str; 7] = [
    include_str!("../migrations/0001_first.sql"),
    include_str!("../migrations/0002_passing.sql"),
    include_str!("../migrations/0003_lists.sql"),
    include_str!("../migrations/0004_offers.sql"),
    include_str!("../migrations/0005_tasks_of_procedures.sql"),
    include_str!("../migrations/0006_naming.sql"),
    include_str!("../migrations/0007_holding.sql"),
];

/// Brings a file to this release's layout.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let failed = |error: rusqlite::Error| OpenError::Failed { path: path.to_owned(), because: error.to_string() };
    let found = layout(connection, path)?;
    for (step, number) in STEPS.iter().zip(1_u32..).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        // Another process may have been here since the layout was read.
        let now: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
        if now < number {
            transaction.execute_batch(step).map_err(failed)?;
            transaction.pragma_update(None, "application_id", APPLICATION).map_err(failed)?;
            transaction.pragma_update(None, "user_version", number).map_err(failed)?;
        }
        transaction.commit().map_err(failed)?;
    }
    Ok(())
}

/// The layout that a file has; 0 for an empty one. Refuses what is not ours, and what is newer.
pub(crate) fn layout(connection: &Connection, path: &Path) -> Result<u32, OpenError> {
    let pragma = |name: &str| {
        connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(|error| {
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::NotADatabase) => OpenError::NotOurs(path.to_owned()),
                _ => OpenError::Failed { path: path.to_owned(), because: error.to_string() },
            }
        })
    };
    let application = pragma("application_id")?;
    let found = u32::try_from(pragma("user_version")?).unwrap_or(u32::MAX);
    let empty = pragma("schema_version")? == 0;
    let known = u32::try_from(STEPS.len()).expect("a handful of steps");
    match (empty, application == i64::from(APPLICATION)) {
        (true, _) => Ok(0),
        (false, false) => Err(OpenError::NotOurs(path.to_owned())),
        (false, true) if found > known => Err(OpenError::Newer { path: path.to_owned(), found, known }),
        (false, true) => Ok(found),
    }
}
