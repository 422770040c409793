//! What may be asked of a run: the commands, each in its own file with what it decides.
//!
//! A command is decided completely or refused completely. Time, ids and who acts come inside its envelope.

mod approve;
mod cancel;
mod child_ended;
mod child_raised;
mod choose;
mod claim;
mod complete;
mod effect_failed;
mod effect_succeeded;
mod event_arrived;
mod fire_timer;
mod jump;
mod nobody_left;
mod note;
mod override_values;
mod pause;
mod permit;
mod raise;
mod reassign;
mod refuse;
mod release;
mod resume;
mod settle;
mod skip;
mod start;

use jiff::Timestamp;
use procedure::document::{AutonomyLevel, Dotted, ErrorId, ExceptionId, OutcomeId, RoleId, StepId};
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use crate::actor::Standing;
use crate::decide::Decision;
use crate::id::{ActivationId, EffectId, PersonId, RunId, TaskId, TimerId};
use crate::rejected::Rejected;

pub use override_values::written_by;

/// A command with who gives it, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope {
    pub at: Timestamp,
    pub standing: Standing,
    pub command: Command,
}

/// What started a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// A person.
    Manual,
    /// One of a table of cases.
    Batch,
    /// An event from outside, by its id.
    Event { id: String },
    /// The schedule at this position of the triggers, for this moment.
    Schedule { trigger: usize, moment: Timestamp },
    /// A step of another run.
    Procedure { run: RunId, effect: EffectId },
    /// An example in the document.
    Example,
}

/// What may be asked of a run.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    Start(Start),
    /// Takes a task for the person who acts.
    Claim {
        task: TaskId,
    },
    /// Gives a task back.
    Release {
        task: TaskId,
    },
    /// Gives a task to a person or a role; the owner's right, or an administrator's.
    Reassign {
        task: TaskId,
        assignee: Option<PersonId>,
        role: Option<RoleId>,
        reason: Option<String>,
    },
    /// Does a task: work, values asked for, a call made by hand.
    Complete(Complete),
    /// Agrees, or accepts what the machine prepared, perhaps with other arguments.
    Approve(Approve),
    /// Refuses an approval, or what the machine prepared.
    Refuse {
        task: TaskId,
        reason: String,
        revision: Option<u64>,
    },
    /// Takes a decision that waits for a person.
    Choose {
        task: TaskId,
        option: usize,
        revision: Option<u64>,
    },
    /// Raises a declared exception at an open task, or "something else" in words.
    Raise {
        task: TaskId,
        exception: Option<ExceptionId>,
        words: String,
    },
    /// Settles an exception that nothing handles.
    Settle {
        task: TaskId,
        settlement: Settlement,
        reason: String,
    },
    /// An effect's result.
    EffectSucceeded {
        effect: EffectId,
        result: Value,
        reused: bool,
    },
    /// An effect's failure.
    EffectFailed(EffectFailed),
    /// A sub-procedure's run ended, with its outputs.
    ChildEnded {
        effect: EffectId,
        outcome: OutcomeId,
        outputs: Values,
    },
    /// A sub-procedure's run raised what it does not handle.
    ChildRaised {
        effect: EffectId,
        exception: ExceptionId,
        message: String,
    },
    /// A moment came.
    TimerFired {
        timer: TimerId,
    },
    /// An event came from outside.
    EventArrived {
        event: Dotted,
        data: Value,
    },
    /// No one is left who may take a task.
    NobodyLeft {
        task: TaskId,
    },
    Pause {
        reason: String,
    },
    Resume,
    Cancel {
        reason: String,
    },
    /// Leaves an open step as skipped.
    Skip {
        activation: ActivationId,
        reason: String,
    },
    /// Goes to another step of a block that is under way.
    Jump {
        to: StepId,
        reason: String,
    },
    /// Replaces values that a machine's step set.
    Override(Override),
    AddNote {
        step: Option<StepId>,
        text: String,
    },
}

