//! Escalation rules and reminders that can fire, and tell somebody.

use super::Report;
use super::exception::{self, ENGINE};
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{EscalationCause, Reminder, Verb};

/// Verbs whose steps can fail.
const FAILING: [&str; 5] = ["call", "agent", "document", "notify", "procedure"];

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, rule) in index.procedure.escalation.iter().enumerate() {
        let path = Path::root().key("escalation").index(at);
        let after = path.key("after");
        let mut whole = true;
        for (number, id) in rule.steps.iter().enumerate() {
            if index.find(id).is_none() {
                whole = false;
                report.push(unknown(index, id, path.key("steps").index(number)));
            }
        }
        if rule.notify.is_empty() && rule.reassign.is_none() {
            report.push(
                Diagnostic::error(
                    "escalation-without-effect",
                    path.clone(),
                    "the rule tells nobody and reassigns nothing",
                )
                .fix("Add `notify: role` or `reassign: role`."),
            );
        }
        let places: Vec<usize> = if rule.steps.is_empty() {
            (0..index.steps.len()).collect()
        } else {
            rule.steps.iter().filter_map(|id| index.find(id)).collect()
        };
        let steps = || places.iter().map(|at| index.steps[*at].step);
        let of = if rule.steps.is_empty() { "no step" } else { "none of its steps" };
        let never = |key: &str, why: String, fix: &str| {
            Diagnostic::error("escalation-never-fires", after.key(key), format!("this rule can never fire: {why}"))
                .because("A rule that never fires gives a false sense of safety.")
                .fix(fix)
        };
        match &rule.after {
            EscalationCause::Overdue(_) | EscalationCause::BeforeDue(_) => {
                let key = if matches!(rule.after, EscalationCause::Overdue(_)) { "overdue" } else { "before_due" };
                let run = rule.steps.is_empty() && index.procedure.due.is_some();
                if whole && !run && !steps().any(|step| step.due.is_some()) {
                    let what = if rule.steps.is_empty() { " and neither has the run" } else { "" };
                    report.push(never(key, format!("{of} has a `due`{what}"), "Add `due:` to the step."));
                }
            }
            EscalationCause::Failed(verb) if !FAILING.contains(&verb.as_str()) => {
                let fix = super::meant(verb, FAILING, &format!("Steps that can fail are {}.", super::listed(FAILING)));
                report.push(never("failed", format!("`{verb}` steps do not fail"), &fix));
            }
            EscalationCause::Failed(verb) => {
                if whole && !steps().any(|step| step.verb.key() == verb) {
                    report.push(never("failed", format!("{of} is a `{verb}`"), "Name the verb that the steps have."));
                }
            }
            EscalationCause::Raised(id) => {
                let known = index.exceptions.iter().any(|declared| declared.exception.id == *id)
                    || ENGINE.contains(&id.as_str())
                    || exception::ERRORS.contains(&id.as_str());
                if !known {
                    report.push(exception::unknown(index, id, after.key("raised")));
                }
            }
            EscalationCause::Refused(id) => match index.find(id) {
                None => report.push(unknown(index, id, after.key("refused"))),
                Some(at) if !matches!(index.steps[at].step.verb, Verb::Approve { .. }) => {
                    let verb = index.steps[at].step.verb.key();
                    report.push(
                        never(
                            "refused",
                            format!("the step `{id}` is a `{verb}`, which nobody refuses"),
                            "Name an `approve` step.",
                        )
                        .related(index.steps[at].path.key("id"), "the step"),
                    );
                }
                Some(_) => {}
            },
        }
    }
    for place in index.steps.iter().filter(|place| place.step.due.is_none()) {
        for (number, remind) in place.step.remind.iter().enumerate() {
            if let Reminder::BeforeDue(duration) = remind {
                report.push(
                    Diagnostic::error(
                        "reminder-never-fires",
                        place.path.key("remind").index(number),
                        format!("the reminder {duration} before the step is due never comes: the step is never due"),
                    )
                    .fix(format!("Add `due:` to the step, or write `remind: {{every: {duration}}}`.")),
                );
            }
        }
    }
}

pub(super) fn unknown(index: &Index<'_>, id: &str, path: Path) -> Diagnostic {
    Diagnostic::error("unknown-step", path, format!("there is no step `{id}`")).fix(super::meant(
        id,
        index.step_ids(),
        "Name a step of this document by its id.",
    ))
}
