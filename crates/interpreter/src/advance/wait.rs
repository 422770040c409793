//! `wait:` for a duration, a moment, an event; with two the first wins.

use procedure::document::{Verb, Wait};
use procedure::expression::Failure;
use procedure::time::Duration;
use procedure::value::Value;

use super::clocks;
use super::raise::{engine_exception, raise};
use super::values::{LIMITS, Trouble, raise_failure, raise_trouble};
use crate::decide::Decision;
use crate::event::{EventTaken, WaitStarted};
use crate::id::ActivationId;
use crate::state::{Phase, Purpose, Work};

pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId, wait: &Wait) {
    let duration = match &wait.duration {
        None => None,
        Some(formula) => match formula.evaluate(&run.names(id), &LIMITS) {
            Ok(Value::Null) => return raise_trouble(run, id, "wait", Trouble::Missing("for".into())),
            Ok(value) => match duration(&value) {
                Some(duration) => Some(duration),
                None => {
                    let message = format!("`for` is {}, where a duration such as `4h` is wanted", value.kind());
                    return raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
                }
            },
            Err(failure) => return raise_failure(run, id, "for", &failure),
        },
    };
    run.emit(WaitStarted { activation: id, event: wait.event.clone() });
    if take_kept(run, id, wait) {
        return;
    }
    if let Some(duration) = duration {
        let entered = run.activation(id).entered_at;
        match run.program.calendar.add(entered, duration) {
            Ok(at) => clocks::set(run, Some(id), Purpose::Wait, at, true),
            Err(error) => {
                let message = format!("`for` has no end: {error}");
                return raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
            }
        }
    }
    set_until(run, id, wait);
}

/// A duration, or the text of one.
fn duration(value: &Value) -> Option<Duration> {
    match value {
        Value::Duration(duration) => Some(*duration),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    }
}

/// Sets the clock of `until`, once its moment is known.
fn set_until(run: &mut Decision<'_>, id: ActivationId, wait: &Wait) {
    let Some(until) = &wait.until else { return };
    let moment = match until.evaluate(&run.names(id), &LIMITS) {
        Ok(Value::Moment(moment)) => Ok(moment),
        Ok(Value::Date(date)) => run.program.calendar.start_of(date).map_err(|error| error.to_string()),
        Ok(Value::Text(text)) => text.parse().map_err(|_| format!("`{text}` is no moment")),
        Ok(other) => Err(format!("`until` is {}, where a moment is wanted", other.kind())),
        // Not yet: judged again when a value changes.
        Err(Failure::Unknown { .. }) => return,
        Err(failure) => return raise_failure(run, id, "until", &failure),
    };
    match moment {
        Ok(at) => clocks::set(run, Some(id), Purpose::Wait, at, false),
        Err(message) => raise(run, id, engine_exception("bad-data"), message, None, Value::Null),
    }
}

/// Sets the clocks of waits whose moment became known.
pub(super) fn judge_waits(run: &mut Decision<'_>) {
    let open: Vec<ActivationId> = run
        .state
        .activations
        .iter()
        .filter(|(_, activation)| activation.phase == Phase::Working && matches!(activation.work, Work::Wait { .. }))
        .map(|(id, _)| *id)
        .collect();
    for id in open {
        let step = run.step_of(id);
        let Verb::Wait { wait, .. } = &step.verb else { continue };
        // The clock of `for` counts from entry, that of `until` does not: so they are told apart.
        let mut clocks = run.state.timers.values().filter(|timer| timer.activation == Some(id));
        if wait.until.is_some() && !clocks.any(|timer| timer.purpose == Purpose::Wait && !timer.from_entry) {
            set_until(run, id, wait);
        }
    }
}

/// Gives kept events, oldest first, to open waits that they fit by now: after a pause, a handler, a change.
pub(super) fn take_kept_events(run: &mut Decision<'_>) {
    let waits = |event: &procedure::document::Dotted| run.state.activations.values().any(|open| open.waits_for(event));
    // Most events are kept for a wait that is not there yet: only those are copied that one is there for.
    let kept: Vec<_> = run.state.kept.iter().filter(|kept| waits(&kept.event)).cloned().collect();
    for event in kept {
        take_event(run, &event.event, &event.data, Some(event.sequence));
    }
}

/// Gives the oldest kept event that fits to a wait that began.
fn take_kept(run: &mut Decision<'_>, id: ActivationId, wait: &Wait) -> bool {
    let Some(event) = &wait.event else { return false };
    let kept: Vec<_> = run.state.kept.iter().filter(|kept| kept.event == *event).cloned().collect();
    for event in kept {
        match fits(run, id, wait, &event.data) {
            Ok(true) => {
                take(run, id, event.event, event.data, Some(event.sequence));
                return true;
            }
            Ok(false) => {}
            Err(failure) => {
                raise_failure(run, id, "when", &failure);
                return true;
            }
        }
    }
    false
}

/// Gives an event that came to the wait that began first. False when nothing waits for it.
pub(crate) fn take_event(
    run: &mut Decision<'_>,
    event: &procedure::document::Dotted,
    data: &Value,
    kept: Option<u64>,
) -> bool {
    let waiting: Vec<ActivationId> =
        run.state.activations.iter().filter(|(_, activation)| activation.waits_for(event)).map(|(id, _)| *id).collect();
    for id in waiting {
        let step = run.step_of(id);
        let Verb::Wait { wait, .. } = &step.verb else { continue };
        // An event that cannot be judged is not this wait's; it is kept, and the journal shows it.
        if fits(run, id, wait, data) == Ok(true) {
            take(run, id, event.clone(), data.clone(), kept);
            return true;
        }
    }
    false
}

fn fits(run: &Decision<'_>, id: ActivationId, wait: &Wait, data: &Value) -> Result<bool, Failure> {
    let Some(when) = &wait.when else { return Ok(true) };
    let event = envelope(data);
    match when.holds(&run.names(id).with("event", &event), &LIMITS) {
        // An event without what `when` reads is not the one that is waited for.
        Err(Failure::Unknown { .. }) => Ok(false),
        judged => judged,
    }
}

/// `event.data` is the payload.
pub(super) fn envelope(data: &Value) -> Value {
    Value::Object([("data".to_owned(), data.clone())].into())
}

fn take(run: &mut Decision<'_>, id: ActivationId, event: procedure::document::Dotted, data: Value, kept: Option<u64>) {
    match super::call::keep(run, id, &data) {
        Ok(saved) => run.emit(EventTaken { activation: id, event, data, kept, saved }),
        Err(trouble) => raise_trouble(run, id, "save", trouble),
    }
}
