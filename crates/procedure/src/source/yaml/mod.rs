//! YAML 1.2 with the core schema: reading and printing.

mod complaint;
pub(super) mod print;
mod quote;
mod read;

pub use print::print;
pub use read::parse;
