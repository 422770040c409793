//! A run as a screen shows it: every step with its state and the reason, what is open and for whom, what comes next.

mod branch;

use std::collections::BTreeMap;

use jiff::Timestamp;
use procedure::document::{StepAt, StepId};
use procedure::value::Value;
use serde::Serialize;

use crate::actor::Actor;
use crate::event::{DecisionMade, Event, Recorded};
use crate::id::{ActivationId, PersonId, TaskId};
use crate::names::Names;
use crate::program::Program;
use crate::sight::Sight;
use crate::state::{Activation, LaneState, Outcome, Phase, State, Status, StepRecord, Task, TaskKind, Work};
use crate::story::Teller;

/// A run as a screen shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct View {
    pub run: String,
    pub procedure: String,
    pub title: String,
    /// The publication's number; 0 for a document that was not published.
    pub number: u32,
    pub version: String,
    pub status: Status,
    pub started_at: Option<Timestamp>,
    pub started_by: Option<String>,
    pub ended_at: Option<Timestamp>,
    pub due: Option<Timestamp>,
    /// The number of the last event; what approvals and forms must have seen.
    pub revision: u64,
    /// The run's names with their values, masked where this reader may not see them.
    pub data: BTreeMap<String, serde_json::Value>,
    /// In the order of the document, blocks flattened.
    pub steps: Vec<StepView>,
    pub tasks: Vec<TaskView>,
    pub exceptions: Vec<String>,
    pub success: Vec<Judged>,
}

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Done,
    Skipped,
    Failed,
    Refused,
    /// Somebody can do it now.
    Open,
    /// Something outside is awaited.
    Waiting,
    /// It raised an exception that is not handled yet.
    Blocked,
    /// It comes next in a block that is under way.
    Next,
    /// Another branch was taken.
    NotTaken,
    Later,
}

/// One step of the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepView {
    pub id: StepId,
    /// As a reader counts: `3`, `3.1`.
    pub number: String,
    pub depth: usize,
    /// With this run's values filled in; empty where the step is hidden.
    pub title: String,
    /// Whether this reader sees no more of it than its number and state.
    pub hidden: bool,
    /// Empty where the step is hidden.
    pub verb: &'static str,
    pub state: Standing,
    /// Why it is blocked, waits, was skipped or was not taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    pub visits: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Its open activations, several where items are worked side by side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub activations: Vec<ActivationId>,
}

/// One open task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TaskView {
    pub task: TaskId,
    pub step: StepId,
    pub title: String,
    pub kind: TaskKind,
    pub candidates: Vec<String>,
    pub assignee: Option<PersonId>,
    pub due: Option<Timestamp>,
    /// Why the form came back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub returned: Vec<String>,
}

/// One success criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    pub that: String,
    pub because: Option<String>,
    pub holds: bool,
}

/// The run after its journal, as its reader sees it.
pub fn view(sight: &Sight<'_>, state: &State, journal: &[Recorded]) -> View {
    let program = sight.program;
    let teller = Teller { sight, state };
    let told = Told::of(journal);
    let steps = program.procedure.all_steps();
    let numbers = numbers(&steps);
    let steps = steps
        .iter()
        .zip(numbers)
        .map(|(at, (number, depth))| {
            let shown = step_view(program, state, &teller, &told, at, number, depth);
            if sight.shows(&at.step.id) { shown } else { shown.without_content() }
        })
        .collect();
    let procedure = &program.procedure;
    View {
        run: state.run.as_ref().map(ToString::to_string).unwrap_or_default(),
        procedure: procedure.id.to_string(),
        title: procedure.title.clone(),
        number: state.number,
        version: program.version.to_string(),
        status: state.status.clone(),
        started_at: state.started_at,
        started_by: state.starter.as_ref().and_then(|starter| teller.who(starter)),
        ended_at: state.ended_at,
        due: state.due,
        revision: state.sequence,
        data: data(sight, state),
        steps,
        tasks: tasks(program, state, &teller),
        exceptions: state.raised.iter().map(ToString::to_string).collect(),
        success: told.success(program),
    }
}

/// The run's names with their values in plain form, masked where this reader may not see them.
pub fn data(sight: &Sight<'_>, state: &State) -> BTreeMap<String, serde_json::Value> {
    let mask = sight.mask();
    let plain = |(name, value): (&String, &Value)| {
        (name.clone(), if mask.hides(name) { mask.value(name, value).to_plain() } else { value.to_plain() })
    };
    state.scope.values.iter().map(plain).collect()
}

