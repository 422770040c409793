//! Activations: steps that were entered and not yet left.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::Timestamp;
use procedure::document::{Block, BranchId, Dotted, ErrorId, ExceptionId, Name, RoleId, StepId};
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use super::{Lanes, Scope, TaskKind};
use crate::actor::Actor;
use crate::id::{ActivationId, EffectId, PersonId, TaskId, TimerId};

/// A step that was entered and not yet left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Activation {
    pub step: StepId,
    /// The activation whose block it stands in; none in the document's own steps.
    pub parent: Option<ActivationId>,
    pub lane: Lane,
    pub entered_at: Timestamp,
    /// How often the step was entered, this time included.
    pub visit: u32,
    pub due: Option<Timestamp>,
    /// Whether `due` counts from entry: pausing the run moves it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub due_from_entry: bool,
    /// Whether its clocks were started: a step that asks for values begins again without starting them again.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub clocks: bool,
    /// To whom its task was given by somebody, or by an escalation; a form that comes back stays with them.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub handed: Option<Handed>,
    /// Who did its work, once somebody has.
    pub by: Option<Actor>,
    pub phase: Phase,
    pub work: Work,
    /// How far each of its blocks is.
    pub lanes: Lanes,
}

/// To whom a task was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handed {
    pub assignee: Option<PersonId>,
    pub candidates: Vec<RoleId>,
}

impl Activation {
    /// Whether it can go on without anything from outside.
    pub fn is_ready(&self) -> bool {
        match &self.phase {
            Phase::Entered | Phase::Failed(_) | Phase::Judging(_) | Phase::Leaving(_) => true,
            Phase::Asking { .. } => false,
            Phase::Raised(raised) => match self.lanes.get(&Lane::Handler) {
                Some(lane) => lane.is_ready() || *lane == LaneState::Done,
                None => raised.task.is_none(),
            },
            Phase::Working => self.lanes_are_ready(),
        }
    }

    /// Whether it takes an event of this type now.
    pub(crate) fn waits_for(&self, event: &Dotted) -> bool {
        match &self.work {
            Work::Wait { event: Some(waited), .. } => self.phase == Phase::Working && waited == event,
            _ => false,
        }
    }

    /// Notes a task that was opened for the activation.
    pub(crate) fn open_task(&mut self, id: TaskId, kind: &TaskKind) {
        match (kind, &mut self.phase, &mut self.work) {
            (TaskKind::Supply { .. }, phase, _) => {
                let back = Box::new(phase.clone());
                *phase = Phase::Asking { task: id, back };
            }
            (TaskKind::Settle { .. }, Phase::Raised(raised), _) => raised.task = Some(id),
            (TaskKind::Settle { .. }, _, _) => {}
            (TaskKind::Work, phase, work) => {
                *work = Work::Person { task: id };
                *phase = Phase::Working;
            }
            (TaskKind::Approve { role }, phase, Work::Approve { tasks, .. }) => {
                tasks.insert(role.clone(), id);
                *phase = Phase::Working;
            }
            (TaskKind::Approve { .. }, _, _) => {}
            (TaskKind::ByHand { .. } | TaskKind::Confirm { .. } | TaskKind::Choose { .. }, phase, work) => {
                *work = Work::Effect { effect: None, attempt: 0, retry: None, task: Some(id) };
                *phase = Phase::Working;
            }
        }
    }

    fn lanes_are_ready(&self) -> bool {
        // A group's own steps wait while the step runs that comes just before judging.
        if let Some(recheck) = self.lanes.get(&Lane::Recheck) {
            return recheck.is_ready() || *recheck == LaneState::Done;
        }
        if self.lanes.any_ready() {
            return true;
        }
        let all_done = self.lanes.all_done();
        match &self.work {
            Work::None | Work::Person { .. } | Work::Approve { .. } | Work::Effect { .. } | Work::Wait { .. } => false,
            Work::Block | Work::Group { .. } | Work::Repeat { .. } => all_done,
            Work::Together { any: false } => all_done,
            Work::Together { any: true } => self.lanes.any_done(),
            // An item that is done gives its place to the next.
            Work::Each(items) => {
                all_done || self.lanes.any_done() || (items.running() < items.at_once && items.has_waiting())
            }
        }
    }
}

