//! Our own runs as a log.

use mining::log::Log;
use procedure::document::ProcedureId;

use crate::engine::Engine;
use crate::error::Error;

/// The runs of a procedure as a log, as they are now: every run a case, every step that was done an event.
#[expect(clippy::unused_async, reason = "reading journals waits for the store")]
pub(crate) async fn log_of(_: &Engine, procedure: &ProcedureId) -> Result<Log, Error> {
    let because = format!("the runs of `{procedure}` cannot be looked at as a log in this release");
    Err(Error::Invalid { what: "the log", because })
}
