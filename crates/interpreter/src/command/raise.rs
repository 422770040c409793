//! Raises a declared exception at an open task, or "something else" in words.

use procedure::document::ExceptionId;
use procedure::value::Value;

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::id::TaskId;
use crate::rejected::Rejected;
use crate::state::TaskKind;

pub(super) fn carry_out(
    run: &mut Decision<'_>,
    id: TaskId,
    exception: Option<&ExceptionId>,
    words: &str,
) -> Result<(), Rejected> {
    let task = permit::open_task(run, id)?;
    if matches!(task.kind, TaskKind::Settle { .. }) {
        return Err(Rejected::OtherKind { task: id, kind: "an exception to settle", instead: "settle it" });
    }
    permit::task(run, id, &task)?;
    let words = permit::words("what happened", words)?;
    let Some(exception) = exception else {
        advance::unforeseen(run, task.activation, words);
        return Ok(());
    };
    let groups = run.state.lineage(task.activation).map(|around| Some(around.step.clone()));
    let declared = groups.chain([None]).any(|level| run.program.exception(level.as_ref(), exception).is_some());
    if !declared {
        let known = run.program.procedure.exceptions.iter().map(|exception| exception.id.as_str());
        let hint = procedure::diagnostic::did_you_mean(exception, known);
        return Err(Rejected::Unknown { noun: "exception", name: exception.to_string(), hint });
    }
    let message = "a person raised it".to_owned();
    advance::raise(run, task.activation, exception.clone(), message, Some(words), Value::Null);
    Ok(())
}
