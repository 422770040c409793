//! Procedures and commands out of nothing but a tape of bytes.
//!
//! A shorter tape, or one of zeros, gives a simpler case, so that whatever shrinks the tape shrinks the case. Every
//! document it writes can be read; what it says need not be wise: names without a value, errors that nothing handles
//! and loops that give up are wanted.

mod command;
mod document;
mod tape;

pub use command::command;
pub use document::document;
pub use tape::Tape;
