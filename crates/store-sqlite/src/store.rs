//! The port, kept by one file.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use engine::ledger::{JournalEntry, LedgerEntry};
use engine::port::Store;
use engine::port::store::{
    Batch, Begun, Change, Claim, ClaimKind, Collection, Committed, Counts, DeadLetter, EffectRow, Holder, Lease,
    LedgerQuery, MAX_ATTACHMENT, Notice, NoticeQuery, Page, Paged, Passing, PassingKind, Publication, Record, RunQuery,
    RunRow, RunsOf, StoreError, TaskQuery, TaskRow, TimerRow,
};
use interpreter::event::Recorded;
use interpreter::id::{EffectId, RunId};
use jiff::Timestamp;
use procedure::document::ProcedureId;
use procedure::hash::ContentHash;
use rusqlite::{Connection, params};

use crate::error::OpenError;
use crate::read::{catalogue, journal, run, tasks, waiting};
use crate::readers::Readers;
use crate::spelling::{moment, to_json};
use crate::writer::{self, Writer, Writing};
use crate::{backup, commit, migration, passing, record};

/// How long one connection waits for another process that writes.
pub(crate) const BUSY: Duration = Duration::from_secs(10);

/// The store on one file, with its `-wal` and `-shm` beside it.
pub struct SqliteStore {
    path: PathBuf,
    writer: Writer,
    readers: Readers,
}

impl SqliteStore {
    /// Opens a file, or makes it. Several processes may have it open; only one may dispatch.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, "full")
    }

    /// Opens a file whose loss in a power failure would not matter: commits do not wait for the disk.
    pub fn open_careless(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, "off")
    }

    fn open_with(path: &Path, synchronous: &str) -> Result<Self, OpenError> {
        let failed = |because: String| OpenError::Failed { path: path.to_owned(), because };
        let mut connection = Connection::open(path).map_err(|error| failed(error.to_string()))?;
        // Before anything is written, so that a file that is not ours stays as it is.
        migration::layout(&connection, path)?;
        prepare(&connection, synchronous).map_err(|error| failed(error.to_string()))?;
        migration::migrate(&mut connection, path)?;
        let writer = Writer::start(connection).map_err(|error| failed(error.to_string()))?;
        Ok(SqliteStore { path: path.to_owned(), writer, readers: Readers::new(path.to_owned()) })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// What every connection that writes is set to. Why: `docs/decisions/rusqlite-one-writer.md`.
fn prepare(connection: &Connection, synchronous: &str) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "page_size", 8192)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", synchronous)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4000)?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    // Savepoints copy pages: into memory, not into a temporary file.
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

#[async_trait]
impl Store for SqliteStore {
    async fn commit(&self, run: &RunId, expected: u64, batch: Batch) -> Result<Committed, StoreError> {
        let run = run.clone();
        // Two claims: the first may be written before the second is refused.
        let outright = batch.claims.len() <= 1;
        let work = move |writing: &mut Writing<'_>| commit::commit(writing, &run, expected, batch);
        if outright { self.writer.run_outright(work).await } else { self.writer.run(work).await }
    }

    async fn record(&self, change: Change) -> Result<u64, StoreError> {
        self.writer.run(move |writing| record::record(writing, change)).await
    }

    async fn begin(&self, run: &RunId, effect: EffectId, attempt: u32) -> Result<Begun, StoreError> {
        let run = run.clone();
        self.writer.run(move |writing| commit::begin(writing, &run, effect, attempt)).await
    }

    async fn run(&self, run: &RunId) -> Result<Option<RunRow>, StoreError> {
        let run = run.clone();
        self.readers.run(move |connection| run::run(connection, &run)).await
    }

