//! Entering a step: its `if`, its clocks, its verb.

use procedure::document::Verb;

use super::values::ask_or;
use super::{approve, block, call, clocks, decide, each, judge, person, raise, repeat, success, wait, words};
use crate::decide::Decision;
use crate::id::ActivationId;
use crate::state::Outcome;

/// Judges `if`, starts the clocks, begins the work.
pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId) {
    let step = run.step_of(id);
    if let Some(condition) = &step.condition {
        let holds = condition.holds(&run.names(id), &super::values::LIMITS);
        let Some(holds) = ask_or(run, id, "if", holds) else { return };
        if !holds {
            let because = super::values::reasons(run, id, condition);
            return judge::leave(run, id, Outcome::Skipped, Some(because));
        }
    }
    if !clocks::start(run, id) {
        return;
    }
    match &step.verb {
        Verb::Person { person } => person::begin(run, id, person),
        Verb::Approve { approve } => approve::begin(run, id, &step, approve),
        Verb::Call(_) | Verb::Agent { .. } | Verb::Document { .. } | Verb::Notify { .. } | Verb::Procedure(_) => {
            call::begin(run, id, &step);
        }
        Verb::Set { set } => super::values::set(run, id, set),
        Verb::Decide { decide } => decide::begin(run, id, &step, decide),
        Verb::Group { group } => block::begin_group(run, id, group),
        Verb::Together { together } => block::begin_together(run, id, together),
        Verb::Repeat { .. } => repeat::begin(run, id),
        Verb::Each { each } => each::begin(run, id, each),
        Verb::Wait { wait, .. } => wait::begin(run, id, wait),
        Verb::Raise { raise: exception } => {
            let message = format!("{} raises it", words::of_step(run, id));
            raise::raise(run, id, exception.clone(), message, None, procedure::value::Value::Null);
        }
        Verb::End { end } => success::end(run, end.clone(), Some(step.id.clone())),
    }
}
