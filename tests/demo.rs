//! The demonstration: a history that was really run, the same for the same seed, and a ledger that holds.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use program::Desk;
use serde_json::Value as Json;

/// Makes a history of so many cases in a file of the desk.
fn make(desk: &Desk, file: &str, seed: &str) -> Json {
    let path = desk.path(file);
    let path = path.to_string_lossy();
    let arguments = ["demo", "--no-serve", "--json", "--runs", "70", "--until", "2026-06-30T12:00:00Z"];
    desk.understudy(&[&arguments[..], &["--seed", seed, "--data", &path]].concat()).good().json()
}

#[test]
fn the_history_has_every_status_and_procedure_and_its_ledger_holds() {
    let desk = Desk::new();
    let made = make(&desk, "one.sqlite", "7");
    assert_eq!(made["refused"], serde_json::json!([]), "nobody is refused what the history means");
    let counts = &made["counts"];
    for status in ["running", "paused", "ended", "cancelled"] {
        assert!(counts[status].as_u64().unwrap() > 0, "{status}: {counts}");
    }
    assert!(counts["runs"].as_u64().unwrap() >= 70, "{counts}");
    assert!(counts["tasks"].as_u64().unwrap() >= 10, "{counts}");
    assert!(counts["overdue"].as_u64().unwrap() > 0 && counts["assigned"].as_u64().unwrap() > 0, "{counts}");
    assert_eq!(counts["procedures"].as_object().unwrap().len(), 9, "{counts}");
    let verified = desk.understudy(&["audit", "verify", "--data", &desk.path("one.sqlite").to_string_lossy()]).good();
    assert!(verified.out.starts_with("The ledger holds"), "{}", verified.out);
}

#[test]
fn the_same_seed_and_end_make_the_same_journals_and_another_seed_makes_others() {
    let desk = Desk::new();
    let one = make(&desk, "one.sqlite", "7");
    let two = make(&desk, "two.sqlite", "7");
    let other = make(&desk, "other.sqlite", "8");
    // The head of the ledger stands for every entry and every journal.
    assert!(one["events"].as_u64().unwrap() > 1_000, "{}", one["events"]);
    assert_eq!((&one["head"], &one["counts"]), (&two["head"], &two["counts"]));
    assert_ne!(one["head"], other["head"]);
}

#[test]
fn without_a_file_to_keep_nothing_is_made_for_later() {
    let desk = Desk::new();
    let refused = desk.understudy(&["demo", "--no-serve"]);
    assert_ne!(refused.code, 0);
    assert!(refused.err.contains("name the file to make"), "{}", refused.err);
    let file = desk.write("there.sqlite", "mine");
    let refused = desk.understudy(&["demo", "--no-serve", "--data", &file.to_string_lossy()]);
    assert_ne!(refused.code, 0);
    assert_eq!(std::fs::read_to_string(file).unwrap(), "mine");
}
