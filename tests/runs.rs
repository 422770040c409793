//! Runs on the command line: asked in the terminal, by table, by task; and what those who answer for them may do.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test that fails here fails rightly; one that is skipped says so"
)]

mod program;

use program::{Desk, settled};
use serde_json::Value as Json;

/// Every kind of question, a decision, an approval, an exception.
const DESK: &str = "\
procedure: 1
id: desk
title: Try the desk
owner: lead
review: every 90 days
roles: {clerk: Does it., lead: Decides.}
data:
  name: {type: string, ask: Who is it?}
  count: {type: integer, minimum: 1, unit: pieces}
  kind: {type: string, enum: [small, large]}
  sure: {type: boolean}
  day: {type: date}
  words: {type: string, optional: true}
  secret: {type: string, sensitive: true}
  tags: {type: array, items: {type: string}}
  proof: {type: file, optional: true}
outputs: [kind]
outcomes: {stopped: {counts: failure}}
triggers: [{manual: {roles: [clerk]}}]
steps:
  - id: fill
    title: Ask {{ name }}
    person: {role: clerk, collect: [count, kind, sure, day, words, secret, tags, proof]}
    instructions: Ask **everything**.
    rules: [{must_not: guess, because: It is written down.}]
  - id: way
    title: Which way
    decide:
      cases: [{when: count > 5, because: Many are for the lead., steps: [{id: ok, title: 'Allow {{ count }}', approve: {by: lead, on_refuse: {end: stopped}}}]}]
      otherwise: continue
exceptions:
  - {id: odd, title: Something odd, severity: minor, then: {end: stopped}}
success: [{that: count > 0}]
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("desk.sop.yaml", DESK);
    desk
}

#[test]
fn each_kind_of_field_is_asked_in_its_own_way_until_the_answer_fits() {
    let desk = desk();
    desk.write("proof.txt", "seen");
    let lines = [
        "Ada",
        "many",
        "0",
        "7",
        "3",
        "2",
        "maybe",
        "y",
        "soon",
        "2026-03-31",
        "\"\"\"",
        "two",
        "lines",
        "\"\"\"",
        "hush",
        "red",
        "blue",
        "",
        "nowhere.png",
        "proof.txt",
        "n",
        "",
        "Too many.",
    ];
    let done = desk.told(&["run", "desk.sop.yaml", "--json"], &format!("{}\n", lines.join("\n"))).good();
    insta::assert_snapshot!(settled(&done.err, &desk));
    let result = done.json();
    assert_eq!(result["outcome"], "stopped");
    assert_eq!(result["data"]["kind"], "large");
    assert_eq!(result["data"]["words"], "two\nlines");
    assert_eq!(result["data"]["secret"], "•••");
    assert_eq!(result["data"]["tags"], serde_json::json!(["red", "blue"]));
    assert_eq!(result["data"]["proof"]["name"], "proof.txt");
    assert!(!desk.understudy(&["runs", "show", result["run"].as_str().unwrap()]).good().out.contains("hush"));
}

#[test]
fn a_run_that_was_left_goes_on_where_it_was() {
    let desk = desk();
    let left = desk.told(&["run", "desk.sop.yaml"], "Ada\n3\n").good();
    let run = left.run();
    assert!(left.err.contains(&format!("understudy run --resume {run}")), "{}", left.err);
    let done = desk.told(&["run", "--resume", &run], "3\n1\nn\n2026-03-31\n\nhush\n\n\n").good();
    assert_eq!(done.out, format!("{run} completed\n"), "{}", done.err);
    let again = desk.told(&["run", "--resume", &run], "").good();
    assert_eq!(again.out, format!("{run} completed\n"));
}

#[test]
fn something_out_of_the_ordinary_is_raised_with_an_exclamation_mark() {
    let desk = desk();
    let done = desk.told(&["run", "desk.sop.yaml", "-s", "name=Ada"], "!\n1\nThe form is blue.\n").good();
    assert!(done.out.ends_with(" stopped\n"), "{}{}", done.out, done.err);
    assert!(desk.understudy(&["runs", "show", &done.run()]).good().out.contains("The form is blue."));
}

