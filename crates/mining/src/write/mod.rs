//! Event logs go out: as XES and as OCEL 2.0, written as they are walked through.
//!
//! What is written is read again as the same log. Names of people go with it: who exports a log has pseudonymised it, or
//! may see them.

mod ocel;
mod xes;

pub use ocel::ocel;
pub use xes::{packed_xes, xes};
