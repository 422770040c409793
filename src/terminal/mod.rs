//! What people see and type in a terminal.

pub mod finding;
