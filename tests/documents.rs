//! Documents on the command line: new, check, convert, show, diff.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use program::{Desk, settled};

/// A document with one mistake of each of three kinds.
const BAD: &str = "\
procedure: 1
id: tea
title: Make tea
owner: kitchen
review: every 90 days
roles: {kitchen: Makes tea.}
porpose: Somebody is thirsty.
data:
  cups: {type: integer, minimum: 1}
outputs: [cups]
triggers: [{manual: {roles: [kitchen]}}]
steps:
  - id: boil
    title: Boil water
    person: {role: kichen, collect: [cups]}
  - id: strong
    title: Make it strong
    if: cups > strength
    set: {leaves: =cups * 2}
success: [{that: cups > 0}]
";

/// A document whose example expects too much.
const FAILING: &str = "\
procedure: 1
id: tea
title: Make tea
owner: kitchen
review: every 90 days
roles: {kitchen: Makes tea.}
data: {cups: {type: integer}}
triggers: [{manual: {roles: [kitchen]}}]
steps:
  - {id: boil, title: Boil water, person: {role: kitchen, collect: [cups]}}
success: [{that: cups > 0}]
examples:
  - name: two cups
    answers: {boil: {cups: 2}}
    expect: {outcome: completed, data: {cups: 3}}
";

#[test]
fn what_has_no_value_is_missing_data_whether_it_is_set_or_gathered() {
    let desk = Desk::new();
    let document = |step: &str| {
        format!(
            "procedure: 1\nid: gaps\ntitle: Gaps\nowner: lead\nreview: every 90 days\nroles: {{lead: Decides.}}\n\
             data: {{list: {{type: array, items: {{type: string}}}}, maybe: {{type: integer, optional: true}}, \
             total: {{type: integer}}, totals: {{type: array, items: {{type: integer}}}}}}\noutcomes: {{stopped: {{counts: failure}}}}\n\
             triggers: [{{manual: {{roles: [lead]}}}}]\nsteps:\n  - {step}\n\
             exceptions: [{{id: missing-data, title: Missing, then: {{end: stopped}}}}]\n\
             examples: [{{name: gap, given: {{list: [a]}}, expect: {{outcome: stopped, exceptions: [missing-data]}}}}]\n"
        )
    };
    for step in [
        "{id: one, title: One, set: {total: =maybe}}",
        "{id: all, title: All, each: {of: list, as: item, steps: [{id: one, title: One, set: {own: =maybe}}], gather: {totals: =own}}}",
    ] {
        desk.write("gaps.sop.yaml", &document(step));
        desk.understudy(&["check", "gaps.sop.yaml"]).good();
    }
}

#[test]
fn a_new_procedure_checks_clean_and_is_never_overwritten() {
    let desk = Desk::new();
    desk.understudy(&["new", "Office Coffee.sop.yaml"]).good();
    let checked = desk.understudy(&["check", ".", "--deny-warnings"]).good();
    assert_eq!(checked.out, "1 procedure, 3 examples: 0 errors, 0 warnings\n");
    assert!(desk.understudy(&["show", "Office Coffee.sop.yaml", "--json"]).out.contains("\"office-coffee\""));
    let again = desk.understudy(&["new", "Office Coffee.sop.yaml"]);
    assert_eq!(again.code, 4);
    assert!(again.err.contains("is not overwritten"), "{}", again.err);
}

#[test]
fn mistakes_are_shown_with_their_lines_and_what_to_do() {
    let desk = Desk::new();
    desk.write("tea.sop.yaml", BAD);
    let checked = desk.understudy(&["check", "tea.sop.yaml"]);
    assert_eq!(checked.code, 1);
    insta::assert_snapshot!(format!("{}\n{}", checked.out, settled(&checked.err, &desk)));
}

#[test]
fn mistakes_are_told_to_programs_with_line_and_column() {
    let desk = Desk::new();
    let checked = desk.told(&["check", "-", "--json"], BAD);
    assert_eq!(checked.code, 1);
    let first = &checked.json()[0]["diagnostics"][0];
    assert_eq!(first["code"], "unknown-key");
    assert_eq!(first["place"]["line"], 7);
    assert_eq!(first["place"]["column"], 1);
}

#[test]
fn an_example_that_fails_says_what_it_expected_and_what_it_found() {
    let desk = Desk::new();
    desk.write("tea.sop.yaml", FAILING);
    let checked = desk.understudy(&["check", "tea.sop.yaml"]);
    assert_eq!(checked.code, 1);
    assert!(checked.err.contains("example-failed"), "{}", checked.err);
    assert!(checked.err.contains("data.cups: expected 3, found 2"), "{}", checked.err);
}

#[test]
fn warnings_fail_only_when_they_are_denied() {
    let desk = Desk::new();
    let text = FAILING.replace("cups: 3", "cups: 2").replace("owner: kitchen\n", "");
    desk.write("tea.sop.yaml", &text);
    desk.understudy(&["check", "tea.sop.yaml"]).good();
    assert_eq!(desk.understudy(&["check", "tea.sop.yaml", "--deny-warnings"]).code, 1);
}

