//! Our own procedures: they check clean, and together they show the whole format.
#![allow(clippy::unwrap_used, reason = "a test that fails here fails rightly")]

mod program;

use std::collections::BTreeSet;

use procedure::document::{EscalationCause, Finish, Procedure, Resume, Severity, Trigger, Verb};
use procedure::read::Spelling;
use procedure::time::Schedule;
use program::{Desk, examples};

struct Beside;

impl procedure::read::Pack for Beside {
    fn text(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(examples().join(path)).ok()
    }
}

fn all() -> Vec<(String, Procedure)> {
    let mut files: Vec<_> = std::fs::read_dir(examples()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .filter(|file| file.to_string_lossy().ends_with(".sop.yaml"))
        .map(|file| {
            let text = std::fs::read_to_string(&file).unwrap();
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            let procedure = procedure::read::read(&text, Spelling::Yaml, &Beside).clean();
            (name, procedure.unwrap_or_else(|found| panic!("{found:?}")))
        })
        .collect()
}

#[test]
fn all_examples_check_clean_and_pass() {
    let desk = Desk::new();
    let checked = desk.understudy(&["check", &examples().to_string_lossy(), "--deny-warnings"]).good();
    assert!(checked.out.ends_with(": 0 errors, 0 warnings\n"), "{}", checked.out);
    assert!(all().len() >= 6);
    assert!(all().iter().all(|(_, procedure)| procedure.examples.len() >= 3));
}

#[test]
fn together_they_use_every_verb() {
    let used: BTreeSet<&str> = all()
        .iter()
        .flat_map(|(_, procedure)| procedure.all_steps().into_iter().map(|at| at.step.verb.key()).collect::<Vec<_>>())
        .collect();
    assert_eq!(used, BTreeSet::from(Verb::KEYS));
}

#[test]
fn together_they_use_every_kind_of_trigger_exception_and_escalation() {
    let mut used = BTreeSet::new();
    for (_, procedure) in all() {
        for trigger in &procedure.triggers {
            used.insert(match trigger {
                Trigger::Manual { .. } => "manual",
                Trigger::Event { .. } => "event",
                Trigger::Schedule { schedule: Schedule::Cron(_), .. } => "cron",
                Trigger::Schedule { schedule: Schedule::Recurrence(_), .. } => "recurrence",
                Trigger::Schedule { schedule: Schedule::WorkingDay(_), .. } => "working day",
            });
        }
        let groups: Vec<_> = procedure
            .all_steps()
            .iter()
            .filter_map(|at| match &at.step.verb {
                Verb::Group { group } => Some(group.exceptions.clone()),
                _ => None,
            })
            .flatten()
            .collect();
        if !groups.is_empty() {
            used.insert("a group's exception");
        }
        for exception in procedure.exceptions.iter().chain(&groups) {
            used.extend(exception.when.as_ref().map(|_| "when"));
            used.extend(exception.then.escalate.as_ref().map(|_| "escalate"));
            used.extend(exception.severity.map(|severity| match severity {
                Severity::Minor => "minor",
                Severity::Major => "major",
                Severity::Critical => "critical",
            }));
            used.insert(match &exception.then.finish {
                Finish::Resume { resume: Resume::Retry } => "retry",
                Finish::Resume { resume: Resume::RetryBlock { .. } } => "retry a block",
                Finish::Resume { resume: Resume::Continue } => "continue",
                Finish::End { .. } => "end",
            });
        }
        for rule in &procedure.escalation {
            used.extend(rule.reassign.as_ref().map(|_| "reassign"));
            used.insert(match rule.after {
                EscalationCause::Overdue(_) => "overdue",
                EscalationCause::BeforeDue(_) => "before due",
                EscalationCause::Failed(_) => "failed",
                EscalationCause::Raised(_) => "raised",
                EscalationCause::Refused(_) => "refused",
            });
        }
    }
    let wanted = BTreeSet::from([
        "manual",
        "event",
        "cron",
        "recurrence",
        "working day",
        "a group's exception",
        "when",
        "escalate",
        "minor",
        "major",
        "critical",
        "retry",
        "retry a block",
        "continue",
        "end",
        "reassign",
        "overdue",
        "before due",
        "failed",
        "raised",
        "refused",
    ]);
    assert_eq!(used, wanted);
}

#[test]
fn each_says_that_a_practitioner_must_read_it() {
    for (name, procedure) in all() {
        let purpose = procedure.purpose.unwrap_or_default();
        assert!(purpose.contains("practitioner") && purpose.contains("compliant"), "{name}: {purpose}");
    }
}

#[test]
fn each_is_the_same_document_in_every_spelling() {
    for (name, procedure) in all() {
        let hash = procedure::print::content_hash(&procedure);
        let mut current = procedure;
        for spelling in [Spelling::Json, Spelling::Markdown, Spelling::Yaml] {
            let text = procedure::print::print(&current, spelling);
            current = procedure::read::read(&text, spelling, &()).clean().unwrap();
            assert_eq!(procedure::print::content_hash(&current), hash, "{name} as {spelling}");
        }
    }
}
