//! Changes that belong to no run.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use std::collections::BTreeMap;

use engine::ledger::LedgerContent;
use engine::port::store::{
    ChangeKind, Claim, ClaimKind, Collection, DeadLetter, Page, Pin, Publication, Record, StoreError, Write,
};
use interpreter::id::PersonId;
use procedure::hash::ContentHash;

use super::Fresh;
use super::sample::{change, moment, person, run};

fn record(id: &str, value: &str) -> Record {
    Record { collection: Collection::People, id: id.into(), value: value.into() }
}

pub async fn a_change_is_written_and_entered(store: Fresh) {
    let mut first = change(ChangeKind::PersonChanged, "ada");
    first.writes = vec![Write::Record(record("ada", "{\"name\":\"Ada\"}")), Write::Record(record("bob", "{}"))];
    assert_eq!(store.record(first).await.unwrap(), 1);
    let mut second = change(ChangeKind::PersonChanged, "ada");
    second.writes = vec![
        Write::Record(record("ada", "{\"name\":\"Ada L.\"}")),
        Write::RemoveRecord { collection: Collection::People, id: "bob".into() },
    ];
    assert_eq!(store.record(second).await.unwrap(), 2);
    assert_eq!(store.records(Collection::People).await.unwrap(), [record("ada", "{\"name\":\"Ada L.\"}")]);
    assert_eq!(store.records(Collection::Configuration).await.unwrap(), []);
    let ledger = store.ledger(0, 10).await.unwrap();
    assert_eq!(
        (ledger[0].kind.as_str(), ledger[0].subject.as_str(), ledger[0].at),
        ("person-changed", "ada", moment(5))
    );
    let LedgerContent::Change { actor, payload, .. } = &ledger[0].content else { panic!("{ledger:?}") };
    assert_eq!(*actor, person());
    assert_eq!(payload.as_ref().map(|(_, payload)| payload.as_str()), Some("{\"subject\":\"ada\"}"));
}

pub async fn a_claim_refuses_the_whole_change(store: Fresh) {
    let claim = |by: &str| Claim { kind: ClaimKind::Request, key: "k".into(), by: by.into(), value: None };
    let mut first = change(ChangeKind::PersonChanged, "ada");
    first.claims = vec![claim("first")];
    store.record(first).await.unwrap();
    let mut second = change(ChangeKind::PersonChanged, "bob");
    second.writes = vec![Write::Record(record("bob", "{}"))];
    second.claims = vec![claim("second")];
    let taken = StoreError::ClaimTaken { kind: ClaimKind::Request, key: "k".into(), by: "first".into() };
    assert_eq!(store.record(second).await, Err(taken));
    assert_eq!(store.records(Collection::People).await.unwrap(), []);
    assert_eq!(store.ledger(0, 10).await.unwrap().len(), 1);
}

fn publication(procedure: &str, number: u32) -> Publication {
    let pin = Pin { number: 4, version: ContentHash::of(b"below") };
    Publication {
        procedure: procedure.parse().unwrap(),
        number,
        version: ContentHash::of(b"text"),
        pins: BTreeMap::from([("below".parse().unwrap(), pin)]),
        author: Some(PersonId::new("ada")),
        rationale: "Cheaper.".into(),
        at: moment(3),
    }
}

pub async fn publications_are_numbered_without_a_gap(store: Fresh) {
    let publish = |procedure: &'static str, number| {
        let mut change = change(ChangeKind::Published, procedure);
        let document = Write::Document { version: ContentHash::of(b"text"), text: "text".into() };
        change.writes = vec![document, Write::Publication(publication(procedure, number))];
        store.record(change)
    };
    publish("returns", 1).await.unwrap();
    publish("returns", 2).await.unwrap();
    publish("onboarding", 1).await.unwrap();
    for (given, latest) in [(2, 2), (4, 2), (0, 2)] {
        let refused = publish("returns", given).await;
        assert_eq!(refused, Err(StoreError::NumberTaken { procedure: "returns".into(), given, latest }));
    }
    let returns = "returns".parse().unwrap();
    assert_eq!(store.publications(&returns).await.unwrap(), [publication("returns", 1), publication("returns", 2)]);
    let latest = store.latest_publications().await.unwrap();
    assert_eq!(latest, [publication("onboarding", 1), publication("returns", 2)]);
    assert_eq!(store.document(ContentHash::of(b"text")).await.unwrap().as_deref(), Some("text"));
    assert_eq!(store.document(ContentHash::of(b"other")).await.unwrap(), None);
}

pub async fn dead_letters_are_kept(store: Fresh) {
    let letter = |number: i64| DeadLetter {
        at: moment(number),
        run: run("r1"),
        what: format!("the result of effect {number}"),
        code: "no-such-effect".into(),
        reason: "nothing waits for it".into(),
    };
    for number in 1..=3 {
        let mut change = change(ChangeKind::DeadLetter, "r1");
        change.writes = vec![Write::DeadLetter(letter(number))];
        store.record(change).await.unwrap();
    }
    let first = store.dead_letters(&Page::first(2)).await.unwrap();
    assert_eq!(first.rows, [letter(3), letter(2)]);
    let rest = store.dead_letters(&Page::from(2, first.next.unwrap())).await.unwrap();
    assert_eq!((rest.rows, rest.next), (vec![letter(1)], None));
}
