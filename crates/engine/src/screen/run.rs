//! The screen of a run: where it stands, what was decided and why, what is open.

use std::collections::BTreeMap;

use interpreter::Program;
use interpreter::event::{Choice, Event, Recorded};
use interpreter::id::RunId;
use interpreter::sight::Sight;
use interpreter::state::Status;
use interpreter::story::{Teller, read_by_choice};
use interpreter::view::{Standing, StepView};
use jiff::Timestamp;
use procedure::document::{Block, StepId, Verb};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::form::{is_overdue, row};
use super::named::{PersonNamed, ProcedureNamed, in_words};
use super::reader::Reader;
use super::task::TaskItem;
use super::traced::GraphShown;
use super::wire;
use crate::access::Deed;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Page, RunQuery, RunStatus};

/// A run as a screen shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RunScreen {
    pub run: String,
    /// What people call the case.
    pub case: Option<String>,
    pub procedure: ProcedureNamed,
    /// The content hash of the version that it follows.
    pub version: String,
    /// The number of the latest publication; above `procedure.number` the run can be migrated.
    pub latest: Option<u32>,
    pub status: RunStatus,
    pub outcome: Option<String>,
    pub started_at: Option<Timestamp>,
    pub started_by: Option<PersonNamed>,
    pub due: Option<Timestamp>,
    pub overdue: bool,
    pub ended_at: Option<Timestamp>,
    /// The number of the last event; what forms and approvals must have seen.
    pub revision: u64,
    /// The run whose step this is.
    pub parent: Option<Relative>,
    pub data: Vec<DataShown>,
    pub steps: Vec<StepShown>,
    pub tasks: Vec<TaskItem>,
    pub decisions: Vec<DecisionShown>,
    /// What went sideways, oldest first.
    pub exceptions: Vec<RaisedShown>,
    /// Keys of requests of which nobody knows whether they were carried out, where the reader may settle them.
    pub doubts: Vec<String>,
    pub success: Vec<Criterion>,
    /// The runs that its steps began.
    pub children: Vec<Relative>,
    pub may: RunRights,
    pub graph: GraphShown,
}

/// A run that belongs to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Relative {
    pub run: String,
    pub title: String,
}

/// One name of the run's data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DataShown {
    pub name: String,
    pub label: String,
    /// Masked where it is sensitive.
    pub value: Json,
    /// The value in words.
    pub plain: String,
    pub unit: Option<String>,
    pub sensitive: bool,
    /// The number of the event that set it last.
    pub changed: Option<u64>,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StepShown {
    pub id: String,
    /// As a reader counts: `3`, `3.1`.
    pub number: String,
    pub depth: usize,
    pub title: String,
    pub verb: String,
    /// `done`, `skipped`, `failed`, `refused`, `open`, `waiting`, `blocked`, `next`, `not-taken`, `later`.
    pub state: String,
    /// Why it waits, was skipped, was not taken.
    pub why: Option<String>,
    pub visits: u32,
    pub by: Option<String>,
    pub at: Option<Timestamp>,
    pub due: Option<Timestamp>,
    /// The step whose block it stands in.
    pub parent: Option<String>,
    /// What the block or case is called.
    pub branch: Option<String>,
    /// Whether steps stand within it.
    pub collapsible: bool,
    /// Whether no more than that there is a step may be shown.
    pub hidden: bool,
    /// What the reader may replace: the names that the machine's step set.
    pub sets: Vec<String>,
}

/// One decision, the latest of its step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DecisionShown {
    pub step: String,
    pub at: Timestamp,
    pub inputs: Vec<Input>,
    /// The case or rows that held.
    pub held: String,
    pub because: Vec<String>,
    pub words: String,
}

/// What a decision read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Input {
    pub name: String,
    /// What people call it.
    pub label: String,
    pub value: String,
}

/// An exception that was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RaisedShown {
    pub exception: String,
    pub title: String,
    pub step: String,
    pub at: Timestamp,
    pub message: String,
    /// The words of whoever raised it.
    pub words: Option<String>,
}

/// One success criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Criterion {
    pub that: String,
    pub because: Option<String>,
    pub holds: bool,
}

