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

#[test]
fn what_is_said_beside_a_log_is_yaml_and_what_is_wrong_has_a_line_and_a_column() {
    let desk = Desk::new();
    desk.write("tickets.csv", &tickets());
    let mined = desk.understudy(&["mine", "tickets.csv", "-o", "ticket.sop.yaml", "--html", "draft.html"]);
    assert_eq!(mined.code, 0, "{}", mined.err);
    let conform = |option: &str, file: &str| {
        desk.understudy(&["conform", "tickets.csv", "ticket.sop.yaml", option, file, "--json"])
    };
    desk.write("map.yaml", "# what the desk calls it\nCheck: [check]\nAsk a lawyer: check\n");
    let mapped = conform("--map", "map.yaml");
    assert_eq!(json(&mapped.out)["conformance"]["unknown_activities"], Json::Array(Vec::new()), "{}", mapped.out);
    desk.write("wrong.yaml", "Check: check\nOpen: {step: open}\n");
    let wrong = conform("--map", "wrong.yaml");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert!(wrong.err.contains("wrong.yaml, line 2, column 7: expected a step's id"), "{}", wrong.err);
    desk.write(
        "accepted.yaml",
        "- {class: missing, step: check, reason: They were easy.}\n- class: mising\n  reason: x\n",
    );
    let wrong = conform("--accept", "accepted.yaml");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert!(wrong.err.contains("accepted.yaml, line 2, column 3"), "{}", wrong.err);
    desk.write("broken.yaml", "- [\n");
    let broken = conform("--accept", "broken.yaml");
    assert!(broken.err.contains("broken.yaml, line"), "{}", broken.err);
}

#[test]
fn reports_are_pages_that_need_nothing_else_and_escape_what_a_log_says() {
    let desk = Desk::new();
    desk.write("tickets.csv", &tickets().replace("Check", "<script>alert(1)</script>"));
    let mined = desk.understudy(&["mine", "tickets.csv", "-o", "ticket.sop.yaml", "--html", "draft.html"]);
    assert_eq!(mined.code, 0, "{}", mined.err);
    desk.understudy(&["conform", "tickets.csv", "ticket.sop.yaml", "--html", "departs.html"]);
    desk.understudy(&["stats", "tickets.csv", "--html", "stats.html"]);
    for page in ["draft.html", "departs.html", "stats.html"] {
        let html = std::fs::read_to_string(desk.path(page)).unwrap();
        assert!(html.starts_with("<!doctype html>") && html.contains("@media print"), "{page}");
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script"), "{page}: {html}");
        assert!(!html.contains("http"), "{page}");
    }
}

/// Cases that go one of a few ways with detours, the same for the same seed.
fn wandering(seed: u64) -> String {
    let mut state = seed;
    let mut lot = move |among: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % among
    };
    let mut table = "Case;Activity;Time\n".to_owned();
    for case in 0..60 {
        let mut way = vec!["register", if lot(3) == 0 { "phone" } else { "visit" }, "decide"];
        if lot(4) == 0 {
            way.insert(1, "ask");
        }
        for _ in 0..lot(3) {
            way.insert(2, "check");
        }
        if lot(2) == 0 {
            way.extend(["pay", "close"]);
        }
        if lot(10) == 0 {
            way.swap(0, 1);
        }
        for (hour, what) in way.iter().enumerate() {
            table.push_str(&format!("{case};{what};2024-03-{:02} {hour:02}:00\n", case % 28 + 1));
        }
    }
    table
}

#[test]
fn every_draft_can_be_run_to_its_end_on_the_most_frequent_way_of_its_log() {
    let desk = Desk::new();
    for seed in 1..=3 {
        let log = format!("log{seed}.csv");
        desk.write(&log, &wandering(seed));
        for coverage in ["0", "0.5", "0.8", "1"] {
            let draft = format!("draft-{seed}-{}.sop.yaml", coverage.replace('.', "-"));
            let mined = desk.understudy(&["mine", &log, "-o", &draft, "--coverage", coverage]);
            assert_eq!(mined.code, 0, "{}", mined.err);
            let text = std::fs::read_to_string(desk.path(&draft)).unwrap();
            assert!(text.contains("examples:") && text.contains("outcome: completed"), "{text}");
            // Every example is played by the interpreter, to the outcome that it expects.
            let checked = desk.understudy(&["check", "--deny-warnings", &draft]);
            assert_eq!(checked.code, 0, "{}{}\n{text}", checked.out, checked.err);
        }
    }
}
