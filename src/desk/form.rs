//! A run as one person may see it: the screen, what happened in words, and a form for each open task.

use std::collections::BTreeMap;

use engine::Engine;
use engine::directory::Caller;
use engine::run::view::RunView;
use interpreter::Program;
use interpreter::event::Recorded;
use interpreter::id::TaskId;
use interpreter::mask::Mask;
use interpreter::names::Names;
use interpreter::state::{Addressee, EffectRequest, State, Task, TaskKind};
use interpreter::story::Teller;
use jiff::Timestamp;
use procedure::document::{Exception, Field, Obligation, Step, Type, Verb};
use procedure::template::Template;
use procedure::value::Values;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A run for its reader.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Shown {
    pub run: String,
    /// The document, as JSON.
    pub document: String,
    /// The screen; see `interpreter::view`.
    pub view: Json,
    pub story: Vec<Told>,
    pub forms: Vec<Form>,
    /// `running`, `paused`, `ended`, `cancelled`.
    pub status: String,
    pub outcome: Option<String>,
    /// How many requests to other systems are under way.
    pub effects: usize,
    /// The next moment at which the run goes on by itself.
    pub next_moment: Option<Timestamp>,
}

/// One event in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    pub sequence: u64,
    pub at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub who: Option<String>,
    pub text: String,
    /// The event's name, such as `decision-made`.
    pub event: String,
}

/// An open task.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Form {
    pub task: TaskId,
    pub step: String,
    pub title: String,
    /// `work`, `approve`, `supply`, `by-hand`, `confirm`, `choose`, `settle`.
    pub kind: String,
    pub instructions: Option<String>,
    /// Rules in words.
    pub rules: Vec<String>,
    /// The names that are filled in.
    pub fields: Vec<String>,
    /// What they hold now; sensitive ones are left out.
    pub current: Values,
    /// What a signature means, where one is wanted.
    pub sign: Option<String>,
    /// What there is to choose from; how an exception may be settled, as `task settle` takes it.
    pub options: Vec<String>,
    pub suggested: Option<String>,
    /// What else the person should know: the exact arguments, why it came here.
    pub about: Vec<String>,
    pub candidates: Vec<String>,
    pub assignee: Option<String>,
    pub due: Option<Timestamp>,
    /// Why the form came back.
    pub returned: Vec<String>,
    pub revision: u64,
    /// Exceptions that can be raised here, with their titles.
    pub exceptions: Vec<(String, String)>,
    /// Whether whoever asked may do it.
    pub yours: bool,
}

/// Makes the screen of a run for its reader. Sensitive values are masked; steps that the reader may not see have no form.
pub fn shown(engine: &Engine, caller: &Caller, run: &RunView, journal: &[Recorded], now: Timestamp) -> Shown {
    let (program, state) = (&*run.program, &*run.state);
    let sight = run.sight();
    let view = interpreter::view::view(&sight, state, journal);
    let teller = Teller { sight: &sight, state };
    let story = journal.iter().map(|recorded| Told {
        sequence: recorded.sequence,
        at: recorded.at,
        who: teller.who(&recorded.actor),
        text: teller.tell(recorded),
        event: recorded.event.name(),
    });
    let moments = state.timers.values().map(|timer| timer.at);
    Shown {
        run: run.run.to_string(),
        document: procedure::print::to_json(&program.procedure),
        story: story.collect(),
        forms: forms(engine, caller, run, now, false),
        status: status(state).to_owned(),
        outcome: match &state.status {
            interpreter::state::Status::Ended { outcome } => Some(outcome.to_string()),
            _ => None,
        },
        effects: state.effects.values().filter(|effect| !effect.abandoned).count(),
        next_moment: moments.min(),
        view: serde_json::to_value(view).unwrap_or(Json::Null),
    }
}

/// The form of an open task with its sensitive values. Whoever calls this has it noted.
pub fn revealed(engine: &Engine, caller: &Caller, run: &RunView, task: TaskId, now: Timestamp) -> Option<Form> {
    forms(engine, caller, run, now, true).into_iter().find(|form| form.task == task)
}

