//! The dispatcher's lease: one process a file.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A process that dispatches, or wants to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Unique to the process.
    pub id: String,
    pub pid: u32,
    pub host: String,
    /// Where its API listens.
    pub address: Option<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "process {} on {}", self.pid, self.host)?;
        match &self.address {
            Some(address) => write!(f, ", whose API is at {address}"),
            None => Ok(()),
        }
    }
}

/// The lease as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    pub holder: Holder,
    pub until: Timestamp,
}
