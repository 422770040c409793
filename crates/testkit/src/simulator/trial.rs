//! A store in front of another one: a process can die before and after each of its changes, and it can be wrong.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use engine::ledger::{JournalEntry, LedgerEntry};
use engine::port::Store;
use engine::port::store::{
    Batch, Begun, Change, Claim, ClaimKind, Collection, Committed, Counts, DeadLetter, Difference, EffectRow, Holder,
    Lease, LedgerQuery, Notice, NoticeQuery, Page, Paged, Passing, PassingKind, Publication, Record, RunQuery, RunRow,
    RunsOf, StoreError, TaskQuery, TaskRow, TimerRow,
};
use interpreter::event::Recorded;
use interpreter::id::{EffectId, RunId};
use jiff::Timestamp;
use procedure::document::ProcedureId;
use procedure::hash::ContentHash;

use super::{Crash, Sabotage};

/// The store that the simulated process sees.
pub struct Trial {
    pub inner: Arc<dyn Store>,
    pub crash: Arc<Crash>,
    pub sabotage: Option<Sabotage>,
}

#[async_trait]
impl Store for Trial {
    async fn commit(&self, run: &RunId, expected: u64, batch: Batch) -> Result<Committed, StoreError> {
        let mut batch = batch;
        match self.sabotage {
            Some(Sabotage::ForgetsEffects) => batch.effects = Difference::default(),
            Some(Sabotage::ForgetsTimers) => batch.timers = Difference::default(),
            _ => {}
        }
        self.crash.pass().await;
        // Whoever decided upon the same state at the same time comes here before either of them has written.
        tokio::task::yield_now().await;
        let done = self.inner.commit(run, expected, batch).await;
        self.crash.pass().await;
        done
    }

    async fn record(&self, change: Change) -> Result<u64, StoreError> {
        self.crash.pass().await;
        let done = self.inner.record(change).await;
        self.crash.pass().await;
        done
    }

    async fn begin(&self, run: &RunId, effect: EffectId, attempt: u32) -> Result<Begun, StoreError> {
        self.crash.pass().await;
        let done = self.inner.begin(run, effect, attempt).await;
        self.crash.pass().await;
        done
    }

    async fn run(&self, run: &RunId) -> Result<Option<RunRow>, StoreError> {
        self.inner.run(run).await
    }

