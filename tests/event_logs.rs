//! Event logs on the command line: a procedure is drafted, held against its log, and what is in a log is told.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use program::Desk;
use serde_json::Value as Json;

/// Forty tickets that are opened, checked and closed; two are closed unchecked, and one is sent to a lawyer as well.
fn tickets() -> String {
    let mut table = "Ticket;What;When;Who\n".to_owned();
    for ticket in 1..=40 {
        let mut step = |what: &str, hour: u32| {
            table.push_str(&format!("{ticket};{what};2024-01-{:02} {hour:02}:00;P{}\n", ticket % 28 + 1, ticket % 7));
        };
        step("Open", 8);
        if ticket > 2 {
            step("Check", 9);
        }
        if ticket == 7 {
            step("Ask a lawyer", 10);
        }
        step("Close", 11);
    }
    table
}

fn json(text: &str) -> Json {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn a_log_becomes_a_procedure_that_is_checked_and_held_against_the_log() {
    let desk = Desk::new();
    desk.write("tickets.csv", &tickets());
    let mined = desk.understudy(&["mine", "tickets.csv", "-o", "ticket.sop.yaml", "--title", "Work on a ticket"]);
    assert_eq!(mined.code, 0, "{}", mined.err);
    assert!(mined.err.contains("case is Ticket, activity is What"), "{}", mined.err);
    assert!(mined.err.contains("Ask a lawyer (1 cases)"), "{}", mined.err);
    let checked = desk.understudy(&["check", "--deny-warnings", "ticket.sop.yaml"]);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);

    let conformed = desk.understudy(&["conform", "tickets.csv", "ticket.sop.yaml", "--html", "report.html"]);
    assert_eq!(conformed.code, 1, "{}", conformed.err);
    assert!(conformed.out.contains("Check, left out: 2 cases (5.0 %)"), "{}", conformed.out);
    assert!(std::fs::read_to_string(desk.path("report.html")).unwrap().contains("left out"));
    // Whoever skips the check closes three hours after the opening.
    let accepted = r#"[{"class": "missing", "step": "check", "reason": "They were easy."}, {"class": "late", "reason": "Likewise."}]"#;
    desk.write("accepted.json", accepted);
    let accepted =
        desk.understudy(&["conform", "tickets.csv", "ticket.sop.yaml", "--accept", "accepted.json", "--json"]);
    assert_eq!(accepted.code, 0, "{}{}", accepted.out, accepted.err);
    assert_eq!(json(&accepted.out)["conformance"]["conforming"], 40);
}

#[test]
fn columns_that_are_named_are_taken_and_the_others_guessed() {
    let desk = Desk::new();
    desk.write("tickets.csv", &tickets());
    let told = desk.understudy(&["stats", "tickets.csv", "--resource", "Who", "--json"]);
    assert_eq!(told.code, 0, "{}", told.err);
    let told = json(&told.out);
    assert_eq!((&told["cases"], &told["events"]), (&Json::from(40), &Json::from(119)));
    assert_eq!(told["import"]["mapping"]["person"], "Who");
    assert_eq!(told["import"]["mapping"]["activity"], "What");
}

#[test]
fn what_is_no_log_is_told_to_be_none_and_nothing_is_written() {
    let desk = Desk::new();
    desk.write("notes.txt", "This is a letter.\n");
    let mined = desk.understudy(&["mine", "notes.txt", "-o", "letter.sop.yaml"]);
    assert_eq!(mined.code, 4, "{}", mined.err);
    assert!(mined.err.contains("nothing in notes.txt could be read as an event"), "{}", mined.err);
    assert!(!desk.path("letter.sop.yaml").exists());
    assert_eq!(desk.understudy(&["mine", "notes.txt", "--coverage", "2"]).code, 2);
}
