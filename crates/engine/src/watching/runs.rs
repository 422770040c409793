//! Our own runs as an event log: a case is a run that is over, an event a step's work that was done.
//!
//! An event tells when the work was taken up and when it was done, by whom, as which role, and what was filled in; a case
//! tells the data it began with and how it ended. What is sensitive is masked. Steps that only arrange the work (decisions,
//! loops, waits) are no events, as they are none in anybody else's log. Erased journals are left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use interpreter::Program;
use interpreter::event::{Event, Recorded};
use interpreter::id::{ActivationId, TaskId};
use interpreter::state::Outcome;
use jiff::Timestamp;
use mining::conform::Mapping;
use mining::log::{Builder, Log, Moment, Value as Told};
use mining::performance::START;
use procedure::document::{OutcomeId, Procedure, ProcedureId, StepId};
use procedure::hash::ContentHash;
use procedure::value::{Value, Values};

use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Page, RunQuery, RunRow, RunStatus, StoreError};

/// The step that an event is the work of.
const STEP: &str = "run step";
/// The role in which it was done.
const ROLE: &str = "org:role";
/// How work ended that was not simply done: `refused`, `failed`.
const RESULT: &str = "run result";
/// What people call a run.
pub(super) const CASE: &str = "run case";
/// What a case tells of its run: the number of its version, how it ended, what came in between.
const VERSION: &str = "run version";
const OUTCOME: &str = "run outcome";
const EXCEPTION: &str = "run exception";

/// Events read at once.
const PAGE: usize = 500;

/// How many runs of a procedure are over. What is over does not begin again, so that a log of them is the same as long as
/// there are so many.
pub(super) async fn over(engine: &Engine, procedure: &ProcedureId) -> Result<u64, Error> {
    let of = engine.store().runs_of(procedure).await?;
    Ok(of.all.saturating_sub(of.open))
}

