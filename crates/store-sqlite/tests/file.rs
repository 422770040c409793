//! What is particular to a file: layouts, several openings, damage, copies.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::path::Path;

use engine::ledger::{Checkpoint, Found, Place, signing_key, verify};
use engine::port::Store;
use engine::port::store::{Page, RESTORED, RunQuery, RunStatus};
use rusqlite::Connection;
use store_sqlite::{OpenError, SqliteStore, restore};
use testkit::SeededChance;
use testkit::store_contract::sample::{batch, change, moment, progress, run};

/// Two runs and a change: ten events, five entries.
async fn filled(path: &Path) -> SqliteStore {
    let store = SqliteStore::open(path).unwrap();
    store.commit(&run("r1"), 0, batch(0, 3)).await.unwrap();
    store.commit(&run("r2"), 0, batch(0, 1)).await.unwrap();
    store.record(change(engine::port::store::ChangeKind::PersonChanged, "ada")).await.unwrap();
    let mut more = batch(3, 4);
    more.progress = progress(RunStatus::Ended);
    store.commit(&run("r1"), 3, more).await.unwrap();
    store.commit(&run("r2"), 1, batch(1, 2)).await.unwrap();
    store
}

/// Changes the file behind the store's back, and says what verifying finds.
async fn tampered(sql: &str) -> (Place, Found) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    drop(filled(&path).await);
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    assert_eq!(connection.execute(sql, []).unwrap(), 1, "{sql}");
    drop(connection);
    let store = SqliteStore::open(&path).unwrap();
    let broken = verify(&store, None).await.unwrap().unwrap_err();
    (broken.place, broken.found)
}

fn journal(name: &str, sequence: u64, ledger: u64) -> Place {
    Place::Journal { run: run(name), sequence, ledger }
}

/// Sets one byte of a blob to another value.
fn flip(table: &str, column: &str, key: &str, at: usize) -> String {
    format!(
        "UPDATE {table} SET {column} = CAST(substr({column}, 1, {at}) || x'55' || substr({column}, {at} + 2) AS BLOB)
         WHERE {key}"
    )
}

#[tokio::test]
async fn whoever_writes_first_hears_why_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    drop(filled(&path).await);
    let connection = Connection::open(&path).unwrap();
    assert_eq!(connection.execute("UPDATE ledger SET hash = x'00' WHERE number = 5", []).unwrap(), 1);
    drop(connection);
    let store = SqliteStore::open(&path).unwrap();
    let refused = store.commit(&run("r3"), 0, batch(0, 1)).await.unwrap_err().to_string();
    assert!(refused.contains("the end of the ledger"), "{refused}");
}

#[tokio::test]
async fn a_whole_file_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(&folder.path().join("understudy.db")).await;
    let verified = verify(&store, None).await.unwrap().unwrap();
    assert_eq!((verified.entries, verified.events), (5, 10));
}

#[tokio::test]
async fn the_first_broken_entry_is_named() {
    // A byte of an event's text: behind the salt and the length.
    let found = tampered(&flip("content", "bodies", "journal = 3", 35)).await;
    assert_eq!(found, (journal("r1", 4, 4), Found::Content));
    // Half of a letter of two bytes: the text is no text any more.
    let (place, found) = tampered(&flip("content", "bodies", "journal = 3", 45)).await;
    assert_eq!(place, journal("r1", 4, 4));
    assert!(matches!(found, Found::Unreadable(_)), "{found:?}");
    // A byte of a salt.
    assert_eq!(tampered(&flip("content", "bodies", "journal = 1", 2)).await, (journal("r1", 1, 1), Found::Content));
    // A byte of the chain: the moment of an event.
    assert_eq!(tampered(&flip("journal", "entries", "key = 4", 1)).await, (journal("r2", 2, 5), Found::Hash));
    // Rows that are gone.
    let gone = tampered("DELETE FROM journal WHERE key = 2").await;
    assert_eq!(gone, (journal("r2", 1, 2), Found::Missing { next: Some(2) }));
    let gone = tampered("DELETE FROM journal WHERE key = 1").await;
    assert_eq!(gone, (journal("r1", 1, 1), Found::Missing { next: Some(4) }));
    let gone = tampered("DELETE FROM ledger WHERE number = 2").await;
    assert_eq!(gone, (Place::Ledger(2), Found::Missing { next: Some(3) }));
    // The last entry of the ledger alone: its events are still there.
    let gone = tampered("DELETE FROM ledger WHERE number = 5").await;
    assert_eq!(gone, (Place::Whole, Found::Surplus { ledger: 8, journals: 10 }));
    // Words of the ledger, and of a change.
    let changed = tampered("UPDATE ledger SET subject = 'r2' WHERE number = 1").await;
    assert_eq!(changed, (Place::Ledger(1), Found::Hash));
    let changed = tampered("UPDATE payload SET content = '{}'").await;
    assert_eq!(changed, (Place::Ledger(3), Found::Content));
    let changed = tampered("UPDATE ledger SET at = '2020-01-01T00:00:00.000000000Z' WHERE number = 4").await;
    assert_eq!(changed, (Place::Ledger(4), Found::Hash));
}

