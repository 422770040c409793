//! Agrees, or accepts what the machine prepared.

use procedure::document::{Step, Verb};

use super::{Approve, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::ApprovalGiven;
use crate::rejected::Rejected;
use crate::state::{EffectRequest, TaskKind, Work};

pub(super) fn carry_out(run: &mut Decision<'_>, approve: &Approve) -> Result<(), Rejected> {
    let task = permit::open_task(run, approve.task)?;
    let step = run.step_of(task.activation);
    match &task.kind {
        TaskKind::Approve { role } => {
            let acting = permit::task(run, approve.task, &task)?;
            let Verb::Approve { approve: asked } = &step.verb else { return Ok(()) };
            permit::fresh(run, task.activation, &asked.covers, Some(approve.revision))?;
            once_a_person(run, task.activation)?;
            let values = permit::form(run, task.activation, &asked.collect, &approve.values)?;
            let signature = permit::signature(&step, approve.signed)?;
            run.emit_by(
                acting,
                ApprovalGiven {
                    task: approve.task,
                    activation: task.activation,
                    step: step.id.clone(),
                    role: role.clone(),
                    revision: approve.revision,
                    values,
                    signature,
                },
            );
            Ok(())
        }
        TaskKind::Confirm { request } => {
            permit::task(run, approve.task, &task)?;
            permit::fresh(run, task.activation, &[], Some(approve.revision))?;
            confirm(run, task.activation, &step, request.clone(), approve);
            Ok(())
        }
        TaskKind::Work | TaskKind::Supply { .. } | TaskKind::ByHand { .. } => {
            Err(Rejected::OtherKind { task: approve.task, kind: "a form", instead: "complete it" })
        }
        TaskKind::Choose { .. } => {
            Err(Rejected::OtherKind { task: approve.task, kind: "a decision", instead: "choose one of its options" })
        }
        TaskKind::Settle { .. } => {
            Err(Rejected::OtherKind { task: approve.task, kind: "an exception to settle", instead: "settle it" })
        }
    }
}

/// A person counts once per approval, whatever roles they hold.
fn once_a_person(run: &Decision<'_>, id: crate::id::ActivationId) -> Result<(), Rejected> {
    let Work::Approve { votes, .. } = &run.activation(id).work else { return Ok(()) };
    let again = votes.iter().any(|vote| run.standing.hands().any(|hand| *hand == vote.person));
    if again { Err(Rejected::AlreadyAgreed) } else { Ok(()) }
}

/// Sends what the machine prepared, with the arguments that the person left or changed.
fn confirm(
    run: &mut Decision<'_>,
    id: crate::id::ActivationId,
    step: &Step,
    request: EffectRequest,
    approve: &Approve,
) {
    let request = match (request, &approve.arguments) {
        (EffectRequest::Call { action, .. }, Some(arguments)) => {
            EffectRequest::Call { action, arguments: arguments.clone() }
        }
        (request, _) => request,
    };
    advance::send(run, id, step, request);
}
