//! Steps that no run ever comes to.

use super::Report;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::document::Verb;
use crate::expression::{Expression, Limits};
use crate::value::Values;

/// What an expression that reads nothing comes to.
pub(super) fn constant(expression: &Expression) -> Option<bool> {
    if !expression.reads().is_empty() {
        return None;
    }
    expression.holds(&Values::new(), &Limits::default()).ok()
}

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for block in &index.blocks {
        for (number, at) in block.steps.iter().enumerate() {
            let place = &index.steps[*at];
            if place.step.condition.as_ref().and_then(constant) == Some(false) {
                report.push(
                    Diagnostic::error(
                        "unreachable-step",
                        place.path.key("if"),
                        "this is never true, so the step is never done",
                    )
                    .because("The condition reads nothing, so no run can change it.")
                    .fix("Remove the step, or write the condition that was meant."),
                );
            }
            if index.flow.entry[*at].live || number == 0 {
                continue;
            }
            let before = &index.steps[block.steps[number - 1]];
            if !index.flow.entry[block.steps[number - 1]].live {
                // Told at the first one.
                continue;
            }
            let id = &before.step.id;
            let why = match &before.step.verb {
                Verb::End { end } => format!("The step `{id}` before it ends the run as `{end}`."),
                Verb::Raise { raise } => {
                    format!("The step `{id}` before it always raises `{raise}`, whose handler does not come back here.")
                }
                Verb::Decide { .. } => {
                    format!("Every branch of the step `{id}` before it ends the run or raises an exception.")
                }
                Verb::Group { .. } | Verb::Together { .. } | Verb::Repeat { .. } | Verb::Each { .. } => {
                    format!("The steps within `{id}` before it always end the run or raise an exception.")
                }
                Verb::Person { .. }
                | Verb::Approve { .. }
                | Verb::Call(_)
                | Verb::Agent { .. }
                | Verb::Set { .. }
                | Verb::Wait { .. }
                | Verb::Document { .. }
                | Verb::Notify { .. }
                | Verb::Procedure(_) => format!("No run goes on after the step `{id}`."),
            };
            report.push(
                Diagnostic::error(
                    "unreachable-step",
                    place.path.key("id"),
                    format!("no run ever comes to the step `{}`", place.step.id),
                )
                .because(why)
                .fix("Remove it, or put the step before it under an `if:` or into a case.")
                .related(before.path.key("id"), "nothing goes on after this step"),
            );
        }
    }
}
