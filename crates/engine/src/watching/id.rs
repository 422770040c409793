//! Which log.

use std::fmt;
use std::str::FromStr;

use procedure::document::ProcedureId;
use uuid::Uuid;

/// The id of a log: of one that was brought, or of a procedure's own runs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LogId {
    Uploaded(Uuid),
    /// `runs:PROCEDURE`: always as they are now.
    Runs(ProcedureId),
}

impl LogId {
    /// Whether its cases are runs.
    pub fn is_runs(&self) -> bool {
        match self {
            LogId::Uploaded(_) => false,
            LogId::Runs(_) => true,
        }
    }
}

/// A text that is no id of a log.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no id of a log: neither a UUID nor `runs:` with the id of a procedure")]
pub struct LogIdError(String);

/// What the id of a procedure's own runs begins with.
const RUNS: &str = "runs:";

impl FromStr for LogId {
    type Err = LogIdError;

    fn from_str(text: &str) -> Result<Self, LogIdError> {
        let wrong = || LogIdError(text.chars().take(80).collect());
        match text.strip_prefix(RUNS) {
            Some(procedure) => procedure.parse().map(LogId::Runs).map_err(|_| wrong()),
            None => Uuid::try_parse(text).map(LogId::Uploaded).map_err(|_| wrong()),
        }
    }
}

impl fmt::Display for LogId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogId::Uploaded(id) => write!(f, "{id}"),
            LogId::Runs(procedure) => write!(f, "{RUNS}{procedure}"),
        }
    }
}
