//! Why a file could not be opened, and how SQLite's failures look from outside.

use std::path::PathBuf;

use engine::port::store::StoreError;

/// Why a file could not be opened or restored.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("{} is no file of Understudy; name another file, or move this one away", .0.display())]
    NotOurs(PathBuf),
    #[error(
        "{} was written by a newer release (its layout is {found}, this release knows {known}); use that release, or restore a backup",
        .path.display()
    )]
    Newer { path: PathBuf, found: u32, known: u32 },
    #[error("{} already exists; name a file that does not", .0.display())]
    Exists(PathBuf),
    #[error("{} cannot be opened: {because}", .path.display())]
    Failed { path: PathBuf, because: String },
}

impl OpenError {
    /// Stable, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            OpenError::NotOurs(_) => "store-not-ours",
            OpenError::Newer { .. } => "store-newer",
            OpenError::Exists(_) => "store-exists",
            OpenError::Failed { .. } => "store-unreadable",
        }
    }
}

/// SQLite's failures, as the port spells them.
pub(crate) fn failed(error: rusqlite::Error) -> StoreError {
    use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase};
    match error.sqlite_error_code() {
        Some(DatabaseCorrupt | NotADatabase) => damaged("the file", error),
        _ => StoreError::Failed(error.to_string()),
    }
}

/// Something that is there but is not what it must be.
pub(crate) fn damaged(what: impl Into<String>, because: impl ToString) -> StoreError {
    StoreError::Damaged { what: what.into(), because: because.to_string() }
}