/// Begins a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    pub run: RunId,
    /// The publication's number; 0 for a document that was not published.
    pub number: u32,
    /// Values as they came; their fields' types make of them what they are.
    pub data: Values,
    /// Settings other than the defaults.
    pub settings: Values,
    pub trigger: Trigger,
    /// The run whose sub-procedure this is.
    pub parent: Option<RunId>,
    pub autonomy_cap: Option<AutonomyLevel>,
}

/// Does a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Complete {
    pub task: TaskId,
    pub values: Values,
    /// Whether the person signs, where the step asks for a signature.
    pub signed: bool,
    /// The last change that the person had seen; a newer one of what the form shows refuses it.
    pub revision: Option<u64>,
}

/// Agrees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Approve {
    pub task: TaskId,
    /// The last change that the person had seen.
    pub revision: u64,
    pub values: Values,
    pub signed: bool,
    /// Other arguments than the machine prepared.
    pub arguments: Option<Values>,
}

/// How an unforeseen exception is settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Settlement {
    /// Enter the step again.
    Retry,
    /// Leave it as failed and go on.
    Continue,
    End(OutcomeId),
}

/// Why an effect failed.
#[derive(Debug, Clone, PartialEq)]
pub struct EffectFailed {
    pub effect: EffectId,
    pub error: ErrorId,
    pub message: String,
    /// Whether the same request may be sent again.
    pub repeatable: bool,
    /// Whether it may have been done all the same.
    pub in_doubt: bool,
}

/// Replaces values that a machine's step set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Override {
    pub step: StepId,
    /// A step under way in the item that is meant, where several are worked at once.
    pub within: Option<ActivationId>,
    pub values: Values,
    /// The reason's code.
    pub code: String,
    pub words: String,
}

pub(crate) use permit::{owner, words};

/// Decides a command that was admitted: its own events, before the run goes on by itself.
pub(crate) fn carry_out(run: &mut Decision<'_>, command: &Command) -> Result<(), Rejected> {
    match command {
        Command::Start(start) => start::carry_out(run, start),
        Command::Claim { task } => claim::carry_out(run, *task),
        Command::Release { task } => release::carry_out(run, *task),
        Command::Reassign { task, assignee, role, reason } => {
            reassign::carry_out(run, *task, assignee.as_ref(), role.as_ref(), reason.as_deref())
        }
        Command::Complete(complete) => complete::carry_out(run, complete),
        Command::Approve(approve) => approve::carry_out(run, approve),
        Command::Refuse { task, reason, revision } => refuse::carry_out(run, *task, reason, *revision),
        Command::Choose { task, option, revision } => choose::carry_out(run, *task, *option, *revision),
        Command::Raise { task, exception, words } => raise::carry_out(run, *task, exception.as_ref(), words),
        Command::Settle { task, settlement, reason } => settle::carry_out(run, *task, settlement, reason),
        Command::EffectSucceeded { effect, result, reused } => {
            effect_succeeded::carry_out(run, *effect, result, *reused)
        }
        Command::EffectFailed(failed) => effect_failed::carry_out(run, failed),
        Command::ChildEnded { effect, outcome, outputs } => child_ended::carry_out(run, *effect, outcome, outputs),
        Command::ChildRaised { effect, exception, message } => {
            child_raised::carry_out(run, *effect, exception, message)
        }
        Command::TimerFired { timer } => fire_timer::carry_out(run, *timer),
        Command::EventArrived { event, data } => event_arrived::carry_out(run, event, data),
        Command::NobodyLeft { task } => nobody_left::carry_out(run, *task),
        Command::Pause { reason } => pause::carry_out(run, reason),
        Command::Resume => resume::carry_out(run),
        Command::Cancel { reason } => cancel::carry_out(run, reason),
        Command::Skip { activation, reason } => skip::carry_out(run, *activation, reason),
        Command::Jump { to, reason } => jump::carry_out(run, to, reason),
        Command::Override(replacement) => override_values::carry_out(run, replacement),
        Command::AddNote { step, text } => note::carry_out(run, step.as_ref(), text),
    }
}
