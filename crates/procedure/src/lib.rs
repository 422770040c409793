//! The procedure document: one typed object that people read, follow, run and compare with real work.
//!
//! This crate reads and prints it, checks it, compares two of them and renders them. It knows nothing of runs,
//! of storage, of the network, and it reads no clock and no chance.

pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod expression;
pub mod graph;
pub mod hash;
pub mod print;
pub mod read;
pub mod render;
pub mod schema;
pub mod source;
pub mod template;
pub mod time;
pub mod value;

/// A commented procedure to begin with, as YAML.
pub const STARTER: &str = include_str!("starter.sop.yaml");
