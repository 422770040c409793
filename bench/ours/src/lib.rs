//! What the measured programs share: the procedures, and an engine on a store of its own.

mod crowd;
mod setting;

use std::sync::Arc;

use interpreter::Program;
use procedure::document::Procedure;
use procedure::hash::ContentHash;
use procedure::read::{Spelling, read};
use procedure::time::Calendar;

pub use crowd::Visitor;
pub use setting::{FILE, caller, open};

pub const SCORED: &str = include_str!("../../procedures/scored.sop.yaml");
pub const APPROVED: &str = include_str!("../../procedures/approved.sop.yaml");
pub const SIGNALLED: &str = include_str!("../../procedures/signalled.sop.yaml");

/// What `crowd` leaves for `http`: the tokens, as JSON.
pub const TOKENS: &str = "tokens.json";

/// Teams of the crowd, each with a role and a procedure of its own.
pub const TEAMS: usize = 20;

/// A procedure from its text.
///
/// # Panics
/// When the text has a mistake: it is one of ours.
pub fn procedure(text: &str) -> Arc<Procedure> {
    Arc::new(read(text, Spelling::Yaml, &()).clean().expect("our own procedure has no mistake"))
}

/// A program from the text of its procedure.
pub fn program(text: &str) -> Program {
    Program::new(procedure(text), ContentHash::of(text.as_bytes()), &Calendar::default())
}