    async fn runs(&self, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, StoreError> {
        let (query, page) = (query.clone(), page.clone());
        self.readers.run(move |connection| run::runs(connection, &query, &page)).await
    }

    async fn open_versions(&self) -> Result<Vec<ContentHash>, StoreError> {
        self.readers.run(run::open_versions).await
    }

    async fn open_runs_of(&self, versions: &BTreeSet<ContentHash>) -> Result<Vec<RunId>, StoreError> {
        let versions = versions.clone();
        self.readers.run(move |connection| run::open_runs_of(connection, &versions)).await
    }

    async fn journal(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        let run = run.clone();
        self.readers.run(move |connection| journal::journal(connection, &run, after, limit)).await
    }

    async fn entries(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        let run = run.clone();
        self.readers.run(move |connection| journal::entries(connection, &run, after, limit)).await
    }

    async fn claimed(&self, kind: ClaimKind, key: &str) -> Result<Option<Claim>, StoreError> {
        let key = key.to_owned();
        self.readers.run(move |connection| run::claimed(connection, kind, &key)).await
    }

    async fn tasks(&self, query: &TaskQuery, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
        let (query, page) = (query.clone(), page.clone());
        self.readers.run(move |connection| tasks::tasks(connection, &query, &page)).await
    }

    async fn count_tasks(&self, query: &TaskQuery, most: u64) -> Result<u64, StoreError> {
        let query = query.clone();
        self.readers.run(move |connection| tasks::count_tasks(connection, &query, most)).await
    }

    async fn runs_of(&self, procedure: &ProcedureId) -> Result<RunsOf, StoreError> {
        let procedure = procedure.clone();
        self.readers.run(move |connection| run::runs_of(connection, &procedure)).await
    }

    async fn attached(&self, hash: ContentHash) -> Result<Option<u64>, StoreError> {
        self.readers.run(move |connection| catalogue::attached(connection, hash)).await
    }

    async fn ledger_entries(&self, query: &LedgerQuery, page: &Page) -> Result<Paged<LedgerEntry>, StoreError> {
        let (query, page) = (query.clone(), page.clone());
        self.readers.run(move |connection| journal::ledger_entries(connection, &query, &page)).await
    }

    async fn timers(&self, until: Timestamp, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        self.readers.run(move |connection| waiting::timers(connection, until, limit)).await
    }

    async fn next_timer(&self, after: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.readers.run(move |connection| waiting::next_timer(connection, after)).await
    }

    async fn effects(&self, page: &Page) -> Result<Paged<EffectRow>, StoreError> {
        let page = page.clone();
        self.readers.run(move |connection| waiting::effects(connection, &page)).await
    }

    async fn notices(&self, query: &NoticeQuery, page: &Page) -> Result<Paged<Notice>, StoreError> {
        let (query, page) = (query.clone(), page.clone());
        self.readers.run(move |connection| waiting::notices(connection, &query, &page)).await
    }

    async fn doubts(&self, page: &Page) -> Result<Paged<Claim>, StoreError> {
        let page = page.clone();
        self.readers.run(move |connection| run::doubts(connection, &page)).await
    }

    async fn dead_letters(&self, page: &Page) -> Result<Paged<DeadLetter>, StoreError> {
        let page = page.clone();
        self.readers.run(move |connection| waiting::dead_letters(connection, &page)).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.readers.run(waiting::counts).await
    }

    async fn publications(&self, procedure: &ProcedureId) -> Result<Vec<Publication>, StoreError> {
        let procedure = procedure.clone();
        self.readers.run(move |connection| catalogue::publications(connection, &procedure)).await
    }

    async fn latest_publications(&self) -> Result<Vec<Publication>, StoreError> {
        self.readers.run(catalogue::latest_publications).await
    }

    async fn document(&self, version: ContentHash) -> Result<Option<String>, StoreError> {
        self.readers.run(move |connection| catalogue::document(connection, version)).await
    }

    async fn records(&self, collection: Collection) -> Result<Vec<Record>, StoreError> {
        self.readers.run(move |connection| catalogue::records(connection, collection)).await
    }

    async fn record_of(&self, collection: Collection, id: &str) -> Result<Option<String>, StoreError> {
        let id = id.to_owned();
        self.readers.run(move |connection| catalogue::record_of(connection, collection, &id)).await
    }

    async fn keep_passing(&self, passing: Passing) -> Result<(), StoreError> {
        self.writer.run_outright(move |writing| passing::keep(writing, &passing)).await
    }

    async fn begin_passing(&self, passing: Passing, now: Timestamp) -> Result<Option<Passing>, StoreError> {
        self.writer.run_outright(move |writing| passing::begin(writing, &passing, now)).await
    }

    async fn renew_passing(&self, passing: Passing) -> Result<(), StoreError> {
        self.writer.run_outright(move |writing| passing::renew(writing, &passing)).await
    }

    async fn passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
        let key = key.to_owned();
        self.readers.run(move |connection| passing::read(connection, kind, &key)).await
    }