/// Which of an activation's blocks a step stands in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// The document's own steps, or the steps of a group or repeat.
    Body,
    Branch(BranchId),
    /// The steps of the case at this index.
    Case(usize),
    Otherwise,
    /// The item at this index of an `each`.
    Item(u32),
    Recheck,
    /// The steps of the handler of what was raised.
    Handler,
}

impl Lane {
    /// The document's block behind this lane of `step`. A handler's is not known from the lane alone.
    pub fn block(&self, step: &StepId) -> Block {
        match self {
            Lane::Body | Lane::Item(_) | Lane::Handler => Block::Body(step.clone()),
            Lane::Branch(branch) => Block::Branch(step.clone(), branch.clone()),
            Lane::Case(index) => Block::Case(step.clone(), *index),
            Lane::Otherwise => Block::Otherwise(step.clone()),
            Lane::Recheck => Block::Recheck(step.clone()),
        }
    }
}

impl fmt::Display for Lane {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lane::Body => f.write_str("body"),
            Lane::Branch(branch) => write!(f, "branch:{branch}"),
            Lane::Case(index) => write!(f, "case:{index}"),
            Lane::Otherwise => f.write_str("otherwise"),
            Lane::Item(index) => write!(f, "item:{index}"),
            Lane::Recheck => f.write_str("recheck"),
            Lane::Handler => f.write_str("handler"),
        }
    }
}

impl FromStr for Lane {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is no lane");
        match text.split_once(':') {
            None => match text {
                "body" => Ok(Lane::Body),
                "otherwise" => Ok(Lane::Otherwise),
                "recheck" => Ok(Lane::Recheck),
                "handler" => Ok(Lane::Handler),
                _ => Err(wrong()),
            },
            Some(("branch", name)) => name.parse().map(Lane::Branch).map_err(|_| wrong()),
            Some(("case", index)) => index.parse().map(Lane::Case).map_err(|_| wrong()),
            Some(("item", index)) => index.parse().map(Lane::Item).map_err(|_| wrong()),
            Some(_) => Err(wrong()),
        }
    }
}

impl Serialize for Lane {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Lane {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// How far a block is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LaneState {
    /// Not begun: its first step is next.
    #[default]
    Start,
    /// This step is next.
    Next(StepId),
    /// This activation is under way.
    Running(ActivationId),
    /// This step was left; what follows it is next.
    After(StepId),
    Done,
}

impl LaneState {
    pub fn is_ready(&self) -> bool {
        match self {
            LaneState::Start | LaneState::Next(_) | LaneState::After(_) => true,
            LaneState::Running(_) | LaneState::Done => false,
        }
    }

    pub fn running(&self) -> Option<ActivationId> {
        match self {
            LaneState::Running(id) => Some(*id),
            LaneState::Start | LaneState::Next(_) | LaneState::After(_) | LaneState::Done => None,
        }
    }
}

/// How a step was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Completed,
    /// Its `if` did not hold, or an authorised person skipped it.
    Skipped,
    /// Its exception was handled with `continue`, or its error was.
    Failed,
    /// An approval was refused, with `on_refuse: continue`.
    Refused,
    /// A wait ended by its event.
    Event,
    /// A wait ended by its clock.
    Timeout,
}

impl Outcome {
    /// The word that expressions compare with.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Completed => "completed",
            Outcome::Skipped => "skipped",
            Outcome::Failed => "failed",
            Outcome::Refused => "refused",
            Outcome::Event => "event",
            Outcome::Timeout => "timeout",
        }
    }
}

