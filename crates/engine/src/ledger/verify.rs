//! Verification: everything is computed anew, and the first entry that does not hold is named.
//!
//! Reads a page at a time, so memory does not grow with the ledger. It writes nothing.

use std::fmt;

use interpreter::id::RunId;
use procedure::hash::ContentHash;

use super::chain::GENESIS;
use super::checkpoint::Checkpoint;
use super::entry::{JournalEntry, LedgerContent, LedgerEntry};
use crate::port::Store;
use crate::port::store::StoreError;

/// How many entries are read at once.
const PAGE: usize = 500;

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries of the ledger.
    pub entries: u64,
    /// Events of all journals.
    pub events: u64,
    /// Entries and events whose content was erased, so that only their commitments were verified.
    pub erased: u64,
    /// The hash of the ledger's last entry.
    pub head: ContentHash,
}

/// The first entry that does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub place: Place,
    pub found: Found,
}

/// Where something does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The entry of the ledger with this number.
    Ledger(u64),
    /// The event of the run with this number, as the entry of the ledger says.
    Journal { run: RunId, sequence: u64, ledger: u64 },
    /// Everything as a whole.
    Whole,
}

/// What does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An entry is missing; the next one there has this number.
    Missing { next: Option<u64> },
    /// The entry, or the one before it, was changed.
    Hash,
    /// The content is not what was committed to.
    Content,
    /// The content cannot be read as what it must be.
    Unreadable(String),
    /// The journal's hash is not the one that the ledger has.
    Head,
    /// The journals hold events that the ledger does not know.
    Surplus { ledger: u64, journals: u64 },
    /// The ledger ends before the checkpoint.
    Truncated { checkpoint: u64, last: u64 },
    /// The ledger has another entry where the checkpoint was taken.
    RolledBack { checkpoint: u64 },
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::Ledger(number) => write!(f, "entry {number} of the ledger: ")?,
            Place::Journal { run, sequence, ledger } => {
                write!(f, "event {sequence} of run {run} (entry {ledger} of the ledger): ")?;
            }
            Place::Whole => {}
        }
        match &self.found {
            Found::Missing { next: Some(next) } => write!(f, "it is missing; the next one there is {next}"),
            Found::Missing { next: None } => write!(f, "it is missing"),
            Found::Hash => write!(f, "its hash does not follow from it and the entry before"),
            Found::Content => write!(f, "its content is not what was committed to"),
            Found::Unreadable(because) => write!(f, "its content cannot be read: {because}"),
            Found::Head => write!(f, "its hash is not the one that the ledger has for it"),
            Found::Surplus { ledger, journals } => {
                write!(f, "the journals hold {journals} events, and the ledger knows {ledger}")
            }
            Found::Truncated { checkpoint, last } => {
                write!(f, "the ledger ends at entry {last}, and the checkpoint was taken at entry {checkpoint}")
            }
            Found::RolledBack { checkpoint } => {
                write!(f, "entry {checkpoint} of the ledger is not the one that the checkpoint was taken at")
            }
        }
    }
}

/// Computes everything anew. `checkpoint` is one that the verifier kept; its signature was checked before.
///
/// `Err` says that the store could not be read; `Ok(Err(_))` names the first entry that does not hold.
pub async fn verify(
    store: &dyn Store,
    checkpoint: Option<&Checkpoint>,
) -> Result<Result<Verified, Broken>, StoreError> {
    let mut seen = Verified { entries: 0, events: 0, erased: 0, head: ContentHash::from_bytes(GENESIS) };
    loop {
        let page = store.ledger(seen.entries, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            if let Err(broken) = ledger_entry(&mut seen, &entry) {
                return Ok(Err(broken));
            }
            if let LedgerContent::Run { first, last, head } = &entry.content
                && let Err(broken) = journal_part(store, &mut seen, &entry, *first, *last, head).await?
            {
                return Ok(Err(broken));
            }
            if let Some(kept) = checkpoint.filter(|kept| kept.number == entry.number && kept.hash != entry.hash) {
                return Ok(Err(whole(Found::RolledBack { checkpoint: kept.number })));
            }
        }
    }
    if let Some(kept) = checkpoint.filter(|kept| kept.number > seen.entries) {
        return Ok(Err(whole(Found::Truncated { checkpoint: kept.number, last: seen.entries })));
    }
    let journals = store.events().await?;
    if journals != seen.events {
        return Ok(Err(whole(Found::Surplus { ledger: seen.events, journals })));
    }
    Ok(Ok(seen))
}

fn whole(found: Found) -> Broken {
    Broken { place: Place::Whole, found }
}

fn ledger_entry(seen: &mut Verified, entry: &LedgerEntry) -> Result<(), Broken> {
    let number = seen.entries + 1;
    let broken = |found| Err(Broken { place: Place::Ledger(number), found });
    if entry.number != number {
        return broken(Found::Missing { next: Some(entry.number) });
    }
    if entry.hash_after(&seen.head) != entry.hash {
        return broken(Found::Hash);
    }
    if !entry.content_holds() {
        return broken(Found::Content);
    }
    if let LedgerContent::Change { payload: None, .. } = &entry.content {
        seen.erased += 1;
    }
    seen.entries = number;
    seen.head = entry.hash;
    Ok(())
}

/// Verifies the events `first..=last` of a run. The one before them was verified with its own entry of the ledger.
async fn journal_part(
    store: &dyn Store,
    seen: &mut Verified,
    ledger: &LedgerEntry,
    first: u64,
    last: u64,
    head: &ContentHash,
) -> Result<Result<(), Broken>, StoreError> {
    let run = RunId::new(&ledger.subject);
    let broken = |sequence, found| {
        Ok(Err(Broken { place: Place::Journal { run: run.clone(), sequence, ledger: ledger.number }, found }))
    };
    let mut previous = ContentHash::from_bytes(GENESIS);
    let mut sequence = first.saturating_sub(2);
    let mut expected = first.saturating_sub(1).max(1);
    while sequence < last {
        let wanted = usize::try_from(last - sequence).unwrap_or(PAGE).min(PAGE);
        let page = match store.entries(&run, sequence, wanted).await {
            Ok(page) => page,
            Err(StoreError::Damaged { because, .. }) => return broken(expected, Found::Unreadable(because)),
            Err(other) => return Err(other),
        };
        if page.is_empty() {
            return broken(expected, Found::Missing { next: None });
        }
        for entry in page {
            if entry.sequence != expected {
                return broken(expected, Found::Missing { next: Some(entry.sequence) });
            }
            if entry.sequence >= first {
                if let Err(found) = journal_entry(&entry, &previous) {
                    return broken(entry.sequence, found);
                }
                seen.events += 1;
                seen.erased += u64::from(entry.content.is_none());
            }
            previous = entry.hash;
            sequence = entry.sequence;
            expected = sequence + 1;
        }
    }
    if previous == *head { Ok(Ok(())) } else { broken(last, Found::Head) }
}

fn journal_entry(entry: &JournalEntry, previous: &ContentHash) -> Result<(), Found> {
    if entry.hash_after(previous) != entry.hash {
        return Err(Found::Hash);
    }
    if !entry.content_holds() {
        return Err(Found::Content);
    }
    match entry.recorded() {
        Ok(Some(recorded)) if recorded.event.name() != entry.name => Err(Found::Content),
        Ok(_) => Ok(()),
        Err(error) => Err(Found::Unreadable(error.to_string())),
    }
}
