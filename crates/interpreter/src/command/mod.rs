//! What may be asked of a run: the commands, each in its own file with what it decides.
//!
//! A command is decided completely or refused completely. Time, ids and who acts come inside its envelope.

use jiff::Timestamp;
use procedure::document::{AutonomyLevel, Dotted, ErrorId, ExceptionId, Name, OutcomeId, RoleId, StepId};
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use crate::actor::Standing;
use crate::id::{ActivationId, EffectId, PersonId, RunId, TaskId, TimerId};

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
#[derive(Debug, Clone, PartialEq)]
pub struct Complete {
    pub task: TaskId,
    pub values: Values,
    /// Whether the person signs, where the step asks for a signature.
    pub signed: bool,
    /// The last change that the person had seen; a newer one of what the form shows refuses it.
    pub revision: Option<u64>,
}

/// Agrees.
#[derive(Debug, Clone, PartialEq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq)]
pub struct Override {
    pub step: StepId,
    pub values: Values,
    /// The reason's code.
    pub code: String,
    pub words: String,
}

/// Names of a step's fields that a command may fill.
pub(crate) type Fields = Vec<Name>;
