//! Scenarios: a procedure, a script of commands, and what the journal says after each.

pub mod document;
pub mod play;
pub mod report;
pub mod script;