#[test]
fn a_task_is_found_taken_and_done_by_its_name() {
    let desk = desk();
    let run = desk.understudy(&["run", "desk.sop.yaml", "--start-only", "-s", "name=Ada"]).good().run();
    let task = format!("{run}/1");
    assert_eq!(desk.understudy(&["task", "list", "--json"]).good().json().as_array().unwrap().len(), 1);
    desk.understudy(&["task", "claim", &task]).good();
    assert!(desk.understudy(&["task", "list", "--mine"]).good().out.starts_with(&task));
    desk.understudy(&["task", "release", &task]).good();
    assert_eq!(desk.understudy(&["task", "list", "--mine"]).good().out, "");
    insta::assert_snapshot!(settled(&desk.understudy(&["task", "show", &task]).good().out, &desk));
    let wrong = desk.understudy(&["task", "complete", &task, "-s", "count=0"]);
    assert!(wrong.err.contains("1 is the least"), "{}", wrong.err);
    let lacking = desk.understudy(&["task", "complete", &task, "-s", "count=9"]);
    assert_eq!(lacking.code, 3, "{}", lacking.err);
    desk.write("form.yaml", "{count: 9, kind: small, sure: true, day: 2026-03-31, secret: hush, tags: [a]}");
    desk.understudy(&["task", "complete", &task, "--set-file", "form.yaml"]).good();
    assert_eq!(desk.understudy(&["task", "complete", &task]).code, 3);
    let approve = desk.understudy(&["task", "list", "--role", "lead", "--json"]).good().json();
    let next = format!("{run}/{}", approve[0]["task"]);
    assert_eq!(desk.understudy(&["task", "refuse", &next, "--reason", "No."]).good().out, format!("{run} ended\n"));
}

#[test]
fn runs_are_paused_noted_skipped_and_cancelled_with_reasons() {
    let desk = desk();
    let run = desk.understudy(&["run", "desk.sop.yaml", "--start-only", "-s", "name=Ada"]).good().run();
    assert_eq!(desk.understudy(&["runs", "pause", &run, "--reason", "Lunch."]).good().out, format!("{run} paused\n"));
    let task = format!("{run}/1");
    assert_eq!(desk.understudy(&["task", "claim", &task]).code, 3);
    desk.understudy(&["runs", "resume", &run]).good();
    desk.understudy(&["runs", "note", &run, "Called twice."]).good();
    let unknown = desk.understudy(&["runs", "skip", &run, "nothing", "--reason", "Why not."]);
    assert_eq!(unknown.code, 3, "{}", unknown.err);
    desk.understudy(&["runs", "cancel", &run, "--reason", "A mistake."]).good();
    assert_eq!(desk.understudy(&["runs", "cancel", &run, "--reason", "Again."]).code, 3);
    assert_eq!(desk.understudy(&["runs", "list"]).good().out, "");
    assert!(desk.understudy(&["runs", "list", "--all"]).good().out.contains("cancelled"));
    let shown = desk.understudy(&["runs", "show", &run]).good().out;
    assert!(shown.contains("Called twice.") && shown.contains("A mistake."), "{shown}");
    let journal = desk.understudy(&["runs", "show", &run, "--journal", "--json"]).good().out;
    assert_eq!(journal.lines().count(), 7, "{journal}");
}

#[test]
fn a_published_procedure_runs_by_its_name_and_number() {
    let desk = desk();
    let first = desk.understudy(&["publish", "desk.sop.yaml", "--rationale", "First.", "--json"]).good().json();
    assert_eq!(first["number"], 1);
    desk.write("desk.sop.yaml", &DESK.replace("count > 5", "count > 50"));
    desk.understudy(&["publish", "desk.sop.yaml", "--rationale", "Fewer for the lead."]).good();
    let old = desk.understudy(&["run", "desk@1", "--start-only", "-s", "name=Ada"]).good().run();
    let new = desk.understudy(&["run", "desk", "--start-only", "-s", "name=Ada"]).good().run();
    let version = |run: &str| desk.understudy(&["runs", "show", run, "--json"]).good().json()["version"].clone();
    assert_eq!(version(&old), first["version"]);
    assert_ne!(version(&new), first["version"]);
    assert!(desk.understudy(&["show"]).good().out.starts_with("desk@2  Try the desk"));
    assert!(desk.understudy(&["diff", "desk@1", "desk@2"]).good().out.contains("50"));
    assert_eq!(desk.understudy(&["run", "desk@9"]).code, 3);
    assert_eq!(desk.understudy(&["run", "tea"]).code, 3);
    assert_eq!(desk.understudy(&["publish", "desk.sop.yaml", "--rationale", " "]).code, 3);
}

/// A machine prepares, a person decides.
const PREPARED: &str = "\
procedure: 1
id: prepared
title: Pay
owner: lead
review: every 90 days
roles: {lead: Decides.}
data: {amount: {type: number, unit: EUR}, account: {type: string, sensitive: true}}
triggers: [{manual: {roles: [lead]}}]
steps:
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
success: [{that: paid == 'yes'}]
";

