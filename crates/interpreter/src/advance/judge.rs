//! Checks, and leaving a step.

use procedure::document::{Check, Consequence, Step, Verb};
use procedure::value::{Value, Values};

use super::raise::{engine_exception, raise};
use super::values::{LIMITS, ask_or};
use super::{approve, person, success};
use crate::decide::Decision;
use crate::event::{ApprovalKept, StepLeft, WorkDone};
use crate::id::ActivationId;
use crate::state::Outcome;

/// A step's work is done; its checks are next.
pub(super) fn done(run: &mut Decision<'_>, id: ActivationId, outcome: Outcome) {
    run.emit(WorkDone { activation: id, outcome, values: Values::new() });
}

/// Judges the checks, in order; the first that fails decides.
pub(super) fn judge(run: &mut Decision<'_>, id: ActivationId, outcome: Outcome) {
    let step = run.step_of(id);
    let mut overlooked = Vec::new();
    let mut returned = Vec::new();
    for check in &step.checks {
        let holds = check.that.holds(&run.names(id), &LIMITS);
        let Some(holds) = ask_or(run, id, "that", holds) else { return };
        if holds {
            continue;
        }
        match &check.otherwise {
            Some(Consequence::Continue) => overlooked.push(words(check)),
            Some(Consequence::Raise { raise: exception }) => {
                return raise(run, id, exception.clone(), words(check), None, Value::Null);
            }
            Some(Consequence::End { end }) => return success::end(run, end.clone(), Some(step.id.clone())),
            None => returned.push(words(check)),
        }
    }
    if !returned.is_empty() {
        return give_back(run, id, &step, returned);
    }
    if let Verb::Approve { approve } = &step.verb
        && !approve.covers.is_empty()
        && outcome == Outcome::Completed
    {
        let mut lineage = Vec::new();
        for around in run.state.lineage(id) {
            lineage.push((around.parent, around.lane.clone(), around.step.clone()));
        }
        run.emit(ApprovalKept { activation: id, step: step.id.clone(), covers: approve.covers.clone(), lineage });
    }
    leave(run, id, outcome, (!overlooked.is_empty()).then(|| overlooked.join("; ")));
}

/// Gives a person the form back, and raises after a machine.
fn give_back(run: &mut Decision<'_>, id: ActivationId, step: &Step, returned: Vec<String>) {
    let by_hand = run.activation(id).by.is_some();
    match &step.verb {
        Verb::Person { person } => person::open(run, id, person, returned),
        Verb::Approve { approve } if by_hand => approve::open(run, id, approve, returned),
        _ => raise(run, id, engine_exception("check-failed"), returned.join("; "), None, Value::Null),
    }
}

/// Whether every check of a step holds now.
pub(super) fn all_hold(run: &Decision<'_>, id: ActivationId, step: &Step) -> bool {
    step.checks.iter().all(|check| check.that.holds(&run.names(id), &LIMITS) == Ok(true))
}

pub(super) fn leave(run: &mut Decision<'_>, id: ActivationId, outcome: Outcome, because: Option<String>) {
    let step = run.activation(id).step.clone();
    run.emit(StepLeft { activation: id, step, outcome, because });
}

fn words(check: &Check) -> String {
    match &check.because {
        Some(because) => format!("{because} (`{}` does not hold)", check.that),
        None => format!("`{}` does not hold", check.that),
    }
}
