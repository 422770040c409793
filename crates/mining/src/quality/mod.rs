//! How good a model is, beside how well it fits ([`crate::align::fitness`]): how precise it is and how simple.
//!
//! Fitness alone praises a model that allows everything; precision alone one that allows a single case. None of the
//! figures says whether the work itself is done well.

mod play;
mod precision;
mod simplicity;

pub use precision::{Budget, Precision, precision};
pub use simplicity::{Simplicity, simplicity};