/// The runs of a procedure that are over, under all of its versions, in the order in which they were started.
pub(super) async fn log_of(engine: &Engine, procedure: &ProcedureId) -> Result<Log, Error> {
    let rows = rows(engine, procedure).await?;
    let mut titles = Titles::default();
    let versions: BTreeSet<ContentHash> = rows.iter().map(|row| row.progress.version).collect();
    // The newest version's words for a step are everybody's.
    let newest = rows.iter().rev().map(|row| row.progress.version);
    let mut seen = BTreeSet::new();
    for version in newest.filter(|version| seen.insert(*version)).take(versions.len()) {
        titles.learn(&*engine.program(version).await?);
    }
    let mut builder = Builder::default();
    for row in &rows {
        let mut case = Case::default();
        let mut after = 0;
        loop {
            let page = engine.store().entries(&row.run, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.sequence;
            for entry in &page {
                let damaged = |error: serde_json::Error| StoreError::Damaged {
                    what: format!("entry {} of the run {}", entry.sequence, row.run),
                    because: error.to_string(),
                };
                let Some(recorded) = entry.recorded().map_err(damaged)? else { continue };
                let program = engine.program(entry.version).await?;
                titles.learn(&program);
                case.take(&program, program.mask.recorded(&recorded));
            }
        }
        if case.told {
            case.write(row, &titles, &mut builder);
        }
    }
    Ok(builder.finish())
}

/// Which activity of such a log is which step of a procedure: the events say it.
pub(super) fn mapping(procedure: &Procedure, log: &Log) -> Mapping {
    let mut steps: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for event in log.cases().flat_map(|case| case.events()) {
        if let Some(Told::Text(step)) = event.value(STEP)
            && procedure.step(step).is_some()
        {
            steps.entry(log.name(event.activity())).or_default().insert(step);
        }
    }
    let mut mapping = Mapping::default();
    for (activity, steps) in steps {
        let steps: Vec<String> = steps.into_iter().map(str::to_owned).collect();
        mapping.say(procedure, activity, &steps).expect("the procedure has the steps");
    }
    mapping
}

/// The rows of the runs that are over, the earliest first.
async fn rows(engine: &Engine, procedure: &ProcedureId) -> Result<Vec<RunRow>, Error> {
    let query = RunQuery {
        procedure: Some(procedure.clone()),
        statuses: BTreeSet::from([RunStatus::Ended, RunStatus::Cancelled]),
        ..RunQuery::default()
    };
    let (mut rows, mut page) = (Vec::new(), Page::first(Page::MOST));
    loop {
        let found = engine.store().runs(&query, &page).await?;
        rows.extend(found.rows);
        let Some(next) = found.next else { break };
        page = Page::from(Page::MOST, next);
    }
    rows.reverse();
    Ok(rows)
}

/// What steps are called. A step has one name in a log, whatever it was called under other versions, and no two steps
/// have the same.
#[derive(Default)]
struct Titles {
    of: BTreeMap<StepId, String>,
    taken: BTreeSet<String>,
    versions: BTreeSet<ContentHash>,
}

impl Titles {
    fn learn(&mut self, program: &Program) {
        if !self.versions.insert(program.version) {
            return;
        }
        for (step, title) in procedure::render::titles(&program.procedure) {
            let id = &step.id;
            if !self.of.contains_key(id) {
                let own = if self.taken.contains(&title) { format!("{title} ({id})") } else { title };
                self.taken.insert(own.clone());
                self.of.insert(id.clone(), own);
            }
        }
    }
}

/// What is known of a run while its journal is read.
#[derive(Default)]
struct Case {
    /// Whether anything of the journal was not erased.
    told: bool,
    values: Values,
    exception: Option<String>,
    open: BTreeMap<ActivationId, Work>,
    /// Whose task it is.
    tasks: BTreeMap<TaskId, ActivationId>,
    done: Vec<(Timestamp, Work)>,
}

/// A step's work, from when it was entered.
#[derive(Default)]
struct Work {
    step: Option<StepId>,
    begun: Option<Timestamp>,
    person: Option<String>,
    role: Option<String>,
    result: Option<&'static str>,
    values: Values,
    told: bool,
}

impl Case {
    fn take(&mut self, program: &Arc<Program>, recorded: Recorded) {
        let Recorded { at, actor, event, .. } = recorded;
        self.told = true;
        let by = |work: &mut Work| {
            work.person = actor.person.as_ref().map(ToString::to_string);
            work.role = actor.role.as_ref().map(ToString::to_string);
        };
        match event {
            Event::Started(event) => self.values = event.data,
            Event::StepEntered(event) => {
                let is_work = program.procedure.step(event.step.as_str()).is_some_and(|step| step.verb.is_work());
                if is_work {
                    self.open.insert(event.activation, Work { step: Some(event.step), ..Work::default() });
                }
            }
            Event::TaskOpened(event) => {
                self.tasks.insert(event.task, event.activation);
            }
            Event::TaskClaimed(event) => {
                if let Some(work) = self.tasks.get(&event.task).and_then(|activation| self.open.get_mut(activation)) {
                    work.begun.get_or_insert(at);
                }
            }
            Event::EffectRequested(event) => {
                if let Some(work) = self.open.get_mut(&event.activation) {
                    work.begun.get_or_insert(at);
                }
            }
            Event::EffectSucceeded(event) => {
                if let Some(work) = self.open.get_mut(&event.activation) {
                    work.values.extend(event.saved);
                }
            }
            Event::TaskCompleted(event) => {
                if let Some(work) = self.open.get_mut(&event.activation) {
                    by(work);
                    work.values.extend(event.values);
                }
            }
            Event::ApprovalGiven(event) => {
                if let Some(work) = self.open.get_mut(&event.activation) {
                    by(work);
                    work.role = Some(event.role.to_string());
                    work.values.extend(event.values);
                }
            }
            Event::ApprovalRefused(event) => {
                if let Some(work) = self.open.get_mut(&event.activation) {
                    by(work);
                    work.role = event.role.as_ref().map(ToString::to_string);
                }
                self.done(event.activation, at, Some(Outcome::Refused.as_str()));
            }
            Event::StepLeft(event) => {
                let result = match event.outcome {
                    Outcome::Completed | Outcome::Event | Outcome::Timeout => Some(None),
                    Outcome::Failed | Outcome::Refused => Some(Some(event.outcome.as_str())),
                    Outcome::Skipped => None,
                };
                if let Some(result) = result {
                    self.done(event.activation, at, result);
                }
                self.open.remove(&event.activation);
            }
            Event::ExceptionRaised(event) => self.exception = Some(event.exception.to_string()),
            // These tell of no work, or of work that StepLeft tells of.
            Event::ApprovalKept(_)
            | Event::ApprovalOpened(_)
            | Event::ApprovalVoided(_)
            | Event::BlockDone(_)
            | Event::BlockOpened(_)
            | Event::Cancelled(_)
            | Event::ConditionsJudged(_)
            | Event::DecisionMade(_)
            | Event::DueSet(_)
            | Event::EffectFailed(_)
            | Event::EffectReturnedLate(_)
            | Event::Ended(_)
            | Event::EscalationRaised(_)
            | Event::EventKept(_)
            | Event::EventTaken(_)
            | Event::ExceptionHandled(_)
            | Event::GroupOpened(_)
            | Event::ItemEnded(_)
            | Event::ItemStarted(_)
            | Event::ItemsFixed(_)
            | Event::Jumped(_)
            | Event::Migrated(_)
            | Event::NoteAdded(_)
            | Event::OverrideMade(_)
            | Event::PassStarted(_)
            | Event::Paused(_)
            | Event::Reminded(_)
            | Event::Resumed(_)
            | Event::SuccessJudged(_)
            | Event::TaskReassigned(_)
            | Event::TaskReleased(_)
            | Event::TimerFired(_)
            | Event::TimerSet(_)
            | Event::TogetherOpened(_)
            | Event::UntilJudged(_)
            | Event::ValuesSet(_)
            | Event::WaitStarted(_)
            | Event::WorkDone(_)
            | Event::Yielded(_) => {}
        }
    }

    /// The work of a step was done. It is told once, however it is left.
    fn done(&mut self, activation: ActivationId, at: Timestamp, result: Option<&'static str>) {
        let Some(work) = self.open.get_mut(&activation).filter(|work| !work.told) else { return };
        let done = Work { result, ..std::mem::take(work) };
        work.told = true;
        self.done.push((at, done));
    }

    fn write(self, row: &RunRow, titles: &Titles, builder: &mut Builder) {
        builder.case(row.run.as_str());
        if let Some(case) = &row.origin.case {
            builder.case_value(CASE, Told::Text(case));
        }
        builder.case_value(VERSION, Told::Whole(i64::from(row.progress.number)));
        let outcome = row.progress.outcome.as_ref().map_or(row.progress.status.as_str(), OutcomeId::as_str);
        builder.case_value(OUTCOME, Told::Text(outcome));
        if let Some(exception) = &self.exception {
            builder.case_value(EXCEPTION, Told::Text(exception));
        }
        for (name, value) in &self.values {
            told(value, |value| builder.case_value(name, value));
        }
        for (at, work) in self.done {
            let Some(step) = &work.step else { continue };
            let name = titles.of.get(step).map_or(step.as_str(), String::as_str);
            builder.event(name, Some(moment(at)));
            builder.event_value(STEP, Told::Text(step.as_str()));
            builder.transition("complete");
            if let Some(begun) = work.begun {
                builder.event_value(START, Told::Moment(moment(begun)));
            }
            if let Some(person) = &work.person {
                builder.person(person);
            }
            if let Some(role) = &work.role {
                builder.event_value(ROLE, Told::Text(role));
            }
            if let Some(result) = work.result {
                builder.event_value(RESULT, Told::Text(result));
            }
            for (name, value) in &work.values {
                told(value, |value| builder.event_value(name, value));
            }
        }
    }
}

fn moment(at: Timestamp) -> Moment {
    Moment(at.as_microsecond())
}

/// A value as logs hold it. Of files and collections it is told that they are there.
fn told(value: &Value, keep: impl FnOnce(Told<'_>)) {
    match value {
        Value::Null => {}
        Value::Bool(flag) => keep(Told::Flag(*flag)),
        Value::Number(number) => match number.to_string().parse() {
            Ok(number) => keep(Told::Number(number)),
            Err(_) => keep(Told::Text(&number.to_string())),
        },
        Value::Text(text) => keep(Told::Text(text)),
        Value::Date(date) => keep(Told::Text(&date.to_string())),
        Value::Moment(at) => keep(Told::Moment(moment(*at))),
        Value::Duration(duration) => keep(Told::Text(&duration.to_string())),
        Value::File(_) => keep(Told::Text("a file")),
        Value::List(items) => keep(Told::Text(&format!("{} entries", items.len()))),
        Value::Object(_) => keep(Told::Text("a record")),
    }
}
