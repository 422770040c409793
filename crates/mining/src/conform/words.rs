//! What departs, in words: the same on every surface.

use super::deviation::{Class, StepNamed};

/// What departs, and on which step.
pub fn title(class: Class, step: Option<&StepNamed>, detail: &str) -> String {
    let what = of(class);
    match step {
        Some(found) => {
            let detail = if detail.is_empty() { String::new() } else { format!(" ({detail})") };
            format!("Step {}, {what}{detail}", named(found))
        }
        None => format!("{}, {what}", if detail.is_empty() { "Something" } else { detail }),
    }
}

/// That a step was expected at a place, and done at another.
pub fn expected_here(step: &StepNamed) -> String {
    format!("Step {} should have been done here", named(step))
}

/// A step by its number and its title.
pub fn named(step: &StepNamed) -> String {
    format!("{} {}", step.number, step.title)
}

/// In what way something departs.
fn of(class: Class) -> &'static str {
    match class {
        Class::Missing => "left out",
        Class::Extra => "done without being asked for",
        Class::OutOfOrder => "done out of order",
        Class::WrongBranch => "on a way that is not allowed",
        Class::MissingEvidence => "without what it asks for",
        Class::FourEyes => "done by one person where two must",
        Class::Late => "done too late",
        Class::WrongRole => "done by another role",
    }
}
