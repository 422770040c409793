//! What `on_error` says of a request that failed for good.

use procedure::document::{ErrorId, ExceptionId, Reaction, RoleId, Step, Verb};
use procedure::value::{Value, Values};

use super::call::save_fields;
use super::raise::{engine_exception, raise};
use super::values::role_of_step;
use super::{judge, success};
use crate::decide::Decision;
use crate::event::TaskOpened;
use crate::id::ActivationId;
use crate::state::{Failure, Outcome, TaskKind};

/// What `on_error` says of this error: by its name, else as `failure`.
pub(crate) fn reaction<'a>(step: &'a Step, error: &ErrorId) -> Option<&'a Reaction> {
    step.on_error.get(error).or_else(|| step.on_error.get("failure"))
}

/// Carries out the reaction to a failure, once there is nothing more to try.
pub(super) fn react(run: &mut Decision<'_>, id: ActivationId, failure: &Failure) {
    let step = run.step_of(id);
    let Failure { error, message, in_doubt } = failure;
    // What may have been done is more than a failure: `failure` does not speak of it.
    let named = step.on_error.get(error);
    let mut reaction = match in_doubt {
        true => named.or_else(|| step.on_error.get("in-doubt")),
        false => reaction(&step, error),
    };
    while let Some(Reaction::Retry { then, .. }) = reaction {
        reaction = then.as_deref();
    }
    let detail = Value::Object(Values::from([
        ("error".to_owned(), Value::from(error.as_str())),
        ("message".to_owned(), Value::from(message.as_str())),
    ]));
    match reaction {
        Some(Reaction::Continue) => judge::leave(run, id, Outcome::Failed, Some(format!("{error}: {message}"))),
        Some(Reaction::Raise { raise: exception }) => {
            raise(run, id, exception.clone(), format!("{error}: {message}"), None, detail);
        }
        Some(Reaction::End { end }) => success::end(run, end.clone(), Some(step.id.clone())),
        Some(Reaction::Ask { ask }) => ask_person(run, &step, id, vec![ask.clone()], format!("{error}: {message}")),
        // A step whose machine is missing is a person's, with or without words in the document.
        None if *error == *"no-model" && matches!(step.verb, Verb::Agent { .. }) => {
            let candidates = role_of_step(run, id);
            ask_person(run, &step, id, candidates, message.clone());
        }
        None | Some(Reaction::Retry { .. }) => {
            let exception = if *in_doubt { engine_exception("in-doubt") } else { as_exception(error) };
            raise(run, id, exception, message.clone(), None, detail);
        }
    }
}

/// An error that nothing else handles is an exception of its name.
fn as_exception(error: &ErrorId) -> ExceptionId {
    error.parse().expect("error names and exception ids are spelled alike")
}

/// A person supplies what the machine would have: the step's machine did not.
fn ask_person(run: &mut Decision<'_>, step: &Step, id: ActivationId, candidates: Vec<RoleId>, because: String) {
    let (task, due) = (run.next_task(), run.activation(id).due);
    let kind = TaskKind::ByHand { fields: save_fields(&step.verb), suggested: None, because };
    run.emit(TaskOpened { task, activation: id, kind, candidates, assignee: None, due, returned: Vec::new() });
}