#[tokio::test]
async fn a_tail_that_was_cut_off_is_found_by_a_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    let store = filled(&path).await;
    let key = signing_key(&store, &SeededChance::new(1)).await.unwrap();
    let head = verify(&store, None).await.unwrap().unwrap().head;
    let kept = Checkpoint::sign(5, head, moment(9), &key);
    drop(store);
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    connection
        .execute_batch(
            "DELETE FROM ledger WHERE number = 5; DELETE FROM journal WHERE key = 4; DELETE FROM content WHERE journal = 4;",
        )
        .unwrap();
    drop(connection);
    let store = SqliteStore::open(&path).unwrap();
    assert!(verify(&store, None).await.unwrap().is_ok(), "nothing but the checkpoint can tell");
    let broken = verify(&store, Some(&kept)).await.unwrap().unwrap_err();
    assert_eq!(broken.found, Found::Truncated { checkpoint: 5, last: 4 });
}

#[tokio::test]
async fn what_was_committed_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    drop(filled(&path).await);
    let store = SqliteStore::open(&path).unwrap();
    assert_eq!(store.journal(&run("r1"), 0, 100).await.unwrap().len(), 7);
    let committed = store.commit(&run("r2"), 3, batch(3, 1)).await.unwrap();
    assert_eq!(committed.ledger, 6);
    assert!(verify(&store, None).await.unwrap().is_ok());
}

#[tokio::test]
async fn two_processes_may_write_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    let (one, two) = (SqliteStore::open(&path).unwrap(), SqliteStore::open(&path).unwrap());
    for number in 0..20 {
        let store = if number % 2 == 0 { &one } else { &two };
        store.commit(&run("r1"), number, batch(number, 1)).await.unwrap();
    }
    assert_eq!(one.commit(&run("r1"), 3, batch(3, 1)).await.unwrap_err().code(), "store-conflict");
    let verified = verify(&two, None).await.unwrap().unwrap();
    assert_eq!((verified.entries, verified.events), (20, 20));
}

#[test]
fn files_that_are_not_ours_or_newer_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(&text, "Nothing of a database, and long enough to be looked at as the head of a file of one.")
        .unwrap();
    assert!(matches!(SqliteStore::open(&text), Err(OpenError::NotOurs(_))));
    let other = folder.path().join("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE note (text TEXT)").unwrap();
    let before = std::fs::read(&other).unwrap();
    assert!(matches!(SqliteStore::open(&other), Err(OpenError::NotOurs(_))));
    assert_eq!(std::fs::read(&other).unwrap(), before);
    let newer = folder.path().join("newer.db");
    drop(SqliteStore::open(&newer).unwrap());
    Connection::open(&newer).unwrap().pragma_update(None, "user_version", 99).unwrap();
    let refused = SqliteStore::open(&newer).err().unwrap();
    assert_eq!(refused.code(), "store-newer");
    assert!(refused.to_string().contains("layout is 99"), "{refused}");
    assert!(matches!(SqliteStore::open(folder.path()), Err(OpenError::Failed { .. })));
}

#[tokio::test]
async fn a_backup_is_whole_while_work_goes_on_and_dispatch_is_paused_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    let store = std::sync::Arc::new(filled(&path).await);
    let holder = engine::port::store::Holder { id: "one".into(), pid: 1, host: "desk".into(), address: None };
    store.lease(&holder, moment(0), moment(30)).await.unwrap();
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for number in 0..200 {
                store.commit(&run(&format!("w{number}")), 0, batch(0, 2)).await.unwrap();
            }
        })
    };
    let copy = folder.path().join("copy.db");
    store.backup(&copy).await.unwrap();
    writing.await.unwrap();
    assert_eq!(store.backup(&copy).await.unwrap_err().code(), "store-failed", "it never overwrites");

    let restored = folder.path().join("restored.db");
    restore(&copy, &restored).unwrap();
    assert!(matches!(restore(&copy, &restored), Err(OpenError::Exists(_))));
    assert!(matches!(restore(&folder.path().join("missing.db"), &path), Err(OpenError::Failed { .. })));
    let restored = SqliteStore::open(&restored).unwrap();
    assert!(verify(&restored, None).await.unwrap().is_ok());
    assert_eq!(restored.leased().await.unwrap(), None);
    assert!(restored.fact(RESTORED).await.unwrap().is_some());
    assert!(restored.runs(&RunQuery::default(), &Page::first(10)).await.unwrap().rows.len() >= 2);
    assert_eq!(store.fact(RESTORED).await.unwrap(), None, "the file itself goes on");
}

