//! Effects that are about to be sent: once noted, never forgotten; one `once` key, one request.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use engine::port::store::{Begun, Claim, ClaimKind, Difference, Page};
use interpreter::id::EffectId;

use super::Fresh;
use super::sample::{batch, effect, run};

/// A run that asks for one effect.
async fn asks(store: &Fresh, name: &str, once: Option<&str>) {
    let run = run(name);
    let mut first = batch(0, 1);
    first.effects = Difference { set: vec![effect(&run, 1, once)], removed: vec![] };
    store.commit(&run, 0, first).await.unwrap();
}

async fn begin(store: &Fresh, name: &str, attempt: u32) -> Begun {
    store.begin(&run(name), EffectId(1), attempt).await.unwrap()
}

pub async fn an_attempt_begins_once(store: Fresh) {
    asks(&store, "r1", None).await;
    assert_eq!(begin(&store, "r1", 2).await, Begun::Gone);
    assert_eq!(begin(&store, "r1", 1).await, Begun::Go);
    assert_eq!(begin(&store, "r1", 1).await, Begun::Again);
    assert_eq!(begin(&store, "r2", 1).await, Begun::Gone);
    assert_eq!(store.effects(&Page::first(9)).await.unwrap().rows[0].begun, 1);
    // Noting it is no change of the run.
    assert_eq!(store.ledger(0, 10).await.unwrap().len(), 1);
}

pub async fn a_commit_leaves_what_was_begun(store: Fresh) {
    asks(&store, "r1", None).await;
    assert_eq!(begin(&store, "r1", 1).await, Begun::Go);
    let run = run("r1");
    let (id, mut waiting) = effect(&run, 1, None);
    waiting.waiting = true;
    let mut second = batch(1, 1);
    second.effects.set = vec![(id, waiting)];
    store.commit(&run, 1, second).await.unwrap();
    assert_eq!(begin(&store, "r1", 1).await, Begun::Gone, "it waits for the moment of its next attempt");
    let (id, mut again) = effect(&run, 1, None);
    again.attempt = 2;
    let mut third = batch(2, 1);
    third.effects.set = vec![(id, again)];
    store.commit(&run, 2, third).await.unwrap();
    assert_eq!(store.effects(&Page::first(9)).await.unwrap().rows[0].begun, 1);
    assert_eq!(begin(&store, "r1", 2).await, Begun::Go);
}

pub async fn one_once_key_has_one_request_under_way(store: Fresh) {
    asks(&store, "r1", Some("shop.refund ORD-1")).await;
    asks(&store, "r2", Some("shop.refund ORD-1")).await;
    asks(&store, "r3", Some("shop.refund ORD-2")).await;
    assert_eq!(begin(&store, "r1", 1).await, Begun::Go);
    assert_eq!(begin(&store, "r2", 1).await, Begun::Held { by: run("r1") });
    assert_eq!(begin(&store, "r3", 1).await, Begun::Go);
    // The first one failed for good: the other may go.
    let mut failed = batch(1, 1);
    failed.effects.removed = vec![EffectId(1)];
    store.commit(&run("r1"), 1, failed).await.unwrap();
    assert_eq!(begin(&store, "r2", 1).await, Begun::Go);
}

pub async fn a_kept_result_stands_for_a_later_request(store: Fresh) {
    asks(&store, "r1", Some("shop.refund ORD-1")).await;
    let mut done = batch(1, 1);
    done.effects.removed = vec![EffectId(1)];
    done.claims = vec![Claim {
        kind: ClaimKind::Once,
        key: "shop.refund ORD-1".into(),
        by: "r1".into(),
        value: Some("{\"status\":\"paid\"}".into()),
    }];
    store.commit(&run("r1"), 1, done).await.unwrap();
    asks(&store, "r2", Some("shop.refund ORD-1")).await;
    let kept = Begun::Done { value: "{\"status\":\"paid\"}".into(), by: "r1".into() };
    assert_eq!(begin(&store, "r2", 1).await, kept);
}

pub async fn a_doubtful_request_holds_up_other_runs(store: Fresh) {
    asks(&store, "r1", Some("shop.refund ORD-1")).await;
    let mut doubt = batch(1, 1);
    doubt.effects =
        Difference { set: vec![effect(&run("r1"), 2, Some("shop.refund ORD-1"))], removed: vec![EffectId(1)] };
    doubt.claims =
        vec![Claim { kind: ClaimKind::Doubt, key: "shop.refund ORD-1".into(), by: "r1".into(), value: None }];
    store.commit(&run("r1"), 1, doubt).await.unwrap();
    asks(&store, "r2", Some("shop.refund ORD-1")).await;
    assert_eq!(begin(&store, "r2", 1).await, Begun::Doubtful { by: "r1".into() });
    // A person of the run itself decided to send it again.
    assert_eq!(store.begin(&run("r1"), EffectId(2), 1).await.unwrap(), Begun::Go);
}
