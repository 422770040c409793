//! Gives a task back.

use super::permit;
use crate::decide::Decision;
use crate::event::TaskReleased;
use crate::id::TaskId;
use crate::rejected::Rejected;

pub(super) fn carry_out(run: &mut Decision<'_>, id: TaskId) -> Result<(), Rejected> {
    let task = permit::open_task(run, id)?;
    let own = task.assignee.is_some() && task.assignee == run.standing.actor.person;
    let role = if own { None } else { permit::owner(run, "take a task from somebody")? };
    if task.assignee.is_some() {
        run.emit_by(role, TaskReleased { task: id });
    }
    Ok(())
}
