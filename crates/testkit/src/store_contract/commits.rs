//! Commits of runs: all of it or nothing, and only upon what was seen.

#![allow(clippy::unwrap_used, reason = "a law that cannot be checked is broken")]

use std::collections::BTreeSet;

use engine::port::store::{Claim, ClaimKind, Difference, Page, RunStatus, StoreError, TaskScope};
use interpreter::id::{EffectId, PersonId, TaskId, TimerId};
use jiff::Timestamp;

use super::Fresh;
use super::sample::{batch, effect, moment, origin, progress, recorded, run, task};

pub async fn what_is_committed_is_read_back_exactly(store: Fresh) {
    let run = run("r1");
    assert_eq!(store.run(&run).await.unwrap(), None);
    let committed = store.commit(&run, 0, batch(0, 7)).await.unwrap();
    assert_eq!(committed.sequence, 7);
    assert_eq!(store.journal(&run, 0, 100).await.unwrap(), recorded(1, 7));
    let row = store.run(&run).await.unwrap().unwrap();
    assert_eq!((row.origin, row.progress), (origin(), progress(RunStatus::Running)));
    assert_eq!((row.sequence, row.head), (7, committed.head));

    let mut more = batch(7, 2);
    more.progress = progress(RunStatus::Ended);
    let committed = store.commit(&run, 7, more).await.unwrap();
    assert_eq!(store.journal(&run, 0, 100).await.unwrap(), recorded(1, 9).into_iter().collect::<Vec<_>>());
    let row = store.run(&run).await.unwrap().unwrap();
    assert_eq!((row.progress, row.sequence, row.head), (progress(RunStatus::Ended), 9, committed.head));
}

pub async fn a_journal_is_read_in_parts(store: Fresh) {
    let run = run("r1");
    for (after, count) in [(0, 3), (3, 1), (4, 6)] {
        store.commit(&run, after, batch(after, count)).await.unwrap();
    }
    for after in 0..=10 {
        for limit in 1..=11 {
            let part = store.journal(&run, after, limit).await.unwrap();
            let wanted: Vec<_> = recorded(after + 1, 10 - after).into_iter().take(limit).collect();
            assert_eq!(part, wanted, "after {after}, at most {limit}");
        }
    }
    assert_eq!(store.journal(&super::sample::run("other"), 0, 10).await.unwrap(), []);
}

pub async fn a_stale_commit_is_refused_and_changes_nothing(store: Fresh) {
    let run = run("r1");
    store.commit(&run, 0, batch(0, 3)).await.unwrap();
    for expected in [0, 1, 2, 4] {
        let refused = store.commit(&run, expected, batch(expected, 1)).await;
        assert_eq!(refused, Err(StoreError::Conflict { run: run.clone(), expected, found: 3 }));
    }
    assert_eq!(store.journal(&run, 0, 10).await.unwrap(), recorded(1, 3));
    assert_eq!(store.ledger(0, 10).await.unwrap().len(), 1);
    let missing = super::sample::run("r2");
    let refused = store.commit(&missing, 2, batch(2, 1)).await;
    assert_eq!(refused, Err(StoreError::Conflict { run: missing, expected: 2, found: 0 }));
}

pub async fn of_racing_commits_exactly_one_wins(store: Fresh) {
    let run = run("r1");
    store.commit(&run, 0, batch(0, 1)).await.unwrap();
    let racing: Vec<_> = (0..16)
        .map(|_| {
            let (store, run) = (store.clone(), run.clone());
            tokio::spawn(async move { store.commit(&run, 1, batch(1, 2)).await })
        })
        .collect();
    let mut won = 0;
    for each in racing {
        match each.await.unwrap() {
            Ok(_) => won += 1,
            Err(error) => assert_eq!(error, StoreError::Conflict { run: run.clone(), expected: 1, found: 3 }),
        }
    }
    assert_eq!(won, 1);
    assert_eq!(store.journal(&run, 0, 10).await.unwrap(), recorded(1, 3));
}

pub async fn a_refused_commit_spoils_no_other(store: Fresh) {
    let first = run("r0");
    store.commit(&first, 0, batch(0, 1)).await.unwrap();
    let all: Vec<_> = (0..60_u32)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                let run = run(&format!("r{number}"));
                let mut batch = batch(0, 2);
                let due = moment(i64::from(number));
                batch.timers = Difference { set: vec![(TimerId(1), due)], removed: vec![] };
                store.commit(&run, u64::from(number % 3 == 1), batch).await
            })
        })
        .collect();
    for (number, each) in all.into_iter().enumerate() {
        // Every third expects an event that is not there, and r0 is there already.
        assert_eq!(each.await.unwrap().is_ok(), number % 3 != 1 && number != 0, "commit {number}");
    }
    assert_eq!(store.timers(Timestamp::MAX, 100).await.unwrap().len(), 39);
    assert_eq!(store.events().await.unwrap(), 1 + 39 * 2);
    assert_eq!(store.ledger(0, 100).await.unwrap().len(), 40);
}

