//! Waits for a time that is one, and for an event where something looks at one.

use super::Report;
use super::index::Index;
use super::inferred;
use super::site::Moment;
use crate::diagnostic::Diagnostic;
use crate::document::Verb;
use crate::expression::Formula;
use crate::expression::typing::Type;
use crate::time::Duration;
use crate::value::Value;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for (at, place) in index.steps.iter().enumerate() {
        let Verb::Wait { wait, save } = &place.step.verb else { continue };
        let path = place.path.key("wait");
        if wait.event.is_none() {
            let without = |what: &str, key: &str| {
                Diagnostic::error("wait-without-event", path.key(key), format!("`{what}` needs an event to look at"))
                    .because("The wait names no `event`.")
                    .fix("Add `event: com.example.something`, or remove this.")
            };
            if wait.when.is_some() {
                report.push(without("when", "when"));
            }
            if save.is_some() {
                let found = without("save", "save");
                report.push(Diagnostic { path: place.path.key("save"), ..found });
            }
        }
        if let Some(formula) = &wait.duration {
            let scope = index.types.seen(index, Some(at), None, None, Moment::Entry);
            let wrong = match formula {
                Formula::Literal(Value::Text(text)) => text.parse::<Duration>().err().map(|error| error.to_string()),
                Formula::Literal(Value::Duration(_)) => None,
                other => match inferred::of_formula(other, &scope) {
                    Type::Any | Type::Null | Type::Duration | Type::Text { .. } => None,
                    found => Some(format!("a wait is for a duration, and this is {}", found.noun())),
                },
            };
            if let Some(message) = wrong {
                report.push(
                    Diagnostic::error("type-clash", path.key("for"), message)
                        .fix("Write `4h`, `2d` or `3 working days`, or `=duration('4h')`."),
                );
            }
        }
    }
}