/// What the journal says that the state does not keep.
struct Told<'a> {
    decisions: BTreeMap<&'a StepId, &'a DecisionMade>,
    skipped: BTreeMap<&'a StepId, Option<&'a str>>,
    judged: Option<(&'a [usize], &'a [usize])>,
}

impl<'a> Told<'a> {
    fn of(journal: &'a [Recorded]) -> Self {
        let mut told = Told { decisions: BTreeMap::new(), skipped: BTreeMap::new(), judged: None };
        for recorded in journal {
            match &recorded.event {
                Event::DecisionMade(event) => {
                    told.decisions.insert(&event.step, event);
                }
                Event::StepLeft(event) => {
                    told.skipped.insert(&event.step, event.because.as_deref());
                }
                Event::SuccessJudged(event) => told.judged = Some((&event.held, &event.failed)),
                _ => {}
            }
        }
        told
    }

    fn success(&self, program: &Program) -> Vec<Judged> {
        let Some((held, failed)) = self.judged else { return Vec::new() };
        let judged = |position: &usize, holds: bool| {
            let criterion = program.procedure.success.get(*position)?;
            Some((*position, Judged { that: criterion.that.to_string(), because: criterion.because.clone(), holds }))
        };
        let held = held.iter().filter_map(|position| judged(position, true));
        let mut all: Vec<_> = held.chain(failed.iter().filter_map(|position| judged(position, false))).collect();
        all.sort_by_key(|(position, _)| *position);
        all.into_iter().map(|(_, judged)| judged).collect()
    }
}

/// The number and depth of each step: those of a block count on from its owner's, over all its blocks.
fn numbers(steps: &[StepAt<'_>]) -> Vec<(String, usize)> {
    let mut counted: BTreeMap<Option<&StepId>, usize> = BTreeMap::new();
    let mut of: BTreeMap<&StepId, (String, usize)> = BTreeMap::new();
    let mut numbers = Vec::with_capacity(steps.len());
    for at in steps {
        let owner = at.block.owner();
        let count = counted.entry(owner).or_default();
        *count += 1;
        let number = match owner.and_then(|owner| of.get(owner)) {
            Some((number, depth)) => (format!("{number}.{count}"), depth + 1),
            None => (count.to_string(), 0),
        };
        of.insert(&at.step.id, number.clone());
        numbers.push(number);
    }
    numbers
}

fn step_view(
    program: &Program,
    state: &State,
    teller: &Teller<'_>,
    told: &Told<'_>,
    at: &StepAt<'_>,
    number: String,
    depth: usize,
) -> StepView {
    let id = &at.step.id;
    let open: Vec<(ActivationId, &Activation)> =
        state.activations.iter().filter(|(_, open)| open.step == *id).map(|(id, open)| (*id, open)).collect();
    let record = record(state, id);
    let (standing, why) = match (open.first(), record) {
        (Some((activation, open)), _) => open_step(teller, *activation, open),
        (None, Some(record)) => left(record, told.skipped.get(id).copied().flatten()),
        (None, None) => not_yet(program, state, teller, told, at),
    };
    let names = Names::new(program, state, open.first().map(|(id, _)| *id), state.started_at.unwrap_or_default());
    let title = teller.render(&at.step.title, &names);
    let actor = |actor: &Actor| teller.who(actor);
    StepView {
        id: id.clone(),
        number,
        depth,
        title,
        hidden: false,
        verb: at.step.verb.key(),
        state: standing,
        why,
        visits: state.visits.get(id).copied().unwrap_or(0),
        by: record.filter(|_| open.is_empty()).and_then(|record| actor(&record.by)),
        at: record.filter(|_| open.is_empty()).map(|record| record.at),
        due: open.first().and_then(|(_, open)| open.due),
        activations: open.into_iter().map(|(id, _)| id).collect(),
    }
}

impl StepView {
    /// That there is a step, its number and its state.
    fn without_content(self) -> Self {
        StepView {
            id: self.id,
            number: self.number,
            depth: self.depth,
            state: self.state,
            hidden: true,
            title: String::new(),
            verb: "",
            why: None,
            visits: 0,
            by: None,
            at: None,
            due: None,
            activations: Vec::new(),
        }
    }
}

/// The latest visit of a step, in the run's names or an item's.
fn record<'a>(state: &'a State, id: &StepId) -> Option<&'a StepRecord> {
    let items = state.activations.values().filter_map(|activation| match &activation.work {
        Work::Each(items) => Some(items.scopes.values()),
        _ => None,
    });
    let scopes = items.flatten().chain([&state.scope]);
    scopes.filter_map(|scope| scope.steps.get(id)).max_by_key(|record| record.at)
}