    async fn take_passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
        let key = key.to_owned();
        self.writer.run_outright(move |writing| passing::take(writing, kind, &key)).await
    }

    async fn passing_of(&self, kind: PassingKind, owner: &str) -> Result<Vec<Passing>, StoreError> {
        let owner = owner.to_owned();
        self.readers.run(move |connection| passing::of_owner(connection, kind, &owner)).await
    }

    async fn sweep_passing(&self, now: Timestamp) -> Result<(), StoreError> {
        self.writer.run_outright(move |writing| passing::sweep(writing, now)).await
    }

    async fn attach(&self, content: Vec<u8>) -> Result<ContentHash, StoreError> {
        if content.len() > MAX_ATTACHMENT {
            return Err(StoreError::TooLarge { found: content.len(), most: MAX_ATTACHMENT });
        }
        let hash = ContentHash::of(&content);
        self.writer
            .run(move |writing| {
                writing.execute(
                    "INSERT INTO attachment (hash, content) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    params![hash.as_bytes(), content],
                )
            })
            .await?;
        Ok(hash)
    }

    async fn attachment(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.readers.run(move |connection| catalogue::attachment(connection, hash)).await
    }

    async fn sweep_attachments(&self, now: Timestamp, most: usize) -> Result<usize, StoreError> {
        self.writer
            .run(move |writing| {
                let sql = "DELETE FROM attachment WHERE hash IN (
                         SELECT hash FROM attachment
                         WHERE hash NOT IN (SELECT hash FROM naming) AND hash NOT IN (SELECT hash FROM holding)
                             AND lower(hex(hash)) NOT IN (
                                 SELECT substr(key, 1, 64) FROM passing WHERE kind = ?1 AND until > ?2)
                         LIMIT ?3)";
                let values = params![PassingKind::Brought.as_str(), moment(now), most];
                record::overwriting(writing, || writing.execute(sql, values))
            })
            .await
    }

    async fn ledger(&self, after: u64, limit: usize) -> Result<Vec<LedgerEntry>, StoreError> {
        self.readers.run(move |connection| journal::ledger(connection, after, limit)).await
    }

    async fn ledger_head(&self) -> Result<(u64, ContentHash), StoreError> {
        self.readers.run(writer::last).await
    }

    async fn events(&self) -> Result<u64, StoreError> {
        self.readers.run(journal::events).await
    }

    async fn lease(&self, holder: &Holder, now: Timestamp, until: Timestamp) -> Result<(), StoreError> {
        let holder = holder.clone();
        self.writer
            .run(move |writing| {
                let found = catalogue::lease(writing.connection)?;
                if let Some(lease) = found.filter(|lease| lease.holder.id != holder.id && lease.until > now) {
                    return Err(StoreError::LeaseHeld(Box::new(lease)));
                }
                writing.execute(
                    "INSERT INTO lease (id, holder, until) VALUES (1, ?1, ?2)
                     ON CONFLICT DO UPDATE SET holder = ?1, until = ?2",
                    params![to_json(&holder), moment(until)],
                )?;
                Ok(())
            })
            .await
    }

    async fn release(&self, holder: &Holder) -> Result<(), StoreError> {
        let holder = holder.clone();
        self.writer
            .run(move |writing| {
                let own = catalogue::lease(writing.connection)?.is_some_and(|lease| lease.holder.id == holder.id);
                if own {
                    writing.execute("DELETE FROM lease", [])?;
                }
                Ok(())
            })
            .await
    }

    async fn leased(&self) -> Result<Option<Lease>, StoreError> {
        self.readers.run(catalogue::lease).await
    }

    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let name = name.to_owned();
        self.readers.run(move |connection| catalogue::fact(connection, &name)).await
    }

    async fn keep_fact(&self, name: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
        let (name, value) = (name.to_owned(), value.map(<[u8]>::to_vec));
        self.writer.run(move |writing| record::fact(writing, &name, value.as_deref())).await
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let to = to.to_owned();
        self.readers.run(move |connection| backup::backup(connection, &to)).await
    }
}
