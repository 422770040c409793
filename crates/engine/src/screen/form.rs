//! A task with all that is needed to do it.

use std::collections::BTreeMap;

use interpreter::Rejected;
use interpreter::id::{RunId, TaskId};
use interpreter::state::{Status, Task};
use interpreter::{Command, Envelope, decide};
use jiff::Timestamp;
use procedure::document::{Obligation, Step};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::action::ActionAsked;
use super::asks::{About, OptionShown, asked};
use super::field::FormField;
use super::offered;
use super::reader::Reader;
use super::task::{TaskItem, TaskKindWord, item};
use crate::access::Deed;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// A task with its form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskForm {
    #[serde(flatten)]
    pub item: TaskItem,
    /// Markdown with this case's values.
    pub instructions: Option<String>,
    /// The same as rich text; a fragment without scripts, styles and raw HTML.
    pub instructions_html: Option<String>,
    pub fields: Vec<FormField>,
    /// What the fields hold now, by name; sensitive values are left out.
    pub current: BTreeMap<String, Json>,
    /// What a signature means, where one is wanted.
    pub sign: Option<String>,
    pub options: Vec<OptionShown>,
    /// What the machine suggests.
    pub suggested: Option<String>,
    pub about: Vec<About>,
    pub action: Option<ActionAsked>,
    pub rules: Vec<RuleShown>,
    /// What must hold after the step.
    pub checks: Vec<CheckShown>,
    /// Clauses of standards.
    pub references: Vec<String>,
    /// What can be raised here.
    pub exceptions: Vec<ExceptionShown>,
    /// How a run can be ended where an exception is settled.
    pub outcomes: Vec<OutcomeShown>,
    /// Why the form came back.
    pub returned: Vec<String>,
    pub may: TaskRights,
    /// Why the reader may not do it, where that is so.
    pub why_not: Option<String>,
}

/// Whether a rule demands or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    Must,
    MustNot,
}

/// What whoever does the step must or must not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RuleShown {
    pub kind: RuleKind,
    pub text: String,
    pub because: Option<String>,
}

/// What must hold after the step, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckShown {
    pub that: String,
    pub because: Option<String>,
}

/// An exception that can be raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionShown {
    pub id: String,
    pub title: String,
    /// `minor`, `major`, `critical`.
    pub severity: Option<String>,
}

/// A way to end a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OutcomeShown {
    pub id: String,
    pub title: String,
}

/// What the reader may do with the task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaskRights {
    pub claim: bool,
    pub release: bool,
    pub reassign: bool,
    pub complete: bool,
    pub approve: bool,
    pub refuse: bool,
    pub choose: bool,
    pub raise: bool,
    pub settle: bool,
    /// Giving it to somebody outside by a link.
    pub guest: bool,
    pub skip: bool,
    /// Seeing what is sensitive here, for a reason; false where nothing is hidden.
    pub reveal: bool,
}

impl Engine {
    /// A task with its form, as the caller may see it.
    ///
    /// # Errors
    /// [`Error::NoRun`] also for a run that the caller may not see; [`interpreter::Rejected::NoTask`] where the task is not
    /// open, or not for the caller's eyes.
    pub async fn task_form(&self, caller: &Caller, run: &RunId, task: TaskId) -> Result<TaskForm, Error> {
        let live = self.look(run).await?;
        self.allow_task(caller, (run, &live), task, Deed::Read, "see this task")?;
        let reader = Reader::of(self, caller, run, &live);
        let mut shown = form(&reader, task).ok_or(interpreter::Rejected::NoTask(task))?;
        if reader.may_reveal(task) {
            shown.may.reveal = form(&reader.revealed(self), task).is_some_and(|whole| whole != shown);
        }
        Ok(shown)
    }

    /// The forms of all open tasks of a run that the caller may see, in the order of their numbers.
    ///
    /// # Errors
    /// [`Error::NoRun`] also for a run that the caller may not see.
    pub async fn task_forms(&self, caller: &Caller, run: &RunId) -> Result<Vec<TaskForm>, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let reader = Reader::of(self, caller, run, &live);
        Ok(live.state.tasks.keys().filter_map(|id| form(&reader, *id)).collect())
    }

    /// A task's form with what is sensitive, for whoever has the task, administrators and auditors. That it was shown, and why,
    /// stands in the ledger before it is.
    pub async fn task_form_revealed(
        &self,
        caller: &Caller,
        run: &RunId,
        task: TaskId,
        reason: &str,
    ) -> Result<TaskForm, Error> {
        let live = self.look(run).await?;
        self.allow_task(caller, (run, &live), task, Deed::Read, "see this task")?;
        let reader = Reader::of(self, caller, run, &live).revealed(self);
        let shown = form(&reader, task).ok_or(interpreter::Rejected::NoTask(task))?;
        self.allow_task(caller, (run, &live), task, Deed::Reveal, "see sensitive values")?;
        self.note_revealed(caller, run.as_str(), Some(task), reason).await?;
        Ok(shown)
    }
}

/// A task's parts, where it is open and the reader sees its step.
pub(super) fn open<'a>(reader: &'a Reader<'_>, id: TaskId) -> Option<(&'a Task, &'a Step)> {
    let task = reader.state.tasks.get(&id)?;
    let step = &reader.state.activations.get(&task.activation)?.step;
    let step = &reader.program.place(step)?.step;
    // Whoever is to do it sees it.
    let shown = super::task::is_yours(reader, task) || reader.sees(&step.id);
    shown.then_some((task, step))
}

