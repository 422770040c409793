//! Pauses a run: clocks counted from entry stop, and nothing goes on.

use super::permit;
use crate::decide::Decision;
use crate::event::Paused;
use crate::rejected::Rejected;
use crate::state::Status;

pub(super) fn carry_out(run: &mut Decision<'_>, reason: &str) -> Result<(), Rejected> {
    let role = permit::owner(run, "pause this run")?;
    if run.state.status != Status::Running {
        return Err(Rejected::Paused);
    }
    let reason = permit::words("the reason", reason)?;
    run.emit_by(role, Paused { reason });
    Ok(())
}
