//! The demonstration: a history that was really run, the same for the same seed, and a ledger that holds.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use program::{Desk, Signal};
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

/// One request, and the whole answer.
fn ask(url: &str, request: &str, body: &str) -> String {
    let host = url.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let length = body.len();
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn anybody_signs_in_with_a_click_and_nothing_is_left_when_it_is_told_to_stop() {
    let desk = Desk::new();
    let temporary = desk.path("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut child = desk
        .command(&["demo", "--json", "--no-open", "--runs", "12", "--listen", "127.0.0.1:0"])
        .env("TMPDIR", &temporary)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let told: Json = serde_json::from_str(&line).unwrap();
    let url = told["url"].as_str().unwrap();
    let setup = ask(url, "GET /api/v1/setup", "");
    assert!(setup.contains("\"demo\":true") && setup.contains("\"marta.oyelaran\""), "{setup}");
    let signed_in = ask(url, "POST /api/v1/session/demo", "{\"person\":\"aisha.khan\"}");
    assert!(signed_in.starts_with("HTTP/1.1 200") && signed_in.contains("set-cookie: "), "{signed_in}");
    assert_ne!(std::fs::read_dir(&temporary).unwrap().count(), 0);
    program::send(&child, Signal::SIGTERM);
    assert!(child.wait().unwrap().success());
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
}