/// What the reader may do with the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunRights {
    pub pause: bool,
    pub resume: bool,
    pub cancel: bool,
    pub note: bool,
    pub skip: bool,
    pub jump: bool,
    #[serde(rename = "override")]
    pub replace: bool,
    pub migrate: bool,
    pub export: bool,
}

/// Most runs of sub-procedures that a screen names.
const MOST_CHILDREN: usize = 200;

impl Engine {
    /// A run as its screen shows it to the caller.
    pub async fn run_screen(&self, caller: &Caller, run: &RunId) -> Result<RunScreen, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let journal = self.whole_journal(caller, run, live.state.sequence).await?;
        let children = self.children(caller, run).await?;
        let latest = self.latest(&live.origin.procedure).await?.map(|publication| publication.number);
        let parent = match &live.origin.parent {
            Some((parent, _)) => self.relative(caller, parent).await?,
            None => None,
        };
        let doubts = self.doubts_of(caller, run, &live).await?;
        let reader = Reader::of(self, caller, run, &live);
        Ok(screen(&reader, &journal, Around { parent, children, latest, doubts }))
    }

    async fn children(&self, caller: &Caller, run: &RunId) -> Result<Vec<Relative>, Error> {
        let query = RunQuery { parent: Some(run.clone()), ..RunQuery::default() };
        let mut children = Vec::new();
        for row in self.store().runs(&query, &Page::first(MOST_CHILDREN)).await?.rows {
            children.extend(self.relative(caller, &row.run).await?);
        }
        children.reverse();
        Ok(children)
    }

    /// A run that belongs to another, where the caller may see it.
    async fn relative(&self, caller: &Caller, run: &RunId) -> Result<Option<Relative>, Error> {
        let live = self.look(run).await?;
        if self.allow_run(caller, &live, Deed::Read, "see this run").is_err() {
            return Ok(None);
        }
        let case = live.origin.case.as_ref().map(|case| format!(" · {case}")).unwrap_or_default();
        Ok(Some(Relative { run: run.to_string(), title: format!("{}{case}", live.program.procedure.title) }))
    }
}

/// What is known of other runs and versions.
struct Around {
    parent: Option<Relative>,
    children: Vec<Relative>,
    latest: Option<u32>,
    doubts: Vec<String>,
}

fn screen(reader: &Reader<'_>, journal: &[Recorded], around: Around) -> RunScreen {
    let (program, state) = (reader.program, reader.state);
    let view = interpreter::view::view(&reader.sight, state, journal);
    let steps: Vec<StepShown> = view.steps.iter().map(|step| step_shown(reader, step)).collect();
    let states = steps.iter().map(|step| (step.id.clone(), step.state.clone())).collect();
    let status = match &state.status {
        Status::New | Status::Running => RunStatus::Running,
        Status::Paused { .. } => RunStatus::Paused,
        Status::Ended { .. } => RunStatus::Ended,
        Status::Cancelled => RunStatus::Cancelled,
    };
    let starter = state.starter.as_ref().and_then(|starter| starter.person.as_ref());
    let success = view.success.into_iter();
    RunScreen {
        run: reader.run.to_string(),
        case: reader.origin.case.clone(),
        procedure: ProcedureNamed {
            id: program.procedure.id.to_string(),
            title: program.procedure.title.clone(),
            number: state.number,
        },
        version: program.version.to_string(),
        latest: around.latest,
        status,
        outcome: match &state.status {
            Status::Ended { outcome } => Some(outcome.to_string()),
            Status::New | Status::Running | Status::Paused { .. } | Status::Cancelled => None,
        },
        started_at: state.started_at,
        started_by: starter.map(|person| PersonNamed::of(&reader.directory, person)),
        due: state.due,
        overdue: !matches!(state.status, Status::Paused { .. }) && is_overdue(state.due, state.ended_at, reader.now),
        ended_at: state.ended_at,
        revision: state.sequence,
        parent: around.parent,
        data: data(reader),
        tasks: state.tasks.keys().filter_map(|id| row(reader, *id)).collect(),
        decisions: decisions(reader, journal),
        exceptions: exceptions(reader, journal),
        doubts: around.doubts,
        success: success
            .map(|judged| Criterion { that: judged.that, because: judged.because, holds: judged.holds })
            .collect(),
        children: around.children,
        may: rights(reader),
        graph: GraphShown::of(&program.procedure)
            .traced(state, journal, &states)
            .titled(program, &steps)
            .without_hidden(&steps),
        steps,
    }
}

