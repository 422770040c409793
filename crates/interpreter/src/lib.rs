//! The run: what a command decides, and what a run is after the facts.
//!
//! `handle` turns a command into events, `apply` folds an event into a state; a run is the fold of its journal. This
//! crate knows nothing of storage, of connectors, of people's accounts, and it reads no clock and no chance: time, ids
//! and who acts come inside the command.

pub mod actor;
mod advance;
pub mod called;
pub mod command;
mod decide;
pub mod event;
pub mod example;
pub mod filled;
pub mod id;
pub mod mask;
pub mod migrate;
pub mod names;
pub mod program;
pub mod rejected;
pub mod sight;
pub mod state;
pub mod story;
pub mod view;

pub use command::{Command, Envelope};
pub use decide::{Decided, decide, handle};
pub use event::{Event, Recorded, apply, replay};
pub use program::Program;
pub use rejected::Rejected;
pub use state::State;
