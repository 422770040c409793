//! The store: the one place where anything is kept, and the one way to change it.
//!
//! A change of a run is one [`Store::commit`], any other change one [`Store::record`]; each is a single transaction that
//! also adds its entry to the ledger. What the store keeps beside journals and ledger (tasks, timers, effects, runs) is
//! derived by the engine; the store computes no such row and decides nothing about procedures.
//!
//! The contract that every store must pass is `testkit::store_contract`.

mod batch;
mod change;
mod error;
mod lease;
mod passing;
mod query;
mod row;

use std::collections::BTreeSet;
use std::path::Path;

use async_trait::async_trait;
use interpreter::event::Recorded;
use interpreter::id::{EffectId, RunId};
use jiff::Timestamp;
use procedure::document::ProcedureId;
use procedure::hash::ContentHash;

pub use batch::{Batch, Begun, Claim, ClaimKind, Committed, Difference};
pub use change::{Change, ChangeKind, Collection, DeadLetter, Notice, Pin, Publication, Record, Write};
pub use error::StoreError;
pub use lease::{Holder, Lease};
pub use passing::{Passing, PassingKind};
pub use query::{
    Counts, Cursor, LedgerQuery, NoticeQuery, Page, Paged, RunQuery, RunsOf, TaskOrder, TaskQuery, TaskScope, Words,
};
pub use row::{EffectRow, Origin, Progress, RunRow, RunStatus, TaskRow, TimerRow};

use crate::ledger::{JournalEntry, LedgerEntry};

/// Largest attachment, in bytes.
pub const MAX_ATTACHMENT: usize = 64 << 20;

/// The fact that a file has that came out of a backup; dispatch is paused while it is there.
pub const RESTORED: &str = "restored";

/// Where everything is kept.
#[async_trait]
pub trait Store: Send + Sync {
    // Changing.

    /// Appends to the journal of a run, all of the batch or nothing of it, if its last event has the number `expected`.
    async fn commit(&self, run: &RunId, expected: u64, batch: Batch) -> Result<Committed, StoreError>;

    /// Makes a change that belongs to no journal, all of it or nothing. Returns its number in the ledger.
    async fn record(&self, change: Change) -> Result<u64, StoreError>;

    /// Notes durably that this attempt of an effect is about to be sent, unless its `once` key stands in the way.
    async fn begin(&self, run: &RunId, effect: EffectId, attempt: u32) -> Result<Begun, StoreError>;

    // Runs.

    async fn run(&self, run: &RunId) -> Result<Option<RunRow>, StoreError>;