#[test]
fn what_a_machine_prepares_is_chosen_confirmed_or_settled_by_a_person() {
    let desk = Desk::new();
    desk.write("prepared.sop.yaml", PREPARED);
    desk.write(
        "bank.yaml",
        "connectors: {bank: {scripted: {actions: {pay: {repeat: keyed, answers: [{give: {status: 'yes'}}]}}}}}",
    );
    let run = ["run", "prepared.sop.yaml", "--connectors", "bank.yaml", "-s", "amount=9", "-s"];
    let done = desk.told(&[&run[..], &["account=DE1"]].concat(), "1\nx\ny\n").good();
    assert!(done.out.ends_with(" completed\n"), "{}{}", done.out, done.err);
    insta::assert_snapshot!(settled(&done.err, &desk));
    assert!(!done.err.contains("DE1"), "{}", done.err);
    let refused = desk.told(&[&run[..], &["account=DE2"]].concat(), "1\nn\nToo early.\n2\nNot today.\n").good();
    assert!(refused.err.contains("How is it settled?"), "{}", refused.err);
    assert!(refused.out.ends_with(" completed\n"), "{}{}", refused.out, refused.err);
    let shown = desk.understudy(&["runs", "show", &refused.run()]).good().out;
    assert!(shown.contains("✗ paid == 'yes'") || shown.contains("Not today."), "{shown}");
}

#[test]
fn publishing_wants_every_connector_and_names_those_that_are_not_there() {
    let desk = Desk::new();
    desk.write("prepared.sop.yaml", PREPARED);
    desk.write("bank.yaml", "connectors: {bank: {scripted: {actions: {pay: {repeat: keyed, answers: [{give: {}}]}}}}}");
    let publish = ["publish", "prepared.sop.yaml", "--rationale", "First."];
    let refused = desk.understudy(&publish);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("there is no connector `bank`"), "{}", refused.err);
    desk.understudy(&[&publish[..], &["--connectors", "bank.yaml"]].concat()).good();
}

#[test]
fn a_published_procedure_keeps_the_words_of_its_author() {
    let desk = desk();
    let mine = format!("# Who asks, is answered.\n\n## Since 2019\n{}", DESK.trim_start());
    desk.write("desk.sop.yaml", &mine);
    let publish = ["publish", "desk.sop.yaml", "--rationale", "First."];
    desk.understudy(&publish).good();
    assert_eq!(desk.understudy(&["show", "desk", "--format", "source"]).good().out, mine);
    assert_eq!(desk.understudy(&["show", "desk.sop.yaml", "--format", "source"]).good().out, mine);
    desk.write("desk.sop.yaml", &mine.replace("Since 2019", "Since 2020"));
    let same = desk.understudy(&publish).good();
    assert!(same.err.contains("published already"), "{}", same.err);
    desk.understudy(&[&publish[..], &["--again"]].concat()).good();
    assert!(desk.understudy(&["show", "desk", "--format", "source"]).good().out.contains("Since 2020"));
    assert_eq!(desk.understudy(&["show", "desk@1", "--format", "source"]).good().out, mine);
}

#[test]
fn a_run_moves_to_another_version_after_a_preview() {
    let desk = desk();
    desk.understudy(&["publish", "desk.sop.yaml", "--rationale", "First."]).good();
    let run = desk.understudy(&["run", "desk", "--start-only", "-s", "name=Ada"]).good().run();
    desk.write("desk.sop.yaml", &DESK.replace("id: fill", "id: fill-in").replace("count > 5", "count > 50"));
    desk.understudy(&["publish", "desk.sop.yaml", "--rationale", "A better name."]).good();
    let preview = desk.understudy(&["runs", "migrate", &run, "--preview"]);
    assert_eq!(preview.code, 1, "{}", preview.err);
    assert!(preview.out.contains("cannot go on"), "{}", preview.out);
    assert_eq!(desk.understudy(&["runs", "migrate", &run, "--reason", "Newer."]).code, 3);
    let mapped = desk.understudy(&["runs", "migrate", &run, "--map", "fill=fill-in", "--preview"]).good();
    assert!(mapped.out.contains("fill (under way) becomes fill-in"), "{}", mapped.out);
    let moved = desk.understudy(&["runs", "migrate", &run, "--map", "fill=fill-in", "--reason", "Newer."]).good();
    assert_eq!(moved.out, format!("{run} follows number 2\n"));
    let done = desk.told(&["run", "--resume", &run], "7\n1\nn\n2026-03-31\n\nhush\n\n\n").good();
    assert_eq!(done.out, format!("{run} completed\n"), "{}", done.err);
}

