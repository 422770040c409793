//! How the program ends, for scripts. The numbers are stable; `docs/cli.md` lists them.

use std::process::ExitCode;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// It was looked into, and the answer is no: errors in a document, a ledger that does not verify, failed cases.
    Failed,
    /// The command line cannot be read, or a value on it does not fit.
    Usage,
    /// A use case refused: not permitted, not there, too late.
    Refused,
    /// It could not be tried: configuration, files, the store, another system.
    Unable,
    /// The person pressed Ctrl-C.
    Interrupted,
}

/// A value that was typed on the command line and does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadValue(pub String);

impl Exit {
    /// 0 done, 1 failed, 2 usage, 3 refused, 4 unable, 130 interrupted.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::Refused => 3,
            Exit::Unable => 4,
            Exit::Interrupted => 130,
        }
    }

    /// Done, or failed.
    pub fn of(good: bool) -> Self {
        if good { Exit::Done } else { Exit::Failed }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
