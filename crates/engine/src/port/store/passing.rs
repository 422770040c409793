//! What is kept for a while: sessions, answers to repeated requests, one-time links, counts of wrong tries, who brought
//! which content.
//!
//! It is no change in the sense of the ledger. Secrets are kept as hashes, and a backup holds none of it.

use jiff::Timestamp;

/// What a passing row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PassingKind {
    /// Somebody is signed in; the key is the hash of the session's secret.
    Session,
    /// What a request with an idempotency key was answered.
    Answer,
    /// A link that is used once; the key is the hash of its secret.
    Link,
    /// Wrong tries to sign in, by account or address.
    Tries,
    /// Content that somebody brought for a run to name; the key is its hash and whose it is, the value its size in bytes.
    Brought,
}

impl PassingKind {
    pub const ALL: [PassingKind; 5] =
        [PassingKind::Session, PassingKind::Answer, PassingKind::Link, PassingKind::Tries, PassingKind::Brought];

    pub fn as_str(self) -> &'static str {
        match self {
            PassingKind::Session => "session",
            PassingKind::Answer => "answer",
            PassingKind::Link => "link",
            PassingKind::Tries => "tries",
            PassingKind::Brought => "brought",
        }
    }
}

/// A row that is forgotten some time after `until`. Whoever reads it looks at `until`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passing {
    pub kind: PassingKind,
    /// Unique among its kind.
    pub key: String,
    /// Whose it is; they can all be ended at once.
    pub owner: String,
    /// JSON.
    pub value: String,
    pub until: Timestamp,
}
