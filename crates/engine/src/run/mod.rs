//! Runs: starting them, giving them commands, looking at them.

pub mod batch;
pub(crate) mod change;
pub mod file;
pub mod fill;
pub(crate) mod follow;
pub mod inbox;
pub(crate) mod live;
mod migrate;
pub mod once;
pub mod start;
pub mod view;

pub use change::Changed;