    /// Newest first.
    async fn runs(&self, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, StoreError>;

    /// What goes on of a procedure.
    async fn runs_of(&self, procedure: &ProcedureId) -> Result<RunsOf, StoreError>;

    /// The versions that open runs follow, each once, in the order of their hashes.
    async fn open_versions(&self) -> Result<Vec<ContentHash>, StoreError>;

    /// The open runs that follow any of these versions, as they are at one moment, in no particular order.
    async fn open_runs_of(&self, versions: &BTreeSet<ContentHash>) -> Result<Vec<RunId>, StoreError>;

    /// The events after number `after`, at most `limit`, in order. Refuses a journal whose content was erased.
    async fn journal(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<Recorded>, StoreError>;

    /// The journal as the audit sees it.
    async fn entries(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError>;

    /// What holds this claim, if anything does.
    async fn claimed(&self, kind: ClaimKind, key: &str) -> Result<Option<Claim>, StoreError>;

    // What waits.

    /// In the order that the query says.
    async fn tasks(&self, query: &TaskQuery, page: &Page) -> Result<Paged<TaskRow>, StoreError>;

    /// How many there are; it is counted no further than `most`.
    async fn count_tasks(&self, query: &TaskQuery, most: u64) -> Result<u64, StoreError>;

    /// Earliest first, up to and including `until`.
    async fn timers(&self, until: Timestamp, limit: usize) -> Result<Vec<TimerRow>, StoreError>;

    /// The moment of the earliest timer that is due after this one.
    async fn next_timer(&self, after: Timestamp) -> Result<Option<Timestamp>, StoreError>;

    /// Everything asked of other systems that has not come back, by run and number.
    async fn effects(&self, page: &Page) -> Result<Paged<EffectRow>, StoreError>;

    /// Newest first.
    async fn notices(&self, query: &NoticeQuery, page: &Page) -> Result<Paged<Notice>, StoreError>;

    /// Newest first.
    async fn dead_letters(&self, page: &Page) -> Result<Paged<DeadLetter>, StoreError>;

    /// The claims of [`ClaimKind::Doubt`], by key.
    async fn doubts(&self, page: &Page) -> Result<Paged<Claim>, StoreError>;

    /// How much there is, for whoever measures.
    async fn counts(&self) -> Result<Counts, StoreError>;

    // Procedures, people, configuration.

    /// All publications of a procedure, oldest first.
    async fn publications(&self, procedure: &ProcedureId) -> Result<Vec<Publication>, StoreError>;

    /// The latest publication of every procedure, by id.
    async fn latest_publications(&self) -> Result<Vec<Publication>, StoreError>;

    /// The canonical JSON of a procedure.
    async fn document(&self, version: ContentHash) -> Result<Option<String>, StoreError>;

    /// All of a collection, by id.
    async fn records(&self, collection: Collection) -> Result<Vec<Record>, StoreError>;

    /// One thing of a collection: its JSON.
    async fn record_of(&self, collection: Collection, id: &str) -> Result<Option<String>, StoreError>;

    // What is kept for a while. These are no changes in the sense of the ledger.

    /// Keeps a row, in the place of the one with its key.
    async fn keep_passing(&self, passing: Passing) -> Result<(), StoreError>;

    /// Keeps a row unless one with its key is there that has not passed at `now`; then gives that one.
    async fn begin_passing(&self, passing: Passing, now: Timestamp) -> Result<Option<Passing>, StoreError>;

    /// Keeps a row in the place of the one with its key, and nothing where none is there any more.
    async fn renew_passing(&self, passing: Passing) -> Result<(), StoreError>;

    /// The row, also one that has passed.
    async fn passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError>;

    /// Gives the row and forgets it: of several callers one gets it.
    async fn take_passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError>;

    /// All of an owner's, by key.
    async fn passing_of(&self, kind: PassingKind, owner: &str) -> Result<Vec<Passing>, StoreError>;

    /// Forgets every row whose time has passed.
    async fn sweep_passing(&self, now: Timestamp) -> Result<(), StoreError>;

    // Attachments: content by its hash, kept before the event that names it.

    /// Keeps content. Refuses more than [`MAX_ATTACHMENT`]. Keeping the same content twice is one attachment.
    async fn attach(&self, content: Vec<u8>) -> Result<ContentHash, StoreError>;

    /// How many bytes the content has, if it is kept.
    async fn attached(&self, hash: ContentHash) -> Result<Option<u64>, StoreError>;

    async fn attachment(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, StoreError>;

    /// Forgets content that no journal names, that nobody holds ([`Write::Hold`]) and of which no [`PassingKind::Brought`] lasts beyond `now`, at most so many
    /// pieces. Returns how many there were.
    async fn sweep_attachments(&self, now: Timestamp, most: usize) -> Result<usize, StoreError>;

    // The ledger.

    /// Entries after number `after`, at most `limit`, in order.
    async fn ledger(&self, after: u64, limit: usize) -> Result<Vec<LedgerEntry>, StoreError>;

    /// The number and hash of the last entry; 0 and [`crate::ledger::GENESIS`] before the first.
    async fn ledger_head(&self) -> Result<(u64, ContentHash), StoreError>;

    /// Newest first.
    async fn ledger_entries(&self, query: &LedgerQuery, page: &Page) -> Result<Paged<LedgerEntry>, StoreError>;

    /// How many events all journals hold together.
    async fn events(&self) -> Result<u64, StoreError>;

    // The installation itself. These are no changes in the sense of the ledger.

    /// Takes or renews the dispatcher's lease until `until`, if it is free, expired at `now`, or already the holder's.
    async fn lease(&self, holder: &Holder, now: Timestamp, until: Timestamp) -> Result<(), StoreError>;

    async fn release(&self, holder: &Holder) -> Result<(), StoreError>;

    /// Who has the dispatcher's lease; also one that has expired.
    async fn leased(&self) -> Result<Option<Lease>, StoreError>;

    /// A small fact about the installation, such as its signing key.
    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError>;

    /// Keeps a fact; `None` forgets it.
    async fn keep_fact(&self, name: &str, value: Option<&[u8]>) -> Result<(), StoreError>;

    /// Writes a consistent copy of everything to a new file while work goes on. The copy does not hold the lease, and
    /// its fact `restored` is set: whoever opens it finds dispatch paused. Nothing that was kept for a while is in it.
    async fn backup(&self, to: &Path) -> Result<(), StoreError>;
}
