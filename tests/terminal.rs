//! What a person meets at the terminal: hints, help, short names, clear refusals, and nothing that blocks others.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails here fails rightly; one that is skipped says so"
)]

mod program;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};

use program::{Desk, Signal};
use serde_json::Value as Json;

/// A machine prepares a payment; without a connector, its failure is settled by a person.
const PAYMENT: &str = "\
procedure: 1
id: payment
title: Pay
owner: lead
review: every 90 days
roles: {lead: Decides.}
data: {amount: {type: number, unit: EUR}, account: {type: string, sensitive: true}, kind: {type: string, enum: [small, large], optional: true}}
outcomes: {stopped: {counts: failure}}
triggers: [{manual: {roles: [lead]}}]
steps:
  - {id: look, title: Look at it, person: {role: lead, collect: [kind]}}
  - id: way
    title: How is it paid
    autonomy: {confirm: lead}
    decide:
      cases: [{when: amount > 5, because: It is much., set: {how: transfer}}]
      otherwise: {set: {how: cash}}
  - id: pay
    title: Pay it
    call: bank.pay
    with: {to: =account, amount: =amount}
    once: =account
    save: {paid: =result.status}
    autonomy: {confirm: lead}
    on_error: {failure: {retry: 2}}
exceptions: [{id: odd, title: Something odd, then: {end: stopped}}]
success: [{that: paid == 'yes'}]
";

const BEGIN: [&str; 4] = ["-s", "amount=9", "-s", "account=DE17"];

fn payment() -> Desk {
    let desk = Desk::new();
    desk.write("payment.sop.yaml", PAYMENT);
    desk.write("bank.yaml", "connectors: {bank: {scripted: {actions: {pay: {repeat: keyed, answers: [{give: {}}]}}}}}");
    desk.write("understudy.toml", "connectors = 'bank.yaml'\n[time_limits]\nanswer = 1\n");
    desk
}

fn begun(desk: &Desk) -> String {
    desk.understudy(&[&["run", "payment.sop.yaml", "--start-only"], &BEGIN[..]].concat()).good().run()
}

