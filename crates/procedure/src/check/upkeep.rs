//! What keeps a procedure true: somebody who answers for it, a date to look at it again, a way to tell success.

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let procedure = index.procedure;
    if procedure.steps.is_empty() {
        report.push(
            Diagnostic::error("no-steps", Path::root().key("steps"), "the procedure has no steps")
                .because("A run of it would end at once, and nothing would have been done.")
                .fix("Add a step: `- {id: …, title: …, person: {role: …}}`."),
        );
    }
    let mut warn = |code, message: &str, why: &str, fix: &str| {
        report.push(Diagnostic::warning(code, Path::root().key("id"), message).because(why).fix(fix));
    };
    if procedure.owner.is_none() {
        warn(
            "no-owner",
            "the procedure has no owner",
            "The owner is asked when nobody else can be, hears of what is unforeseen, and is told when a review is due.",
            "Add `owner: role`.",
        );
    }
    if procedure.review.is_none() {
        warn(
            "no-review",
            "the procedure is never looked at again",
            "Without an interval nobody is told when it may be out of date.",
            "Add `review: every 90 days`.",
        );
    }
    if procedure.success.is_empty() {
        warn(
            "no-success",
            "nothing says when a run was a success",
            "Without a criterion a run that ends counts as good, whatever it came to.",
            "Add `success: [{that: …, because: …}]`.",
        );
    }
}
