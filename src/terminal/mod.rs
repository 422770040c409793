//! What people see and type in a terminal.

pub mod ask;
mod field;
pub mod finding;

pub use field::{Asked, field};
