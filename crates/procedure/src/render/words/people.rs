//! Who may not, what errors and refusals lead to, and what is kept of a result.

use super::{Words, duration, plural, series, spaced};
use crate::document::{Barred, Consequence, ErrorId, Reaction, Save};

/// `whoever started the run, or whoever did step 2 (Inspect the item)`
pub(crate) fn barred(words: &Words<'_>, barred: &[Barred]) -> String {
    let each = barred.iter().map(|who| match who {
        Barred::Starter => "whoever started the run".to_owned(),
        Barred::Step(step) => format!("whoever did {}", words.step(step)),
    });
    series(each, "or")
}

/// What follows a failed check or a refusal, as a clause.
pub(crate) fn consequence(words: &Words<'_>, consequence: &Consequence) -> String {
    match consequence {
        Consequence::Continue => "the run goes on".to_owned(),
        Consequence::Raise { raise } => format!("the exception {} is raised", words.exception(raise)),
        Consequence::End { end } => format!("the run ends as “{}”", words.outcome(end)),
    }
}

/// What follows an error, as a clause.
pub(crate) fn reaction(words: &Words<'_>, given: &Reaction) -> String {
    match given {
        Reaction::Continue => "the run goes on without the result".to_owned(),
        Reaction::Raise { raise } => format!("the exception {} is raised", words.exception(raise)),
        Reaction::End { end } => format!("the run ends as “{}”", words.outcome(end)),
        Reaction::Ask { ask } => format!("{} supplies the result by hand", words.the_role(ask)),
        Reaction::Retry { retry, backoff, then } => {
            let mut text = format!("it is tried again up to {}", plural(u64::from(retry.get()), "time"));
            if let Some(backoff) = backoff {
                text.push_str(&format!(", after {}, then after twice as long each time", duration(*backoff)));
            }
            if let Some(then) = then {
                text.push_str(&format!("; if that does not help, {}", reaction(words, then)));
            }
            text
        }
    }
}

/// `the error “not found”`, or any other.
pub(crate) fn error_name(error: &ErrorId, alone: bool) -> String {
    match (error.as_str(), alone) {
        ("failure", true) => "if it fails".to_owned(),
        ("failure", false) => "if it fails in any other way".to_owned(),
        (name, _) => format!("if the answer is “{}”", spaced(name)),
    }
}

/// What is kept of a result, as a clause.
pub(crate) fn kept(words: &Words<'_>, save: &Save) -> String {
    match save {
        Save::Whole(name) => format!("the result is kept as {}", words.name(name)),
        Save::Parts(parts) => {
            let parts =
                parts.iter().map(|(name, formula)| format!("{} ({})", words.name(name), words.formula(formula)));
            format!("from the result are kept {}", series(parts, "and"))
        }
    }
}
