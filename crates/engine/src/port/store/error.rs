//! Why the store did not do what was asked.

use interpreter::id::RunId;

use super::batch::ClaimKind;
use super::lease::Lease;

/// A refusal or a failure of the store. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("run {run} is at event {found}, and the change was decided at event {expected}")]
    Conflict { run: RunId, expected: u64, found: u64 },
    #[error("the {} key `{key}` is already taken by {by}", .kind.as_str())]
    ClaimTaken { kind: ClaimKind, key: String, by: String },
    #[error("publication {given} of `{procedure}` does not follow number {latest}")]
    NumberTaken { procedure: String, given: u32, latest: u32 },
    #[error("dispatch belongs to {} until {}; ask it, or wait until it has stopped", .0.holder, .0.until)]
    LeaseHeld(Box<Lease>),
    #[error("the content of {what} was erased")]
    Erased { what: String },
    #[error("run {0} is still open; end or cancel it before its content is erased")]
    StillOpen(RunId),
    #[error("the attachment has {found} bytes, and {most} are the most")]
    TooLarge { found: usize, most: usize },
    #[error("the batch for run {run} cannot be written: {because}")]
    Malformed { run: RunId, because: String },
    #[error("the cursor of the page is not one of this list; begin with the first page")]
    BadCursor,
    #[error("{what} in the store cannot be read: {because}; run `understudy audit verify`")]
    Damaged { what: String, because: String },
    #[error("the store failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// Stable, kebab-case.
    pub fn code(&self) -> &'static str {
        match self {
            StoreError::Conflict { .. } => "store-conflict",
            StoreError::ClaimTaken { .. } => "claim-taken",
            StoreError::NumberTaken { .. } => "number-taken",
            StoreError::LeaseHeld(_) => "lease-held",
            StoreError::Erased { .. } => "erased",
            StoreError::StillOpen(_) => "still-open",
            StoreError::TooLarge { .. } => "attachment-too-large",
            StoreError::Malformed { .. } => "malformed-batch",
            StoreError::BadCursor => "bad-cursor",
            StoreError::Damaged { .. } => "store-damaged",
            StoreError::Failed(_) => "store-failed",
        }
    }
}
