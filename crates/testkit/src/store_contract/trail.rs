//! The trail: chains without gaps, checkpoints, and content that can be forgotten.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use engine::ledger::{Checkpoint, Found, GENESIS, signing_key, verify};
use engine::port::store::{ChangeKind, RunStatus, StoreError, Write};
use procedure::hash::ContentHash;

use super::Fresh;
use super::sample::{batch, change, moment, progress, run};
use crate::SeededChance;

/// Two runs and two changes, interleaved: five entries, ten events.
async fn fill(store: &Fresh) {
    store.commit(&run("r1"), 0, batch(0, 3)).await.unwrap();
    store.record(change(ChangeKind::PersonChanged, "ada")).await.unwrap();
    store.commit(&run("r2"), 0, batch(0, 1)).await.unwrap();
    let mut ended = batch(3, 6);
    ended.progress = progress(RunStatus::Ended);
    store.commit(&run("r1"), 3, ended).await.unwrap();
    store.record(change(ChangeKind::ConfigurationChanged, "site")).await.unwrap();
}

pub async fn the_ledger_has_no_gap_and_verifies(store: Fresh) {
    fill(&store).await;
    let ledger = store.ledger(0, 100).await.unwrap();
    let mut previous = ContentHash::from_bytes(GENESIS);
    for (entry, number) in ledger.iter().zip(1..) {
        assert_eq!((entry.number, entry.hash), (number, entry.hash_after(&previous)));
        previous = entry.hash;
    }
    assert_eq!(store.ledger(2, 2).await.unwrap(), ledger[2..4]);
    let verified = verify(&*store, None).await.unwrap().unwrap();
    assert_eq!((verified.entries, verified.events, verified.erased, verified.head), (5, 10, 0, previous));
}

pub async fn a_checkpoint_finds_another_history(store: Fresh) {
    fill(&store).await;
    let key = signing_key(&*store, &SeededChance::new(1)).await.unwrap();
    let again = signing_key(&*store, &SeededChance::new(2)).await.unwrap();
    assert_eq!(key.public(), again.public(), "the key is made once");
    let head = verify(&*store, None).await.unwrap().unwrap().head;
    let kept = Checkpoint::sign(5, head, moment(9), &key);
    kept.check().unwrap();
    assert!(verify(&*store, Some(&kept)).await.unwrap().is_ok());
    let later = Checkpoint::sign(6, head, moment(9), &key);
    let found = verify(&*store, Some(&later)).await.unwrap().unwrap_err().found;
    assert_eq!(found, Found::Truncated { checkpoint: 6, last: 5 });
    let other = Checkpoint::sign(4, head, moment(9), &key);
    let found = verify(&*store, Some(&other)).await.unwrap().unwrap_err().found;
    assert_eq!(found, Found::RolledBack { checkpoint: 4 });
}

pub async fn erased_content_leaves_the_chain_whole(store: Fresh) {
    fill(&store).await;
    let mut erase = change(ChangeKind::Erased, "r1");
    erase.writes = vec![Write::EraseJournal(run("r1")), Write::ErasePayload(2)];
    store.record(erase).await.unwrap();
    assert_eq!(store.journal(&run("r1"), 0, 10).await.unwrap_err().code(), "erased");
    let entries = store.entries(&run("r1"), 0, 10).await.unwrap();
    assert_eq!(entries.len(), 9);
    assert!(entries.iter().all(|entry| entry.content.is_none() && entry.name == "note-added"));
    assert_eq!(store.run(&run("r1")).await.unwrap().unwrap().origin.case, None);
    let verified = verify(&*store, None).await.unwrap().unwrap();
    assert_eq!((verified.entries, verified.erased), (6, 10));
}

pub async fn an_open_run_is_not_erased(store: Fresh) {
    fill(&store).await;
    let mut erase = change(ChangeKind::Erased, "r2");
    erase.writes = vec![Write::EraseJournal(run("r2"))];
    assert_eq!(store.record(erase).await, Err(StoreError::StillOpen(run("r2"))));
    assert_eq!(store.journal(&run("r2"), 0, 10).await.unwrap().len(), 1);
    assert_eq!(store.ledger(0, 100).await.unwrap().len(), 5);
}
