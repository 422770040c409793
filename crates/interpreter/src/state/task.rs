//! Tasks: steps that wait for a person.

use jiff::Timestamp;
use procedure::document::{ExceptionId, Name, RoleId};
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use crate::id::{ActivationId, PersonId};
use crate::state::EffectRequest;

/// A step that waits for a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    pub activation: ActivationId,
    pub kind: TaskKind,
    /// Holders of any of these may take it.
    pub candidates: Vec<RoleId>,
    pub assignee: Option<PersonId>,
    pub due: Option<Timestamp>,
    /// 0 to 100.
    pub priority: u8,
    pub opened_at: Timestamp,
    /// Why the form came back, in the words of the checks.
    pub returned: Vec<String>,
}

impl Task {
    /// The priority of a task that nobody gave one.
    pub const PRIORITY: u8 = 50;
}

/// What the person is to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TaskKind {
    /// The work of a `person` step.
    Work,
    /// Agree or refuse, as the role.
    Approve { role: RoleId },
    /// Supply values that an expression needs.
    Supply { fields: Vec<Name> },
    /// Supply what a call or agent would have saved, after an error or without a machine.
    ByHand { fields: Vec<Name>, suggested: Option<EffectRequest>, because: String },
    /// Accept, edit or refuse what the machine is about to do.
    Confirm { request: EffectRequest },
    /// Take a decision; the machine suggests one.
    Choose { options: Vec<String>, suggested: Option<String>, values: Values },
    /// Settle an exception that nothing handles.
    Settle { exception: ExceptionId, words: Option<String>, detail: Value },
}
