//! Two versions of a procedure compared: every difference told once, in words a reviewer understands.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod drawn;

use procedure::diagnostic::Path;
use procedure::diff::{Change, Kind, Subject, Weight, diff, in_text, in_words};
use procedure::document::Procedure;
use procedure::read::{Spelling, read};
use proptest::prelude::*;

const EVERYTHING: &str = include_str!("documents/everything.sop.yaml");

fn document(text: &str) -> Procedure {
    read(text, Spelling::Yaml, &()).clean().unwrap_or_else(|found| panic!("{found:#?}"))
}

fn replaced(edits: &[(&str, &str)]) -> Procedure {
    let mut text = EVERYTHING.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    document(&text)
}

/// Whether the path leads to something in the document as JSON.
fn is_there(procedure: &Procedure, path: &Path) -> bool {
    serde_json::to_value(procedure).unwrap().pointer(&path.to_string()).is_some()
}

fn checked(before: &Procedure, after: &Procedure) -> Vec<Change> {
    let changes = diff(before, after);
    for change in &changes {
        assert!(change.path_before.as_ref().is_none_or(|path| is_there(before, path)), "{change:#?}");
        assert!(change.path_after.as_ref().is_none_or(|path| is_there(after, path)), "{change:#?}");
        assert!(change.path_before.is_some() || change.path_after.is_some());
        assert!(!change.sentence.trim().is_empty());
    }
    changes
}

#[test]
fn a_review_reads_as_sentences_in_order() {
    let after = replaced(&[
        ("title: Every kind of step once", "title: Every kind of step, once"),
        ("owner: lead", "owner: legal"),
        ("readers: [legal]\n", ""),
        ("  legal: {}", "  legal: {title: Lawyers}\n  driver: Brings it."),
        ("default: 50,", "default: 100,"),
        ("maximum: 1000", "maximum: 2000"),
        ("  mail: {type: string, format: email, maxLength: 80}\n", ""),
        ("  order_date: {type: date}", "  order_date: {type: date}\n  colour: {type: string, enum: [red, blue]}"),
        ("# Dear {{ mail }}", "# Dear customer"),
        ("0 7 1 * *", "0 8 1 * *"),
        ("failure: {retry: 3,", "failure: {retry: 5,"),
        (
            "Ask for a picture of **{{ order.item }}** and its box.",
            "Ask for two pictures of **{{ order.item }}** and its box.",
        ),
        ("plus: 3 working days", "plus: 2 working days"),
        ("when: amount <= 500\n", "when: amount <= 800\n"),
        ("because: Policy 4.2.", "because: Policy 4.3."),
        (
            "otherwise:\n        steps:\n          - {id: decide-lead, title: The lead decides",
            "otherwise:\n        steps:\n          - {id: photo, title: Ask for the photo, person: {role: clerk, collect: [photo]}}\n          - {id: decide-lead, title: The lead decides",
        ),
        (
            "          total | >= 300 | Close\n",
            "          total | >= 400 | Close\n          functional | any | Repair\n",
        ),
        ("join: all", "join: any"),
        ("at_most: 3", "at_most: 4"),
        ("    raise: second-look\n", "    end: rejected\n"),
        ("severity: major", "severity: critical"),
        ("{after: {overdue: 2h}", "{after: {overdue: 3h}"),
        ("because: The customer has an answer.", "because: The customer knows."),
        ("  - {that: amount >= 0, outcomes: [completed, rejected]}\n", ""),
        ("amount: 20}", "amount: 30}"),
    ]);
    let before = document(EVERYTHING);
    let changes = checked(&before, &after);
    insta::assert_snapshot!(in_words(&changes));
    assert!(in_text(&changes, 60).lines().all(|line| line.chars().count() <= 60));
}

