//! What may go sideways, what is done then, and who hears of what.

use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::spelling::one_or_many;
use super::step::one_entry;
use super::{ExceptionId, OutcomeId, RoleId, Step, StepId};
use crate::expression::Expression;
use crate::template::Template;
use crate::time::Duration;

/// How grave an exception is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Minor,
    Major,
    Critical,
}

/// A declared exception with its handler.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Exception {
    pub id: ExceptionId,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// Raised each time this turns true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Expression>,
    pub then: Handler,
}

/// What is done about an exception.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct Handler {
    /// Steps that run while the step that raised waits.
    pub steps: Vec<Step>,
    /// A role that is told at once and may see the run.
    pub escalate: Option<RoleId>,
    /// How it ends: `resume:` or `end:`.
    #[schemars(flatten)]
    pub finish: Finish,
}

impl Serialize for Handler {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(role) = &self.escalate {
            map.serialize_entry("escalate", role)?;
        }
        if !self.steps.is_empty() {
            map.serialize_entry("steps", &self.steps)?;
        }
        match &self.finish {
            Finish::Resume { resume } => map.serialize_entry("resume", resume)?,
            Finish::End { end } => map.serialize_entry("end", end)?,
        }
        map.end()
    }
}

/// How a handler ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Finish {
    Resume {
        resume: Resume,
    },
    /// Ends the whole run.
    End {
        end: OutcomeId,
    },
}

/// Where the run goes on after a handler.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum Resume {
    /// Enters the step again.
    #[schemars(with = "String")]
    Retry,
    /// Enters this block around the step again.
    RetryBlock { retry: StepId },
    /// Leaves the step with outcome `failed` and nothing saved.
    #[schemars(with = "String")]
    Continue,
}

impl Serialize for Resume {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Resume::Retry => serializer.serialize_str("retry"),
            Resume::RetryBlock { retry } => one_entry(serializer, "retry", retry),
            Resume::Continue => serializer.serialize_str("continue"),
        }
    }
}

/// A rule of who hears of what, and when. Without `steps`: every step, and the run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Escalation {
    pub after: EscalationCause,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepId>,
    #[serde(serialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub notify: Vec<RoleId>,
    /// The role that gets the step's open tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reassign: Option<RoleId>,
    /// What they are told; a plain sentence where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<Template>,
}

/// What sets off an escalation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EscalationCause {
    /// This long after the due moment.
    Overdue(Duration),
    /// This long before the due moment.
    BeforeDue(Duration),
    /// A failure of a step with this verb: `call`, `agent`, `document`, `notify` or `procedure`.
    Failed(String),
    /// This exception.
    Raised(ExceptionId),
    /// A refusal at this step.
    Refused(StepId),
}
