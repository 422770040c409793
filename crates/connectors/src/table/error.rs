//! What can be wrong with a table.

use std::path::{Path, PathBuf};

/// Why a table could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("cannot read {}: {problem}", file.display())]
    Unreadable { file: PathBuf, problem: String },
    /// `line` is the line of a text file, or the row of a sheet, both from 1; of a JSON file the item.
    #[error("{}, {unit} {line}: {problem}", file.display())]
    Row { file: PathBuf, unit: &'static str, line: u64, problem: String },
    #[error("{}: {problem}", file.display())]
    Shape { file: PathBuf, problem: String },
}

impl TableError {
    pub(super) fn unreadable(file: &Path, problem: impl Into<String>) -> Self {
        TableError::Unreadable { file: file.to_owned(), problem: problem.into() }
    }

    pub(super) fn shape(file: &Path, problem: impl Into<String>) -> Self {
        TableError::Shape { file: file.to_owned(), problem: problem.into() }
    }
}
