//! What can be wrong with a configuration.

use std::path::{Path, PathBuf};

use procedure::source::Position;

use super::Configuration;
use crate::http::HttpError;
use crate::table::TableError;

/// Why no connectors could be made. Each names the file, the connector and the key.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    #[error("cannot read the connectors in {}: {problem}", file.display())]
    Unreadable { file: PathBuf, problem: String },
    #[error("cannot read the connectors in {}{}: {problem}", file.display(), place(*at))]
    Syntax { file: PathBuf, at: Option<Position>, problem: String },
    #[error("{}{}: {key}: {problem}", file.display(), place(*at))]
    Key { file: PathBuf, at: Option<Position>, key: String, problem: String },
    #[error("{}: connectors.{connector}.table: {error}", file.display())]
    Table { file: PathBuf, connector: String, error: TableError },
    #[error("{}: connectors.{connector}.http: {error}", file.display())]
    Http { file: PathBuf, connector: String, error: HttpError },
}

impl ConfigurationError {
    /// Stable, kebab-case, one a kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            ConfigurationError::Unreadable { .. } => "connectors-unreadable",
            ConfigurationError::Syntax { .. } => "connectors-syntax",
            ConfigurationError::Key { .. } => "connectors-key",
            ConfigurationError::Table { .. } => "connectors-table",
            ConfigurationError::Http { .. } => "connectors-http",
        }
    }

    pub(super) fn unreadable(file: &Path, problem: impl Into<String>) -> Self {
        ConfigurationError::Unreadable { file: file.to_owned(), problem: problem.into() }
    }

    pub(crate) fn table(configuration: &Configuration, connector: &str, error: TableError) -> Self {
        ConfigurationError::Table { file: configuration.file.clone(), connector: connector.to_owned(), error }
    }

    pub(crate) fn http(configuration: &Configuration, connector: &str, error: HttpError) -> Self {
        ConfigurationError::Http { file: configuration.file.clone(), connector: connector.to_owned(), error }
    }
}

fn place(at: Option<Position>) -> String {
    at.map(|at| format!(":{}:{}", at.line, at.column)).unwrap_or_default()
}
