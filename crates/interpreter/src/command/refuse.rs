//! Refuses an approval, or what the machine prepared.

use procedure::document::{Consequence, EscalationCause, Verb};
use procedure::value::Value;

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::event::{ApprovalRefused, WorkDone};
use crate::id::TaskId;
use crate::rejected::Rejected;
use crate::state::{Outcome, TaskKind};

pub(super) fn carry_out(
    run: &mut Decision<'_>,
    id: TaskId,
    reason: &str,
    revision: Option<u64>,
) -> Result<(), Rejected> {
    let task = permit::open_task(run, id)?;
    let step = run.step_of(task.activation);
    let (role, covers) = match (&task.kind, &step.verb) {
        (TaskKind::Approve { role }, Verb::Approve { approve }) => (Some(role.clone()), approve.covers.clone()),
        (TaskKind::Confirm { .. }, _) => (task.candidates.first().cloned(), Vec::new()),
        _ => {
            let instead = "complete it, or raise an exception";
            return Err(Rejected::OtherKind { task: id, kind: "no approval", instead });
        }
    };
    let acting = permit::task(run, id, &task)?;
    permit::fresh(run, task.activation, &covers, revision)?;
    let reason = permit::words("the reason", reason)?;
    let activation = task.activation;
    run.emit_by(
        acting,
        ApprovalRefused {
            task: id,
            activation,
            step: step.id.clone(),
            role,
            reason: reason.clone(),
            revision: revision.unwrap_or(run.state.sequence),
        },
    );
    let refused = step.id.clone();
    advance::escalate(run, activation, |cause| matches!(cause, EscalationCause::Refused(step) if *step == refused));
    let consequence = match &step.verb {
        Verb::Approve { approve } => approve.on_refuse.clone(),
        _ => None,
    };
    match consequence {
        Some(Consequence::Continue) => {
            run.emit_by(None, WorkDone { activation, outcome: Outcome::Refused, values: Default::default() });
        }
        Some(Consequence::Raise { raise }) => advance::raise(run, activation, raise, reason, None, Value::Null),
        Some(Consequence::End { end }) => advance::end(run, end, Some(step.id.clone())),
        None => {
            let exception = advance::engine_exception("refused");
            advance::raise(run, activation, exception, reason, None, Value::Null);
        }
    }
    Ok(())
}