fn left(record: &StepRecord, because: Option<&str>) -> (Standing, Option<String>) {
    let standing = match record.outcome {
        Outcome::Completed | Outcome::Event | Outcome::Timeout => Standing::Done,
        Outcome::Skipped => Standing::Skipped,
        Outcome::Failed => Standing::Failed,
        Outcome::Refused => Standing::Refused,
    };
    (standing, because.map(str::to_owned))
}

fn open_step(teller: &Teller<'_>, id: ActivationId, open: &Activation) -> (Standing, Option<String>) {
    let state = teller.state;
    if let Phase::Raised(raised) = &open.phase {
        let raised = format!("{}: {}", teller.sight.exception(&raised.exception), raised.message);
        return (Standing::Blocked, Some(raised));
    }
    if let Some(task) = state.tasks.values().find(|task| task.activation == id) {
        return (Standing::Open, Some(whom(teller.sight, task)));
    }
    let why = match &open.work {
        Work::Effect { retry: Some(timer), .. } => {
            state.timers.get(timer).map(|timer| format!("the next try is at {}", timer.at))
        }
        Work::Effect { .. } => Some("another system is working on it".to_owned()),
        Work::Wait { timer, event } => {
            let until = timer.and_then(|timer| state.timers.get(&timer)).map(|timer| format!("until {}", timer.at));
            let event = event.as_ref().map(|event| format!("for the event {event}"));
            let both: Vec<String> = event.into_iter().chain(until).collect();
            Some(format!("waits {}", both.join(" or ")))
        }
        Work::None
        | Work::Person { .. }
        | Work::Approve { .. }
        | Work::Block
        | Work::Group { .. }
        | Work::Together { .. }
        | Work::Repeat { .. }
        | Work::Each(_) => None,
    };
    let waits = matches!(open.work, Work::Effect { .. } | Work::Wait { .. });
    (if waits { Standing::Waiting } else { Standing::Open }, why)
}

fn whom(sight: &Sight<'_>, task: &Task) -> String {
    match &task.assignee {
        Some(person) => format!("{} has it", sight.person(person)),
        None if task.candidates.is_empty() => "waits for an administrator".to_owned(),
        None => {
            let roles: Vec<String> = task.candidates.iter().map(|role| sight.role(role)).collect();
            format!("waits for {}", roles.join(" or "))
        }
    }
}

/// A step that was never entered: next, not taken, or later.
fn not_yet(
    program: &Program,
    state: &State,
    teller: &Teller<'_>,
    told: &Told<'_>,
    at: &StepAt<'_>,
) -> (Standing, Option<String>) {
    if let Some(owner) = at.block.owner()
        && let Some(decision) = told.decisions.get(owner)
        && let Some(why) = branch::not_taken(teller.sight, &at.block, decision)
    {
        return (Standing::NotTaken, Some(why));
    }
    if state.status.is_terminal() {
        return (Standing::NotTaken, Some("the run ended before it".to_owned()));
    }
    let lanes = state.activations.values().flat_map(|open| open.lanes.values()).chain([&state.lane]);
    let follows = |lane: &LaneState| match lane {
        LaneState::Running(id) => {
            state.activations.get(id).is_some_and(|open| program.after(&open.step) == Some(&at.step.id))
        }
        LaneState::Next(step) => *step == at.step.id,
        LaneState::After(step) => program.after(step) == Some(&at.step.id),
        LaneState::Start | LaneState::Done => false,
    };
    if lanes.into_iter().any(follows) { (Standing::Next, None) } else { (Standing::Later, None) }
}

fn tasks(program: &Program, state: &State, teller: &Teller<'_>) -> Vec<TaskView> {
    state
        .tasks
        .iter()
        .filter_map(|(id, task)| {
            let activation = state.activations.get(&task.activation).filter(|open| teller.sight.shows(&open.step))?;
            let place = program.place(&activation.step)?;
            let names = Names::new(program, state, Some(task.activation), task.opened_at);
            let title = teller.render(&place.step.title, &names);
            Some(TaskView {
                task: *id,
                step: activation.step.clone(),
                title,
                kind: teller.sight.mask().task(&task.kind),
                candidates: task.candidates.iter().map(ToString::to_string).collect(),
                assignee: task.assignee.clone(),
                due: task.due,
                returned: task.returned.clone(),
            })
        })
        .collect()
}
