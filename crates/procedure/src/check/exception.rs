//! Exceptions: those raised are declared where the step is, those declared can be raised, and handlers go back to a block
//! around the step.
//!
//! The engine's own need no declaration. An exception is taken to be raised by hand where a person or approval step is in
//! scope ("something else"), and by a connector's error of its name where a call is; the latter is only warned of.

use super::Report;
use super::index::{Declared, Index};
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Consequence, Finish, Reaction, Resume, Verb};

/// What the engine itself raises.
pub(super) const ENGINE: [&str; 10] = [
    "approval-void",
    "bad-data",
    "check-failed",
    "in-doubt",
    "missing-data",
    "no-case",
    "nobody-left",
    "refused",
    "too-many-passes",
    "unforeseen",
];

/// Errors that every connector reports under the same names.
pub(super) const ERRORS: [&str; 6] = ["failure", "invalid", "not-found", "refused", "timeout", "unreachable"];

/// A place that raises an exception.
pub(super) struct Raise<'a> {
    pub step: usize,
    pub exception: &'a str,
    pub path: Path,
}

pub(super) fn raises<'a>(index: &Index<'a>) -> Vec<Raise<'a>> {
    let mut found = Vec::new();
    for (step, place) in index.steps.iter().enumerate() {
        let mut add = |exception: &'a str, path: Path| found.push(Raise { step, exception, path });
        match &place.step.verb {
            Verb::Raise { raise } => add(raise, place.path.key("raise")),
            Verb::Approve { approve } => {
                if let Some(Consequence::Raise { raise }) = &approve.on_refuse {
                    add(raise, place.path.key("approve").key("on_refuse").key("raise"));
                }
            }
            Verb::Person { .. }
            | Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Set { .. }
            | Verb::Decide { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Each { .. }
            | Verb::Wait { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_)
            | Verb::End { .. } => {}
        }
        for (at, check) in place.step.checks.iter().enumerate() {
            if let Some(Consequence::Raise { raise }) = &check.otherwise {
                add(raise, place.path.key("checks").index(at).key("otherwise").key("raise"));
            }
        }
        for (error, reaction) in &place.step.on_error {
            reacted(reaction, place.path.key("on_error").key(error.as_str()), &mut add);
        }
    }
    found
}

fn reacted<'a>(reaction: &'a Reaction, path: Path, add: &mut dyn FnMut(&'a str, Path)) {
    match reaction {
        Reaction::Raise { raise } => add(raise, path.key("raise")),
        Reaction::Retry { then: Some(then), .. } => reacted(then, path.key("then"), add),
        Reaction::Retry { then: None, .. } | Reaction::Continue | Reaction::End { .. } | Reaction::Ask { .. } => {}
    }
}

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let raises = raises(index);
    for raise in &raises {
        if index.handler(raise.step, raise.exception).is_none() && !ENGINE.contains(&raise.exception) {
            report.push(unknown(index, raise.exception, raise.path.clone()));
        }
    }
    for declared in &index.exceptions {
        let here: Vec<&Raise<'_>> = raises
            .iter()
            .filter(|raise| raise.exception == declared.exception.id.as_str())
            .filter(|raise| {
                index.handler(raise.step, raise.exception).is_some_and(|handler| handler.path == declared.path)
            })
            .collect();
        if here.is_empty() {
            never(index, declared, report);
        }
        retried(index, declared, &here, report);
    }
}

/// A name that no declaration in scope handles.
pub(super) fn unknown(index: &Index<'_>, exception: &str, path: Path) -> Diagnostic {
    if let Some(other) = index.exceptions.iter().find(|declared| declared.exception.id == *exception) {
        return Diagnostic::error(
            "unknown-exception",
            path,
            format!("the exception `{exception}` is declared by a group that is not around this step"),
        )
        .because("Handlers are looked for in the groups around the step, then in the document.")
        .fix("Declare it in the document's `exceptions`.")
        .related(other.path.key("id"), "declared here");
    }
    let known = index.exceptions.iter().map(|declared| declared.exception.id.as_str()).chain(ENGINE);
    let otherwise = format!("Declare it: `exceptions: [{{id: {exception}, title: …, then: {{…}}}}]`.");
    Diagnostic::error("unknown-exception", path, format!("the exception `{exception}` is not declared"))
        .because("An exception has a title, and a handler that says how the run goes on.")
        .fix(super::meant(exception, known, &otherwise))
}

