//! Timers: what happens when a moment comes.

use jiff::Timestamp;
use procedure::time::Duration;
use serde::{Deserialize, Serialize};

use crate::id::ActivationId;

/// A moment that is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// None for the run's own clocks.
    pub activation: Option<ActivationId>,
    pub purpose: Purpose,
    pub at: Timestamp,
    /// Whether it counts from entering the step: pausing the run stops it.
    pub from_entry: bool,
}

/// Why a moment is waited for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A person is reminded.
    Remind {
        /// How long until the next reminder, where it repeats.
        every: Option<Duration>,
    },
    /// The escalation rule at this position is due.
    Escalate { rule: usize },
    /// A `wait` ends.
    Wait,
    /// A request is tried again.
    Retry,
    /// A command did as much as one command may; it goes on.
    GoOn,
}
