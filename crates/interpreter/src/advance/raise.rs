//! Exceptions: who handles them, and how the run goes on.

use procedure::document::{ExceptionId, Finish, Resume, StepId};
use procedure::value::Value;

use super::conditions::in_handler;
use super::{clocks, lane, success, words};
use crate::command::Settlement;
use crate::decide::Decision;
use crate::event::{BlockOpened, EscalationRaised, ExceptionHandled, ExceptionRaised, Resumption, TaskOpened};
use crate::id::ActivationId;
use crate::state::{Lane, LaneState, Level, Raised, TaskKind};

/// How often one step may raise one exception, in one item and pass, before it goes to the next handler outward.
const TRIES: u32 = 3;

/// No case of a decision holds, and it says nothing of what else.
pub(crate) const NO_CASE: &str = "no-case";

/// One of the engine's own exceptions.
///
/// # Panics
/// If the name is not kebab-case; callers pass literals.
pub(crate) fn engine_exception(name: &str) -> ExceptionId {
    name.parse().expect("the engine's exceptions are kebab-case literals")
}

/// Raises at the activation's own step.
pub(crate) fn raise(
    run: &mut Decision<'_>,
    id: ActivationId,
    exception: ExceptionId,
    message: String,
    words: Option<String>,
    detail: Value,
) {
    let step = run.activation(id).step.clone();
    raise_at(run, id, step, exception, message, words, detail, false);
}

/// Raises what no one foresaw, with a person's words.
pub(crate) fn unforeseen(run: &mut Decision<'_>, id: ActivationId, words: String) {
    let message = "a person met something that the procedure does not foresee".to_owned();
    raise(run, id, engine_exception("unforeseen"), message, Some(words), Value::Null);
}

/// Raises a declared exception whose `when` turned true, at a step within the group that declares it.
pub(super) fn raise_condition(
    run: &mut Decision<'_>,
    id: ActivationId,
    group: Option<ActivationId>,
    exception: ExceptionId,
) {
    let declared_by = group.map(|group| run.activation(group).step.clone());
    let message = super::conditions::message(run, declared_by.as_ref(), &exception);
    let step = run.activation(id).step.clone();
    raise_at(run, id, step, exception, message, None, Value::Null, true);
}

/// Raises at an activation, counted at `step`. `condition`: the activation's own work did not fail and stays.
#[expect(clippy::too_many_arguments, reason = "an exception is all of these facts, and they come from many places")]
pub(super) fn raise_at(
    run: &mut Decision<'_>,
    id: ActivationId,
    step: StepId,
    exception: ExceptionId,
    message: String,
    words: Option<String>,
    detail: Value,
    condition: bool,
) {
    let handler = handler(run, id, &step, &exception);
    let severity = handler
        .as_ref()
        .and_then(|level| run.program.exception(level.group(), &exception))
        .and_then(|exception| exception.severity);
    let raised = exception.clone();
    run.emit_by_cause(ExceptionRaised {
        activation: id,
        step,
        exception,
        severity,
        message,
        words,
        detail,
        handler,
        condition,
    });
    clocks::escalate(
        run,
        id,
        |cause| matches!(cause, procedure::document::EscalationCause::Raised(of) if *of == raised),
    );
}

/// The innermost level that declares the exception, was not tried too often, and is not handling it already.
fn handler(run: &Decision<'_>, id: ActivationId, step: &StepId, exception: &ExceptionId) -> Option<Level> {
    let of_step = run.state.raises.get(step).and_then(|raises| raises.get(exception));
    let raised = of_step.and_then(|turns| turns.get(&run.state.turn(id))).copied().unwrap_or(0);
    let groups = run.state.lineage(id).skip(1).map(|around| Level::Group(around.step.clone()));
    groups
        .chain([Level::Procedure])
        .filter(|level| run.program.exception(level.group(), exception).is_some())
        .filter(|level| !in_handler(run, id, level.group(), exception))
        .nth((raised / TRIES) as usize)
}

