//! Clocks: due moments, reminders, escalations.

use jiff::{SignedDuration, Timestamp};
use procedure::document::{Due, Escalation, EscalationCause, Reminder};
use procedure::expression::{Failure, Formula};
use procedure::time::{Base, Duration, due_moment};
use procedure::value::Value;

use super::raise::{engine_exception, raise};
use super::values::{LIMITS, ask_or, render};
use super::words;
use crate::decide::Decision;
use crate::event::{DueSet, EscalationRaised, Reminded, TimerSet};
use crate::id::ActivationId;
use crate::names::Names;
use crate::program::Program;
use crate::state::Purpose;

/// Starts a step's clocks. False when it raised or asks instead.
pub(super) fn start(run: &mut Decision<'_>, id: ActivationId) -> bool {
    if run.activation(id).clocks {
        return true;
    }
    let step = run.step_of(id);
    let entered = run.activation(id).entered_at;
    if let Some(due) = &step.due {
        let moment = moment(&run.names(id), due, entered);
        let moment = match moment {
            Err(Trouble::Failure(failure)) => ask_or(run, id, "due", Err(failure)),
            Err(Trouble::Words(message)) => {
                raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
                None
            }
            Ok(moment) => Some(moment),
        };
        let Some(moment) = moment else { return false };
        run.emit(DueSet { activation: Some(id), due: moment, from_entry: from_entry(due) });
    }
    let due = run.activation(id).due;
    let counted = step.due.as_ref().is_none_or(from_entry);
    for reminder in &step.remind {
        let at = match (reminder, due) {
            (Reminder::BeforeDue(duration), Some(due)) => run.program.calendar.subtract(due, *duration),
            (Reminder::BeforeDue(_), None) => continue,
            (Reminder::Every { every }, _) => run.program.calendar.add(entered, *every),
        };
        let (every, from_entry) = match reminder {
            Reminder::Every { every } => (Some(*every), true),
            Reminder::BeforeDue(_) => (None, counted),
        };
        if let Ok(at) = at {
            set(run, Some(id), Purpose::Remind { every }, at, from_entry);
        }
    }
    let step_id = step.id.clone();
    start_escalations(run, Some(id), due, counted, |rule| rule.steps.is_empty() || rule.steps.contains(&step_id));
    true
}

/// When the run as a whole is due, from its data.
pub(crate) fn due_of_run(names: &Names<'_>, started: Timestamp) -> Option<Timestamp> {
    names.program.procedure.due.as_ref().and_then(|due| moment(names, due, started).ok())
}

/// Whether the due moment of the run as a whole counts from its start.
pub(crate) fn due_counts_from_start(program: &Program) -> bool {
    program.procedure.due.as_ref().is_some_and(from_entry)
}

/// Sets when the run is due, once what that counts from is known.
pub(super) fn set_due_of_run(run: &mut Decision<'_>) {
    let Some(started) = run.state.started_at else { return };
    let Some(due) = due_of_run(&run.names(None), started) else { return };
    run.emit(DueSet { activation: None, due, from_entry: due_counts_from_start(run.program) });
    start_run_clocks(run);
}

/// Starts the run's own clocks.
pub(crate) fn start_run_clocks(run: &mut Decision<'_>) {
    let due = run.state.due;
    let counted = due_counts_from_start(run.program);
    start_escalations(run, None, due, counted, |rule| rule.steps.is_empty());
}

fn start_escalations(
    run: &mut Decision<'_>,
    id: Option<ActivationId>,
    due: Option<Timestamp>,
    from_entry: bool,
    concerns: impl Fn(&Escalation) -> bool,
) {
    let Some(due) = due else { return };
    let procedure = run.program.procedure.clone();
    for (rule, escalation) in procedure.escalation.iter().enumerate().filter(|(_, rule)| concerns(rule)) {
        let at = match &escalation.after {
            EscalationCause::Overdue(duration) => run.program.calendar.add(due, *duration),
            EscalationCause::BeforeDue(duration) => run.program.calendar.subtract(due, *duration),
            EscalationCause::Failed(_) | EscalationCause::Raised(_) | EscalationCause::Refused(_) => continue,
        };
        if let Ok(at) = at {
            set(run, id, Purpose::Escalate { rule }, at, from_entry);
        }
    }
}

pub(super) fn set(
    run: &mut Decision<'_>,
    activation: Option<ActivationId>,
    purpose: Purpose,
    at: Timestamp,
    from_entry: bool,
) {
    let timer = run.next_timer();
    run.emit(TimerSet { timer, activation, purpose, at, from_entry });
}

/// Whether a due moment counts from entering the step.
fn from_entry(due: &Due) -> bool {
    match due {
        Due::Within(_) => true,
        Due::From { after, .. } => after.is_none(),
    }
}

enum Trouble {
    Failure(Failure),
    Words(String),
}

fn moment(names: &Names<'_>, due: &Due, entered: Timestamp) -> Result<Timestamp, Trouble> {
    let calendar = &names.program.calendar;
    let words = |error: procedure::time::TimeError| Trouble::Words(format!("`due` has no moment: {error}"));
    match due {
        Due::Within(duration) => calendar.add(entered, *duration).map_err(words),
        Due::From { after, plus, minus, at } => {
            let base = match after {
                None => Base::Moment(entered),
                Some(formula) => base(names, formula)?,
            };
            due_moment(calendar, base, *plus, *minus, *at).map_err(words)
        }
    }
}