#[tokio::test]
async fn what_was_erased_is_not_in_the_file_any_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    let store = SqliteStore::open(&path).unwrap();
    let mut ended = batch(0, 40);
    ended.progress = progress(RunStatus::Ended);
    store.commit(&run("r1"), 0, ended).await.unwrap();
    drop(store);
    let holds =
        |path: &Path| std::fs::read(path).unwrap().windows(9).any(|window| window == "Gr\u{fc}\u{df}e, ".as_bytes());
    assert!(holds(&path));
    let store = SqliteStore::open(&path).unwrap();
    let mut erase = change(engine::port::store::ChangeKind::Erased, "r1");
    erase.writes = vec![engine::port::store::Write::EraseJournal(run("r1"))];
    store.record(erase).await.unwrap();
    // The last connection that closes writes the log into the file and removes it.
    drop(store);
    assert!(!holds(&path));
    assert!(!folder.path().join("understudy.db-wal").exists());
    assert!(verify(&SqliteStore::open(&path).unwrap(), None).await.unwrap().is_ok());
}

#[tokio::test]
async fn a_commit_that_fails_after_a_write_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    let store = filled(&path).await;
    let connection = Connection::open(&path).unwrap();
    // The ledger's entry is the last thing that a commit writes of a run.
    connection
        .execute_batch(
            "CREATE TRIGGER refuses BEFORE INSERT ON ledger WHEN NEW.subject = 'r8'
             BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;",
        )
        .unwrap();
    let before = verify(&store, None).await.unwrap().unwrap();
    // They may share a transaction, or not: whoever is told that it was written finds it, and nobody else does.
    let (r7, r8, r9) = (run("r7"), run("r8"), run("r9"));
    let (one, refused, other) = tokio::join!(
        store.commit(&r7, 0, batch(0, 2)),
        store.commit(&r8, 0, batch(0, 2)),
        store.commit(&r9, 0, batch(0, 2))
    );
    assert_eq!(refused.unwrap_err().code(), "store-failed");
    let mut written = 0;
    for (run, done) in [(&r7, one.is_ok()), (&r8, false), (&r9, other.is_ok())] {
        assert_eq!(store.journal(run, 0, 9).await.unwrap().len(), if done { 2 } else { 0 });
        assert_eq!(store.run(run).await.unwrap().is_some(), done);
        written += u64::from(done);
    }
    let after = verify(&store, None).await.unwrap().unwrap();
    assert_eq!((after.entries, after.events), (before.entries + written, before.events + 2 * written));
    connection.execute_batch("DROP TRIGGER refuses").unwrap();
    store.commit(&r8, 0, batch(0, 2)).await.unwrap();
    assert!(verify(&store, None).await.unwrap().is_ok());
}

#[tokio::test]
async fn what_somebody_holds_is_in_a_copy_and_what_nobody_holds_any_more_is_not_in_the_file() {
    use engine::port::store::{ChangeKind, Write};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("understudy.db");
    let store = SqliteStore::open(&path).unwrap();
    let text = "a log of who did what".repeat(1_000);
    let hash = store.attach(text.clone().into_bytes()).await.unwrap();
    let hold = async |content: &[_]| {
        let mut held = change(ChangeKind::LogImported, "one");
        held.writes = vec![Write::Hold { owner: "log one".into(), content: content.iter().copied().collect() }];
        store.record(held).await.unwrap();
        store.sweep_attachments(moment(0), 10).await.unwrap();
    };
    hold(&[hash]).await;
    let (copy, restored) = (folder.path().join("copy.db"), folder.path().join("restored.db"));
    store.backup(&copy).await.unwrap();
    restore(&copy, &restored).unwrap();
    let restored = SqliteStore::open(&restored).unwrap();
    assert_eq!(restored.sweep_attachments(moment(0), 10).await, Ok(0));
    assert_eq!(restored.attachment(hash).await.unwrap(), Some(text.into_bytes()));
    let holds = || std::fs::read(&path).unwrap().windows(12).any(|window| window == b"who did what");
    hold(&[]).await;
    assert_eq!(store.attachment(hash).await.unwrap(), None);
    // The last connection that closes writes the log into the file and removes it.
    drop(store);
    assert!(!holds());
}
