//! The simulator finds nothing wrong with the engine, and finds what is made wrong on purpose.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use testkit::simulator::{Sabotage, simulate};

/// Seeds among which a breakage shows.
const SEARCHED: std::ops::Range<u64> = 0..400;

/// Fifty seeds; four such tests run beside each other.
fn hold(first: u64) {
    let mut crashes = 0;
    let mut ended = 0;
    for seed in first..first + 50 {
        let covered = simulate(seed, None).unwrap_or_else(|broken| panic!("{}\n{broken}", broken.story));
        crashes += covered.crashes;
        ended += covered.ended;
    }
    assert!(crashes > 20 && ended > 50, "the seeds cover too little: {crashes} crashes, {ended} runs that ended");
}

#[test]
fn the_first_fifty_seeds_break_no_law() {
    hold(0);
}

#[test]
fn the_second_fifty_seeds_break_no_law() {
    hold(50);
}

#[test]
fn the_third_fifty_seeds_break_no_law() {
    hold(100);
}

#[test]
fn the_fourth_fifty_seeds_break_no_law() {
    hold(150);
}

/// Seeds that once found a mistake.
#[test]
fn seeds_that_once_broke_a_law_break_none() {
    // 817: a payment in doubt was withdrawn by a jump, and its key was free for the next.
    // 1527: one that was under way at the jump failed in doubt, and nobody heard of it.
    for seed in [817, 1527] {
        if let Err(broken) = simulate(seed, None) {
            panic!("{}\n{broken}", broken.story);
        }
    }
}

fn is_caught(sabotage: Sabotage) {
    let caught = SEARCHED.into_iter().find_map(|seed| simulate(seed, Some(sabotage)).err());
    assert!(caught.is_some(), "{sabotage} was not caught");
}

#[test]
fn a_store_that_forgets_effects_is_caught() {
    is_caught(Sabotage::ForgetsEffects);
}

#[test]
fn a_store_that_forgets_timers_is_caught() {
    is_caught(Sabotage::ForgetsTimers);
}

#[test]
fn a_store_that_keeps_what_was_removed_is_caught() {
    is_caught(Sabotage::KeepsRemoved);
}

#[test]
fn a_store_without_its_ledger_is_caught() {
    is_caught(Sabotage::ForgetsLedger);
}

#[test]
fn a_store_that_forgets_what_was_sent_is_caught() {
    is_caught(Sabotage::ForgetsBegun);
}

#[test]
fn an_action_that_wrongly_says_it_may_be_repeated_is_caught() {
    is_caught(Sabotage::CallsNeverSafe);
}

#[test]
fn a_store_that_lets_one_once_key_succeed_twice_is_caught() {
    is_caught(Sabotage::IgnoresOnce);
}

#[test]
fn a_key_that_changes_between_tries_is_caught() {
    is_caught(Sabotage::ChangesKeys);
}

#[test]
fn a_store_that_writes_over_others_is_caught() {
    is_caught(Sabotage::IgnoresSequence);
}
