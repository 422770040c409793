//! An effect's failure: tried again, handled by `on_error`, or raised.

use jiff::SignedDuration;
use procedure::document::{ErrorId, EscalationCause, Reaction, RoleId, Step, Verb};
use procedure::time::Duration;
use procedure::value::{Value, Values};

use super::{EffectFailed as Failed, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::{EffectFailed, EffectReturnedLate, StepLeft, TaskOpened, TimerSet};
use crate::id::ActivationId;
use crate::rejected::Rejected;
use crate::state::{Effect, Outcome, Purpose, TaskKind};

/// Longest pause between two tries.
const LONGEST_PAUSE: u64 = 24 * 3_600;

pub(super) fn carry_out(run: &mut Decision<'_>, failed: &Failed) -> Result<(), Rejected> {
    permit::engine(run, "bring an effect's failure")?;
    let effect = run.state.effects.get(&failed.effect).cloned().ok_or(Rejected::NoEffect(failed.effect))?;
    if effect.abandoned {
        let error = Some(failed.error.clone());
        run.emit(EffectReturnedLate { effect: failed.effect, result: Value::from(failed.message.as_str()), error });
        return Ok(());
    }
    let step = run.step_of(effect.activation);
    let reaction = reaction(&step, &failed.error).cloned();
    react(run, &step, &effect, failed, reaction);
    Ok(())
}

/// What `on_error` says of this error: by its name, else as `failure`.
pub(super) fn reaction<'a>(step: &'a Step, error: &ErrorId) -> Option<&'a Reaction> {
    step.on_error.get(error).or_else(|| step.on_error.get("failure"))
}

fn react(run: &mut Decision<'_>, step: &Step, effect: &Effect, failed: &Failed, reaction: Option<Reaction>) {
    let activation = effect.activation;
    if let Some(Reaction::Retry { retry, backoff, then }) = &reaction {
        // `retry: 3` is three more tries of one request under one key.
        if failed.repeatable && effect.attempt <= retry.get() {
            return try_again(run, effect, failed, backoff.as_ref());
        }
        return react(run, step, effect, failed, then.as_deref().cloned());
    }
    run.emit(EffectFailed {
        effect: failed.effect,
        activation,
        error: failed.error.clone(),
        message: failed.message.clone(),
        attempt: effect.attempt,
        in_doubt: failed.in_doubt,
        retry_at: None,
    });
    let verb = step.verb.key();
    advance::escalate(run, activation, |cause| matches!(cause, EscalationCause::Failed(of) if of == verb));
    apply_reaction(run, step, activation, &failed.error, &failed.message, failed.in_doubt, reaction);
}

/// What an error comes to, once there is nothing more to try.
pub(super) fn apply_reaction(
    run: &mut Decision<'_>,
    step: &Step,
    activation: ActivationId,
    error: &ErrorId,
    message: &str,
    in_doubt: bool,
    reaction: Option<Reaction>,
) {
    let detail = Value::Object(Values::from([
        ("error".to_owned(), Value::from(error.as_str())),
        ("message".to_owned(), Value::from(message)),
    ]));
    match reaction {
        Some(Reaction::Continue) => {
            let because = Some(format!("{error}: {message}"));
            run.emit(StepLeft { activation, step: step.id.clone(), outcome: Outcome::Failed, because });
        }
        Some(Reaction::Raise { raise }) => {
            advance::raise(run, activation, raise, format!("{error}: {message}"), None, detail);
        }
        Some(Reaction::End { end }) => advance::end(run, end, Some(step.id.clone())),
        Some(Reaction::Ask { ask }) => ask_person(run, step, activation, vec![ask], format!("{error}: {message}")),
        // A step whose machine is missing is a person's, with or without words in the document.
        None if *error == *"no-model" && matches!(step.verb, Verb::Agent { .. }) => {
            let candidates = advance::role_of_step(run, activation);
            ask_person(run, step, activation, candidates, message.to_owned());
        }
        None | Some(Reaction::Retry { .. }) => {
            let exception = if in_doubt { advance::engine_exception("in-doubt") } else { as_exception(error) };
            advance::raise(run, activation, exception, message.to_owned(), None, detail);
        }
    }
}

/// An error that nothing else handles is an exception of its name.
fn as_exception(error: &ErrorId) -> procedure::document::ExceptionId {
    error.parse().expect("error names and exception ids are spelled alike")
}

fn ask_person(run: &mut Decision<'_>, step: &Step, activation: ActivationId, candidates: Vec<RoleId>, because: String) {
    let (task, due) = (run.next_task(), run.activation(activation).due);
    let kind = TaskKind::ByHand { fields: advance::save_fields(&step.verb), suggested: None, because };
    run.emit(TaskOpened { task, activation, kind, candidates, assignee: None, due, returned: Vec::new() });
}

/// Sets the timer of the next try; each pause is twice the one before.
fn try_again(run: &mut Decision<'_>, effect: &Effect, failed: &Failed, backoff: Option<&Duration>) {
    let first = match backoff {
        Some(Duration::Elapsed(seconds)) => *seconds,
        Some(Duration::WorkingDays(_) | Duration::WorkingHours(_)) | None => 1,
    };
    let doubled = first.saturating_mul(1_u64.checked_shl(effect.attempt.saturating_sub(1)).unwrap_or(u64::MAX));
    let pause = i64::try_from(doubled.min(LONGEST_PAUSE)).unwrap_or(0);
    let at = run.at.checked_add(SignedDuration::from_secs(pause)).unwrap_or(run.at);
    run.emit(EffectFailed {
        effect: failed.effect,
        activation: effect.activation,
        error: failed.error.clone(),
        message: failed.message.clone(),
        attempt: effect.attempt,
        in_doubt: failed.in_doubt,
        retry_at: Some(at),
    });
    let timer = run.next_timer();
    let activation = Some(effect.activation);
    // A paused run sends nothing.
    run.emit(TimerSet { timer, activation, purpose: Purpose::Retry, at, from_entry: true });
}
