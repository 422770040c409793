//! A run as one person may see it: the screen, what happened in words, and a form for each open task.

use engine::run::view::RunView;
use engine::screen::{ActionAsked, RuleKind, RuleShown, TaskForm, TaskKindWord};
use interpreter::event::Recorded;
use interpreter::id::TaskId;
use interpreter::state::State;
use interpreter::story::{Teller, told};
use jiff::Timestamp;
use procedure::document::{Field, Type, Verb};
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

/// Makes the screen of a run for its reader. Sensitive values are masked.
pub fn shown(run: &RunView, journal: &[Recorded], forms: Vec<TaskForm>) -> Shown {
    let (program, state) = (&*run.program, &*run.state);
    let sight = run.sight();
    let view = interpreter::view::view(&sight, state, journal);
    let teller = Teller { sight: &sight, state };
    let story = told(&sight, journal).into_iter().map(|(recorded, text)| Told {
        sequence: recorded.sequence,
        at: recorded.at,
        who: teller.who(&recorded.actor),
        text,
        event: recorded.event.name(),
    });
    let moments = state.timers.values().map(|timer| timer.at);
    Shown {
        run: run.run.to_string(),
        document: procedure::print::to_json(&program.procedure),
        story: story.collect(),
        forms: forms.into_iter().map(|form| Form::of(form, state)).collect(),
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

impl Form {
    /// A task's form as the API has it, with the values of its fields as the run has them.
    pub fn of(task: TaskForm, state: &State) -> Self {
        let TaskForm { item, fields, current, rules, about, action, exceptions, options, outcomes, .. } = task;
        let number: TaskId = item.task.parse().expect("the engine numbers tasks");
        let scopes = state.scopes(state.tasks.get(&number).map(|task| task.activation));
        let held = |name: &String| scopes.iter().find_map(|scope| scope.values.get(name)).cloned();
        let current = current.into_keys().filter_map(|name| Some((name.clone(), held(&name)?))).collect();
        let rule = |rule: RuleShown| {
            let because = rule.because.map(|because| format!(" — {because}")).unwrap_or_default();
            let kind = match rule.kind {
                RuleKind::Must => "Must",
                RuleKind::MustNot => "Must not",
            };
            format!("{kind}: {}{because}", rule.text)
        };
        let about = about.into_iter().map(|about| format!("{}: {}", about.label, about.text));
        let options = match item.kind {
            TaskKindWord::Settle => {
                let ends = outcomes.into_iter().map(|outcome| format!("end:{}", outcome.id));
                ["retry", "continue"].map(str::to_owned).into_iter().chain(ends).collect()
            }
            TaskKindWord::Work
            | TaskKindWord::Approve
            | TaskKindWord::Supply
            | TaskKindWord::ByHand
            | TaskKindWord::Confirm
            | TaskKindWord::Choose => options.into_iter().map(|option| option.text).collect(),
        };
        Form {
            task: number,
            step: item.step,
            title: item.title,
            kind: item.kind.as_str().to_owned(),
            instructions: task.instructions,
            rules: rules.into_iter().map(rule).collect(),
            fields: fields.into_iter().map(|field| field.name).collect(),
            current,
            sign: task.sign,
            options,
            suggested: task.suggested,
            about: about.chain(action.into_iter().flat_map(asked)).collect(),
            candidates: item.candidates.into_iter().map(|role| role.role).collect(),
            assignee: item.assignee.map(|person| person.id),
            due: item.due,
            returned: task.returned,
            revision: item.revision,
            exceptions: exceptions.into_iter().map(|exception| (exception.id, exception.title)).collect(),
            yours: item.yours,
        }
    }
}

/// What a machine is about to do, with its exact arguments, a line each.
fn asked(action: ActionAsked) -> impl Iterator<Item = String> {
    let arguments = action.arguments.into_iter().map(|(name, value)| match value {
        Json::String(text) => format!("  {name}: {text}"),
        other => format!("  {name}: {other}"),
    });
    std::iter::once(format!("To be accepted: {}", action.effect)).chain(arguments)
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
