//! Documents are read whole, and everything wrong with them is told at once.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a failing test fails rightly, a skipped one says so")]

use procedure::document::Procedure;
use procedure::print;
use procedure::read::{Pack, Reading, Spelling, read};

/// The example of the format's own description, nearly every key once.
const RETURN: &str = include_str!("documents/damaged-item-return.sop.yaml");

struct Tables;

impl Pack for Tables {
    fn text(&self, path: &str) -> Option<String> {
        (path == "rules.csv").then(|| "violation,score,action\nnone,any,\"No, nothing\"\nany,>= 3,Closure\n".to_owned())
    }
}

fn whole(text: &str) -> Procedure {
    match read(text, Spelling::Yaml, &Tables).clean() {
        Ok(procedure) => procedure,
        Err(found) => panic!("{found:#?}"),
    }
}

/// The findings as a person sees them: line and column, what was pointed at, message, explanation, fix.
fn report(reading: &Reading) -> String {
    let mut out = String::new();
    for found in &reading.diagnostics {
        let span = found.span.clone().unwrap();
        let at = reading.source.position(span.start);
        let what = reading.source.text()[span].lines().next().unwrap_or_default();
        out.push_str(&format!(
            "{}:{} {} at {} `{what}`\n  {}\n",
            at.line, at.column, found.code, found.path, found.message
        ));
        if !found.explanation.is_empty() {
            out.push_str(&format!("  why: {}\n", found.explanation));
        }
        if let Some(fix) = &found.fix {
            out.push_str(&format!("  fix: {fix}\n"));
        }
        for related in &found.related {
            let at = reading.source.position(related.span.clone().unwrap().start);
            out.push_str(&format!("  {}:{} {}\n", at.line, at.column, related.message));
        }
    }
    out
}

#[test]
fn the_formats_own_example_reads_and_prints_canonically() {
    let procedure = whole(RETURN);
    let printed = print::to_yaml(&procedure);
    assert_eq!(whole(&printed), procedure);
    insta::assert_snapshot!("canonical-yaml", printed);
    insta::assert_snapshot!("canonical-json", print::to_json(&procedure));
}

#[test]
fn every_mistake_is_told_at_once() {
    let text = include_str!("documents/many-mistakes.sop.yaml");
    let reading = read(text, Spelling::Yaml, &());
    assert!(reading.procedure.is_none());
    insta::assert_snapshot!(report(&reading));
}

#[test]
fn mistakes_of_syntax_say_what_to_write() {
    let texts = [
        "procedure: 1\nsteps:\n  - {id: a, title: A, decide: {cases: [{when: a in [1, 2], because: b}]}}\n",
        "procedure: 1\nsteps:\n  - id: a\n    if: status == 'a: b'\n    title: One: two\n",
        "procedure: 1\ntitle: 'It's here'\n",
        "procedure: 1\nsteps:\n\t- id: a\n",
        "procedure: 1\nsteps:\n  - id: a\n   title: b\n",
        "procedure: 1\nowner: @lead\n",
        "procedure: 1\nscope: \"C:\\Users\"\n",
        "procedure: 1\nsteps:\n  - if: !done\n    when: *all\n",
        "procedure: 1\n---\nprocedure: 1\n",
        "procedure: 1\ndata: {a: {type: string}\n",
        "procedure: 1\nid: a\ntitle: Order #5\nroles: {a: Sells, b}\nsteps: [{id: a, title: A, set: {x: max(1, 2)}}]\n",
    ];
    let reports: String =
        texts.iter().map(|text| format!("{text}---\n{}\n", report(&read(text, Spelling::Yaml, &())))).collect();
    insta::assert_snapshot!(reports);
}

#[test]
fn an_unknown_key_alone_does_not_keep_the_document_from_being_read() {
    let reading = read("procedure: 1\nid: a\ntitle: A\nownr: b\nsteps: []\n", Spelling::Yaml, &());
    assert!(reading.procedure.is_some());
    assert_eq!(reading.diagnostics[0].fix.as_deref(), Some("Did you mean `owner`?"));
    assert!(reading.clean().is_err());
}

#[test]
fn text_fields_take_the_characters_as_written() {
    let procedure = whole(
        "procedure: 1\nid: a\ntitle: 1.10\nscope: No\ndata: {code: {type: string, default: 007, enum: [007, Off, 1e3]}}\n\
         examples: [{name: 0x1F, given: {code: 007}, expect: {data: {code: Off}}}]\nsteps: []\n",
    );
    assert_eq!(procedure.title, "1.10");
    assert_eq!(procedure.scope.as_deref(), Some("No"));
    assert_eq!(procedure.data["code"].allowed, ["007".into(), "Off".into(), "1e3".into()]);
    assert_eq!(procedure.examples[0].name, "0x1F");
    assert_eq!(procedure.examples[0].given["code"], "007".into());
    assert_eq!(whole(&print::to_yaml(&procedure)), procedure);
}

#[test]
fn the_investigation_of_a_referral_account_reads_without_a_finding() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/referral-abuse");
    let Ok(text) = std::fs::read_to_string(path.join("referral-abuse.sop.yaml")) else {
        eprintln!("skipped: the cases are not beside this repository");
        return;
    };
    let reading = read(&text, Spelling::Yaml, &());
    assert_eq!(report(&reading), "");
    let procedure = reading.procedure.unwrap();
    for spelling in [Spelling::Yaml, Spelling::Json, Spelling::Markdown] {
        let again = read(&print::print(&procedure, spelling), spelling, &()).clean().unwrap();
        assert_eq!(again, procedure);
        assert_eq!(print::content_hash(&again), print::content_hash(&procedure));
    }
}

#[test]
fn what_a_machine_does_is_not_counted_in_working_days() {
    let agent = "agent: {goal: g, limits: {time: 2 working days}, returns: {a: {type: string}}}";
    let call = "call: shop.get\n    on_error: {failure: {retry: 3, backoff: 1 working days, then: continue}}";
    for verb in [agent, call] {
        let text = format!("procedure: 1\nid: a\ntitle: A\nsteps:\n  - id: x\n    title: X\n    {verb}\n");
        let reading = read(&text, Spelling::Yaml, &());
        let found: Vec<&str> = reading.diagnostics.iter().map(|found| found.message.as_str()).collect();
        assert_eq!(found, ["what a machine does is counted in working time"]);
    }
}

#[test]
fn evidence_that_is_a_list_is_always_wanted_and_formats_of_text_are_types() {
    let text = "procedure: 1\nid: x\ntitle: X\nroles: {a: A.}\ndata: {photo: {type: file}, day: {type: string, format: date}}\n\
        steps: [{id: s, title: S, person: {role: a, evidence: [photo]}}]\n";
    let listed = procedure::read::read(text, procedure::read::Spelling::Yaml, &());
    assert_eq!(listed.diagnostics, []);
    let by_condition = text
        .replace("evidence: [photo]", "evidence: {photo: 'true'}")
        .replace("type: string, format: date", "type: date");
    let by_condition = procedure::read::read(&by_condition, procedure::read::Spelling::Yaml, &());
    assert_eq!(listed.procedure, by_condition.procedure);
    assert!(listed.procedure.is_some());
}
