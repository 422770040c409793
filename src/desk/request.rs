//! What can be asked. Values travel in their exact form.

use std::collections::BTreeMap;
use std::path::PathBuf;

use engine::ledger::Checkpoint;
use interpreter::command::{Approve, Complete, Override, Settlement};
use interpreter::id::{PersonId, TaskId};
use procedure::document::{ExceptionId, ProcedureId, RoleId, StepId};
use procedure::value::Values;
use serde::{Deserialize, Serialize};

/// What is to be run.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// A published one; the latest where no number is given.
    Published { procedure: ProcedureId, number: Option<u32> },
    /// A document as JSON, checked by whoever sends it and read anew by whoever gets it.
    Document(String),
}

/// A request.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Request {
    Publish {
        document: String,
        /// The text that the document was read from.
        #[serde(default)]
        text: Option<String>,
        rationale: String,
        /// Under a new number also where the current publication is the very same.
        again: bool,
    },
    Procedures,
    /// A published document with its publication and its text.
    Procedure {
        procedure: ProcedureId,
        number: Option<u32>,
    },
    Start {
        what: What,
        data: Values,
    },
    /// Runs each case; a line each.
    Batch {
        what: What,
        cases: Vec<Values>,
        at_once: usize,
    },
    /// A run as this person may see it. Here and below a run may be named by the beginning or the end of its id.
    Run {
        run: String,
    },
    /// The form of an open task with its sensitive values, which the ledger notes with the reason.
    Reveal {
        run: String,
        task: TaskId,
        reason: String,
    },
    Runs {
        procedure: Option<ProcedureId>,
        all: bool,
        limit: usize,
    },
    Inbox {
        mine: bool,
        role: Option<RoleId>,
        everybody: bool,
        limit: usize,
    },
    Act {
        run: String,
        act: Act,
    },
    /// An event from outside; a fresh id where none is given.
    Event {
        event: procedure::document::Dotted,
        id: Option<String>,
        source: String,
        data: Values,
    },
    /// Keeps a file's content, in base 64.
    Attach {
        content: String,
    },
    /// Moves a run to another publication, the latest where no number is given; without a reason it only says what would
    /// become of its steps. `names` maps steps whose ids differ, old to new.
    Migrate {
        run: String,
        number: Option<u32>,
        names: BTreeMap<StepId, StepId>,
        reason: Option<String>,
    },
    Verify {
        checkpoint: Option<Checkpoint>,
    },
    Checkpoint,
    /// Erases what the journal of an ended run holds.
    Erase {
        run: String,
        reason: String,
    },
    /// The journal of a run, or the ledger with all journals; a line an entry.
    Export {
        run: Option<String>,
        /// Why sensitive values are to be shown.
        reveal: Option<String>,
    },
    /// A copy of everything, to a file of the machine that answers.
    Backup {
        to: PathBuf,
    },
    /// Effects of a restored file that may have happened.
    InDoubt,
    /// What follows the `#` of a link by which the person sets a new password.
    ResetPassword {
        person: PersonId,
    },
    /// Dispatches again after a restore.
    ResumeDispatch {
        reason: String,
    },
}

/// What a person may do to a run: the [`interpreter::Command`]s that are not the engine's own, which no request can give.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    Claim {
        task: TaskId,
    },
    Release {
        task: TaskId,
    },
    Reassign {
        task: TaskId,
        person: Option<PersonId>,
        role: Option<RoleId>,
        reason: Option<String>,
    },
    Complete(Complete),
    Approve(Approve),
    Refuse {
        task: TaskId,
        reason: String,
        revision: Option<u64>,
    },
    /// The option's position, from 0.
    Choose {
        task: TaskId,
        option: usize,
        revision: u64,
    },
    Raise {
        task: TaskId,
        exception: Option<ExceptionId>,
        words: String,
    },
    Settle {
        task: TaskId,
        settlement: Settlement,
        reason: String,
    },
    Pause {
        reason: String,
    },
    Resume,
    Cancel {
        reason: String,
    },
    /// A step that is open; `item` counts from 0 where it is open for several items.
    Skip {
        step: StepId,
        reason: String,
        item: Option<usize>,
    },
    Jump {
        to: StepId,
        reason: String,
    },
    Override(Override),
    Note {
        step: Option<StepId>,
        text: String,
    },
}
