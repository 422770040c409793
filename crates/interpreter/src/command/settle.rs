//! Settles an exception that nothing handles.

use super::{Settlement, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::TaskClaimed;
use crate::id::TaskId;
use crate::rejected::Rejected;
use crate::state::{Phase, TaskKind};

pub(super) fn carry_out(
    run: &mut Decision<'_>,
    id: TaskId,
    settlement: &Settlement,
    reason: &str,
) -> Result<(), Rejected> {
    let task = permit::open_task(run, id)?;
    if !matches!(task.kind, TaskKind::Settle { .. }) {
        return Err(Rejected::OtherKind { task: id, kind: "no exception", instead: "complete, approve or refuse it" });
    }
    let role = permit::task(run, id, &task)?;
    let reason = permit::words("the reason", reason)?;
    let Phase::Raised(raised) = run.activation(task.activation).phase.clone() else {
        return Err(Rejected::NoTask(id));
    };
    let person = run.standing.actor.person.clone().ok_or(Rejected::NoPerson("settle an exception"))?;
    run.emit_by(role, TaskClaimed { task: id, person });
    advance::settle(run, task.activation, &raised, settlement, reason);
    Ok(())
}