/// A form for each open task whose step the caller may see.
fn forms(engine: &Engine, caller: &Caller, run: &RunView, now: Timestamp, reveal: bool) -> Vec<Form> {
    let (program, state) = (&*run.program, &*run.state);
    let standing = engine.directory().standing(caller, Some(&program.procedure), now);
    let forms = state.tasks.iter().filter_map(|(id, task)| {
        let activation = state.activations.get(&task.activation)?;
        let step = &program.place(&activation.step)?.step;
        let hidden = run.hidden.contains(&step.id);
        let assigned = task.assignee.as_ref();
        let yours = match assigned {
            Some(person) => standing.hands().any(|hand| hand == person),
            None if task.candidates.is_empty() => standing.administrator,
            None => task.candidates.iter().any(|role| standing.roles.contains(role)),
        };
        let form = form(program, state, *id, task, step, now, reveal);
        (!hidden).then_some(Form { yours, ..form })
    });
    forms.collect()
}

pub fn status(state: &State) -> &'static str {
    use interpreter::state::Status;
    match state.status {
        Status::New => "new",
        Status::Running => "running",
        Status::Paused { .. } => "paused",
        Status::Ended { .. } => "ended",
        Status::Cancelled => "cancelled",
    }
}

fn form(program: &Program, state: &State, id: TaskId, task: &Task, step: &Step, now: Timestamp, reveal: bool) -> Form {
    let names = Names::new(program, state, Some(task.activation), now);
    let nothing = Mask::default();
    let mask = if reveal { &nothing } else { &program.mask };
    let text = |template: &Template| {
        let rendered = template.render_masked(&names, &Default::default(), &|name| mask.hides(name));
        rendered.map_or_else(|_| template.source().to_owned(), |rendered| rendered.text)
    };
    let kind = if reveal { task.kind.clone() } else { mask.task(&task.kind) };
    let work = work(program, step, &kind);
    let scopes = state.scopes(Some(task.activation));
    let current = work.fields.iter().filter(|name| !mask.hides(name)).filter_map(|name| {
        let value = scopes.iter().find_map(|scope| scope.values.get(name))?;
        Some((name.clone(), value.clone()))
    });
    let rule = |rule: &procedure::document::Rule| {
        let because = rule.because.as_ref().map(|because| format!(" — {because}")).unwrap_or_default();
        match &rule.obligation {
            Obligation::Must(what) => format!("Must: {what}{because}"),
            Obligation::MustNot(what) => format!("Must not: {what}{because}"),
        }
    };
    let current: Values = current.collect();
    Form {
        task: id,
        step: step.id.to_string(),
        title: text(&step.title),
        kind: work.kind.to_owned(),
        instructions: step.instructions.as_ref().map(text),
        rules: step.rules.iter().map(rule).collect(),
        current,
        sign: work.sign,
        options: work.options,
        suggested: work.suggested,
        about: work.about,
        candidates: task.candidates.iter().map(ToString::to_string).collect(),
        assignee: task.assignee.as_ref().map(ToString::to_string),
        due: task.due,
        returned: task.returned.clone(),
        revision: state.sequence,
        exceptions: exceptions(program, step),
        fields: work.fields,
        yours: false,
    }
}

/// What a task's kind asks of a person.
#[derive(Default)]
struct Work {
    kind: &'static str,
    fields: Vec<String>,
    sign: Option<String>,
    options: Vec<String>,
    suggested: Option<String>,
    about: Vec<String>,
}