/// A run in the terminal that stands at its first question.
#[expect(clippy::zombie_processes, reason = "whoever is given the run waits for its end")]
fn asking(desk: &Desk) -> (Child, BufReader<std::process::ChildStderr>, String) {
    let mut child = desk
        .command(&[&["run", "payment.sop.yaml"], &BEGIN[..]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut run = String::new();
    loop {
        let mut line = String::new();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0, "it ended before it asked");
        if let Some(id) = line.strip_prefix("Run ") {
            run = id.trim().to_owned();
        }
        // The choices of the first field come after the lease was given back.
        if line.starts_with("  2  large") {
            return (child, lines, run);
        }
    }
}

#[test]
fn an_interrupted_run_says_how_to_go_on() {
    let desk = payment();
    let (mut child, mut lines, run) = asking(&desk);
    program::send(&child, Signal::SIGINT);
    let mut rest = String::new();
    std::io::Read::read_to_string(&mut lines, &mut rest).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(rest.contains(&format!("Go on with: understudy run --resume {run}")), "{rest}");
    desk.told(&["run", "--resume", &run], "1\n").good();
}

#[test]
fn a_run_that_waits_for_its_person_blocks_nobody() {
    let desk = payment();
    let (mut child, _lines, run) = asking(&desk);
    desk.understudy(&["runs", "note", &run, "Meanwhile."]).good();
    let server = desk.serve();
    desk.understudy(&["runs", "note", &run, "And a server came."]).good();
    child.stdin.take().unwrap().write_all(b"1\n1\ny\n").unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    assert_eq!(server.stop(), 0);
    let shown = desk.understudy(&["runs", "show", &run]).good().out;
    assert!(shown.contains("Meanwhile.") && shown.contains("And a server came."), "{shown}");
    assert!(shown.contains("completed"), "{shown}");
    desk.understudy(&["audit", "verify"]).good();
}

#[test]
fn a_question_mark_explains_choices_and_menus() {
    let desk = payment();
    let done =
        desk.told(&[&["run", "payment.sop.yaml"], &BEGIN[..]].concat(), "?\n1\n?\n1\n?\n!\n?\n1\nVery odd.\n").good();
    for words in [
        "one of small, large; type its number or the word itself",
        "Wanted: one of the 2, by its number or in its words.",
        "y approves, n refuses",
        "Each is handled as the procedure says",
    ] {
        assert!(done.err.contains(words), "{words}: {}", done.err);
    }
    assert!(done.out.ends_with(" stopped\n"), "{}", done.out);
}

#[test]
fn a_run_is_named_by_a_part_of_its_id() {
    let desk = payment();
    let (first, second) = (begun(&desk), begun(&desk));
    let end = &first[first.len() - 8..];
    assert!(desk.understudy(&["runs", "show", end]).good().out.contains(&first));
    assert_eq!(desk.understudy(&["runs", "note", end, "Here."]).good().out, format!("{first} running\n"));
    desk.understudy(&["task", "claim", &format!("{end}/1")]).good();
    let ambiguous = desk.understudy(&["runs", "show", &first[..6], "--json"]);
    assert_eq!(ambiguous.code, 3);
    let told: Json = serde_json::from_str(&ambiguous.err).unwrap();
    assert_eq!(told["error"]["code"], "ambiguous-run");
    let message = told["error"]["message"].as_str().unwrap();
    assert!(message.contains(&first) && message.contains(&second), "{message}");
    for nothing in ["abc", "ffffffff", "no-run"] {
        assert_eq!(desk.understudy(&["runs", "show", nothing]).code, 3, "{nothing}");
    }
}

#[test]
fn a_command_line_that_cannot_be_read_is_json_too() {
    let desk = payment();
    for arguments in [
        &["runs", "lst", "--json"][..],
        &["run", "payment.sop.yaml", "--batch", "x.csv", "--jobs", "0", "--json"],
        &["show", "--graph", "--json"],
        &["run", "payment.sop.yaml", "-s", "amount=much", "--json"],
    ] {
        let done = desk.understudy(arguments);
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.err);
        let told: Json = serde_json::from_str(&done.err).unwrap();
        let code = told["error"]["code"].as_str().unwrap();
        assert!(code == "usage" || code == "bad-value", "{code}");
        assert!(!told["error"]["message"].as_str().unwrap().starts_with("error"), "{told}");
        assert_eq!(done.out, "");
    }
    assert!(desk.understudy(&["show", "--graph"]).err.contains("name the procedure whose flow is wanted"));
}

#[test]
fn check_goes_on_past_what_is_not_there() {
    let desk = payment();
    let done = desk.understudy(&["check", "nowhere.sop.yaml", "payment.sop.yaml", "no-folder/"]);
    assert_eq!(done.code, 4, "{}", done.err);
    assert!(done.err.contains("nowhere.sop.yaml") && done.err.contains("no-folder"), "{}", done.err);
    assert!(done.out.starts_with("1 procedure,") && done.out.ends_with(", 2 not looked into\n"), "{}", done.out);
    let json = desk.understudy(&["check", "nowhere.sop.yaml", "payment.sop.yaml", "--json"]).json();
    assert_eq!(json[0]["file"], "payment.sop.yaml");
    assert_eq!(json[1]["error"]["code"], "unable");
}

#[test]
fn what_there_is_to_choose_from_is_told_for_decisions_and_exceptions() {
    let desk = payment();
    let run = begun(&desk);
    let task = |number: u32| format!("{run}/{number}");
    desk.understudy(&["task", "complete", &task(1)]).good();
    let shown = desk.understudy(&["task", "show", &task(2)]).good().out;
    assert!(shown.contains("1  It is much.") && shown.contains("2  otherwise"), "{shown}");
    let which = desk.understudy(&["task", "choose", &task(2)]);
    assert_eq!(which.code, 2);
    assert!(which.err.contains("1  It is much."), "{}", which.err);
    assert_eq!(desk.understudy(&["task", "choose", &task(2), "3"]).code, 2);
    desk.understudy(&["task", "choose", &task(2), "1"]).good();
    desk.understudy(&["task", "refuse", &task(3), "--reason", "Too early."]).good();
    let shown = desk.understudy(&["task", "show", &task(4)]).good().out;
    for way in ["retry  (", "continue  (", "end:completed  (", "end:stopped  ("] {
        assert!(shown.contains(way), "{way}: {shown}");
    }
    let wrong = desk.understudy(&["task", "choose", &task(4), "1"]);
    assert!(wrong.code == 2 && wrong.err.contains("task settle"), "{}", wrong.err);
    assert_eq!(desk.understudy(&["task", "settle", &task(4), "somehow", "--reason", "No."]).code, 2);
    desk.understudy(&["task", "settle", &task(4), "end:stopped", "--reason", "Not today."]).good();
}

