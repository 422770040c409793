//! A task as a row of a list.

use interpreter::id::TaskId;
use interpreter::state::{Status, Task, TaskKind};
use jiff::Timestamp;
use procedure::document::Step;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::asks::Asked;
use super::named::{PersonNamed, ProcedureNamed, RoleNamed};
use super::reader::Reader;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKindWord {
    /// A form to complete.
    Work,
    /// Something to agree to, or to refuse.
    Approve,
    /// Values that a condition needs.
    Supply,
    /// What a machine would have done.
    ByHand,
    /// What a machine is about to do, to accept, change or refuse.
    Confirm,
    /// One of several ways.
    Choose,
    /// An exception that nothing handles.
    Settle,
}

impl From<&TaskKind> for TaskKindWord {
    fn from(kind: &TaskKind) -> Self {
        match kind {
            TaskKind::Work => TaskKindWord::Work,
            TaskKind::Approve { .. } => TaskKindWord::Approve,
            TaskKind::Supply { .. } => TaskKindWord::Supply,
            TaskKind::ByHand { .. } => TaskKindWord::ByHand,
            TaskKind::Confirm { .. } => TaskKindWord::Confirm,
            TaskKind::Choose { .. } => TaskKindWord::Choose,
            TaskKind::Settle { .. } => TaskKindWord::Settle,
        }
    }
}

impl TaskKindWord {
    /// As the API spells it.
    pub fn as_str(self) -> &'static str {
        match self {
            TaskKindWord::Work => "work",
            TaskKindWord::Approve => "approve",
            TaskKindWord::Supply => "supply",
            TaskKindWord::ByHand => "by-hand",
            TaskKindWord::Confirm => "confirm",
            TaskKindWord::Choose => "choose",
            TaskKindWord::Settle => "settle",
        }
    }
}

/// A task as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TaskItem {
    pub run: String,
    /// Its number within the run.
    pub task: String,
    pub step: String,
    /// With the run's values filled in.
    pub title: String,
    pub kind: TaskKindWord,
    pub procedure: ProcedureNamed,
    /// What people call the case.
    pub case: Option<String>,
    /// Holders of any of these may take it; an administrator's where empty.
    pub candidates: Vec<RoleNamed>,
    pub assignee: Option<PersonNamed>,
    /// As it stood when the run was paused, while it is.
    pub due: Option<Timestamp>,
    /// Never while the run is paused.
    pub overdue: bool,
    /// Whether the run is paused, so that nobody can work on it.
    pub paused: bool,
    /// 0 to 100.
    pub priority: u8,
    pub opened_at: Timestamp,
    /// The number of the run's last event: what the form was made of.
    pub revision: u64,
    /// Whether it is assigned to the reader, or to nobody and for a role of theirs.
    pub yours: bool,
    /// Whether it can be completed in place: a form of at most two simple fields, or an approval without any.
    pub short: bool,
}

/// Most fields of a task that is completed in place.
const MOST_IN_PLACE: usize = 2;

pub(super) fn item(reader: &Reader<'_>, id: TaskId, task: &Task, step: &Step, asked: &Asked) -> TaskItem {
    let procedure = &reader.program.procedure;
    let kind = TaskKindWord::from(&task.kind);
    let paused = matches!(reader.state.status, Status::Paused { .. });
    let in_place = match kind {
        TaskKindWord::Work | TaskKindWord::Supply | TaskKindWord::Approve | TaskKindWord::ByHand => true,
        TaskKindWord::Confirm | TaskKindWord::Choose | TaskKindWord::Settle => false,
    };
    TaskItem {
        run: reader.run.to_string(),
        task: id.to_string(),
        step: step.id.to_string(),
        title: reader.text(&step.title, Some(task.activation)),
        kind,
        procedure: ProcedureNamed {
            id: procedure.id.to_string(),
            title: procedure.title.clone(),
            number: reader.state.number,
        },
        case: reader.origin.case.clone(),
        candidates: task.candidates.iter().map(|role| RoleNamed::of(procedure, role)).collect(),
        assignee: task.assignee.as_ref().map(|person| PersonNamed::of(&reader.directory, person)),
        due: task.due,
        overdue: !paused && task.due.is_some_and(|due| due < reader.now),
        paused,
        priority: task.priority,
        opened_at: task.opened_at,
        revision: reader.state.sequence,
        yours: is_yours(reader, task),
        short: in_place
            && !paused
            && asked.fields.len() <= MOST_IN_PLACE
            && asked.fields.iter().all(super::FormField::is_simple)
            && asked.sign.is_none(),
    }
}

/// Whether the task is the reader's to do, so far as it is assigned and offered.
pub(super) fn is_yours(reader: &Reader<'_>, task: &Task) -> bool {
    let actor = &reader.standing.actor;
    match &task.assignee {
        Some(person) => actor.person.iter().chain(&actor.on_behalf_of).any(|hand| hand == person),
        None if task.candidates.is_empty() => reader.standing.administrator,
        None => task.candidates.iter().any(|role| reader.standing.roles.contains(role)),
    }
}
