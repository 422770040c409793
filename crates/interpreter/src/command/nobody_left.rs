//! No one is left who may take a task.

use procedure::value::Value;

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::id::TaskId;
use crate::rejected::Rejected;
use crate::state::TaskKind;

pub(super) fn carry_out(run: &mut Decision<'_>, id: TaskId) -> Result<(), Rejected> {
    permit::engine(run, "say that nobody is left")?;
    let task = permit::open_task(run, id)?;
    // The task of whoever settles exceptions is an administrator's where nobody holds the owner's role.
    if matches!(task.kind, TaskKind::Settle { .. }) {
        return Ok(());
    }
    let roles = advance::words::roles(run, &task.candidates);
    let message =
        format!("nobody may take this task: it is for {roles}, and nobody holds that, or all who do are barred");
    let exception = advance::engine_exception("nobody-left");
    advance::raise(run, task.activation, exception, message, None, Value::Null);
    Ok(())
}