/// Counts what a machine can decide alone.
const MACHINE: &str = "\
procedure: 1
id: machine
title: Rate
owner: lead
review: every 90 days
roles: {lead: Decides.}
data: {number: {type: integer}, secret: {type: string, sensitive: true, optional: true}}
triggers: [{manual: {roles: [lead]}}]
steps:
  - id: rate
    title: Rate
    decide:
      cases: [{when: number > 2, because: Two is enough., set: {rating: high}}]
      otherwise: {set: {rating: low}}
success: [{that: rating == 'low', because: Low is good.}]
";

#[test]
fn a_table_of_cases_gives_a_line_a_case_in_the_order_of_the_table() {
    let desk = Desk::new();
    desk.write("machine.sop.yaml", MACHINE);
    let rows: Vec<String> = (0..50).map(|number| format!("{number},x,hush")).collect();
    desk.write("cases.csv", &format!("number,other,secret\n{}\n", rows.join("\n")));
    let done = desk.understudy(&["run", "machine.sop.yaml", "--batch", "cases.csv", "--json"]).good();
    assert!(done.err.contains("left out: other"), "{}", done.err);
    let lines: Vec<Json> = done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 50);
    for (at, line) in lines.iter().enumerate() {
        assert_eq!(line["case"], at + 1);
        assert_eq!(line["data"]["number"], at);
        assert_eq!(line["data"]["secret"], "•••");
        assert_eq!(line["outcome"], "completed");
        assert_eq!(line["path"], serde_json::json!(["rate"]));
        assert_eq!(line["failed_criteria"].as_array().unwrap().len(), usize::from(at > 2));
    }
    let few =
        desk.understudy(&["run", "machine.sop.yaml", "--batch", "cases.csv", "--limit", "3", "--jobs", "1"]).good();
    assert_eq!(few.out.lines().count(), 3);
    let told = desk.told(&["run", "machine.sop.yaml", "--batch", "-"], "number\n1\n2\n").good();
    assert_eq!(told.out.lines().count(), 2);
}

#[test]
fn a_table_that_does_not_fit_says_where() {
    let desk = Desk::new();
    desk.write("machine.sop.yaml", MACHINE);
    for (text, words) in [
        ("number\n1\nmany\n", "case 2: `number`"),
        ("other\n1\n", "none of its columns"),
        ("number,number\n1,2\n", "there twice"),
        ("number,secret\n1\n", "line: 2"),
    ] {
        let done = desk.told(&["run", "machine.sop.yaml", "--batch", "-"], text);
        assert_eq!(done.code, 4, "{text}: {}", done.err);
        assert!(done.err.contains(words), "{text}: {}", done.err);
        assert_eq!(done.out, "");
    }
}

#[test]
fn what_a_run_begins_with_is_checked_by_the_fields() {
    let desk = desk();
    for (given, words) in [
        ("nam=Ada", "did you mean `name`?"),
        ("name", "NAME=VALUE"),
        ("count=0", "1 is the least"),
        ("kind=huge", "must be one of"),
    ] {
        let done = desk.understudy(&["run", "desk.sop.yaml", "-s", given]);
        assert_eq!(done.code, 2, "{given}: {}", done.err);
        assert!(done.err.contains(words), "{given}: {}", done.err);
    }
}

#[test]
fn the_benchmark_cases_are_decided_as_expected() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cases/referral-abuse");
    if !folder.join("cases.csv").exists() {
        println!("skipped: {} is not there", folder.display());
        return;
    }
    let desk = Desk::new();
    let (procedure, cases) = (folder.join("referral-abuse.sop.yaml"), folder.join("cases.csv"));
    let table = serde_json::json!({"connectors": {"accounts": {"table": {"file": cases, "key": "account_id"}}}});
    desk.write("c.json", &table.to_string());
    let (procedure, cases) = (procedure.to_string_lossy().into_owned(), cases.to_string_lossy().into_owned());
    let done = desk.understudy(&["run", &procedure, "--batch", &cases, "--connectors", "c.json", "--json"]).good();
    let text = std::fs::read_to_string(&cases).unwrap();
    let expected: Vec<&str> = text.lines().skip(1).map(|line| line.rsplit(',').next().unwrap()).collect();
    let lines: Vec<Json> = done.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), expected.len());
    let right = lines.iter().zip(&expected).filter(|(line, expected)| line["data"]["action"] == **expected).count();
    assert_eq!(right, 200);
    let run = lines[0]["run"].as_str().unwrap();
    let shown = desk.understudy(&["runs", "show", run]).good().out;
    assert!(shown.contains("A closure category met its threshold."), "{shown}");
}