pub async fn events_with_a_gap_are_refused(store: Fresh) {
    let run = run("r1");
    let mut gap = batch(0, 3);
    gap.events.remove(1);
    let mut late = batch(0, 2);
    late.events.remove(0);
    let mut empty = batch(0, 1);
    empty.events.clear();
    for wrong in [gap, late, empty] {
        let refused = store.commit(&run, 0, wrong).await.unwrap_err();
        assert_eq!(refused.code(), "malformed-batch");
    }
    assert_eq!(store.run(&run).await.unwrap(), None);
    assert_eq!(store.ledger(0, 10).await.unwrap(), []);
}

pub async fn the_origin_comes_with_the_first_commit_alone(store: Fresh) {
    let run = run("r1");
    let mut without = batch(0, 1);
    without.origin = None;
    assert_eq!(store.commit(&run, 0, without).await.unwrap_err().code(), "malformed-batch");
    store.commit(&run, 0, batch(0, 1)).await.unwrap();
    let mut again = batch(1, 1);
    again.origin = Some(origin());
    assert_eq!(store.commit(&run, 1, again).await.unwrap_err().code(), "malformed-batch");
}

pub async fn a_taken_claim_refuses_the_whole_commit(store: Fresh) {
    let claim = |kind, key: &str, by: &str| Claim {
        kind,
        key: key.into(),
        by: by.into(),
        value: Some("{\"paid\":true}".into()),
    };
    let mut first = batch(0, 1);
    first.claims = vec![claim(ClaimKind::Trigger, "ticket 7", "r1")];
    store.commit(&run("r1"), 0, first).await.unwrap();

    let mut second = batch(0, 1);
    second.tasks = Difference { set: vec![task(&run("r2"), 1, &["agent"])], removed: vec![] };
    second.claims = vec![claim(ClaimKind::Request, "new", "r2"), claim(ClaimKind::Trigger, "ticket 7", "r2")];
    let refused = store.commit(&run("r2"), 0, second.clone()).await;
    let taken = StoreError::ClaimTaken { kind: ClaimKind::Trigger, key: "ticket 7".into(), by: "r1".into() };
    assert_eq!(refused, Err(taken));
    assert_eq!(store.run(&run("r2")).await.unwrap(), None);
    assert_eq!(store.claimed(ClaimKind::Request, "new").await.unwrap(), None);
    assert_eq!(store.tasks(&TaskScope::All.into(), &Page::first(10)).await.unwrap().rows, []);
    assert_eq!(store.ledger(0, 10).await.unwrap().len(), 1);

    // The same key of another kind is another claim.
    second.claims = vec![claim(ClaimKind::Request, "ticket 7", "r2")];
    store.commit(&run("r2"), 0, second).await.unwrap();
    let kept = store.claimed(ClaimKind::Trigger, "ticket 7").await.unwrap();
    assert_eq!(kept, Some(claim(ClaimKind::Trigger, "ticket 7", "r1")));
}

pub async fn rows_follow_every_difference(store: Fresh) {
    let run = run("r1");
    let mut first = batch(0, 1);
    first.tasks = Difference { set: vec![task(&run, 1, &["agent"]), task(&run, 2, &["lead"])], removed: vec![] };
    first.timers = Difference { set: vec![(TimerId(1), moment(1)), (TimerId(2), moment(2))], removed: vec![] };
    first.effects = Difference { set: vec![effect(&run, 1, None), effect(&run, 2, None)], removed: vec![] };
    store.commit(&run, 0, first).await.unwrap();

    let (id, mut changed) = task(&run, 2, &["lead", "owner"]);
    changed.assignee = Some(PersonId::new("ada"));
    changed.due = Some(moment(77));
    let (effect_id, mut retried) = effect(&run, 2, Some("shop.refund 7"));
    retried.attempt = 2;
    retried.waiting = true;
    let mut second = batch(1, 1);
    second.tasks = Difference { set: vec![(id, changed.clone())], removed: vec![TaskId(1)] };
    second.timers = Difference { set: vec![(TimerId(2), moment(9))], removed: vec![TimerId(1)] };
    second.effects = Difference { set: vec![(effect_id, retried.clone())], removed: vec![EffectId(1)] };
    store.commit(&run, 1, second).await.unwrap();

    let page = Page::first(10);
    assert_eq!(store.tasks(&TaskScope::Run(run.clone()).into(), &page).await.unwrap().rows, [changed]);
    assert_eq!(store.effects(&page).await.unwrap().rows, [retried]);
    let timers = store.timers(Timestamp::MAX, 10).await.unwrap();
    assert_eq!(timers.iter().map(|timer| (timer.timer, timer.at)).collect::<Vec<_>>(), [(TimerId(2), moment(9))]);
    let roles = TaskScope::Roles(BTreeSet::from(["agent".parse().unwrap()]));
    assert_eq!(store.tasks(&roles.into(), &page).await.unwrap().rows, []);

    let mut third = batch(2, 1);
    third.tasks.removed = vec![TaskId(2)];
    third.timers.removed = vec![TimerId(2)];
    third.effects.removed = vec![EffectId(2)];
    store.commit(&run, 2, third).await.unwrap();
    assert_eq!(store.tasks(&TaskScope::All.into(), &page).await.unwrap().rows, []);
    assert_eq!(store.effects(&page).await.unwrap().rows, []);
    assert_eq!(store.next_timer(Timestamp::MIN).await.unwrap(), None);
}
