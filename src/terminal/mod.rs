//! What people see and type in a terminal.

pub mod ask;
mod excerpt;
mod field;
pub mod finding;
pub mod interrupt;

pub use field::{Asked, field};
