//! One commit of a run: its events and everything that follows from them.

use std::collections::BTreeSet;

use interpreter::id::{EffectId, RunId, TaskId, TimerId};
use jiff::Timestamp;
use procedure::hash::ContentHash;

use super::change::Notice;
use super::row::{EffectRow, Origin, Progress, TaskRow};
use crate::ledger::Sealed;

/// What one commit writes.
#[derive(Debug, Clone)]
pub struct Batch {
    /// At least one; their numbers follow the expected one without a gap.
    pub events: Vec<Sealed>,
    /// Given with the first commit of a run, and only then.
    pub origin: Option<Origin>,
    pub progress: Progress,
    pub effects: Difference<EffectId, EffectRow>,
    pub timers: Difference<TimerId, Timestamp>,
    pub tasks: Difference<TaskId, TaskRow>,
    pub notices: Vec<Notice>,
    /// Keys that nobody may have claimed before.
    pub claims: Vec<Claim>,
    /// Content that the events name: it is kept as long as they are.
    pub files: BTreeSet<ContentHash>,
}

/// Rows to put, in the place of those with the same key, and rows to take away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<K, V> {
    pub set: Vec<(K, V)>,
    pub removed: Vec<K>,
}

impl<K, V> Default for Difference<K, V> {
    fn default() -> Self {
        Difference { set: Vec::new(), removed: Vec::new() }
    }
}

/// What a claim makes happen once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimKind {
    /// A run started by an event or a moment of a schedule.
    Trigger,
    /// A request of the API, by its idempotency key.
    Request,
    /// The result of an effect.
    Result,
    /// The run of a sub-procedure, by the run and effect that asked for it.
    Child,
    /// A success under a `once` key; its value is the result.
    Once,
    /// A `once` key whose outcome nobody knows.
    Doubt,
}

impl ClaimKind {
    pub const ALL: [ClaimKind; 6] = [
        ClaimKind::Trigger,
        ClaimKind::Request,
        ClaimKind::Result,
        ClaimKind::Child,
        ClaimKind::Once,
        ClaimKind::Doubt,
    ];

    /// The word that files and messages use.
    pub fn as_str(self) -> &'static str {
        match self {
            ClaimKind::Trigger => "trigger",
            ClaimKind::Request => "request",
            ClaimKind::Result => "result",
            ClaimKind::Child => "child",
            ClaimKind::Once => "once",
            ClaimKind::Doubt => "doubt",
        }
    }
}

/// A unique key of its kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub kind: ClaimKind,
    pub key: String,
    /// Whose it is: a run's id, or what the claimant likes to find again.
    pub by: String,
    /// What is kept with it: for `once` the result, as exact JSON.
    pub value: Option<String>,
}

/// What a commit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// The number of the journal's last event.
    pub sequence: u64,
    /// The hash of the journal's last event.
    pub head: ContentHash,
    /// The number of its entry in the ledger.
    pub ledger: u64,
}

/// Whether an attempt of an effect may be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// It is noted as sent.
    Go,
    /// This very attempt was noted before: it may have been sent.
    Again,
    /// An earlier success under the same `once` key stands for it: the kept result, as exact JSON.
    Done { value: String, by: String },
    /// Another effect under the same `once` key is under way.
    Held { by: RunId },
    /// Nobody knows whether an earlier effect under the same `once` key was carried out.
    Doubtful { by: String },
    /// There is no such effect, or no such attempt of it.
    Gone,
}
