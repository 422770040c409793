//! `repeat:` steps again until a condition holds.

use procedure::document::Verb;
use procedure::expression::Failure;
use procedure::value::Value;

use super::judge;
use super::raise::{engine_exception, raise};
use super::values::{LIMITS, raise_failure};
use crate::decide::Decision;
use crate::event::{PassStarted, UntilJudged};
use crate::id::ActivationId;
use crate::state::Outcome;

pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId) {
    run.emit(PassStarted { activation: id, pass: 1 });
}

/// Judges `until` after a pass.
pub(super) fn after_pass(run: &mut Decision<'_>, id: ActivationId, pass: u32) {
    let step = run.step_of(id);
    let Verb::Repeat { repeat } = &step.verb else { return };
    let names = run.names(id);
    let (holds, inputs) = (repeat.until.holds(&names, &LIMITS), repeat.until.explain(&names, &LIMITS));
    match holds {
        Ok(true) => return judge::done(run, id, Outcome::Completed),
        Ok(false) | Err(Failure::Unknown { .. }) => run.emit(UntilJudged { activation: id, inputs }),
        Err(failure) => return raise_failure(run, id, "until", &failure),
    }
    if pass < repeat.at_most.get() {
        return run.emit(PassStarted { activation: id, pass: pass + 1 });
    }
    let message = format!("after {pass} passes `{}` does not hold", repeat.until);
    raise(run, id, engine_exception("too-many-passes"), message, None, Value::from(i64::from(pass)));
}
