//! Scenarios: a procedure, a script of commands, and what the journal says after each.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub mod document;
pub mod play;
pub mod report;
pub mod script;
