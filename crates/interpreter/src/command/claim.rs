//! Takes a task for the person who acts.

use super::permit;
use crate::decide::Decision;
use crate::event::TaskClaimed;
use crate::id::TaskId;
use crate::rejected::Rejected;

pub(super) fn carry_out(run: &mut Decision<'_>, id: TaskId) -> Result<(), Rejected> {
    let task = permit::open_task(run, id)?;
    let role = permit::task(run, id, &task)?;
    let person = run.standing.actor.person.clone().ok_or(Rejected::NoPerson("claim a task"))?;
    if task.assignee.as_ref() != Some(&person) {
        run.emit_by(role, TaskClaimed { task: id, person });
    }
    Ok(())
}
