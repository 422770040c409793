//! The thread that writes: many jobs, one transaction.
//!
//! A job that may be refused after it wrote something stands in a savepoint, so that it spoils no other. Its caller hears
//! of it only after the transaction is on the disk.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use engine::ledger::{GENESIS, LedgerContent, LedgerEntry};
use engine::port::store::StoreError;
use interpreter::actor::Actor;
use jiff::Timestamp;
use procedure::hash::ContentHash;
use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::oneshot;

use crate::error::{damaged, failed};
use crate::spelling::{moment, to_json};

/// Most jobs of one transaction. More would make the first of them wait too long.
const MOST: usize = 1_024;

/// Tells a job's caller what came of it, once the transaction is kept (`None`) or lost.
type Finish = Box<dyn FnOnce(Option<StoreError>) + Send>;
/// Given why there is no transaction, it does nothing and tells its caller that.
type Job = Box<dyn FnOnce(Result<&mut Writing<'_>, StoreError>) -> Finish + Send>;

/// The way to the thread that writes.
pub(crate) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub fn start(connection: Connection) -> Result<Self, StoreError> {
        let (jobs, queue) = channel();
        let thread = std::thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || write(connection, &queue))
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Has the work done in a transaction, and returns once that is kept.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.give(move |writing| writing.in_savepoint(work)).await
    }

    /// The same for work that is refused, if at all, before it writes. It goes without a savepoint, which would cost a
    /// copy of every page that the work touches; should it fail later all the same, the whole transaction is lost.
    pub async fn run_outright<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.give(move |writing| writing.outright(work)).await
    }

    async fn give<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Writing<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |writing| {
            let done = writing.and_then(work);
            Box::new(move |lost| {
                // A caller that went away does not change what was done.
                let _ = reply.send(match lost {
                    None => done,
                    Some(error) => done.and(Err(error)),
                });
            })
        });
        let gone = || StoreError::Failed("the store was closed".into());
        self.jobs.as_ref().ok_or_else(gone)?.send(job).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}

impl Drop for Writer {
    /// Lets the thread do what it was given, and waits for it.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            let _ = thread.join();
        }
    }
}

fn write(connection: Connection, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        transaction(&connection, first, queue);
    }
}

fn transaction(connection: &Connection, first: Job, queue: &Receiver<Job>) {
    let mut finishes = Vec::new();
    let done = (|| {
        let begun = connection.execute_batch("BEGIN IMMEDIATE").map_err(failed).and_then(|()| last(connection));
        let ledger = match begun {
            Ok(ledger) => ledger,
            Err(error) => {
                finishes.push(first(Err(error.clone())));
                return Err(error);
            }
        };
        let mut writing = Writing { connection, ledger, spoiled: None };
        finishes.push(first(Ok(&mut writing)));
        while finishes.len() < MOST && writing.spoiled.is_none() {
            let Ok(next) = queue.try_recv() else { break };
            finishes.push(next(Ok(&mut writing)));
        }
        if let Some(error) = writing.spoiled {
            return Err(error);
        }
        connection.execute_batch("COMMIT").map_err(failed)
    })();
    let lost = done.err();
    if lost.is_some() && !connection.is_autocommit() {
        // Were this to fail as well, the next BEGIN would say so.
        let _ = connection.execute_batch("ROLLBACK");
    }
    for finish in finishes {
        finish(lost.clone());
    }
}

/// The number and hash of the ledger's last entry.
pub(crate) fn last(connection: &Connection) -> Result<(u64, ContentHash), StoreError> {
    let last = connection
        .prepare_cached("SELECT number, hash FROM ledger ORDER BY number DESC LIMIT 1")
        .and_then(|mut statement| {
            statement.query_row([], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, [u8; 32]>(1)?))).optional()
        })
        .map_err(|error| damaged("the end of the ledger", error))?;
    let (number, hash) = last.unwrap_or((0, GENESIS));
    Ok((number, ContentHash::from_bytes(hash)))
}

/// A transaction that is being written.
pub(crate) struct Writing<'a> {
    pub connection: &'a Connection,
    ledger: (u64, ContentHash),
    /// Why the transaction must not be kept.
    spoiled: Option<StoreError>,
}

impl Writing<'_> {
    fn in_savepoint<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let before = self.ledger;
        self.execute("SAVEPOINT job", [])?;
        let done = work(self);
        if done.is_err() {
            self.ledger = before;
            self.execute("ROLLBACK TO job", [])?;
        }
        self.execute("RELEASE job", [])?;
        done
    }

    fn outright<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let before = self.connection.total_changes();
        let done = work(self);
        if let Err(error) = &done
            && self.connection.total_changes() != before
        {
            self.spoiled = Some(error.clone());
        }
        done
    }

    /// Executes a statement that is kept ready. Returns how many rows it changed.
    pub fn execute(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<usize, StoreError> {
        self.connection.prepare_cached(sql).and_then(|mut statement| statement.execute(parameters)).map_err(failed)
    }

    /// Adds an entry to the ledger. Returns its number.
    pub fn enter(
        &mut self,
        at: Timestamp,
        kind: &str,
        subject: &str,
        content: LedgerContent,
    ) -> Result<u64, StoreError> {
        let (number, previous) = self.ledger;
        let mut entry = LedgerEntry {
            number: number + 1,
            at,
            kind: kind.to_owned(),
            subject: subject.to_owned(),
            content,
            hash: previous,
        };
        entry.hash = entry.hash_after(&previous);
        let (first, last, actor, commitment): (Option<u64>, Option<u64>, Option<&Actor>, &ContentHash) =
            match &entry.content {
                LedgerContent::Run { first, last, head } => (Some(*first), Some(*last), None, head),
                LedgerContent::Change { actor, commitment, .. } => (None, None, Some(actor), commitment),
            };
        self.execute(
            "INSERT INTO ledger (number, at, kind, subject, first, last, actor, commitment, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                entry.number,
                moment(at),
                kind,
                subject,
                first,
                last,
                actor.map(to_json),
                commitment.as_bytes(),
                entry.hash.as_bytes()
            ],
        )?;
        if let LedgerContent::Change { payload: Some((salt, payload)), .. } = &entry.content {
            self.execute(
                "INSERT INTO payload (number, salt, content) VALUES (?1, ?2, ?3)",
                params![entry.number, salt, payload],
            )?;
        }
        self.ledger = (entry.number, entry.hash);
        Ok(entry.number)
    }
}
