//! The procedures in `examples/`: they read, they pass their own examples, and together they use the whole format.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use interpreter::{Program, example};
use procedure::check::{Context, check};
use procedure::diagnostic::Diagnostic;
use procedure::document::{EscalationCause, Exception, Finish, Procedure, ProcedureId, Resume, Trigger, Verb};
use procedure::print::{content_hash, print};
use procedure::read::{Pack, Spelling, read};
use procedure::time::{Calendar, Schedule};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().ends_with(".sop.yaml"))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    texts.sort();
    texts
}

/// The files beside the documents.
struct Beside;

impl Pack for Beside {
    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(folder().join(path)).ok()
    }
}

fn procedures() -> Vec<Procedure> {
    let read = |(_, text): (String, String)| read(&text, Spelling::Yaml, &Beside).procedure;
    texts().into_iter().filter_map(read).collect()
}

fn said(name: &str, text: &str, found: &Diagnostic) -> String {
    let line = found.span.clone().map_or(0, |span| text[..span.start].lines().count());
    let fix = found.fix.as_deref().unwrap_or_default();
    format!("{name}:{line}: {} ({}) {}: {fix}", found.message, found.code, found.path)
}

/// The exceptions of a procedure and of the groups in it.
fn exceptions(procedure: &Procedure) -> Vec<Exception> {
    let groups = procedure.all_steps().into_iter().filter_map(|at| match &at.step.verb {
        Verb::Group { group } => Some(group.exceptions.clone()),
        _ => None,
    });
    procedure.exceptions.iter().cloned().chain(groups.flatten()).collect()
}

#[test]
fn every_example_procedure_reads_without_a_word() {
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let reading = read(&text, Spelling::Yaml, &Beside);
        wrong.extend(reading.diagnostics.iter().map(|found| said(&name, &text, found)));
        let id = reading.procedure.map(|procedure| format!("{}.sop.yaml", procedure.id));
        assert!(id.is_none_or(|id| id == name), "{name} is named otherwise than its procedure");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(texts().len() >= 7);
}

#[test]
fn every_example_procedure_checks_without_a_word() {
    let all: Vec<Arc<Procedure>> = procedures().into_iter().map(Arc::new).collect();
    let find = |id: &ProcedureId| all.iter().find(|procedure| procedure.id == *id).cloned();
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        let reading = read(&text, Spelling::Yaml, &Beside);
        let Some(procedure) = &reading.procedure else { continue };
        let context = Context { procedures: Some(&find), source: Some(&reading.source), ..Context::default() };
        wrong.extend(check(procedure, &context).iter().map(|found| said(&name, &text, found)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_comes_out_as_it_says() {
    let mut wrong = Vec::new();
    for procedure in procedures() {
        let hash = content_hash(&procedure);
        let count = procedure.examples.len();
        assert!(count >= 3, "{} has {count} examples, and three are the least", procedure.id);
        let program = Program::new(Arc::new(procedure), hash, &Calendar::default());
        for example in &program.procedure.examples {
            let played = example::play(&program, example);
            for mismatch in &played.mismatches {
                let (what, expected, found) = (&mismatch.what, &mismatch.expected, &mismatch.found);
                let (id, name, path) = (&program.procedure.id, &example.name, &played.state.path);
                let path = path.iter().map(|step| step.as_str()).collect::<Vec<_>>().join(", ");
                wrong.push(format!(
                    "{id}: {name}\n  {what}\n    expected {expected}\n    found    {found}\n    path     [{path}]"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_example_procedure_keeps_its_hash_through_every_spelling() {
    for procedure in procedures() {
        let hash = content_hash(&procedure);
        let mut current = procedure;
        for spelling in [Spelling::Yaml, Spelling::Json, Spelling::Markdown, Spelling::Yaml] {
            let text = print(&current, spelling);
            current = read(&text, spelling, &Beside).clean().unwrap_or_else(|found| panic!("{found:#?}\n{text}"));
            assert_eq!(content_hash(&current), hash, "{} as {spelling:?}", current.id);
        }
    }
}

#[test]
fn every_example_procedure_says_what_it_is_for_and_who_must_read_it_first() {
    for procedure in procedures() {
        let said = format!("{} {}", procedure.purpose.unwrap(), procedure.scope.unwrap());
        assert!(said.contains("practitioner"), "{}", procedure.id);
        assert!(procedure.owner.is_some() && procedure.review.is_some(), "{}", procedure.id);
        assert!(!procedure.success.is_empty() && !procedure.standards.is_empty(), "{}", procedure.id);
    }
}

#[test]
fn together_the_example_procedures_use_the_whole_format() {
    let mut seen = BTreeSet::new();
    for procedure in procedures() {
        for at in procedure.all_steps() {
            seen.insert(match &at.step.verb {
                Verb::Person { .. } => "person",
                Verb::Approve { .. } => "approve",
                Verb::Call(_) => "call",
                Verb::Agent { .. } => "agent",
                Verb::Set { .. } => "set",
                Verb::Decide { decide } if decide.table.is_some() => "decide table",
                Verb::Decide { .. } => "decide cases",
                Verb::Group { .. } => "group",
                Verb::Together { .. } => "together",
                Verb::Repeat { .. } => "repeat",
                Verb::Each { .. } => "each",
                Verb::Wait { .. } => "wait",
                Verb::Document { .. } => "document",
                Verb::Notify { .. } => "notify",
                Verb::Procedure(_) => "procedure",
                Verb::Raise { .. } => "raise",
                Verb::End { .. } => "end",
            });
        }
        for trigger in &procedure.triggers {
            seen.insert(match trigger {
                Trigger::Manual { .. } => "manual",
                Trigger::Event { .. } => "event",
                Trigger::Schedule { schedule: Schedule::Cron(_), .. } => "cron",
                Trigger::Schedule { schedule: Schedule::Recurrence(_), .. } => "recurrence rule",
                Trigger::Schedule { schedule: Schedule::WorkingDay(_), .. } => "working day",
            });
        }
        for exception in exceptions(&procedure) {
            seen.insert(match &exception.then.finish {
                Finish::Resume { resume: Resume::Retry } => "resume: retry",
                Finish::Resume { resume: Resume::RetryBlock { .. } } => "resume: {retry: block}",
                Finish::Resume { resume: Resume::Continue } => "resume: continue",
                Finish::End { .. } => "handler: end",
            });
        }
        for escalation in &procedure.escalation {
            seen.insert(match &escalation.after {
                EscalationCause::Overdue(_) => "overdue",
                EscalationCause::BeforeDue(_) => "before_due",
                EscalationCause::Failed(_) => "failed",
                EscalationCause::Raised(_) => "raised",
                EscalationCause::Refused(_) => "refused",
            });
        }
    }
    let all = [
        "person",
        "approve",
        "call",
        "agent",
        "set",
        "decide table",
        "decide cases",
        "group",
        "together",
        "repeat",
        "each",
        "wait",
        "document",
        "notify",
        "procedure",
        "raise",
        "end",
        "manual",
        "event",
        "cron",
        "recurrence rule",
        "working day",
        "resume: retry",
        "resume: {retry: block}",
        "resume: continue",
        "handler: end",
        "overdue",
        "before_due",
        "failed",
        "raised",
        "refused",
    ];
    let missing: Vec<&str> = all.into_iter().filter(|one| !seen.contains(one)).collect();
    assert!(missing.is_empty(), "no example procedure uses {}", missing.join(", "));
}
