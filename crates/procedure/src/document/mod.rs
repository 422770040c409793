//! The typed document: every key of the format as a type, in the order in which it is printed.
//!
//! These types hold no places in a source text, so that two documents are equal when they mean the same; places stand
//! beside them ([`crate::source`]). Reading is in [`crate::read`], printing in [`crate::print`].

mod decide;
mod effect;
mod exception;
mod field;
mod id;
mod naming;
mod outcome;
mod people;
mod spelling;
mod step;
mod trigger;
mod verb;
mod walk;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

pub use decide::{Case, Decide, Hit, Otherwise, Row, Table};
pub use effect::{
    Action, Agent, AgentLimits, Call, Document, DocumentFormat, Notify, Recipient, Save, Subprocedure, Tool,
};
pub use exception::{Escalation, EscalationCause, Exception, Finish, Handler, Resume, Severity};
pub use field::{Field, TextFormat, Type, Unit};
pub use id::{BranchId, Dotted, ErrorId, ExceptionId, IdError, Name, OutcomeId, ProcedureId, RESERVED, RoleId, StepId};
pub use outcome::{Counts, Criterion, Example, Expectation, Outcome};
pub use people::{Approve, Barred, Person, Role, RoleRef};
pub use step::{
    Autonomy, AutonomyLevel, Check, Consequence, Due, Each, Group, Join, Obligation, Reaction, Reminder, Repeat, Rule,
    Step, Together, Verb, Wait,
};
pub use trigger::{Manual, Trigger, WhenBusy};
pub use walk::{Block, StepAt};

pub(crate) use spelling::{is_false, plain_list, plain_map, plain_number, plain_option};

use crate::time::{Calendar, Interval};

/// A whole procedure document.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Procedure {
    /// The format's version: 1.
    pub procedure: u32,
    pub id: ProcedureId,
    pub title: String,
    /// Why it exists, one paragraph.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Where it applies and where not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The role that answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<RoleId>,
    /// Roles that may read it, besides those that have a part in it; everybody who is signed in where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readers: Option<Vec<RoleId>>,
    /// How often it is verified: `every 90 days`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Interval>,
    /// When it is worked; the site's where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// When a run of it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    /// Clauses it answers to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub roles: IndexMap<RoleId, Role>,
    /// What a customer tunes. A run keeps, and cannot set, its values.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub settings: IndexMap<Name, Field>,
    /// What a run knows.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub data: IndexMap<Name, Field>,
    /// The run's result.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<Name>,
    /// How ends besides `completed` count.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub outcomes: IndexMap<OutcomeId, Outcome>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub triggers: Vec<Trigger>,
    pub steps: Vec<Step>,
    /// What may go sideways.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
    /// Who hears of what, and when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<Escalation>,
    /// Judged when a run ends.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub success: Vec<Criterion>,
    /// The document's own tests.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}
