//! A store in memory, for tests and the simulator. It passes the same contract as the others.
//!
//! It can be given a flaw, so that what is meant to catch a bad store can be seen to catch one.

mod commit;
mod kept;
mod look;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use engine::ledger::{GENESIS, JournalEntry, LedgerEntry};
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

use kept::Kept;

/// A way in which a store can be wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// It appends whatever the expected number was.
    IgnoresSequence,
    /// It lets a key be claimed twice.
    IgnoresClaims,
    /// A refused commit leaves its tasks behind.
    LeavesHalf,
    /// It leaves out the ledger's entry.
    ForgetsLedger,
    /// It forgets that an attempt was noted as sent.
    ForgetsBegun,
    /// It lets two effects with one `once` key begin.
    IgnoresOnce,
    /// It lets anybody take the lease.
    IgnoresLease,
    /// It does not take away what a commit removed.
    KeepsRemoved,
}

/// Everything in memory; gone with the process.
#[derive(Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
    flaws: BTreeSet<Flaw>,
    journals_read: AtomicU64,
}

impl MemoryStore {
    pub fn new() -> Self {
        MemoryStore::default()
    }

    /// A store that is wrong in these ways.
    pub fn flawed(flaws: impl IntoIterator<Item = Flaw>) -> Self {
        MemoryStore { flaws: flaws.into_iter().collect(), ..MemoryStore::default() }
    }

    /// How often a part of a journal was read: what is known by heart is not read again.
    pub fn journals_read(&self) -> u64 {
        self.journals_read.load(Ordering::Relaxed)
    }