#[test]
fn moved_and_removed_steps_are_told_where_they_stood() {
    let before = document(EVERYTHING);
    let mut after = before.clone();
    let moved = after.steps.remove(6);
    after.steps.insert(1, moved);
    after.steps.retain(|step| step.id != "give-up");
    let wait = match &mut after.steps.iter_mut().find(|step| step.id == "block").unwrap().verb {
        procedure::document::Verb::Group { group } => group.steps.pop().unwrap(),
        _ => unreachable!("block is a group"),
    };
    after.steps.push(wait);
    let sentences: Vec<String> = checked(&before, &after).into_iter().map(|change| change.sentence).collect();
    insta::assert_snapshot!(sentences.join("\n"));
}

#[test]
fn a_case_put_first_moves_no_step_of_the_others() {
    let after = replaced(&[("      cases:\n", "      cases:\n        - {when: amount == 0, set: {remedy: manual}}\n")]);
    let changes = checked(&document(EVERYTHING), &after);
    let told: Vec<&str> = changes.iter().map(|change| change.sentence.as_str()).collect();
    assert_eq!(told, ["Step 3 “Choose the remedy”: new case: if amount is 0, then remedy is manual"]);
}

#[test]
fn layout_and_comments_make_no_difference() {
    let before = document(EVERYTHING);
    let printed = procedure::print::to_yaml(&before);
    assert_eq!(diff(&before, &document(&printed)), []);
    assert_eq!(diff(&before, &document(&EVERYTHING.replace("\nsteps:", "\n# a comment\n\nsteps:   # here"))), []);
    assert_eq!(in_words(&[]), "Nothing differs.\n");
}

#[test]
fn a_reason_is_wording_and_a_limit_is_behaviour() {
    let before = document(EVERYTHING);
    let weight = |from: &str, to: &str| {
        let changes = checked(&before, &replaced(&[(from, to)]));
        assert_eq!(changes.len(), 1, "{changes:#?}");
        (changes[0].weight, changes[0].kind, changes[0].subject.clone())
    };
    let step = |id: &str| Subject::Step(id.parse().unwrap());
    assert_eq!(weight("because: Policy 4.2.", "because: Policy 5."), (Weight::Wording, Kind::Changed, step("remedy")));
    assert_eq!(weight("amount <= 500\n", "amount <= 501\n"), (Weight::Behaviour, Kind::Changed, step("remedy")));
    assert_eq!(weight("title: Give up", "title: Stop it"), (Weight::Wording, Kind::Changed, step("give-up")));
    assert_eq!(weight("amount > 10\n", "amount  >  10\n"), (Weight::Behaviour, Kind::Changed, step("block")));
}

#[test]
fn words_of_a_document_cannot_dress_up_the_review() {
    let changes =
        diff(&document(EVERYTHING), &replaced(&[("title: Give up", "title: '## Approved **by all** <b>x</b>'")]));
    let markdown = in_words(&changes);
    assert!(!markdown.contains("**by all**") && !markdown.contains("<b>"), "{markdown}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn a_document_does_not_differ_from_itself(procedure in drawn::document()) {
        prop_assert_eq!(diff(&procedure, &procedure.clone()), []);
    }

    #[test]
    fn documents_differ_exactly_when_a_difference_is_told(one in drawn::document(), other in drawn::document()) {
        let changes = checked(&one, &other);
        prop_assert_eq!(changes.is_empty(), one == other);
        in_words(&changes);
    }

    #[test]
    fn one_changed_step_is_one_changed_subject(procedure in drawn::document(), at in any::<prop::sample::Index>()) {
        let ids: Vec<_> = procedure.all_steps().iter().map(|found| found.step.id.clone()).collect();
        // Where two steps have one id, which of them is meant is anybody's guess.
        let unique = ids.iter().collect::<std::collections::BTreeSet<_>>().len() == ids.len();
        prop_assume!(unique && !procedure.steps.is_empty());
        let mut after = procedure.clone();
        let place = at.index(after.steps.len());
        after.steps[place].due = Some(procedure::document::Due::Within("4h".parse().unwrap()));
        let changes = checked(&procedure, &after);
        prop_assert_eq!(changes.len(), 1);
        prop_assert_eq!(&changes[0].subject, &Subject::Step(after.steps[place].id.clone()));
    }
}
