//! What a store in memory holds.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use engine::ledger::{JournalEntry, LedgerEntry};
use engine::port::store::{
    Claim, ClaimKind, Collection, DeadLetter, EffectRow, Lease, Notice, Passing, PassingKind, Publication, RunRow,
    TaskRow,
};
use interpreter::id::{EffectId, RunId, TaskId, TimerId};
use jiff::Timestamp;
use procedure::document::ProcedureId;
use procedure::hash::ContentHash;

/// Everything. A change works on a copy, so what grows without bound is shared.
#[derive(Default, Clone)]
pub(super) struct Kept {
    pub runs: BTreeMap<RunId, KeptRun>,
    pub ledger: Arc<Vec<LedgerEntry>>,
    pub claims: BTreeMap<(ClaimKind, String), Claim>,
    pub documents: BTreeMap<ContentHash, String>,
    pub publications: BTreeMap<ProcedureId, Vec<Publication>>,
    pub records: BTreeMap<(Collection, String), String>,
    pub passing: BTreeMap<(PassingKind, String), Passing>,
    pub notices: Vec<Notice>,
    pub dead_letters: Vec<DeadLetter>,
    pub attachments: BTreeMap<ContentHash, Arc<[u8]>>,
    /// Which runs name which content.
    pub naming: BTreeSet<(ContentHash, RunId)>,
    /// What holds which content beside runs.
    pub holding: BTreeMap<String, BTreeSet<ContentHash>>,
    pub facts: BTreeMap<String, Vec<u8>>,
    pub lease: Option<Lease>,
}

/// One run.
#[derive(Clone)]
pub(super) struct KeptRun {
    /// Counts runs in the order in which they came.
    pub order: usize,
    pub row: RunRow,
    pub entries: Arc<Vec<JournalEntry>>,
    pub effects: BTreeMap<EffectId, EffectRow>,
    pub timers: BTreeMap<TimerId, Timestamp>,
    pub tasks: BTreeMap<TaskId, TaskRow>,
}