#[test]
fn a_confirmation_shows_sensitive_arguments_only_for_a_reason_that_the_ledger_keeps() {
    let desk = payment();
    let run = begun(&desk);
    desk.understudy(&["task", "complete", &format!("{run}/1")]).good();
    desk.understudy(&["task", "choose", &format!("{run}/2"), "1"]).good();
    let task = format!("{run}/3");
    let masked = desk.understudy(&["task", "show", &task]).good().out;
    assert!(masked.contains("to: •••") && !masked.contains("DE17"), "{masked}");
    let shown = desk.understudy(&["task", "show", &task, "--reveal", "The bank asks."]).good().out;
    assert!(shown.contains("DE17"), "{shown}");
    let unsaid = desk.understudy(&["task", "show", &task, "--reveal"]);
    assert!(unsaid.code == 2 && unsaid.err.contains("--reveal REASON"), "{}", unsaid.err);
    let ledger = desk.understudy(&["export"]).good().out;
    assert!(ledger.contains("revealed") && ledger.contains("The bank asks."), "{ledger}");
}

#[test]
fn an_export_masks_what_is_sensitive_unless_a_reason_is_given() {
    let desk = payment();
    let run = begun(&desk);
    for arguments in [&["export", &run][..], &["export"], &["runs", "show", &run], &["runs", "show", &run, "--json"]] {
        let out = desk.understudy(arguments).good().out;
        assert!(!out.contains("DE17") && out.contains("•••"), "{arguments:?}: {out}");
    }
    assert!(desk.understudy(&["export", &run, "--reveal", "An audit."]).good().out.contains("DE17"));
    assert_eq!(desk.understudy(&["export", &run, "--reveal", " "]).code, 2);
    assert!(desk.understudy(&["export"]).good().out.contains("An audit."));
    desk.understudy(&["audit", "verify"]).good();
}

#[test]
fn a_server_that_stands_still_is_given_up() {
    let desk = payment();
    let run = begun(&desk);
    let server = desk.serve();
    server.signal(Signal::SIGSTOP);
    let done = desk.understudy(&["runs", "note", &run, "Hello?", "--json"]);
    server.signal(Signal::SIGCONT);
    assert_eq!(done.code, 4, "{}", done.err);
    assert!(done.err.contains("server-silent") && done.err.contains("said nothing for 1 s"), "{}", done.err);
    desk.understudy(&["runs", "list"]).good();
    assert_eq!(server.stop(), 0);
}

#[test]
fn text_that_turns_its_direction_is_shown_escaped() {
    let desk = Desk::new();
    desk.write("turned.sop.yaml", &PAYMENT.replace("title: Pay it", "title: \"Pay \\u202Eit\""));
    let shown = desk.understudy(&["show", "turned.sop.yaml"]).good().out;
    assert!(shown.contains("Pay \\u{202e}it") && !shown.contains('\u{202e}'), "{shown}");
    let json = desk.understudy(&["show", "turned.sop.yaml", "--json"]).good();
    assert!(!json.out.contains('\u{202e}'));
    assert_eq!(json.json()["steps"][2]["title"], "Pay \u{202e}it");
    desk.write("turned.sop.yaml", &PAYMENT.replace("title: Pay it", "title: Pay \u{202e}it\n    tilte: x"));
    let wrong = desk.understudy(&["check", "turned.sop.yaml"]);
    assert!(!wrong.err.contains('\u{202e}'), "{}", wrong.err);
}

