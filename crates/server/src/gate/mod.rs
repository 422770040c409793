//! The gate of the network: who is calling, and how much.

mod signed_in;

use std::collections::HashMap;
use std::sync::Mutex;

use engine::Caller;

pub use signed_in::SignedIn;

/// What the gate remembers.
#[derive(Default)]
pub(crate) struct Gate {
    pub sessions: Mutex<HashMap<String, Caller>>,
}
