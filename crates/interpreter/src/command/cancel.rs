//! Cancels a run.

use super::permit;
use crate::decide::Decision;
use crate::event::Cancelled;
use crate::rejected::Rejected;

/// The owner, an administrator, whoever started it, or the run above.
pub(super) fn carry_out(run: &mut Decision<'_>, reason: &str) -> Result<(), Rejected> {
    let starter = run.state.starter.as_ref().and_then(|starter| starter.person.as_ref());
    let own = starter.is_some() && starter == run.standing.actor.person.as_ref();
    let role = if own { None } else { permit::owner(run, "cancel this run")? };
    let reason = permit::words("the reason", reason)?;
    run.emit_by(role, Cancelled { reason });
    Ok(())
}