#[test]
fn a_line_that_is_too_long_is_shown_in_part() {
    let desk = Desk::new();
    let long = "x".repeat(1_000_000);
    let json = format!(
        "{{\"procedure\": 1, \"id\": \"tea\", \"title\": \"Tea\", \"purpose\": \"{long}\", \"porpose\": \"y\", \"steps\": []}}"
    );
    desk.write("long.sop.json", &json);
    let done = desk.understudy(&["check", "long.sop.json"]);
    assert_eq!(done.code, 1);
    assert!(done.err.len() < 10_000, "{} bytes", done.err.len());
    let column = json[..json.find("\"porpose\"").unwrap()].chars().count() + 1;
    assert!(done.err.contains(&format!("long.sop.json:1:{column}]")), "{column}: {}", done.err);
    assert!(done.err.contains("…") && done.err.contains("porpose"), "{}", done.err);
}

#[test]
fn publishing_the_very_same_again_says_so() {
    let desk = payment();
    let publish = ["publish", "payment.sop.yaml", "--rationale", "First."];
    let first = desk.understudy(&publish).good().out;
    let same = desk.understudy(&publish).good();
    assert_eq!(same.out, first);
    assert!(same.err.contains("published already"), "{}", same.err);
    let json = desk.understudy(&[&publish[..], &["--json"]].concat()).good().json();
    assert_eq!((&json["number"], &json["unchanged"]), (&1.into(), &true.into()));
    let again = desk.understudy(&[&publish[..], &["--again", "--json"]].concat()).good().json();
    assert_eq!((&again["number"], &again["unchanged"]), (&2.into(), &false.into()));
    desk.write("payment.sop.yaml", &PAYMENT.replace("amount > 5", "amount > 6"));
    assert_eq!(desk.understudy(&[&publish[..], &["--json"]].concat()).good().json()["number"], 3);
}

#[test]
fn a_table_of_cases_stops_when_nobody_reads_on() {
    let desk = Desk::new();
    let machine = "procedure: 1\nid: machine\ntitle: Rate\nowner: lead\nreview: every 90 days\nroles: {lead: Decides.}\n\
        data: {number: {type: integer}}\ntriggers: [{manual: {roles: [lead]}}]\n\
        steps: [{id: rate, title: Rate, set: {rating: =number + 1}}]\nsuccess: [{that: rating > 0}]\n";
    desk.write("machine.sop.yaml", machine);
    let rows: Vec<String> = (0..20_000).map(|number| number.to_string()).collect();
    desk.write("cases.csv", &format!("number\n{}\n", rows.join("\n")));
    let mut child = desk
        .command(&["run", "machine.sop.yaml", "--batch", "cases.csv", "--jobs", "4"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(line.starts_with("{\"case\":1,"), "{line}");
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let runs = desk.understudy(&["runs", "list", "--all", "--limit", "100000", "--json"]).good().json();
    assert!(runs.as_array().unwrap().len() < 20_000, "all of them were run");
    desk.understudy(&["audit", "verify"]).good();
}

#[test]
fn a_decision_table_whose_columns_are_others_is_told_so() {
    let desk = Desk::new();
    let table = "procedure: 1\nid: table\ntitle: Decide\nowner: lead\nreview: every 90 days\nroles: {lead: Decides.}\n\
        data: {kind: {type: string, enum: [a, b]}, score: {type: integer}, what: {type: string}}\n\
        triggers: [{manual: {roles: [lead]}}]\nsteps:\n  - id: pick\n    title: Pick\n    decide:\n      table:\n        \
        hit: first\n        inputs: [kind, score]\n        results: [what]\n        rules: rules.csv\n\
        success: [{that: what != null}]\n";
    desk.write("table.sop.yaml", table);
    desk.write("rules.csv", "kind,score,what,why\na,> 3,yes,Enough.\nany,any,no,\n");
    desk.understudy(&["check", "table.sop.yaml"]).good();
    desk.write("rules.csv", "a,> 3,yes\nany,any,no\n");
    desk.understudy(&["check", "table.sop.yaml"]).good();
    desk.write("rules.csv", "score,kind,what\n> 3,a,yes\nany,any,no\n");
    let wrong = desk.understudy(&["check", "table.sop.yaml"]);
    assert_eq!(wrong.code, 1);
    let words = wrong.err.split_whitespace().filter(|word| *word != "│").collect::<Vec<_>>().join(" ");
    assert!(words.contains("are `score`, `kind`, `what`, where `kind`, `score`, `what` are wanted"), "{}", wrong.err);
}
