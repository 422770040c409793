//! A moment came.

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::event::{EffectRequested, TimerFired};
use crate::id::{ActivationId, TimerId};
use crate::rejected::Rejected;
use crate::state::{Purpose, Status, Work};

pub(super) fn carry_out(run: &mut Decision<'_>, id: TimerId) -> Result<(), Rejected> {
    permit::engine(run, "fire a timer")?;
    let timer = run.state.timers.get(&id).cloned().ok_or(Rejected::NoTimer(id))?;
    if timer.from_entry && matches!(run.state.status, Status::Paused { .. }) {
        return Err(Rejected::Paused);
    }
    run.emit(TimerFired { timer: id, activation: timer.activation, purpose: timer.purpose.clone() });
    match (&timer.purpose, timer.activation) {
        (Purpose::Remind { every }, Some(activation)) => {
            advance::fire_reminder(run, activation, *every, timer.at);
        }
        (Purpose::Escalate { rule }, activation) => advance::fire_escalation(run, activation, *rule),
        (Purpose::Retry, Some(activation)) => send_again(run, activation),
        (Purpose::Remind { .. } | Purpose::Retry, None) | (Purpose::Wait | Purpose::GoOn, _) => {}
    }
    Ok(())
}

/// The same request under the same key.
fn send_again(run: &mut Decision<'_>, activation: ActivationId) {
    let Work::Effect { effect: Some(id), .. } = run.activation(activation).work else { return };
    let Some(effect) = run.state.effects.get(&id).cloned() else { return };
    run.emit(EffectRequested {
        effect: id,
        activation,
        request: effect.request,
        key: effect.key,
        once: effect.once,
        attempt: effect.attempt + 1,
    });
}
