//! Procedures are drafted from logs.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod invented;
mod public;