/// Takes the handling of a raised exception one step further.
pub(super) fn go_on(run: &mut Decision<'_>, id: ActivationId, raised: &Raised) {
    let declared = raised
        .handler
        .as_ref()
        .and_then(|level| run.program.exception(level.group(), &raised.exception))
        .map(|exception| exception.then.clone());
    let Some(handler) = declared else { return ask_owner(run, id, raised) };
    if let (Some(role), false) = (&handler.escalate, raised.escalated) {
        let (step, exception) = (words::step(run, &raised.step), words::exception(run, &raised.exception));
        let text = format!("{step} raised {exception}: {}", raised.message);
        let step = Some(raised.step.clone());
        return run.emit(EscalationRaised {
            tasks: Vec::new(),
            activation: Some(id),
            step,
            rule: None,
            notify: vec![role.clone()],
            reassign: None,
            text,
        });
    }
    match run.activation(id).lanes.get(&Lane::Handler) {
        None if !handler.steps.is_empty() => {
            return run.emit(BlockOpened { activation: id, lanes: vec![Lane::Handler] });
        }
        Some(state) if *state != LaneState::Done => return lane::go_on(run, Some(id), &Lane::Handler),
        None | Some(_) => {}
    }
    match &handler.finish {
        Finish::End { end } => success::end(run, end.clone(), Some(raised.step.clone())),
        Finish::Resume { resume } => resume_with(run, id, raised, resume, None),
    }
}

fn resume_with(run: &mut Decision<'_>, id: ActivationId, raised: &Raised, resume: &Resume, reason: Option<String>) {
    let resume = match resume {
        Resume::Continue => Resumption::Continue,
        Resume::Retry => enter_again(run, id, raised),
        Resume::RetryBlock { retry } => {
            let mut around = std::iter::successors(Some(id), |id| run.activation(*id).parent);
            match around.find(|id| run.activation(*id).step == *retry) {
                Some(block) => Resumption::Enter { activation: block, step: retry.clone() },
                None => enter_again(run, id, raised),
            }
        }
    };
    run.emit_by_cause(ExceptionHandled { activation: id, exception: raised.exception.clone(), resume, reason });
}

/// The step that raised, entered again: its own activation, or the one that stands where a voided approval stood.
fn enter_again(run: &Decision<'_>, id: ActivationId, raised: &Raised) -> Resumption {
    let block = run.program.place(&raised.step).map(|place| &place.block);
    let stands_there = |id: &ActivationId| {
        let activation = run.activation(*id);
        run.state.block_of(activation.parent, &activation.lane).as_ref() == block
    };
    let mut around = std::iter::successors(Some(id), |id| run.activation(*id).parent);
    Resumption::Enter { activation: around.find(stands_there).unwrap_or(id), step: raised.step.clone() }
}

/// Opens the task of the owner, who settles what nothing handles.
fn ask_owner(run: &mut Decision<'_>, id: ActivationId, raised: &Raised) {
    let task = run.next_task();
    run.emit(TaskOpened {
        task,
        activation: id,
        kind: TaskKind::Settle {
            exception: raised.exception.clone(),
            words: raised.words.clone().or_else(|| Some(raised.message.clone())),
            detail: raised.detail.clone(),
        },
        candidates: run.program.procedure.owner.clone().into_iter().collect(),
        assignee: None,
        due: None,
        returned: Vec::new(),
    });
}

/// Carries out what the owner decided about an unforeseen exception.
pub(crate) fn settle(
    run: &mut Decision<'_>,
    id: ActivationId,
    raised: &Raised,
    settlement: &Settlement,
    reason: String,
) {
    match settlement {
        Settlement::Retry => resume_with(run, id, raised, &Resume::Retry, Some(reason)),
        Settlement::Continue => resume_with(run, id, raised, &Resume::Continue, Some(reason)),
        Settlement::End(outcome) => {
            success::end_because(run, outcome.clone(), Some(raised.step.clone()), Some(reason));
        }
    }
}