fn work(program: &Program, step: &Step, kind: &TaskKind) -> Work {
    let names = |names: &[procedure::document::Name]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    match (kind, &step.verb) {
        (TaskKind::Work, Verb::Person { person }) => {
            let evidence = person.evidence.keys().filter(|name| !person.collect.contains(name)).cloned();
            let fields: Vec<_> = person.collect.iter().cloned().chain(evidence).collect();
            Work { kind: "work", fields: names(&fields), sign: person.sign.clone(), ..Work::default() }
        }
        (TaskKind::Work, _) => Work { kind: "work", ..Work::default() },
        (TaskKind::Approve { role }, Verb::Approve { approve }) => Work {
            kind: "approve",
            fields: names(&approve.collect),
            sign: approve.sign.clone(),
            about: vec![format!("You decide as {role}.")],
            ..Work::default()
        },
        (TaskKind::Approve { .. }, _) => Work { kind: "approve", ..Work::default() },
        (TaskKind::Supply { fields }, _) => {
            let about = vec!["A condition cannot be judged without it.".to_owned()];
            Work { kind: "supply", fields: names(fields), about, ..Work::default() }
        }
        (TaskKind::ByHand { fields, because, .. }, _) => {
            let about = vec![format!("It is done by hand: {because}")];
            Work { kind: "by-hand", fields: names(fields), about, ..Work::default() }
        }
        (TaskKind::Confirm { request }, _) => Work { kind: "confirm", about: requested(request), ..Work::default() },
        (TaskKind::Choose { options, suggested, .. }, _) => {
            Work { kind: "choose", options: options.clone(), suggested: suggested.clone(), ..Work::default() }
        }
        (TaskKind::Settle { exception, words, .. }, _) => {
            let words = words.as_ref().map(|words| format!(": {words}")).unwrap_or_default();
            let about = vec![format!("Nothing handles `{exception}`{words}")];
            let ends = program.procedure.outcomes.keys().map(|outcome| format!("end:{outcome}"));
            let options = ["retry", "continue", "end:completed"].map(str::to_owned).into_iter().chain(ends).collect();
            Work { kind: "settle", about, options, ..Work::default() }
        }
    }
}

/// What is about to be asked of another system, with its exact arguments.
fn requested(request: &EffectRequest) -> Vec<String> {
    let arguments = |values: &Values| {
        values.iter().map(|(name, value)| format!("  {name}: {}", value.to_plain())).collect::<Vec<_>>()
    };
    match request {
        EffectRequest::Call { action, arguments: values } => {
            [vec![format!("About to be called: {action}")], arguments(values)].concat()
        }
        EffectRequest::Procedure { procedure, data } => {
            [vec![format!("About to be started: {procedure}")], arguments(data)].concat()
        }
        EffectRequest::Agent { goal, tools, .. } => {
            vec![format!("An agent is to work on: {goal}"), format!("It may use: {}", tools.join(", "))]
        }
        EffectRequest::Document { name, text, .. } => {
            vec![format!("The document “{name}” is to be made:"), text.clone()]
        }
        EffectRequest::Notify { to, subject, text } => {
            let to = match to {
                Addressee::Role(role) => role.to_string(),
                Addressee::Person(person) => person.to_string(),
            };
            [vec![format!("{to} is to be told:")], subject.clone().into_iter().collect(), vec![text.clone()]].concat()
        }
    }
}

/// The exceptions that somebody at this step can raise.
fn exceptions(program: &Program, step: &Step) -> Vec<(String, String)> {
    let groups = std::iter::successors(program.place(&step.id), |place| program.place(place.block.owner()?));
    let inner = groups.filter_map(|place| match &place.step.verb {
        Verb::Group { group } => Some(group.exceptions.iter()),
        _ => None,
    });
    let all: BTreeMap<String, String> = inner
        .flatten()
        .chain(&program.procedure.exceptions)
        .filter(|exception: &&Exception| exception.when.is_none())
        .map(|exception| (exception.id.to_string(), exception.title.clone()))
        .collect();
    all.into_iter().collect()
}

/// The field behind a name that a person fills in. A name that is not declared takes any value.
pub fn field_of(procedure: &procedure::document::Procedure, step: &str, name: &str) -> Field {
    if let Some(field) = procedure.data.get(name) {
        return field.clone();
    }
    if let Some(Verb::Agent { agent }) = procedure.step(step).map(|step| &step.verb)
        && let Some(field) = agent.returns.get(name)
    {
        return field.clone();
    }
    Field { optional: true, ..Field::of(Type::String) }
}
