//! Outcomes that are judged, expected or declared are ways in which a run can end.
//!
//! `end: x` declares `x`; `outcomes` says how it counts.

use std::collections::BTreeSet;

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Consequence, Exception, Finish, OutcomeId, Procedure, Reaction, Step, Verb};

/// Every outcome that a run can end with, in alphabetical order.
pub(super) fn known(procedure: &Procedure) -> Vec<String> {
    let mut found: BTreeSet<String> = procedure.outcomes.keys().map(ToString::to_string).collect();
    found.extend(ended(procedure));
    found.insert(OutcomeId::completed().to_string());
    found.into_iter().collect()
}

/// Every outcome that some `end:` names.
fn ended(procedure: &Procedure) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    handlers(&procedure.exceptions, &mut found);
    for at in procedure.all_steps() {
        step(at.step, &mut found);
    }
    found
}

fn handlers(exceptions: &[Exception], found: &mut BTreeSet<String>) {
    for exception in exceptions {
        if let Finish::End { end } = &exception.then.finish {
            found.insert(end.to_string());
        }
    }
}

fn step(step: &Step, found: &mut BTreeSet<String>) {
    let consequence = |one: &Consequence, found: &mut BTreeSet<String>| {
        if let Consequence::End { end } = one {
            found.insert(end.to_string());
        }
    };
    match &step.verb {
        Verb::End { end } => {
            found.insert(end.to_string());
        }
        Verb::Approve { approve } => approve.on_refuse.iter().for_each(|one| consequence(one, found)),
        Verb::Group { group } => handlers(&group.exceptions, found),
        Verb::Person { .. }
        | Verb::Call(_)
        | Verb::Agent { .. }
        | Verb::Set { .. }
        | Verb::Decide { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Wait { .. }
        | Verb::Document { .. }
        | Verb::Notify { .. }
        | Verb::Procedure(_)
        | Verb::Raise { .. } => {}
    }
    step.checks.iter().filter_map(|check| check.otherwise.as_ref()).for_each(|one| consequence(one, found));
    for reaction in step.on_error.values() {
        let mut reaction = reaction;
        loop {
            match reaction {
                Reaction::End { end } => {
                    found.insert(end.to_string());
                    break;
                }
                Reaction::Retry { then: Some(then), .. } => reaction = then,
                Reaction::Retry { then: None, .. }
                | Reaction::Continue
                | Reaction::Raise { .. }
                | Reaction::Ask { .. } => {
                    break;
                }
            }
        }
    }
}

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let procedure = index.procedure;
    let known = known(procedure);
    let mut judge = |outcome: &OutcomeId, path: Path| {
        if known.iter().any(|known| known == outcome.as_str()) {
            return;
        }
        let otherwise = format!("Runs end with {}.", super::listed(&known));
        report.push(
            Diagnostic::error("unknown-outcome", path, format!("no run ends with the outcome `{outcome}`"))
                .because("`outcomes` does not declare it, and no `end:` names it.")
                .fix(super::meant(outcome, known.iter().map(String::as_str), &otherwise)),
        );
    };
    for (at, criterion) in procedure.success.iter().enumerate() {
        for (number, outcome) in criterion.outcomes.iter().enumerate() {
            judge(outcome, Path::root().key("success").index(at).key("outcomes").index(number));
        }
    }
    for (at, example) in procedure.examples.iter().enumerate() {
        if let Some(outcome) = &example.expect.outcome {
            judge(outcome, Path::root().key("examples").index(at).key("expect").key("outcome"));
        }
    }
    let ended = ended(procedure);
    for outcome in procedure.outcomes.keys() {
        if *outcome != "completed" && !ended.contains(outcome.as_str()) {
            let near = super::meant(
                outcome,
                ended.iter().map(String::as_str),
                "Add `end:` where it is reached, or remove it.",
            );
            report.push(
                Diagnostic::warning(
                    "unused-outcome",
                    Path::root().key("outcomes").key(outcome.as_str()),
                    format!("no run ends with the outcome `{outcome}`"),
                )
                .at_key()
                .fix(near),
            );
        }
    }
}
