//! Connectors and actions that are there, and what is done when a machine's step fails.

use super::Report;
use super::exception::ERRORS;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Action, Tool, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, place) in index.steps.iter().enumerate() {
        let fails = match &place.step.verb {
            Verb::Call(call) => {
                action(index, &call.call, &place.path.key("call"), report);
                true
            }
            Verb::Agent { agent } => {
                for (number, tool) in agent.tools.iter().enumerate() {
                    let path = place.path.key("agent").key("tools").index(number);
                    match tool {
                        Tool::Action(named) => action(index, named, &path, report),
                        Tool::All(name) => {
                            connector(index, name, &path, report);
                        }
                    }
                }
                true
            }
            Verb::Document { .. } | Verb::Notify { .. } | Verb::Procedure(_) => true,
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Set { .. }
            | Verb::Decide { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Each { .. }
            | Verb::Wait { .. }
            | Verb::Raise { .. }
            | Verb::End { .. } => false,
        };
        if fails {
            failure(index, at, report);
        } else if let Some(error) = place.step.on_error.keys().next() {
            let verb = place.step.verb.key();
            report.push(
                Diagnostic::error(
                    "never-fails",
                    place.path.key("on_error"),
                    format!("a `{verb}` step never fails with `{error}`"),
                )
                .at_key()
                .because("Only a call, an agent, a document, a notification and a sub-procedure report errors.")
                .fix("Remove it; what people or checks find is an exception."),
            );
        }
    }
}

fn connector<'c>(
    index: &Index<'c>,
    name: &str,
    path: &Path,
    report: &mut Report<'_>,
) -> Option<&'c std::collections::BTreeSet<String>> {
    let known = index.context.connectors?;
    let found = known.get(name);
    if found.is_none() {
        let otherwise = if known.is_empty() {
            "No connector is set up; add one.".to_owned()
        } else {
            format!("Set it up, or use one of {}.", super::listed(known.keys()))
        };
        report.push(
            Diagnostic::error("unknown-connector", path.clone(), format!("there is no connector `{name}`"))
                .fix(super::meant(name, known.keys().map(String::as_str), &otherwise)),
        );
    }
    found
}

fn action(index: &Index<'_>, named: &Action, path: &Path, report: &mut Report<'_>) {
    let Some(known) = connector(index, &named.connector, path, report) else { return };
    if !known.contains(named.action.as_str()) {
        let otherwise = format!("Its actions are {}.", super::listed(known));
        report.push(
            Diagnostic::error(
                "unknown-action",
                path.clone(),
                format!("the connector `{}` has no action `{}`", named.connector, named.action),
            )
            .fix(super::meant(&named.action, known.iter().map(String::as_str), &otherwise)),
        );
    }
}

/// A failure that nothing takes waits for the owner.
fn failure(index: &Index<'_>, step: usize, report: &mut Report<'_>) {
    let place = &index.steps[step];
    let handled = ERRORS.iter().any(|error| index.handler(step, error).is_some());
    if handled || place.step.on_error.keys().any(|error| error == "failure") {
        return;
    }
    let id = &place.step.id;
    report.push(
        Diagnostic::warning(
            "no-failure-path",
            place.path.key("id"),
            format!("nothing says what happens when `{id}` fails"),
        )
        .because("A failure that nothing takes is `unforeseen`, and the run waits for the owner.")
        .fix("Add `on_error: {failure: {retry: 3, backoff: 2s, then: {ask: role}}}`, or an exception `failure`."),
    );
}
