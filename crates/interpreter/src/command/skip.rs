//! Leaves an open step as skipped.

use super::permit;
use crate::decide::Decision;
use crate::event::StepLeft;
use crate::id::ActivationId;
use crate::rejected::Rejected;
use crate::state::{Outcome, Status};

pub(super) fn carry_out(run: &mut Decision<'_>, id: ActivationId, reason: &str) -> Result<(), Rejected> {
    let role = permit::owner(run, "skip a step")?;
    if matches!(run.state.status, Status::Paused { .. }) {
        return Err(Rejected::Paused);
    }
    let activation = run.state.activations.get(&id).ok_or(Rejected::NoActivation(id))?;
    let step = activation.step.clone();
    // Whoever may not do a step may not pass over it either.
    permit::not_barred_from(run, &run.step_of(id))?;
    let reason = permit::words("the reason", reason)?;
    run.emit_by(role, StepLeft { activation: id, step, outcome: Outcome::Skipped, because: Some(reason) });
    Ok(())
}
