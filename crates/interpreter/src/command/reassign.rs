//! Gives a task to a person or a role.

use procedure::document::RoleId;

use super::permit;
use crate::decide::Decision;
use crate::event::TaskReassigned;
use crate::id::{PersonId, TaskId};
use crate::rejected::Rejected;

pub(super) fn carry_out(
    run: &mut Decision<'_>,
    id: TaskId,
    assignee: Option<&PersonId>,
    role: Option<&RoleId>,
    reason: Option<&str>,
) -> Result<(), Rejected> {
    permit::open_task(run, id)?;
    let acting = permit::owner(run, "reassign a task")?;
    if assignee.is_none() && role.is_none() {
        return Err(Rejected::Empty("whoever is to have the task"));
    }
    let reason = reason.map(|reason| permit::words("the reason", reason)).transpose()?;
    if let Some(role) = role
        && !run.program.procedure.roles.contains_key(role)
    {
        let known = run.program.procedure.roles.keys().map(RoleId::as_str);
        let hint = procedure::diagnostic::did_you_mean(role, known);
        return Err(Rejected::Unknown { noun: "role", name: role.to_string(), hint });
    }
    run.emit_by(acting, TaskReassigned { task: id, assignee: assignee.cloned(), role: role.cloned(), reason });
    Ok(())
}
