//! Goes to another step of a block that is under way.

use procedure::document::StepId;

use super::permit;
use crate::decide::Decision;
use crate::event::Jumped;
use crate::rejected::Rejected;
use crate::state::Status;

pub(super) fn carry_out(run: &mut Decision<'_>, to: &StepId, reason: &str) -> Result<(), Rejected> {
    let role = permit::owner(run, "jump to a step")?;
    if matches!(run.state.status, Status::Paused { .. }) {
        return Err(Rejected::Paused);
    }
    let reason = permit::words("the reason", reason)?;
    let Some(place) = run.program.place(to) else {
        let known = run.program.procedure.all_steps();
        let hint = procedure::diagnostic::did_you_mean(to, known.iter().map(|at| at.step.id.as_str()));
        return Err(Rejected::Unknown { noun: "step", name: to.to_string(), hint });
    };
    let block = Some(&place.block);
    let standing: Vec<_> = run
        .state
        .activations
        .iter()
        .filter(|(_, open)| run.state.block_of(open.parent, &open.lane).as_ref() == block)
        .map(|(id, open)| (*id, open.step.clone()))
        .collect();
    match standing.as_slice() {
        [] => Err(Rejected::NoJump { step: to.clone(), because: "the block it stands in is not under way" }),
        [(activation, from)] => {
            let (activation, from) = (*activation, from.clone());
            let steps = run.program.block(&place.block);
            let passed = steps.iter().skip_while(|step| **step != from).take_while(|step| *step != to);
            let forward = steps.iter().position(|step| *step == from) < steps.iter().position(|step| step == to);
            for step in passed.filter(|_| forward).filter_map(|step| run.program.place(step)) {
                permit::not_barred_from(run, &step.step)?;
            }
            run.emit_by(role, Jumped { activation, from, to: to.clone(), reason });
            Ok(())
        }
        _ => Err(Rejected::NoJump { step: to.clone(), because: "several items are under way there at once" }),
    }
}