    async fn runs(&self, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, StoreError> {
        self.inner.runs(query, page).await
    }

    async fn open_versions(&self) -> Result<Vec<ContentHash>, StoreError> {
        self.inner.open_versions().await
    }

    async fn open_runs_of(&self, versions: &BTreeSet<ContentHash>) -> Result<Vec<RunId>, StoreError> {
        self.inner.open_runs_of(versions).await
    }

    async fn journal(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        self.inner.journal(run, after, limit).await
    }

    async fn entries(&self, run: &RunId, after: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        self.inner.entries(run, after, limit).await
    }

    async fn claimed(&self, kind: ClaimKind, key: &str) -> Result<Option<Claim>, StoreError> {
        self.inner.claimed(kind, key).await
    }

    async fn tasks(&self, query: &TaskQuery, page: &Page) -> Result<Paged<TaskRow>, StoreError> {
        self.inner.tasks(query, page).await
    }

    async fn count_tasks(&self, query: &TaskQuery, most: u64) -> Result<u64, StoreError> {
        self.inner.count_tasks(query, most).await
    }

    async fn runs_of(&self, procedure: &ProcedureId) -> Result<RunsOf, StoreError> {
        self.inner.runs_of(procedure).await
    }

    async fn attached(&self, hash: ContentHash) -> Result<Option<u64>, StoreError> {
        self.inner.attached(hash).await
    }

    async fn ledger_entries(&self, query: &LedgerQuery, page: &Page) -> Result<Paged<LedgerEntry>, StoreError> {
        self.inner.ledger_entries(query, page).await
    }

    async fn timers(&self, until: Timestamp, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        self.inner.timers(until, limit).await
    }

    async fn next_timer(&self, after: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.inner.next_timer(after).await
    }

    async fn effects(&self, page: &Page) -> Result<Paged<EffectRow>, StoreError> {
        self.inner.effects(page).await
    }

    async fn notices(&self, query: &NoticeQuery, page: &Page) -> Result<Paged<Notice>, StoreError> {
        self.inner.notices(query, page).await
    }

    async fn doubts(&self, page: &Page) -> Result<Paged<Claim>, StoreError> {
        self.inner.doubts(page).await
    }

    async fn dead_letters(&self, page: &Page) -> Result<Paged<DeadLetter>, StoreError> {
        self.inner.dead_letters(page).await
    }

    async fn counts(&self) -> Result<Counts, StoreError> {
        self.inner.counts().await
    }

    async fn publications(&self, procedure: &ProcedureId) -> Result<Vec<Publication>, StoreError> {
        self.inner.publications(procedure).await
    }

    async fn latest_publications(&self) -> Result<Vec<Publication>, StoreError> {
        self.inner.latest_publications().await
    }

    async fn document(&self, version: ContentHash) -> Result<Option<String>, StoreError> {
        self.inner.document(version).await
    }

    async fn records(&self, collection: Collection) -> Result<Vec<Record>, StoreError> {
        self.inner.records(collection).await
    }

    async fn record_of(&self, collection: Collection, id: &str) -> Result<Option<String>, StoreError> {
        self.inner.record_of(collection, id).await
    }

    async fn keep_passing(&self, passing: Passing) -> Result<(), StoreError> {
        self.inner.keep_passing(passing).await
    }

    async fn begin_passing(&self, passing: Passing, now: Timestamp) -> Result<Option<Passing>, StoreError> {
        self.inner.begin_passing(passing, now).await
    }

    async fn renew_passing(&self, passing: Passing) -> Result<(), StoreError> {
        self.inner.renew_passing(passing).await
    }

    async fn passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
        self.inner.passing(kind, key).await
    }

    async fn take_passing(&self, kind: PassingKind, key: &str) -> Result<Option<Passing>, StoreError> {
        self.inner.take_passing(kind, key).await
    }

    async fn passing_of(&self, kind: PassingKind, owner: &str) -> Result<Vec<Passing>, StoreError> {
        self.inner.passing_of(kind, owner).await
    }

    async fn sweep_passing(&self, now: Timestamp) -> Result<(), StoreError> {
        self.inner.sweep_passing(now).await
    }

    async fn attach(&self, content: Vec<u8>) -> Result<ContentHash, StoreError> {
        self.crash.pass().await;
        let done = self.inner.attach(content).await;
        self.crash.pass().await;
        done
    }

    async fn attachment(&self, hash: ContentHash) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.attachment(hash).await
    }

    async fn sweep_attachments(&self, now: Timestamp, most: usize) -> Result<usize, StoreError> {
        self.inner.sweep_attachments(now, most).await
    }

    async fn ledger(&self, after: u64, limit: usize) -> Result<Vec<LedgerEntry>, StoreError> {
        self.inner.ledger(after, limit).await
    }

    async fn ledger_head(&self) -> Result<(u64, ContentHash), StoreError> {
        self.inner.ledger_head().await
    }

    async fn events(&self) -> Result<u64, StoreError> {
        self.inner.events().await
    }

    async fn lease(&self, holder: &Holder, now: Timestamp, until: Timestamp) -> Result<(), StoreError> {
        self.inner.lease(holder, now, until).await
    }

    async fn release(&self, holder: &Holder) -> Result<(), StoreError> {
        self.inner.release(holder).await
    }

    async fn leased(&self) -> Result<Option<Lease>, StoreError> {
        self.inner.leased().await
    }

    async fn fact(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.fact(name).await
    }

    async fn keep_fact(&self, name: &str, value: Option<&[u8]>) -> Result<(), StoreError> {
        self.inner.keep_fact(name, value).await
    }

    async fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.inner.backup(to).await
    }
}
