//! Takes a decision that waits for a person.

use procedure::document::Verb;

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::event::TaskClaimed;
use crate::id::TaskId;
use crate::rejected::Rejected;
use crate::state::TaskKind;

pub(super) fn carry_out(
    run: &mut Decision<'_>,
    id: TaskId,
    option: usize,
    revision: Option<u64>,
) -> Result<(), Rejected> {
    let task = permit::open_task(run, id)?;
    let TaskKind::Choose { options, .. } = &task.kind else {
        return Err(Rejected::OtherKind { task: id, kind: "no decision", instead: "complete, approve or refuse it" });
    };
    let role = permit::task(run, id, &task)?;
    permit::fresh(run, task.activation, &[], revision)?;
    if option >= options.len() {
        let name = (option + 1).to_string();
        let hint = Some(format!("the options are 1 to {}", options.len()));
        return Err(Rejected::Unknown { noun: "option", name, hint });
    }
    let person = run.standing.actor.person.clone().ok_or(Rejected::NoPerson("take a decision"))?;
    run.emit_by(role, TaskClaimed { task: id, person });
    let step = run.step_of(task.activation);
    if let Verb::Decide { decide } = &step.verb {
        advance::choose(run, task.activation, decide, option);
    }
    Ok(())
}