/// The row of a task.
pub(super) fn row(reader: &Reader<'_>, id: TaskId) -> Option<TaskItem> {
    let (task, step) = open(reader, id)?;
    Some(item(reader, id, task, step, &asked(&reader.sight, reader.state, task, step)))
}

/// The form of a task.
pub(super) fn form(reader: &Reader<'_>, id: TaskId) -> Option<TaskForm> {
    let (task, step) = open(reader, id)?;
    let asked = asked(&reader.sight, reader.state, task, step);
    let (program, state) = (reader.program, reader.state);
    let words = |name: &str| {
        let field = program.procedure.data.get(name)?;
        Some(field.title.clone().unwrap_or_else(|| name.replace('_', " ")))
    };
    let rule = |rule: &procedure::document::Rule| {
        let (kind, text) = match &rule.obligation {
            Obligation::Must(text) => (RuleKind::Must, text),
            Obligation::MustNot(text) => (RuleKind::MustNot, text),
        };
        RuleShown { kind, text: text.clone(), because: rule.because.clone() }
    };
    let check = |check: &procedure::document::Check| CheckShown {
        that: check.that.in_words(&words),
        because: check.because.clone(),
    };
    let refused = refusal(reader, id);
    let html =
        |text| interpreter::filled::html(program, state, Some(task.activation), reader.now, text, reader.sight.mask());
    Some(TaskForm {
        item: item(reader, id, task, step, &asked),
        instructions: step.instructions.as_ref().map(|text| reader.text(text, Some(task.activation))),
        instructions_html: step.instructions.as_ref().map(html),
        fields: asked.fields,
        current: asked.current,
        sign: asked.sign,
        options: asked.options,
        suggested: asked.suggested,
        about: asked.about,
        action: asked.action,
        rules: step.rules.iter().map(rule).collect(),
        checks: step.checks.iter().map(check).collect(),
        references: step.standards.clone(),
        exceptions: offered::exceptions(program, step),
        outcomes: offered::outcomes(program),
        returned: task.returned.clone(),
        may: rights(reader, task, refused.is_none()),
        why_not: refused,
    })
}

/// Why the reader may not do the task: what the run itself would say.
fn refusal(reader: &Reader<'_>, id: TaskId) -> Option<String> {
    if !reader.acts() {
        return Some("you may look at this run, and not act on it".to_owned());
    }
    let envelope = Envelope { at: reader.now, standing: reader.standing.clone(), command: Command::Claim { task: id } };
    decide(reader.program, reader.state, &envelope).err().map(|refused| told(reader, &refused))
}

fn rights(reader: &Reader<'_>, task: &Task, may_do: bool) -> TaskRights {
    let kind = TaskKindWord::from(&task.kind);
    let goes_on = reader.acts() && !matches!(reader.state.status, Status::Paused { .. });
    let owner = goes_on && reader.owns();
    let mine = task.assignee.is_some() && task.assignee == reader.standing.actor.person;
    let fills = match kind {
        TaskKindWord::Work | TaskKindWord::Supply | TaskKindWord::ByHand => true,
        TaskKindWord::Approve | TaskKindWord::Confirm | TaskKindWord::Choose | TaskKindWord::Settle => false,
    };
    let agrees = matches!(kind, TaskKindWord::Approve | TaskKindWord::Confirm);
    TaskRights {
        claim: may_do && task.assignee.is_none(),
        release: goes_on && (mine || (task.assignee.is_some() && owner)),
        reassign: owner,
        complete: may_do && fills,
        approve: may_do && agrees,
        refuse: may_do && agrees,
        choose: may_do && kind == TaskKindWord::Choose,
        raise: may_do && kind != TaskKindWord::Settle,
        settle: may_do && kind == TaskKindWord::Settle,
        guest: fills && may_do,
        skip: owner && kind != TaskKindWord::Settle,
        reveal: false,
    }
}

/// The first open task, by its number, that is the reader's to do.
pub(super) fn next(reader: &Reader<'_>) -> Option<TaskId> {
    let mut open = reader.state.tasks.iter().filter(|(_, task)| super::task::is_yours(reader, task));
    open.find(|(id, _)| refusal(reader, **id).is_none()).map(|(id, _)| *id)
}

/// Where a run is due, and whether that moment has passed.
pub(super) fn is_overdue(due: Option<Timestamp>, ended: Option<Timestamp>, now: Timestamp) -> bool {
    due.is_some_and(|due| due < ended.unwrap_or(now))
}

/// Why somebody may not, by the names that people know.
fn told(reader: &Reader<'_>, refused: &Rejected) -> String {
    match refused {
        Rejected::NotYourRole { roles, .. } if !roles.is_empty() => {
            let roles: Vec<String> = roles.iter().map(|role| reader.sight.role(role)).collect();
            format!("it is for {}, and you hold none of these roles", roles.join(" or "))
        }
        Rejected::AssignedToOther { assignee, .. } => format!("{} has it", reader.sight.person(assignee)),
        Rejected::Barred { because, .. } => because.clone(),
        other => other.to_string(),
    }
}