    fn has(&self, flaw: Flaw) -> bool {
        self.flaws.contains(&flaw)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes all or nothing: the work is done on a copy of what it touches and put back when it succeeds.
    fn change<T>(&self, work: impl FnOnce(&mut Kept) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut kept = self.kept();
        let mut copy = kept.clone();
        let done = work(&mut copy);
        if done.is_ok() || self.has(Flaw::LeavesHalf) {
            *kept = copy;
        }
        done
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, run: &RunId, expected: u64, batch: Batch) -> Result<Committed, StoreError> {
        self.change(|kept| commit::commit(kept, &self.flaws, run, expected, batch))
    }

    async fn record(&self, change: Change) -> Result<u64, StoreError> {
        self.change(|kept| commit::record(kept, &self.flaws, change))
    }

    async fn begin(&self, run: &RunId, effect: EffectId, attempt: u32) -> Result<Begun, StoreError> {
        Ok(commit::begin(&mut self.kept(), &self.flaws, run, effect, attempt))
    }

    async fn run(&self, run: &RunId) -> Result<Option<RunRow>, StoreError> {
        Ok(self.kept().runs.get(run).map(|kept| kept.row.clone()))
    }

    async fn runs(&self, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, StoreError> {
        look::runs(&self.kept(), query, page)
    }

    async fn open_versions(&self) -> Result<Vec<ContentHash>, StoreError> {
        let versions: BTreeSet<_> = look::open(&self.kept()).map(|row| row.progress.version).collect();
        Ok(versions.into_iter().collect())
    }

    async fn open_runs_of(&self, versions: &BTreeSet<ContentHash>) -> Result<Vec<RunId>, StoreError> {
        let kept = self.kept();
        let of = look::open(&kept).filter(|row| versions.contains(&row.progress.version));
        Ok(of.map(|row| row.run.clone()).collect())
    }

    async fn journal(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        self.journals_read.fetch_add(1, Ordering::Relaxed);
        let what = || format!("the journal of run {run}");
        let entries = self.entries(run, after, limit).await?;
        let recorded = entries.iter().map(|entry| {
            let recorded = entry.recorded();
            let recorded =
                recorded.map_err(|error| StoreError::Damaged { what: what(), because: error.to_string() })?;
            recorded.ok_or_else(|| StoreError::Erased { what: what() })
        });
        recorded.collect()
    }

    async fn entries(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        let kept = self.kept();
        let entries = kept.runs.get(run).map_or(&[][..], |kept| &kept.entries);
        Ok(entries.iter().filter(|entry| entry.sequence > after).take(limit).cloned().collect())
    }

    async fn claimed(&self, kind: ClaimKind, key: &str) -> Result<Option<Claim>, StoreError> {
        Ok(self.kept().claims.get(&(kind, key.to_owned())).cloned())
    }

    async fn tasks(&self, query: &TaskQuery, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
        look::tasks(&self.kept(), query, page)
    }

    async fn count_tasks(&self, query: &TaskQuery, most: u64) -> Result<u64, StoreError> {
        Ok(most.min(look::sorted_tasks(&self.kept(), query).len() as u64))
    }

    async fn runs_of(&self, procedure: &ProcedureId) -> Result<RunsOf, StoreError> {
        Ok(look::runs_of(&self.kept(), procedure))
    }

    async fn attached(&self, hash: ContentHash) -> Result<Option<u64>, StoreError> {
        Ok(self.kept().attachments.get(&hash).map(|content| content.len() as u64))
    }

    async fn ledger_entries(&self, query: &LedgerQuery, page: &Page) -> Result<Paged<LedgerEntry>, StoreError> {
        look::ledger(&self.kept(), query, page)
    }

    async fn timers(&self, until: Timestamp, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        let mut timers = look::timers(&self.kept());
        timers.retain(|timer| timer.at <= until);
        timers.truncate(limit);
        Ok(timers)
    }

    async fn next_timer(&self, after: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        Ok(look::timers(&self.kept()).into_iter().map(|timer| timer.at).find(|at| *at > after))
    }

    async fn effects(&self, page: &Page) -> Result<Paged<EffectRow>, StoreError> {
        look::effects(&self.kept(), page)
    }

    async fn notices(&self, query: &NoticeQuery, page: &Page) -> Result<Paged<Notice>, StoreError> {
        look::notices(&self.kept(), query, page)
    }

    async fn doubts(&self, page: &Page) -> Result<Paged<Claim>, StoreError> {
        look::doubts(&self.kept(), page)
    }

    async fn dead_letters(&self, page: &Page) -> Result<Paged<DeadLetter>, StoreError> {
        look::dead_letters(&self.kept(), page)
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        Ok(look::counts(&self.kept()))
    }

    async fn publications(&self, procedure: &ProcedureId) -> Result<Vec<Publication>, StoreError> {
        Ok(self.kept().publications.get(procedure).cloned().unwrap_or_default())
    }

    async fn latest_publications(&self) -> Result<Vec<Publication>, StoreError> {
        Ok(self.kept().publications.values().filter_map(|all| all.last().cloned()).collect())
    }

    async fn document(&self, version: ContentHash) -> Result<Option<String>, StoreError> {
        Ok(self.kept().documents.get(&version).cloned())
    }

    async fn records(&self, collection: Collection) -> Result<Vec<Record>, StoreError> {
        let kept = self.kept();
        let of = kept.records.iter().filter(|((of, _), _)| *of == collection);
        Ok(of.map(|((_, id), value)| Record { collection, id: id.clone(), value: value.clone() }).collect())
    }

    async fn record_of(&self, collection: Collection, id: &str) -> Result<Option<String>, StoreError> {
        Ok(self.kept().records.get(&(collection, id.to_owned())).cloned())
    }

    async fn keep_passing(&self, passing: Passing) -> Result<(), StoreError> {
        self.kept().passing.insert((passing.kind, passing.key.clone()), passing);
        Ok(())
    }

    async fn begin_passing(&self, passing: Passing, now: Timestamp) -> Result<Option<Passing>, StoreError> {
        let mut kept = self.kept();
        let key = (passing.kind, passing.key.clone());
        let found = kept.passing.get(&key).filter(|found| found.until > now).cloned();
        if found.is_none() {
            kept.passing.insert(key, passing);
        }
        Ok(found)
    }

    async fn renew_passing(&self, passing: Passing) -> Result<(), StoreError> {
        if let Some(row) = self.kept().passing.get_mut(&(passing.kind, passing.key.clone())) {
            *row = passing;
        }
        Ok(())
    }

    async fn passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
        Ok(self.kept().passing.get(&(kind, key.to_owned())).cloned())
    }

    async fn take_passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
        Ok(self.kept().passing.remove(&(kind, key.to_owned())))
    }

