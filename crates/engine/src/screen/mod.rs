//! What people see of runs: the screen of a run, the form of a task, rows of lists, the journal in words.
//!
//! Every surface shows these. They are made for one reader: sensitive values are masked, what a step's `visible_to` keeps
//! from the reader is left out, and what the reader may do is said. Nothing here changes anything, and nothing is decided
//! here: what is said to be allowed is asked of the rules that decide it.

mod action;
mod asks;
mod done;
mod field;
mod form;
mod inbox;
mod journal;
mod named;
mod offered;
mod reader;
mod run;
mod runs;
mod task;
mod traced;
mod wire;

pub use action::ActionAsked;
pub use asks::{About, OptionShown};
pub use done::{ActDone, NextTask};
pub use field::{FieldKind, FormField, fields_at_start};
pub use form::{CheckShown, ExceptionShown, OutcomeShown, RuleKind, RuleShown, TaskForm, TaskRights};
pub use inbox::{InboxScope, TaskCounts, TaskFilter};
pub use journal::JournalLine;
pub use named::{PersonNamed, ProcedureNamed, RoleNamed};
pub use run::{Criterion, DataShown, DecisionShown, Input, RaisedShown, Relative, RunRights, RunScreen, StepShown};
pub use runs::RunItem;
pub use task::{TaskItem, TaskKindWord};
pub use traced::{EdgeShown, GraphShown, NodeShown};
pub use wire::{filled, shown};
