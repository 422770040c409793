//! Logs in memory: those looked at last stay, as far as there is room.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{LogId, Watched};
use crate::engine::Engine;
use crate::error::Error;

/// How much of what takes the processor is done at once.
const AT_WORK: usize = 2;

/// How many logs arrive at once: each takes its memory.
const IMPORTS: usize = 2;

/// Which part of which log.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub log: LogId,
    pub filter: String,
}

/// What is needed to look at logs.
pub(crate) struct Watching {
    /// Most bytes.
    most: usize,
    kept: Mutex<Kept>,
    /// Whoever wants what somebody else is making waits for it.
    turns: Mutex<HashMap<Key, Weak<tokio::sync::Mutex<()>>>>,
    places: Arc<Semaphore>,
    imports: Arc<Semaphore>,
}

#[derive(Default)]
struct Kept {
    /// Counts how often something was looked at.
    looks: u64,
    bytes: usize,
    entries: HashMap<Key, Entry>,
}

struct Entry {
    watched: Arc<Watched>,
    /// How many runs were over when it was made; 0 for what does not change.
    as_of: u64,
    bytes: usize,
    last_look: u64,
}

impl Watching {
    pub fn new(most: usize) -> Self {
        let places = Arc::new(Semaphore::new(AT_WORK));
        let imports = Arc::new(Semaphore::new(IMPORTS));
        Watching { most, kept: Mutex::default(), turns: Mutex::default(), places, imports }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn find(&self, key: &Key, as_of: u64) -> Option<Arc<Watched>> {
        let mut kept = self.kept();
        kept.looks += 1;
        let looks = kept.looks;
        let entry = kept.entries.get_mut(key).filter(|entry| entry.as_of == as_of)?;
        entry.last_look = looks;
        Some(Arc::clone(&entry.watched))
    }

    /// Keeps a log, and lets go of those that were looked at least recently where there are too many. One that is larger
    /// than all the room there is stays alone, for those who look at it now.
    pub(super) fn keep(&self, key: Key, as_of: u64, watched: &Arc<Watched>) {
        let mut kept = self.kept();
        kept.looks += 1;
        let (bytes, last_look) = (watched.bytes(), kept.looks);
        let entry = Entry { watched: Arc::clone(watched), as_of, bytes, last_look };
        kept.bytes += bytes;
        if let Some(before) = kept.entries.insert(key, entry) {
            kept.bytes -= before.bytes;
        }
        while kept.bytes > self.most && kept.entries.len() > 1 {
            let oldest = kept.entries.iter().min_by_key(|(_, entry)| entry.last_look);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else { break };
            if let Some(gone) = kept.entries.remove(&oldest) {
                kept.bytes -= gone.bytes;
            }
        }
    }

    /// Lets go of all that is kept of a log.
    pub fn forget(&self, log: &LogId) {
        let mut kept = self.kept();
        kept.entries.retain(|key, _| key.log != *log);
        kept.bytes = kept.entries.values().map(|entry| entry.bytes).sum();
    }

    /// Waits until a log may arrive.
    pub(super) async fn import(&self) -> OwnedSemaphorePermit {
        Arc::clone(&self.imports).acquire_owned().await.expect("no place is ever closed")
    }

    /// The turn to read a log as a whole.
    pub(super) fn whole_turn(&self, log: &LogId) -> Arc<tokio::sync::Mutex<()>> {
        self.turn(&Key { log: log.clone(), filter: String::new() })
    }

    pub(super) fn turn(&self, key: &Key) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turn| turn.strong_count() > 0);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        let turn = Arc::default();
        turns.insert(key.clone(), Arc::downgrade(&turn));
        turn
    }
}

impl Engine {
    /// Does what takes the processor, in its turn and out of the way of everything else. It is done to its end, also where
    /// nobody waits for it any more.
    pub(crate) async fn reckon<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = Arc::clone(&self.inner.watching.places).acquire_owned().await.expect("no place is ever closed");
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        match working.await {
            Ok(done) => Ok(done),
            Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
            Err(_) => Err(Error::BrokenOff),
        }
    }
}
