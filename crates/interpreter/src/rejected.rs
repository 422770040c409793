//! Why a command was refused. Nothing has changed when it was.

use procedure::document::{ExceptionId, Name, RoleId, StepId};

use crate::id::{ActivationId, EffectId, PersonId, TaskId, TimerId};

/// A refusal: a stable code, and what to do in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Rejected {
    #[error("this run has already begun")]
    AlreadyStarted,
    #[error("this run has not begun")]
    NotStarted,
    #[error("this run has ended; start a new one whose data names it")]
    Ended,
    #[error("this run is paused; resume it first")]
    Paused,
    #[error("this run is not paused")]
    NotPaused,
    #[error("the run follows version {run}, and the command was decided with {given}")]
    OtherVersion { run: String, given: String },
    #[error("there is no open task {0} in this run; it was done or withdrawn")]
    NoTask(TaskId),
    #[error("this step waits for its exception `{exception}` to be handled")]
    Held { exception: ExceptionId },
    #[error("task {task} is {kind}; {instead}")]
    OtherKind { task: TaskId, kind: &'static str, instead: &'static str },
    #[error("task {task} is assigned to {assignee}")]
    AssignedToOther { task: TaskId, assignee: PersonId },
    #[error("task {task} is for {}, and you hold none of these roles", join(.roles))]
    NotYourRole { task: TaskId, roles: Vec<RoleId> },
    #[error("you may not do `{step}`: {because}")]
    Barred { step: StepId, because: String },
    #[error("you have already agreed; a person counts once")]
    AlreadyAgreed,
    #[error("what you saw has changed since ({}); look at it again", changed(.names))]
    Stale { names: Vec<Name> },
    #[error("`{step}` is to be signed; it means: {meaning}")]
    NotSigned { step: StepId, meaning: String },
    #[error("{}", .0.join("; "))]
    Values(Vec<String>),
    #[error("nobody but {who} may {what}")]
    NotAllowed { what: &'static str, who: String },
    #[error("a signed-in person is needed to {0}")]
    NoPerson(&'static str),
    #[error("there is no effect {0} under way in this run")]
    NoEffect(EffectId),
    #[error("there is no timer {0} in this run; it fired or was withdrawn")]
    NoTimer(TimerId),
    #[error("activation {0} is not open in this run")]
    NoActivation(ActivationId),
    #[error("`{name}` is no {noun} of this procedure{}", did_you_mean(.hint))]
    Unknown { noun: &'static str, name: String, hint: Option<String> },
    #[error("{0} is empty; say it in words")]
    Empty(&'static str),
    #[error("{what} has {found} characters, and {most} are the most")]
    TooLong { what: &'static str, found: usize, most: usize },
    #[error("the run cannot jump to `{step}`: {because}")]
    NoJump { step: StepId, because: &'static str },
    #[error("the result of `{step}` cannot be overridden: {because}")]
    NoOverride { step: StepId, because: &'static str },
    #[error("the run cannot follow the other version: {0}")]
    NoMigration(String),
    #[error("run {0} keeps as many events as one may; something must wait for them")]
    TooManyEvents(String),
}

impl Rejected {
    /// The stable code of the refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Rejected::AlreadyStarted => "already-started",
            Rejected::NotStarted => "not-started",
            Rejected::Ended => "run-ended",
            Rejected::Paused => "run-paused",
            Rejected::NotPaused => "not-paused",
            Rejected::OtherVersion { .. } => "other-version",
            Rejected::NoTask(_) => "no-such-task",
            Rejected::Held { .. } => "held",
            Rejected::OtherKind { .. } => "other-kind-of-task",
            Rejected::AssignedToOther { .. } => "assigned-to-other",
            Rejected::NotYourRole { .. } => "not-your-role",
            Rejected::Barred { .. } => "barred",
            Rejected::AlreadyAgreed => "already-agreed",
            Rejected::Stale { .. } => "stale",
            Rejected::NotSigned { .. } => "not-signed",
            Rejected::Values(_) => "values",
            Rejected::NotAllowed { .. } => "not-allowed",
            Rejected::NoPerson(_) => "no-person",
            Rejected::NoEffect(_) => "no-such-effect",
            Rejected::NoTimer(_) => "no-such-timer",
            Rejected::NoActivation(_) => "no-such-activation",
            Rejected::Unknown { .. } => "unknown-name",
            Rejected::Empty(_) => "empty",
            Rejected::TooLong { .. } => "too-long",
            Rejected::NoJump { .. } => "no-jump",
            Rejected::NoOverride { .. } => "no-override",
            Rejected::NoMigration(_) => "no-migration",
            Rejected::TooManyEvents(_) => "too-many-events",
        }
    }
}

fn join(roles: &[RoleId]) -> String {
    roles.iter().map(RoleId::as_str).collect::<Vec<_>>().join(" or ")
}

fn changed(names: &[Name]) -> String {
    names.iter().map(Name::as_str).collect::<Vec<_>>().join(", ")
}

fn did_you_mean(hint: &Option<String>) -> String {
    hint.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default()
}
