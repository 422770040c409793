//! An effect's failure: tried again, or a fact that `on_error` reacts to when the run goes on.

use jiff::SignedDuration;
use procedure::document::{EscalationCause, Reaction};
use procedure::time::Duration;
use procedure::value::Value;

use super::{EffectFailed as Failed, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::{EffectFailed, EffectReturnedLate, TimerSet};
use crate::rejected::Rejected;
use crate::state::{Effect, Purpose, Work};

/// Longest pause between two tries.
const LONGEST_PAUSE: u64 = 24 * 3_600;

pub(super) fn carry_out(run: &mut Decision<'_>, failed: &Failed) -> Result<(), Rejected> {
    permit::engine(run, "bring an effect's failure")?;
    let effect = run.state.effects.get(&failed.effect).cloned().ok_or(Rejected::NoEffect(failed.effect))?;
    if effect.abandoned {
        // That it may have been carried out outlives the step that asked for it.
        let doubt = failed.in_doubt || effect.doubtful;
        let error = if doubt { "in-doubt".parse().ok() } else { Some(failed.error.clone()) };
        run.emit(EffectReturnedLate { effect: failed.effect, result: Value::from(failed.message.as_str()), error });
        return Ok(());
    }
    let activation = effect.activation;
    // Between two tries nothing is out: this is the last try's failure once more.
    if matches!(run.activation(activation).work, Work::Effect { retry: Some(_), .. }) {
        return Err(Rejected::NoEffect(failed.effect));
    }
    let step = run.step_of(activation);
    let mut reaction = advance::reaction(&step, &failed.error);
    while let Some(Reaction::Retry { retry, backoff, then }) = reaction {
        // `retry: 3` is three more tries of one request under one key.
        if failed.repeatable && effect.attempt <= retry.get() {
            try_again(run, &effect, failed, backoff.as_ref());
            return Ok(());
        }
        reaction = then.as_deref();
    }
    run.emit(EffectFailed {
        effect: failed.effect,
        activation,
        error: failed.error.clone(),
        message: failed.message.clone(),
        attempt: effect.attempt,
        // A later try that was certainly not carried out says nothing of an earlier one.
        in_doubt: failed.in_doubt || effect.doubtful,
        retry_at: None,
    });
    let verb = step.verb.key();
    advance::escalate(run, activation, |cause| matches!(cause, EscalationCause::Failed(of) if of == verb));
    Ok(())
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