fn rights(reader: &Reader<'_>) -> RunRights {
    let state = reader.state;
    let acts = reader.acts();
    let open = acts && !state.status.is_terminal();
    let owner = open && reader.owns();
    let paused = matches!(state.status, Status::Paused { .. });
    let started = state.starter.as_ref().and_then(|starter| starter.person.as_ref());
    RunRights {
        pause: owner && !paused,
        resume: owner && paused,
        cancel: owner || (open && started == reader.standing.actor.person.as_ref()),
        note: acts,
        skip: owner && !paused,
        jump: owner && !paused,
        replace: owner && !paused,
        migrate: owner,
        export: true,
    }
}

fn step_shown(reader: &Reader<'_>, step: &StepView) -> StepShown {
    let program = reader.program;
    let place = program.place(&step.id);
    let hidden = !reader.sees(&step.id);
    let sets = place.map(|place| interpreter::command::written_by(&place.step.verb)).unwrap_or_default();
    StepShown {
        id: step.id.to_string(),
        number: step.number.clone(),
        depth: step.depth,
        title: if hidden { "A step for other roles".to_owned() } else { step.title.clone() },
        verb: step.verb.to_owned(),
        state: standing(step.state).to_owned(),
        why: step.why.clone().filter(|_| !hidden),
        visits: step.visits,
        by: step.by.clone().filter(|_| !hidden),
        at: step.at,
        due: step.due,
        parent: place.and_then(|place| place.block.owner()).map(ToString::to_string),
        branch: place.and_then(|place| branch(program, &place.block)),
        collapsible: place.is_some_and(|place| !place.step.blocks().is_empty()),
        hidden,
        sets: if hidden { Vec::new() } else { sets.iter().map(ToString::to_string).collect() },
    }
}

/// The word that screens and diagrams use.
pub(super) fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Done => "done",
        Standing::Skipped => "skipped",
        Standing::Failed => "failed",
        Standing::Refused => "refused",
        Standing::Open => "open",
        Standing::Waiting => "waiting",
        Standing::Blocked => "blocked",
        Standing::Next => "next",
        Standing::NotTaken => "not-taken",
        Standing::Later => "later",
    }
}

/// What the way is called that a step stands in.
fn branch(program: &Program, block: &Block) -> Option<String> {
    match block {
        Block::Procedure | Block::Body(_) => None,
        Block::Recheck(_) => Some("checked again".to_owned()),
        Block::Branch(_, name) => Some(in_words(name.as_str())),
        Block::Case(step, at) => match program.place(step).map(|place| &place.step.verb) {
            Some(Verb::Decide { decide }) => decide.cases.get(*at).map(|case| case_words(program, case)),
            _ => None,
        },
        Block::Otherwise(_) => Some("otherwise".to_owned()),
        Block::Handler(level, exception) => {
            let declared = program.exception(level.as_ref(), exception);
            Some(declared.map_or_else(|| in_words(exception.as_str()), |exception| exception.title.clone()))
        }
    }
}

fn case_words(program: &Program, case: &procedure::document::Case) -> String {
    let sight = Sight::whole(program, false);
    let words = |name: &str| Some(sight.label(name));
    case.title.clone().unwrap_or_else(|| case.when.in_words(&words))
}

