//! The simulator: the real engine, driven by a seed through crashes, lost and late answers, jumps of the clock and
//! commands at the same time; after each step the laws are checked.
//!
//! A seed leads to the same procedures, faults and commands each time. It knows nothing of one store: it is given one.
//! So that it can be seen to catch what it is there for, store and world can be sabotaged.

mod checks;
mod crash;
mod journey;
mod pool;
mod trial;
mod world;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use engine::port::Store;

pub use crash::Crash;
pub use journey::Covered;
use journey::Journey;

use crate::{Flaw, MemoryStore};

/// A deliberate breakage, and so the law that it breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sabotage {
    /// Effects are not kept with the commit that asks for them.
    ForgetsEffects,
    /// Timers are not kept with the commit that sets them.
    ForgetsTimers,
    /// What a commit removed stays.
    KeepsRemoved,
    /// Commits leave no entry in the ledger.
    ForgetsLedger,
    /// It is forgotten that a request was sent.
    ForgetsBegun,
    /// An action that must not be repeated says that it may.
    CallsNeverSafe,
    /// Two requests with one `once` key may be under way.
    IgnoresOnce,
    /// The key of a request changes with each try.
    ChangesKeys,
    /// Commits are written whatever the run's number is.
    IgnoresSequence,
}

impl Sabotage {
    pub const ALL: [Sabotage; 9] = [
        Sabotage::ForgetsEffects,
        Sabotage::ForgetsTimers,
        Sabotage::KeepsRemoved,
        Sabotage::ForgetsLedger,
        Sabotage::ForgetsBegun,
        Sabotage::CallsNeverSafe,
        Sabotage::IgnoresOnce,
        Sabotage::ChangesKeys,
        Sabotage::IgnoresSequence,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Sabotage::ForgetsEffects => "forgets-effects",
            Sabotage::ForgetsTimers => "forgets-timers",
            Sabotage::KeepsRemoved => "keeps-removed",
            Sabotage::ForgetsLedger => "forgets-ledger",
            Sabotage::ForgetsBegun => "forgets-begun",
            Sabotage::CallsNeverSafe => "calls-never-safe",
            Sabotage::IgnoresOnce => "ignores-once",
            Sabotage::ChangesKeys => "changes-keys",
            Sabotage::IgnoresSequence => "ignores-sequence",
        }
    }

    /// The store in memory that is wrong in this way; a sound one where the breakage lies elsewhere.
    fn store(sabotage: Option<Sabotage>) -> MemoryStore {
        let flaw = match sabotage {
            Some(Sabotage::KeepsRemoved) => Flaw::KeepsRemoved,
            Some(Sabotage::ForgetsLedger) => Flaw::ForgetsLedger,
            Some(Sabotage::ForgetsBegun) => Flaw::ForgetsBegun,
            Some(Sabotage::IgnoresOnce) => Flaw::IgnoresOnce,
            Some(Sabotage::IgnoresSequence) => Flaw::IgnoresSequence,
            Some(
                Sabotage::ForgetsEffects | Sabotage::ForgetsTimers | Sabotage::CallsNeverSafe | Sabotage::ChangesKeys,
            )
            | None => return MemoryStore::new(),
        };
        MemoryStore::flawed([flaw])
    }
}

impl fmt::Display for Sabotage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Sabotage {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = || Sabotage::ALL.map(Sabotage::as_str).join(", ");
        Sabotage::ALL
            .into_iter()
            .find(|one| one.as_str() == text)
            .ok_or_else(|| format!("`{text}` is none of {}", known()))
    }
}

/// A law that did not hold, and the seed that shows it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("seed {seed}: {law}")]
pub struct Broken {
    pub seed: u64,
    pub law: String,
    /// Every journal at that moment, an event a line.
    pub story: String,
}

/// Simulates a seed on a store in memory.
pub fn simulate(seed: u64, sabotage: Option<Sabotage>) -> Result<Covered, Broken> {
    simulate_on(Arc::new(Sabotage::store(sabotage)), true, seed, sabotage)
}

/// Simulates a seed on a store that is new. `at_once`: whether the store answers without waiting for anything, so that
/// an idle process can be told from a slow one.
pub fn simulate_on(
    store: Arc<dyn Store>,
    at_once: bool,
    seed: u64,
    sabotage: Option<Sabotage>,
) -> Result<Covered, Broken> {
    let journey = Journey::new(Arc::clone(&store), at_once, seed, sabotage);
    journey.travel().map_err(|law| Broken { seed, law, story: checks::story(&*store) })
}
