//! How the answers of a document's examples are given.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::cell::Cell;
use std::sync::Arc;

use interpreter::example::{Played, play, play_while};
use interpreter::{Event, Program};
use procedure::print::content_hash;
use procedure::read::{Spelling, read};
use procedure::time::Calendar;
use procedure::value::Value;

/// Plays the first example of a document, whose head is left to this.
fn played(text: &str) -> Played {
    let text = format!("procedure: 1\nid: tried\ntitle: Try it\nroles: {{clerk: Works.}}\nowner: clerk\n{text}");
    let procedure = read(&text, Spelling::Yaml, &()).clean().unwrap();
    let hash = content_hash(&procedure);
    let program = Program::new(Arc::new(procedure), hash, &Calendar::default());
    play(&program, &program.procedure.examples[0])
}

const CHASE: &str = "
steps:
  - id: chase
    title: Ask until it is there
    repeat:
      until: steps.answer.outcome == 'event'
      at_most: 4
      steps:
        - {id: answer, title: Wait for it, wait: {event: com.example.answer, for: 2d}}
";

#[test]
fn a_timeout_in_a_list_of_answers_is_one_visit() {
    let played = played(&format!(
        "{CHASE}
examples:
  - name: the third visit gets it
    at: 2026-03-02T09:00:00Z
    answers: {{answer: [timeout, timeout, {{text: here}}]}}
    expect: {{outcome: completed, path: [chase, answer, answer, answer]}}
"
    ));
    assert_eq!(played.mismatches, []);
}

#[test]
fn an_event_comes_as_much_later_as_its_answer_says() {
    let played = played(&format!(
        "{CHASE}
examples:
  - name: an hour later
    at: 2026-03-02T09:00:00Z
    answers: {{answer: {{text: here, after: 1h}}}}
    expect: {{outcome: completed, path: [chase, answer]}}
"
    ));
    assert_eq!(played.mismatches, []);
    let taken = played.journal.iter().find(|entry| matches!(entry.event, Event::EventTaken(_))).unwrap();
    assert_eq!(taken.at.to_string(), "2026-03-02T10:00:00Z");
}

#[test]
fn an_event_that_comes_after_the_clock_finds_the_wait_over() {
    let played = played(&format!(
        "{CHASE}
examples:
  - name: too late for the first visit
    at: 2026-03-02T09:00:00Z
    answers: {{answer: [{{text: late, after: 3d}}, {{text: here}}]}}
    expect: {{outcome: completed, path: [chase, answer, answer]}}
"
    ));
    assert_eq!(played.mismatches, []);
}

#[test]
fn a_document_that_is_not_answered_is_a_file_of_its_text() {
    let played = played(
        "
data: {letter: {type: file}}
outputs: [letter]
steps:
  - {id: write, title: Write it, document: {format: pdf, name: a/b, template: Hello}, save: letter}
examples:
  - {name: it is there, expect: {outcome: completed}}
",
    );
    assert_eq!(played.mismatches, []);
    let Some(Value::File(letter)) = played.state.scope.values.get("letter") else { panic!("no letter") };
    assert_eq!((letter.name.as_str(), letter.media_type.as_str(), letter.size), ("a-b.pdf", "application/pdf", 5));
}

#[test]
fn an_example_is_broken_off_where_it_may_not_go_on() {
    let text = "procedure: 1\nid: tried\ntitle: Try it\nroles: {clerk: Works.}\nowner: clerk\ndata: {n: {type: number}}
steps:
  - id: again
    title: Again and again
    repeat:
      until: n < 0
      at_most: 1000
      steps: [{id: ask, title: Ask, person: {role: clerk, collect: [n]}}]
examples: [{name: long, answers: {ask: {n: 1}}, expect: {outcome: completed}}]
";
    let procedure = read(text, Spelling::Yaml, &()).clean().unwrap();
    let hash = content_hash(&procedure);
    let program = Program::new(Arc::new(procedure), hash, &Calendar::default());
    let asked = Cell::new(0);
    let goes_on = || {
        asked.set(asked.get() + 1);
        asked.get() <= 3
    };
    let played = play_while(&program, &program.procedure.examples[0], &goes_on);
    assert!(asked.get() < 50, "a thousand forms were to be answered: {}", asked.get());
    let why = &played.mismatches[0];
    assert!(why.found.contains("broken off"), "{why:?}");
}
