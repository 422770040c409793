//! Expressions that make sense: names that are there, types that go together, conditions that are true or false.

use super::Report;
use super::index::Index;
use super::site::{Moment, Purpose, Site};
use crate::diagnostic::Diagnostic;
use crate::document::Verb;
use crate::expression::ExpressionError;
use crate::expression::typing::{self, Type};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for site in &index.sites {
        let scope = index.types.at(index, site);
        let errors = match site.purpose {
            Purpose::Condition => typing::infer_condition(site.expression, &scope),
            Purpose::Value => typing::infer(site.expression, &scope).1,
            Purpose::Hole(_) => typing::infer(site.expression, &scope).1,
            Purpose::Point => {
                let (found, mut errors) = typing::infer(site.expression, &scope);
                if errors.is_empty()
                    && !matches!(found, Type::Any | Type::Null | Type::Date | Type::Moment | Type::Text { .. })
                {
                    errors
                        .push(clash(site, format!("a date or a moment must stand here, and this is {}", found.noun())));
                }
                errors
            }
            Purpose::List => {
                let (found, mut errors) = typing::infer(site.expression, &scope);
                if errors.is_empty() && !matches!(found, Type::Any | Type::Null | Type::List(_)) {
                    errors.push(clash(site, format!("`each` goes over a list, and this is {}", found.noun())));
                }
                errors
            }
        };
        for error in errors {
            let diagnostic = told(index, site, error, report);
            report.push(diagnostic);
        }
    }
}

fn clash(site: &Site<'_>, message: String) -> ExpressionError {
    ExpressionError { code: "type-clash", message, range: 0..site.expression.source().len(), fix: None }
}

fn told(index: &Index<'_>, site: &Site<'_>, error: ExpressionError, report: &Report<'_>) -> Diagnostic {
    let within = report.within(site, &error.range);
    let name = site.expression.source().get(error.range.clone()).unwrap_or_default();
    if error.code == "unknown-name"
        && let Some((message, why, fix)) = elsewhere(index, site, name)
    {
        return Diagnostic::error("name-out-of-place", site.path.clone(), message).within(within).because(why).fix(fix);
    }
    let because = match error.code {
        "unknown-name" => "A name without a value makes the whole expression unknown.",
        "unlike-units" => "Amounts in different units never add or compare.",
        "never-equal" => "A comparison that can never be true hides a misspelling.",
        "type-clash" | "wrong-argument-type" | "wrong-arguments" | "invalid-date" | "invalid-duration" => {
            "A run would stop here with `bad-data`."
        }
        "whole-comparison" => "Whether two of them are equal depends on order and on parts that do not matter.",
        _ => "",
    };
    let found = Diagnostic::error(error.code, site.path.clone(), error.message).within(within).because(because);
    match error.fix {
        Some(fix) => found.fix(format!("{}.", super::capital(&fix)).replace("?.", "?")),
        None => found,
    }
}

/// A name that is known, but not here.
fn elsewhere(index: &Index<'_>, site: &Site<'_>, name: &str) -> Option<(String, String, String)> {
    let (message, why, fix) = match name {
        "event" => (
            "`event` is known only in triggers and in the `when` and `save` of a `wait`",
            "Nowhere else is there one event to speak of.",
            "Keep what you need with `set` of the trigger, or `save` of the wait.",
        ),
        "result" => (
            "`result` is known only in the `save` of a call, a document or a procedure",
            "It is what that one step came to. What a `wait` gets is its `event`.",
            "Save it under a name, and read that name; in a `wait`, read `event.data`.",
        ),
        "pass" => (
            "`pass` is known only within a `repeat`",
            "It counts the passes of the loop around it.",
            "Move this into the loop, or set a name there.",
        ),
        "index" => (
            "`index` is known only within an `each`",
            "It counts the items of the list around it.",
            "Move this into the `each`, or gather what you need.",
        ),
        _ if site.moment == Moment::Trigger
            && (index.types.names.contains_key(name) || matches!(name, "run" | "steps")) =>
        {
            return Some((
                format!("`{name}` has no value before the run starts"),
                "A trigger sees `event`, `settings` and `now`; it gives the data their first values.".into(),
                "Take the value from `event`.".into(),
            ));
        }
        _ => {
            let loops = index
                .steps
                .iter()
                .find(|place| matches!(&place.step.verb, Verb::Each { each } if each.item == *name))?;
            return Some((
                format!("`{name}` is an item of the step `{}` and known only within it", loops.step.id),
                "Outside there is no one item to speak of.".into(),
                "Move this into the `each`, or list what you need with `gather`.".into(),
            ));
        }
    };
    Some((message.to_owned(), why.to_owned(), fix.to_owned()))
}
