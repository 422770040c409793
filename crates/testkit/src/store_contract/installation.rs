//! Attachments, the lease, facts.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use engine::port::store::{
    Batch, Change, ChangeKind, Holder, Lease, MAX_ATTACHMENT, Passing, PassingKind, RunStatus, StoreError, Write,
};
use procedure::hash::ContentHash;

use super::Fresh;
use super::sample::{batch, change, moment, progress, run};

pub async fn attachments_are_their_content(store: Fresh) {
    let content = b"\x89PNG\r\n\0\xff".to_vec();
    let hash = store.attach(content.clone()).await.unwrap();
    assert_eq!(hash, ContentHash::of(&content));
    assert_eq!(store.attach(content.clone()).await.unwrap(), hash);
    assert_eq!(store.attachment(hash).await.unwrap(), Some(content));
    assert_eq!(store.attachment(ContentHash::of(b"other")).await.unwrap(), None);
    let found = MAX_ATTACHMENT + 1;
    assert_eq!(store.attach(vec![0; found]).await, Err(StoreError::TooLarge { found, most: MAX_ATTACHMENT }));
    let empty = store.attach(Vec::new()).await.unwrap();
    assert_eq!(store.attachment(empty).await.unwrap(), Some(Vec::new()));
}

pub async fn content_stays_while_a_journal_names_it_or_somebody_just_brought_it(store: Fresh) {
    let mut hashes = Vec::new();
    for content in ["named", "brought", "forgotten", "also forgotten"] {
        hashes.push(store.attach(content.into()).await.unwrap());
    }
    let [named, brought, ..] = hashes[..] else { unreachable!("four were kept") };
    let naming = Batch { files: [named].into(), ..batch(0, 1) };
    store.commit(&run("one"), 0, naming).await.unwrap();
    let key = format!("{brought} ada");
    let row = Passing { kind: PassingKind::Brought, key, owner: "ada".into(), value: "7".into(), until: moment(60) };
    store.keep_passing(row).await.unwrap();
    let there = async || {
        let mut there = Vec::new();
        for hash in &hashes {
            there.push(store.attached(*hash).await.unwrap().is_some());
        }
        there
    };
    assert_eq!(store.sweep_attachments(moment(0), 1).await, Ok(1), "a few at a time");
    assert_eq!(store.sweep_attachments(moment(0), 10).await, Ok(1));
    assert_eq!(store.sweep_attachments(moment(0), 10).await, Ok(0));
    assert_eq!(there().await, [true, true, false, false]);
    assert_eq!(store.sweep_attachments(moment(60), 10).await, Ok(1));
    assert_eq!(there().await, [true, false, false, false]);
    // What a journal named goes with the journal's content.
    let ends = Batch { progress: progress(RunStatus::Ended), ..batch(1, 1) };
    store.commit(&run("one"), 1, ends).await.unwrap();
    store
        .record(Change { writes: vec![Write::EraseJournal(run("one"))], ..change(ChangeKind::Erased, "one") })
        .await
        .unwrap();
    assert_eq!(store.sweep_attachments(moment(60), 10).await, Ok(1));
    assert_eq!(there().await, [false; 4]);
}

pub async fn content_stays_while_its_owner_holds_it(store: Fresh) {
    let one = store.attach(b"one".to_vec()).await.unwrap();
    let two = store.attach(b"two".to_vec()).await.unwrap();
    let there = async || {
        let [one, two] = [store.attached(one).await, store.attached(two).await];
        [one.unwrap().is_some(), two.unwrap().is_some()]
    };
    let hold = async |owner: &str, content: &[ContentHash]| {
        let hold = Write::Hold { owner: owner.into(), content: content.iter().copied().collect() };
        store.record(Change { writes: vec![hold], ..change(ChangeKind::LogImported, owner) }).await.unwrap();
    };
    hold("log a", &[one, two]).await;
    hold("log b", &[two]).await;
    assert_eq!(store.sweep_attachments(moment(0), 10).await, Ok(0));
    hold("log a", &[]).await;
    assert_eq!(store.sweep_attachments(moment(0), 10).await, Ok(1), "another owner holds the other");
    assert_eq!(there().await, [false, true]);
    hold("log b", &[]).await;
    assert_eq!(store.sweep_attachments(moment(0), 10).await, Ok(1));
    assert_eq!(there().await, [false, false]);
}

pub async fn only_one_process_has_the_lease(store: Fresh) {
    let holder =
        |id: &str, pid| Holder { id: id.into(), pid, host: "desk".into(), address: Some("127.0.0.1:7070".into()) };
    let (one, two) = (holder("one", 1), holder("two", 2));
    assert_eq!(store.leased().await.unwrap(), None);
    store.lease(&one, moment(0), moment(30)).await.unwrap();
    let held = Lease { holder: one.clone(), until: moment(30) };
    assert_eq!(store.lease(&two, moment(29), moment(59)).await, Err(StoreError::LeaseHeld(Box::new(held.clone()))));
    assert_eq!(store.leased().await.unwrap(), Some(held));
    store.lease(&one, moment(20), moment(50)).await.unwrap();
    assert_eq!(store.lease(&two, moment(31), moment(61)).await.unwrap_err().code(), "lease-held");
    store.release(&two).await.unwrap();
    assert_eq!(store.lease(&two, moment(31), moment(61)).await.unwrap_err().code(), "lease-held");
    // Whoever does not renew loses it.
    store.lease(&two, moment(50), moment(80)).await.unwrap();
    assert_eq!(store.lease(&one, moment(51), moment(81)).await.unwrap_err().code(), "lease-held");
    store.release(&two).await.unwrap();
    assert_eq!(store.leased().await.unwrap(), None);
    store.lease(&one, moment(52), moment(82)).await.unwrap();
}

pub async fn facts_are_kept_and_forgotten(store: Fresh) {
    assert_eq!(store.fact("key").await.unwrap(), None);
    store.keep_fact("key", Some(b"\0one")).await.unwrap();
    store.keep_fact("key", Some(b"\0two")).await.unwrap();
    assert_eq!(store.fact("key").await.unwrap(), Some(b"\0two".to_vec()));
    store.keep_fact("key", None).await.unwrap();
    store.keep_fact("key", None).await.unwrap();
    assert_eq!(store.fact("key").await.unwrap(), None);
    // Together with a change, or not at all.
    for value in [Some(b"three".to_vec()), None] {
        let mut kept = change(ChangeKind::DispatchChanged, "dispatch");
        kept.writes = vec![Write::Fact { name: "key", value: value.clone() }];
        store.record(kept).await.unwrap();
        assert_eq!(store.fact("key").await.unwrap(), value);
    }
}
