//! Deadlines that lie within those around them.
//!
//! Compared are lengths of one kind (elapsed, working days, working hours) that count from the same point: from entering
//! the step, or from the same value.

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::Due;
use crate::expression::Formula;
use crate::time::Duration;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, place) in index.steps.iter().enumerate() {
        let Some(due) = &place.step.due else { continue };
        let around = index.around(at).filter_map(|outer| {
            let outer = &index.steps[outer];
            Some((outer.step.due.as_ref()?, format!("the step `{}`", outer.step.id), outer.path.key("due")))
        });
        let run = index.procedure.due.iter().map(|due| (due, "the run".to_owned(), Path::root().key("due")));
        for (outer, whose, path) in around.chain(run) {
            if let Some((own, limit)) = later(due, outer) {
                report.push(
                    Diagnostic::error(
                        "deadline-after-parent",
                        place.path.key("due"),
                        format!("the step is due after {own}, and {whose} around it already after {limit}"),
                    )
                    .because("What is around it would be overdue before anybody is late with the step.")
                    .fix("Shorten this one, or give the block around it more time.")
                    .related(path, "due before"),
                );
                break;
            }
        }
    }
}

/// Both lengths, where the inner one is surely longer.
fn later(inner: &Due, outer: &Due) -> Option<(Duration, Duration)> {
    let (inner_base, inner) = length(inner)?;
    let (outer_base, outer) = length(outer)?;
    if inner_base != outer_base {
        return None;
    }
    let longer = match (inner, outer) {
        (Duration::Elapsed(inner), Duration::Elapsed(outer)) => inner > outer,
        (Duration::WorkingDays(inner), Duration::WorkingDays(outer))
        | (Duration::WorkingHours(inner), Duration::WorkingHours(outer)) => inner > outer,
        (Duration::Elapsed(_) | Duration::WorkingDays(_) | Duration::WorkingHours(_), _) => false,
    };
    longer.then_some((inner, outer))
}

/// What a deadline counts from (nothing: from entering), and how long it is.
fn length(due: &Due) -> Option<(Option<&Formula>, Duration)> {
    match due {
        Due::Within(duration) => Some((None, *duration)),
        Due::From { after, plus: Some(plus), minus: None, at: None } => Some((after.as_ref(), *plus)),
        Due::From { .. } => None,
    }
}
