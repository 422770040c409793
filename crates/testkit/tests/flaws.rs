//! The contract catches stores that are wrong.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::sync::Arc;

use testkit::store_contract::check;
use testkit::{Flaw, MemoryStore};

/// Whether the law is broken by a store with this flaw, and kept by one without.
async fn catches(law: &'static str, flaw: Flaw) {
    check(law, Arc::new(MemoryStore::new())).await;
    let broken = tokio::spawn(check(law, Arc::new(MemoryStore::flawed([flaw])))).await;
    assert!(broken.is_err_and(|error| error.is_panic()), "{law} does not catch {flaw:?}");
}

#[tokio::test]
async fn every_flaw_is_caught() {
    for (law, flaw) in [
        ("a_stale_commit_is_refused_and_changes_nothing", Flaw::IgnoresSequence),
        ("of_racing_commits_exactly_one_wins", Flaw::IgnoresSequence),
        ("a_taken_claim_refuses_the_whole_commit", Flaw::IgnoresClaims),
        ("a_taken_claim_refuses_the_whole_commit", Flaw::LeavesHalf),
        ("a_claim_refuses_the_whole_change", Flaw::IgnoresClaims),
        ("the_ledger_has_no_gap_and_verifies", Flaw::ForgetsLedger),
        ("an_attempt_begins_once", Flaw::ForgetsBegun),
        ("one_once_key_has_one_request_under_way", Flaw::IgnoresOnce),
        ("a_kept_result_stands_for_a_later_request", Flaw::IgnoresOnce),
        ("only_one_process_has_the_lease", Flaw::IgnoresLease),
        ("rows_follow_every_difference", Flaw::KeepsRemoved),
    ] {
        catches(law, flaw).await;
    }
}