    async fn passing_of(&self, kind: PassingKind, owner: &str) -> Result<Vec<Passing>, StoreError> {
        let kept = self.kept();
        Ok(kept.passing.values().filter(|row| row.kind == kind && row.owner == owner).cloned().collect())
    }

    async fn sweep_passing(&self, now: Timestamp) -> Result<(), StoreError> {
        self.kept().passing.retain(|_, row| row.until > now);
        Ok(())
    }

    async fn attach(&self, content: Vec<u8>) -> Result<ContentHash, StoreError> {
        if content.len() > MAX_ATTACHMENT {
            return Err(StoreError::TooLarge { found: content.len(), most: MAX_ATTACHMENT });
        }
        let hash = ContentHash::of(&content);
        self.kept().attachments.insert(hash, content.into());
        Ok(hash)
    }

    async fn attachment(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().attachments.get(&hash).map(|content| content.to_vec()))
    }

    async fn sweep_attachments(&self, now: Timestamp, most: usize) -> Result<usize, StoreError> {
        let mut kept = self.kept();
        let brought = |hash: &ContentHash| {
            let rows = kept.passing.values().filter(|row| row.kind == PassingKind::Brought && row.until > now);
            rows.into_iter().any(|row| row.key.starts_with(&hash.to_string()))
        };
        let named = |hash: &ContentHash| {
            kept.naming.iter().any(|(named, _)| named == hash) || kept.holding.values().any(|held| held.contains(hash))
        };
        let orphans = kept.attachments.keys().filter(|hash| !named(hash) && !brought(hash));
        let orphans: Vec<ContentHash> = orphans.take(most).copied().collect();
        for hash in &orphans {
            kept.attachments.remove(hash);
        }
        Ok(orphans.len())
    }

    async fn ledger(&self, after: u64, limit: usize) -> Result<Vec<LedgerEntry>, StoreError> {
        Ok(self.kept().ledger.iter().filter(|entry| entry.number > after).take(limit).cloned().collect())
    }

    async fn ledger_head(&self) -> Result<(u64, ContentHash), StoreError> {
        let kept = self.kept();
        Ok(kept.ledger.last().map_or((0, ContentHash::from_bytes(GENESIS)), |last| (last.number, last.hash)))
    }

    async fn events(&self) -> Result<u64, StoreError> {
        Ok(self.kept().runs.values().map(|run| run.entries.len() as u64).sum())
    }

    async fn lease(&self, holder: &Holder, now: Timestamp, until: Timestamp) -> Result<(), StoreError> {
        let mut kept = self.kept();
        let held = kept.lease.clone().filter(|lease| lease.holder.id != holder.id && lease.until > now);
        if let Some(lease) = held.filter(|_| !self.has(Flaw::IgnoresLease)) {
            return Err(StoreError::LeaseHeld(Box::new(lease)));
        }
        kept.lease = Some(Lease { holder: holder.clone(), until });
        Ok(())
    }

    async fn release(&self, holder: &Holder) -> Result<(), StoreError> {
        let mut kept = self.kept();
        kept.lease = kept.lease.take().filter(|lease| lease.holder.id != holder.id);
        Ok(())
    }

    async fn leased(&self) -> Result<Option<Lease>, StoreError> {
        Ok(self.kept().lease.clone())
    }

    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.kept().facts.get(name).cloned())
    }

    async fn keep_fact(&self, name: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
        let facts = &mut self.kept().facts;
        match value {
            Some(value) => facts.insert(name.to_owned(), value.to_vec()),
            None => facts.remove(name),
        };
        Ok(())
    }

    /// There is no file to copy: the ledger's lines are what the copy shows.
    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let cannot = |error: std::io::Error| StoreError::Failed(format!("{}: {error}", to.display()));
        let lines: String =
            self.kept().ledger.iter().map(|entry| engine::ledger::export_ledger(entry) + "\n").collect();
        let mut file = std::fs::File::create_new(to).map_err(cannot)?;
        std::io::Write::write_all(&mut file, lines.as_bytes()).map_err(cannot)
    }
}