fn base(names: &Names<'_>, after: &Formula) -> Result<Base, Trouble> {
    let value = after.evaluate(names, &LIMITS).map_err(Trouble::Failure)?;
    match value {
        Value::Date(date) => Ok(Base::Date(date)),
        Value::Moment(moment) => Ok(Base::Moment(moment)),
        Value::Text(text) => text
            .parse()
            .map(Base::Date)
            .or_else(|_| text.parse().map(Base::Moment))
            .map_err(|_| Trouble::Words(format!("`due` counts from `{text}`, which is no date and no moment"))),
        Value::Null => {
            let name = match after {
                Formula::Expression(expression) => {
                    expression.reads().first().map_or_else(|| "after".to_owned(), procedure::expression::Read::dotted)
                }
                Formula::Literal(_) | Formula::List(_) | Formula::Object(_) => "after".to_owned(),
            };
            Err(Trouble::Failure(Failure::Unknown { name }))
        }
        other @ (Value::Bool(_)
        | Value::Number(_)
        | Value::Duration(_)
        | Value::File(_)
        | Value::List(_)
        | Value::Object(_)) => {
            Err(Trouble::Words(format!("`due` counts from {}, where a date or moment is wanted", other.kind())))
        }
    }
}

/// The reminder of a timer that fired; a repeated one is set again.
pub(crate) fn fire_reminder(run: &mut Decision<'_>, id: ActivationId, every: Option<Duration>, at: Timestamp) {
    let step = run.step_of(id);
    let title = render(run, id, &step.title).unwrap_or_else(|_| step.id.to_string());
    run.emit(Reminded { activation: id, step: step.id.clone(), text: format!("Still open: {title}") });
    if let Some(next) = every.and_then(|every| next_reminder(run, every, at)) {
        set(run, Some(id), Purpose::Remind { every }, next, true);
    }
}

/// The next moment of a repeated reminder. After a long stop only the next one to come is set, not each that was missed.
fn next_reminder(run: &Decision<'_>, every: Duration, at: Timestamp) -> Option<Timestamp> {
    match every {
        Duration::Elapsed(0) => None,
        Duration::Elapsed(seconds) => {
            let missed = u64::try_from(run.at.duration_since(at).as_secs()).unwrap_or(0) / seconds;
            let pause = i64::try_from(seconds.saturating_mul(missed + 1)).ok()?;
            at.checked_add(SignedDuration::from_secs(pause)).ok()
        }
        Duration::WorkingDays(_) | Duration::WorkingHours(_) => {
            let next = run.program.calendar.add(at, every).ok()?;
            let next = if next > run.at { next } else { run.program.calendar.add(run.at, every).ok()? };
            (next > at).then_some(next)
        }
    }
}

/// The escalation rule of a timer that fired.
pub(crate) fn fire_escalation(run: &mut Decision<'_>, id: Option<ActivationId>, rule: usize) {
    if let Some(escalation) = run.program.procedure.clone().escalation.get(rule) {
        raise_escalation(run, id, rule, escalation);
    }
}

/// The rules that something which happened at a step sets off.
pub(crate) fn escalate(run: &mut Decision<'_>, id: ActivationId, happened: impl Fn(&EscalationCause) -> bool) {
    let procedure = run.program.procedure.clone();
    let step = run.activation(id).step.clone();
    for (rule, escalation) in procedure.escalation.iter().enumerate() {
        let concerns = escalation.steps.is_empty() || escalation.steps.contains(&step);
        if concerns && happened(&escalation.after) {
            raise_escalation(run, Some(id), rule, escalation);
        }
    }
}

fn raise_escalation(run: &mut Decision<'_>, id: Option<ActivationId>, rule: usize, escalation: &Escalation) {
    let step = id.and_then(|id| run.state.activations.get(&id)).map(|activation| activation.step.clone());
    let given = escalation.text.as_ref().and_then(|text| render(run, id, text).ok());
    let open = id.filter(|_| step.is_some());
    let text = given.unwrap_or_else(|| sentence(run, open, &escalation.after));
    // A step's open tasks follow from the step; the run's are named, so that the journal says whose they were.
    let all = id.is_none() && escalation.reassign.is_some();
    let tasks = if all { run.state.tasks.keys().copied().collect() } else { Vec::new() };
    run.emit(EscalationRaised {
        activation: id,
        step,
        rule: Some(rule),
        notify: escalation.notify.clone(),
        reassign: escalation.reassign.clone(),
        tasks,
        text,
    });
}

fn sentence(run: &Decision<'_>, step: Option<ActivationId>, cause: &EscalationCause) -> String {
    let title = &run.program.procedure.title;
    let what = match step {
        Some(step) => format!("{} of “{title}”", words::of_step(run, step)),
        None => format!("“{title}”"),
    };
    match cause {
        EscalationCause::Overdue(duration) => format!("{what} is overdue by {duration}"),
        EscalationCause::BeforeDue(duration) => format!("{what} is due in {duration}"),
        EscalationCause::Failed(_) => format!("{what} failed"),
        EscalationCause::Raised(exception) => format!("{what} raised {}", words::exception(run, exception)),
        EscalationCause::Refused(_) => format!("{what} was refused"),
    }
}