/// The run's data in the order of the document; names that nothing declares come last.
fn data(reader: &Reader<'_>) -> Vec<DataShown> {
    let (program, state) = (reader.program, reader.state);
    let teller = Teller { sight: &reader.sight, state: reader.state };
    let values = reader.sight.mask().values(&state.scope.values);
    let declared = program.procedure.data.keys().map(|name| name.as_str());
    let others = values.keys().map(String::as_str).filter(|name| !program.procedure.data.contains_key(*name));
    let shown = |name: &str| {
        let value = values.get(name).filter(|value| !value.is_null())?;
        let field = program.procedure.data.get(name);
        Some(DataShown {
            name: name.to_owned(),
            label: field.and_then(|field| field.title.clone()).unwrap_or_else(|| in_words(name)),
            value: wire::shown(value),
            plain: teller.value(name, value),
            unit: field.and_then(|field| super::field::unit(field, &|name| values.get(name).cloned())),
            sensitive: reader.sight.mask().hides(name),
            changed: state.scope.changed.get(name).copied(),
        })
    };
    declared.chain(others).filter_map(shown).collect()
}

/// The latest decision of each step that the reader sees, in the order in which they were made.
fn decisions(reader: &Reader<'_>, journal: &[Recorded]) -> Vec<DecisionShown> {
    let program = reader.program;
    let teller = Teller { sight: &reader.sight, state: reader.state };
    let mut latest: BTreeMap<&StepId, (u64, DecisionShown)> = BTreeMap::new();
    for recorded in journal {
        let Event::DecisionMade(made) = &recorded.event else { continue };
        if !reader.sees(&made.step) {
            continue;
        }
        let inputs = read_by_choice(program, made).into_iter().map(|(name, value)| Input {
            label: reader.sight.label(&name),
            value: teller.value(&name, &value),
            name,
        });
        let decision = DecisionShown {
            step: made.step.to_string(),
            at: recorded.at,
            inputs: inputs.collect(),
            held: held(program, &made.step, &made.choice),
            because: made.because.clone(),
            words: teller.tell(recorded),
        };
        latest.insert(&made.step, (recorded.sequence, decision));
    }
    let mut all: Vec<(u64, DecisionShown)> = latest.into_values().collect();
    all.sort_by_key(|(sequence, _)| *sequence);
    all.into_iter().map(|(_, decision)| decision).collect()
}

fn held(program: &Program, step: &StepId, choice: &Choice) -> String {
    match choice {
        Choice::Case(at) => {
            branch(program, &Block::Case(step.clone(), *at)).unwrap_or_else(|| format!("case {}", at + 1))
        }
        Choice::Rows(rows) => {
            let rows: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
            format!("{} {}", if rows.len() == 1 { "row" } else { "rows" }, rows.join(", "))
        }
        Choice::Otherwise | Choice::Continue => "otherwise".to_owned(),
    }
}

fn exceptions(reader: &Reader<'_>, journal: &[Recorded]) -> Vec<RaisedShown> {
    let program = reader.program;
    let raised = journal.iter().filter_map(|recorded| match &reader.sight.mask().recorded(recorded).event {
        Event::ExceptionRaised(raised) if reader.sees(&raised.step) => Some((recorded.at, raised.clone())),
        _ => None,
    });
    raised
        .map(|(at, raised)| {
            let declared = program.procedure.exceptions.iter().find(|exception| exception.id == raised.exception);
            RaisedShown {
                title: declared
                    .map_or_else(|| in_words(raised.exception.as_str()), |exception| exception.title.clone()),
                exception: raised.exception.to_string(),
                step: raised.step.to_string(),
                at,
                message: raised.message,
                words: raised.words,
            }
        })
        .collect()
}

impl GraphShown {
    /// With the values of this run in the titles of its steps.
    fn titled(mut self, program: &Program, steps: &[StepShown]) -> Self {
        for node in &mut self.nodes {
            let Some(id) = node.step.as_deref().filter(|_| matches!(node.kind.as_str(), "step" | "block")) else {
                continue;
            };
            let filled = program.procedure.step(id).is_some_and(|step| step.title.holes().next().is_some());
            if let Some(step) = steps.iter().find(|step| filled && step.id == id) {
                node.label.clone_from(&step.title);
            }
        }
        self
    }

    /// Without the words of steps that the reader may not see.
    fn without_hidden(mut self, steps: &[StepShown]) -> Self {
        for node in &mut self.nodes {
            let hidden = steps.iter().any(|step| step.hidden && node.step.as_deref() == Some(step.id.as_str()));
            if hidden {
                node.label = "A step for other roles".to_owned();
                (node.role, node.condition) = (None, None);
            }
        }
        self
    }
}
