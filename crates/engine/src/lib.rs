//! The use cases, and the ports they need.
//!
//! Everything that can be done with the system is a use case here; every surface calls these and nothing else. One
//! function decides each act and each read. This crate knows nothing of SQL, HTTP, file formats or terminals, and it
//! reads time and chance only through its ports.

pub mod access;
pub mod account;
pub mod catalogue;
pub mod derive;
pub mod directory;
pub mod dispatch;
mod engine;
mod error;
pub mod feed;
pub mod installation;
pub mod ledger;
pub mod port;
pub mod run;
pub mod screen;
mod trigger;
pub mod watching;

pub use crate::engine::{Engine, Options, Ports};
pub use directory::{Caller, Directory, Person, Scope, Team, Vouched};
pub use error::{Ended, Error, Unproven};