fn never(index: &Index<'_>, declared: &Declared<'_>, report: &mut Report<'_>) {
    let id = declared.exception.id.as_str();
    if declared.exception.when.is_some() || ENGINE.contains(&id) {
        return;
    }
    let scope = || {
        (0..index.steps.len())
            .filter(|step| declared.group.is_none_or(|group| index.within(*step, group)))
            .map(|step| &index.steps[step].step.verb)
    };
    if scope().any(|verb| matches!(verb, Verb::Person { .. } | Verb::Approve { .. })) {
        return;
    }
    let machine =
        |verb: &Verb| matches!(verb, Verb::Call(_) | Verb::Agent { .. } | Verb::Document { .. } | Verb::Notify { .. });
    if ERRORS.contains(&id) && scope().any(machine) {
        return;
    }
    let outcome = |verb: &Verb| {
        let Verb::Procedure(sub) = verb else { return false };
        index.context.procedures.is_none_or(|procedures| {
            procedures(&sub.procedure)
                .is_none_or(|procedure| super::outcome::known(&procedure).iter().any(|outcome| outcome == id))
        })
    };
    if scope().any(outcome) {
        return;
    }
    let path = declared.path.key("id");
    if scope().any(|verb| matches!(verb, Verb::Call(_) | Verb::Agent { .. })) {
        report.push(
            Diagnostic::warning(
                "exception-perhaps-never-raised",
                path,
                format!("nothing in the document raises `{id}`; only an error of that name from a connector would"),
            )
            .fix(format!("Say where it comes from: `on_error: {{{id}: {{raise: {id}}}}}`, or give it a `when:`.")),
        );
        return;
    }
    report.push(
        Diagnostic::error("exception-never-raised", path, format!("nothing raises the exception `{id}`"))
            .because("It has no `when`, no step raises it, and no person's step is there from which it could be raised by hand.")
            .fix("Raise it, give it a `when:`, or remove it."),
    );
}

/// `resume: {retry: block}` names a block around every step that raises the exception.
fn retried(index: &Index<'_>, declared: &Declared<'_>, raises: &[&Raise<'_>], report: &mut Report<'_>) {
    let Finish::Resume { resume: Resume::RetryBlock { retry } } = &declared.exception.then.finish else { return };
    let path = declared.path.key("then").key("resume").key("retry");
    let Some(block) = index.find(retry) else {
        let fix = super::meant(retry, index.step_ids(), "Name a block around the step, or write `resume: retry`.");
        report.push(Diagnostic::error("unknown-step", path, format!("there is no step `{retry}`")).fix(fix));
        return;
    };
    let place = &index.steps[block];
    if place.blocks.is_empty() && !raises.iter().any(|raise| raise.step == block) {
        report.push(
            Diagnostic::error(
                "retry-outside",
                path,
                format!("the step `{retry}` holds no steps, so nothing in it can raise the exception"),
            )
            .because("`retry` enters the step again that raised, or a block around it.")
            .fix("Name a block around the step that raises, or write `resume: retry`.")
            .related(place.path.key("id"), "the step"),
        );
        return;
    }
    if let Some(raise) = raises.iter().find(|raise| !index.within(raise.step, block)) {
        let id = &index.steps[raise.step].step.id;
        report.push(
            Diagnostic::error(
                "retry-outside",
                path,
                format!("the block `{retry}` is not around the step `{id}`, which raises the exception"),
            )
            .because("There is no goto: a handler can only enter again what the run is in.")
            .fix(format!("Name a block around `{id}`, or write `resume: retry`."))
            .related(raise.path.clone(), "raised here"),
        );
    }
}
