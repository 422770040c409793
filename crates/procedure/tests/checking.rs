//! What checking finds in whole documents: every rule has a document that breaks it, and none breaks a good one.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod check;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use procedure::check::{CODES, Context, asked_at_start};

fn names(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn every_bad_document_is_told_what_is_wrong_with_it() {
    let connectors = BTreeMap::from([
        ("shop".to_owned(), names(&["getOrder", "refund", "openReturn", "payOut"])),
        ("mail".to_owned(), names(&["send"])),
    ]);
    let people = BTreeMap::from([
        ("agent".parse().unwrap(), names(&["ann", "ben", "cy"])),
        ("lead".parse().unwrap(), names(&["lee"])),
        ("deputy".parse().unwrap(), names(&["lee", "dan"])),
        ("nobody".parse().unwrap(), names(&[])),
    ]);
    insta::glob!("bad/*.yaml", |path| {
        let text = std::fs::read_to_string(path).unwrap();
        let knows = |what: &str| text.starts_with('#') && text.lines().next().unwrap().contains(what);
        let others = |id: &procedure::document::ProcedureId| {
            let path = path.with_file_name("called").join(format!("{id}.yaml"));
            let text = std::fs::read_to_string(path).ok()?;
            procedure::read::read(&text, procedure::read::Spelling::Yaml, &()).procedure.map(Into::into)
        };
        let context = Context {
            connectors: knows("connectors").then_some(&connectors),
            people: knows("people").then_some(&people),
            procedures: if knows("procedures") { Some(&others) } else { None },
            source: None,
        };
        insta::assert_snapshot!(check::shown(&text, &context));
    });
}

#[test]
fn a_good_document_is_told_nothing() {
    for text in [include_str!("good/damaged-item-return.sop.yaml"), include_str!("good/client-onboarding.sop.yaml")] {
        assert_eq!(check::shown(text, &Context::default()), "nothing\n");
    }
}

#[test]
fn whoever_starts_a_run_is_asked_for_what_no_step_provides() {
    let asked = |text: &str| {
        let reading = procedure::read::read(text, procedure::read::Spelling::Yaml, &());
        asked_at_start(&reading.procedure.unwrap()).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    // `order_id` is collected again by a handler, `damage`, `photo`, `remedy` and `score` by steps.
    assert_eq!(asked(include_str!("good/damaged-item-return.sop.yaml")), ["order_id", "amount"]);
    // `amount` is given and then updated.
    let text = "procedure: 1\nid: a\ntitle: A\ndata: {amount: {type: number}, share: {type: number}}\nsteps: [{id: b, title: B, set: {amount: =amount - 5, share: =amount}}]\n";
    assert_eq!(asked(text), ["amount"]);
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_referral_case_has_no_errors() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/cases/referral-abuse/referral-abuse.sop.yaml");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the cases are not beside this repository");
        return;
    };
    let (found, _) = check::findings(&text, &Context::default());
    assert!(!found.iter().any(|finding| finding.is_error()), "{found:#?}");
}

/// The codes in the snapshots of this file.
fn snapshot_codes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    let texts = std::fs::read_dir(folder).unwrap().filter_map(|entry| {
        let path = entry.unwrap().path();
        path.file_name()?.to_str()?.starts_with("checking__").then(|| std::fs::read_to_string(path).unwrap())
    });
    let code = |line: &str| {
        let rest = line.strip_prefix("error[").or_else(|| line.strip_prefix("warning["))?;
        Some(rest.split_once(']')?.0.to_owned())
    };
    texts.flat_map(|text| text.lines().filter_map(code).collect::<Vec<_>>()).collect()
}

#[test]
fn every_code_is_explained_in_order_and_shown_by_a_bad_document() {
    assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(CODES.iter().all(|(_, meaning)| meaning.ends_with('.')));
    // A table that large has a test of its own.
    let explained: BTreeSet<String> =
        CODES.iter().map(|(code, _)| (*code).to_owned()).filter(|code| code != "table-not-judged").collect();
    assert_eq!(snapshot_codes(), explained);
}

#[test]
fn a_table_too_large_to_be_judged_for_overlaps_is_said_to_be() {
    let rows: String = (0..1_001).map(|row| format!("          {row} | {row}\n")).collect();
    let text = include_str!("bad/tables.yaml");
    let start = text.find("  - id: overlap").unwrap();
    let text = format!(
        "{}  - id: large\n    title: Large\n    decide:\n      table:\n        hit: unique\n        inputs: [ratio]\n        results: [x]\n        rules: |\n{rows}      otherwise: continue\n",
        &text[..start]
    );
    let (found, _) = check::findings(&text, &Context::default());
    assert!(found.iter().any(|finding| finding.code == "table-not-judged"), "{found:#?}");
}
