//! What is kept for a while.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use engine::port::store::{ChangeKind, Collection, Passing, PassingKind, Record, Write};

use super::Fresh;
use super::sample::{change, moment};

fn row(kind: PassingKind, key: &str, owner: &str, until: i64) -> Passing {
    let value = format!("{{\"key\":\"{key}\"}}");
    Passing { kind, key: key.into(), owner: owner.into(), value, until: moment(until) }
}

pub async fn a_row_is_kept_until_it_is_replaced_or_taken(store: Fresh) {
    for kind in PassingKind::ALL {
        let first = row(kind, "k", "ada", 10);
        store.keep_passing(first.clone()).await.unwrap();
        assert_eq!(store.passing(kind, "k").await.unwrap(), Some(first));
        let second = row(kind, "k", "bob", 20);
        store.keep_passing(second.clone()).await.unwrap();
        assert_eq!(store.passing_of(kind, "ada").await.unwrap(), []);
        assert_eq!(store.passing_of(kind, "bob").await.unwrap(), std::slice::from_ref(&second));
        assert_eq!(store.take_passing(kind, "k").await.unwrap(), Some(second));
        assert_eq!(store.take_passing(kind, "k").await.unwrap(), None);
        assert_eq!(store.passing(kind, "k").await.unwrap(), None);
    }
    assert_eq!(store.ledger_head().await.unwrap().0, 0);
}

pub async fn of_several_who_begin_the_same_one_is_first(store: Fresh) {
    let first = row(PassingKind::Answer, "k", "ada", 10);
    assert_eq!(store.begin_passing(first.clone(), moment(0)).await.unwrap(), None);
    let second = row(PassingKind::Answer, "k", "bob", 30);
    assert_eq!(store.begin_passing(second.clone(), moment(9)).await.unwrap(), Some(first));
    // The first has passed.
    assert_eq!(store.begin_passing(second.clone(), moment(10)).await.unwrap(), None);
    assert_eq!(store.passing(PassingKind::Answer, "k").await.unwrap(), Some(second));
}

pub async fn what_was_ended_is_not_renewed(store: Fresh) {
    let first = row(PassingKind::Session, "k", "ada", 10);
    let later = row(PassingKind::Session, "k", "ada", 20);
    store.renew_passing(later.clone()).await.unwrap();
    assert_eq!(store.passing(PassingKind::Session, "k").await.unwrap(), None);
    store.keep_passing(first).await.unwrap();
    store.renew_passing(later.clone()).await.unwrap();
    assert_eq!(store.take_passing(PassingKind::Session, "k").await.unwrap(), Some(later.clone()));
    store.renew_passing(later).await.unwrap();
    assert_eq!(store.passing(PassingKind::Session, "k").await.unwrap(), None);
}

pub async fn an_owners_rows_end_together_with_a_change(store: Fresh) {
    for (kind, key, owner) in [
        (PassingKind::Session, "one", "ada"),
        (PassingKind::Session, "two", "ada"),
        (PassingKind::Session, "three", "bob"),
        (PassingKind::Answer, "one", "ada"),
    ] {
        store.keep_passing(row(kind, key, owner, 10)).await.unwrap();
    }
    let mut ending = change(ChangeKind::AccountChanged, "ada");
    let account = Record { collection: Collection::Accounts, id: "ada".into(), value: "{}".into() };
    ending.writes = vec![
        Write::EndPassing { kind: PassingKind::Session, owner: "ada".into() },
        Write::Passing(row(PassingKind::Session, "new", "ada", 20)),
        Write::Record(account),
    ];
    assert_eq!(store.record(ending).await.unwrap(), 1);
    let left = store.passing_of(PassingKind::Session, "ada").await.unwrap();
    assert_eq!(left, [row(PassingKind::Session, "new", "ada", 20)]);
    assert_eq!(store.passing_of(PassingKind::Session, "bob").await.unwrap().len(), 1);
    assert_eq!(store.passing_of(PassingKind::Answer, "ada").await.unwrap().len(), 1);
    assert_eq!(store.record_of(Collection::Accounts, "ada").await.unwrap().as_deref(), Some("{}"));
    assert_eq!(store.record_of(Collection::Accounts, "bob").await.unwrap(), None);
    assert_eq!(store.record_of(Collection::People, "ada").await.unwrap(), None);
    let last = store.ledger(0, 10).await.unwrap().pop().unwrap();
    assert_eq!(store.ledger_head().await.unwrap(), (1, last.hash));
}

pub async fn what_has_passed_is_swept(store: Fresh) {
    store.keep_passing(row(PassingKind::Tries, "old", "", 10)).await.unwrap();
    store.keep_passing(row(PassingKind::Tries, "new", "", 11)).await.unwrap();
    store.sweep_passing(moment(10)).await.unwrap();
    assert_eq!(store.passing(PassingKind::Tries, "old").await.unwrap(), None);
    assert!(store.passing(PassingKind::Tries, "new").await.unwrap().is_some());
}
