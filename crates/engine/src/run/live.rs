//! States kept in memory, so that a command need not fold the whole journal. The journal stays the truth: whoever finds
//! that a state is behind reads it again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use interpreter::id::RunId;
use interpreter::{Program, State};
use tokio::sync::Mutex as Turn;

use crate::derive::{self, Rows};
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::Origin;

/// A run as it stands.
#[derive(Clone)]
pub(crate) struct Live {
    pub program: Arc<Program>,
    pub origin: Arc<Origin>,
    pub state: Arc<State>,
    pub rows: Arc<Rows>,
}

/// A run's place: commands of one run take turns.
pub(crate) type Slot = Arc<Turn<Option<Live>>>;

/// Places by run; those used longest ago go first.
pub(crate) struct LiveRuns {
    most: usize,
    places: Mutex<Places>,
}

#[derive(Default)]
struct Places {
    uses: u64,
    by_run: HashMap<RunId, (u64, Slot)>,
}

impl LiveRuns {
    pub fn new(most: usize) -> Self {
        LiveRuns { most: most.max(1), places: Mutex::default() }
    }

    /// The place of a run that has one.
    fn known(&self, run: &RunId) -> Option<Slot> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.uses += 1;
        let now = places.uses;
        let (used, slot) = places.by_run.get_mut(run)?;
        *used = now;
        Some(Arc::clone(slot))
    }

    /// The place of a run that is there, also when nothing is in it yet.
    pub fn slot(&self, run: &RunId) -> Slot {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.uses += 1;
        let now = places.uses;
        if let Some((used, slot)) = places.by_run.get_mut(run) {
            *used = now;
            return Arc::clone(slot);
        }
        if places.by_run.len() >= self.most {
            places.clear(self.most * 3 / 4);
        }
        let slot = Slot::default();
        places.by_run.insert(run.clone(), (now, Arc::clone(&slot)));
        slot
    }

    /// Forgets every run: another process may have changed any of them.
    pub fn forget_all(&self) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.by_run.retain(|_, (_, slot)| Arc::strong_count(slot) > 1);
    }

    /// Forgets a run, unless somebody has its turn.
    pub fn forget(&self, run: &RunId) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.by_run.remove(run);
    }
}

impl Places {
    /// Forgets those used longest ago that nobody has in hand, down to `keep`.
    fn clear(&mut self, keep: usize) {
        let mut uses: Vec<u64> = self.by_run.values().map(|(used, _)| *used).collect();
        uses.sort_unstable();
        let Some(oldest) = uses.len().checked_sub(keep).and_then(|at| uses.get(at)) else { return };
        self.by_run.retain(|_, (used, slot)| *used >= *oldest || Arc::strong_count(slot) > 1);
    }
}

/// Events read at once when a journal is folded.
const PAGE: usize = 1_000;

impl Engine {
    /// Folds a run's journal.
    pub(crate) async fn load(&self, run: &RunId) -> Result<Live, Error> {
        let row = self.store().run(run).await?.ok_or_else(|| Error::NoRun(run.clone()))?;
        let mut state = State::default();
        loop {
            let page = self.store().journal(run, state.sequence, PAGE).await?;
            page.iter().for_each(|recorded| interpreter::apply(&mut state, recorded));
            if page.len() < PAGE {
                break;
            }
        }
        let version = state.version.unwrap_or(row.progress.version);
        let program = self.program(version).await?;
        let rows = derive::rows(run, &row.origin, &program, &state);
        Ok(Live { program, origin: Arc::new(row.origin), state: Arc::new(state), rows: Arc::new(rows) })
    }

    /// A run's place. Only a run that is there gets one, so that asking for others pushes nothing out.
    pub(crate) async fn place(&self, run: &RunId) -> Result<Slot, Error> {
        if let Some(slot) = self.inner.live.known(run) {
            return Ok(slot);
        }
        self.store().run(run).await?.ok_or_else(|| Error::NoRun(run.clone()))?;
        Ok(self.inner.live.slot(run))
    }

    /// A run as it stands: from memory where it is there, else folded.
    pub(crate) async fn look(&self, run: &RunId) -> Result<Live, Error> {
        let slot = self.place(run).await?;
        let mut place = slot.lock().await;
        // Another process may have changed it; one that dispatches is the only one that changes runs.
        let current = match &*place {
            Some(live) if self.inner.dispatch.leads() => Some(live.clone()),
            Some(live) => {
                let row = self.store().run(run).await?;
                row.is_some_and(|row| row.sequence == live.state.sequence).then(|| live.clone())
            }
            None => None,
        };
        if let Some(live) = current {
            return Ok(live);
        }
        let live = self.load(run).await?;
        if !live.state.status.is_terminal() {
            *place = Some(live.clone());
        }
        Ok(live)
    }
}
