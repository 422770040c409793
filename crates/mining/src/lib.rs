//! How work is really done: event logs are read, discovered as process trees and compared with a procedure.
//!
//! A [`log::Log`] comes from any export; [`tree::Tree`] is the block structure that a procedure has as well. Everything
//! here is a function of its arguments: no clock, no chance, no file; budgets count states, not seconds, so that an
//! answer is the same on every machine. It knows nothing of runs, stores and people.

pub mod align;
pub mod conform;
pub mod decide;
pub mod discover;
pub mod draft;
pub mod graph;
pub mod log;
pub mod performance;
pub mod quality;
pub mod read;
mod set;
pub mod tree;
pub mod write;
