//! Lets a paused run go on.

use super::permit;
use crate::decide::Decision;
use crate::event::Resumed;
use crate::rejected::Rejected;
use crate::state::Status;

pub(super) fn carry_out(run: &mut Decision<'_>) -> Result<(), Rejected> {
    let role = permit::owner(run, "resume this run")?;
    if !matches!(run.state.status, Status::Paused { .. }) {
        return Err(Rejected::NotPaused);
    }
    run.emit_by(role, Resumed {});
    Ok(())
}