#[test]
fn an_action_that_no_connector_has_is_found_where_connectors_are_given() {
    let desk = Desk::new();
    desk.write("shop.yaml", "connectors: {shop: {scripted: {actions: {getOrder: [{give: {}}]}}}}");
    let text = FAILING.replace("cups: 3", "cups: 2").replace(
        "success:",
        "  - {id: order, title: Order tea, call: shop.getOder, on_error: {failure: continue}}\nsuccess:",
    );
    desk.write("tea.sop.yaml", &text);
    desk.understudy(&["check", "tea.sop.yaml"]).good();
    let checked = desk.understudy(&["check", "tea.sop.yaml", "--connectors", "shop.yaml"]);
    assert_eq!(checked.code, 1);
    assert!(checked.err.contains("getOrder"), "{}", checked.err);
}

#[test]
fn the_three_spellings_are_one_document() {
    let desk = Desk::new();
    desk.understudy(&["new", "a.sop.yaml"]).good();
    desk.understudy(&["convert", "a.sop.yaml", "--to", "json", "-o", "b.sop.json"]).good();
    desk.understudy(&["convert", "b.sop.json", "--to", "markdown", "-o", "c.sop.md"]).good();
    desk.understudy(&["convert", "c.sop.md", "--to", "yaml", "-o", "d.sop.yaml"]).good();
    assert_eq!(desk.understudy(&["diff", "a.sop.yaml", "d.sop.yaml"]).good().out, "Both mean the same.\n");
    assert_eq!(desk.understudy(&["convert", "a.sop.yaml", "--to", "json", "-o", "b.sop.json"]).code, 4);
}

#[test]
fn a_difference_is_told_in_words() {
    let desk = Desk::new();
    desk.understudy(&["new", "a.sop.yaml"]).good();
    let text = std::fs::read_to_string(desk.path("a.sop.yaml")).unwrap();
    let changed = text.replace("default: 50", "default: 70").replace("by: team-lead\n", "by: [team-lead, employee]\n");
    desk.write("b.sop.yaml", &changed);
    insta::assert_snapshot!(desk.understudy(&["diff", "a.sop.yaml", "b.sop.yaml"]).good().out);
}

#[test]
fn a_procedure_reads_as_plain_words_and_draws_as_a_graph() {
    let desk = Desk::new();
    desk.understudy(&["new", "a.sop.yaml"]).good();
    insta::assert_snapshot!(desk.understudy(&["show", "a.sop.yaml"]).good().out);
    assert!(desk.understudy(&["show", "a.sop.yaml", "--format", "html"]).good().out.starts_with("<!"));
    assert!(desk.understudy(&["show", "a.sop.yaml", "--graph", "dot"]).good().out.starts_with("digraph"));
    assert!(desk.understudy(&["show", "a.sop.yaml", "--graph"]).good().json()["nodes"].is_array());
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let desk = Desk::new();
    desk.understudy(&["new", "a.sop.yaml"]).good();
    let mut child = desk
        .command(&["convert", "a.sop.yaml", "--to", "json"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success());
    assert!(done.stderr.is_empty());
}

#[test]
fn what_cannot_be_read_says_so_and_no_more() {
    let desk = Desk::new();
    desk.write("empty.sop.yaml", "");
    desk.write("noise.sop.json", "\u{1}\u{2}{[");
    std::fs::write(desk.path("latin.sop.yaml"), b"title: caf\xe9").unwrap();
    desk.write("deep.sop.yaml", &"[".repeat(10 << 20));
    for (arguments, code, words) in [
        (&["check", "nowhere.sop.yaml"][..], 4, "could not open nowhere"),
        (&["check", "empty.sop.yaml"], 1, "empty-value"),
        (&["check", "noise.sop.json"], 1, "json-syntax"),
        (&["check", "latin.sop.yaml"], 4, "is not UTF-8"),
        (&["check", "deep.sop.yaml"], 1, "too-large"),
        (&["check"], 2, "required"),
        (&["show", "nowhere.sop.yaml"], 4, "could not open"),
        (&["convert", "empty.sop.yaml", "--to", "yaml"], 1, "empty-value"),
        (&["convert", "empty.sop.yaml", "--to", "xml"], 2, "xml"),
        (&["diff", "empty.sop.yaml", "empty.sop.yaml"], 1, "empty-value"),
        (&["publish", "empty.sop.yaml", "--rationale", "x"], 1, "empty-value"),
        (&["run", "empty.sop.yaml"], 1, "empty-value"),
        (&["new", "x.json"], 4, ".sop.yaml"),
        (&["bogus"], 2, "bogus"),
    ] {
        let done = desk.understudy(arguments);
        assert_eq!(done.code, code, "{arguments:?}: {}", done.err);
        assert!(done.err.contains(words), "{arguments:?}: {}", done.err);
        assert_eq!(done.out.lines().filter(|line| !line.contains("error")).count(), 0, "{arguments:?}: {}", done.out);
    }
}