/// What an activation is about to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// `if` is next, then the work.
    Entered,
    /// A person is asked for values that an expression needs; then `back` comes again.
    Asking { task: TaskId, back: Box<Phase> },
    /// The work is under way.
    Working,
    /// Its request failed for good; what `on_error` says of it is next.
    Failed(Failure),
    /// The work is done; the checks are next, and then it is left with this outcome.
    Judging(Outcome),
    /// It is to be left with this outcome.
    Leaving(Outcome),
    /// It raised an exception and waits for the handler.
    Raised(Raised),
}

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub error: ErrorId,
    pub message: String,
    /// Whether it may have been done all the same.
    pub in_doubt: bool,
}

/// An exception that waits for its handler.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Raised {
    pub exception: ExceptionId,
    /// The step it is counted at and `retry` enters: the activation's own, or an approval that was voided.
    pub step: StepId,
    /// Where the handler is declared. Absent when nothing handles it.
    pub handler: Option<Level>,
    /// What `continue` goes back to, where the step did not fail (an exception whose `when` turned true).
    pub back: Option<Box<Phase>>,
    /// The task of whoever settles an unforeseen exception.
    pub task: Option<TaskId>,
    /// The words of the person who raised it.
    pub words: Option<String>,
    /// What was found, in words.
    pub message: String,
    /// What belongs to it: an error, the names that were missing.
    pub detail: Value,
    /// Whether the escalation of the handler was made.
    pub escalated: bool,
}

/// Where an exception is declared: the document, or a group.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Procedure,
    Group(StepId),
}

impl Level {
    /// The group that declares it, if it is one.
    pub fn group(&self) -> Option<&StepId> {
        match self {
            Level::Procedure => None,
            Level::Group(step) => Some(step),
        }
    }
}

/// One person's agreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub role: RoleId,
    pub person: PersonId,
    /// The number of the event that gave it.
    pub sequence: u64,
}

/// What the verb keeps while it works.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Work {
    #[default]
    None,
    Person {
        task: TaskId,
    },
    Approve {
        /// One open task a role.
        tasks: BTreeMap<RoleId, TaskId>,
        /// How many people of each role must agree.
        quorum: u32,
        votes: Vec<Vote>,
    },
    /// A call, an agent, a document, a notice or a sub-procedure.
    Effect {
        effect: Option<EffectId>,
        /// Tries so far.
        attempt: u32,
        /// The pause before the next try.
        retry: Option<TimerId>,
        /// A person confirms, does by hand, or supplies what is saved.
        task: Option<TaskId>,
    },
    /// The steps of a case.
    Block,
    Group {
        /// Whether `until` was judged since the last step.
        judged: bool,
    },
    Together {
        /// Whether the first branch done withdraws the others.
        any: bool,
    },
    Repeat {
        pass: u32,
    },
    Each(Items),
    Wait {
        timer: Option<TimerId>,
        event: Option<Dotted>,
    },
}

impl Work {
    /// The task that the work as a whole waits for, where there is one.
    pub fn task(&self) -> Option<TaskId> {
        match self {
            Work::Person { task } => Some(*task),
            Work::Effect { task, .. } => *task,
            Work::None
            | Work::Approve { .. }
            | Work::Block
            | Work::Group { .. }
            | Work::Together { .. }
            | Work::Repeat { .. }
            | Work::Each(_)
            | Work::Wait { .. } => None,
        }
    }
}

/// The items of an `each`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Items {
    pub name: Name,
    /// Shared by every copy of the state: they never change.
    pub items: Arc<[Value]>,
    pub at_once: u32,
    /// How many items were begun.
    pub begun: u32,
    pub ended: u32,
    /// The items' own names, while they are worked.
    pub scopes: BTreeMap<u32, Scope>,
    /// What each item gave to `gather`, by its index.
    pub gathered: BTreeMap<u32, Values>,
}

impl Items {
    pub fn running(&self) -> u32 {
        self.begun - self.ended
    }

    pub fn has_waiting(&self) -> bool {
        (self.begun as usize) < self.items.len()
    }
}
