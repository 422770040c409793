//! Names outside of expressions: fields that forms ask for, names that approvals cover, names that a run gives back.

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Name, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for place in &index.steps {
        match &place.step.verb {
            Verb::Person { person } => {
                let at = place.path.key("person");
                for (number, name) in person.collect.iter().enumerate() {
                    form(index, name, at.key("collect").index(number), report);
                }
                for name in person.evidence.keys() {
                    form(index, name, at.key("evidence").key(name.as_str()), report);
                }
            }
            Verb::Approve { approve } => {
                let at = place.path.key("approve");
                for (number, name) in approve.collect.iter().enumerate() {
                    form(index, name, at.key("collect").index(number), report);
                }
                for (number, name) in approve.covers.iter().enumerate() {
                    let path = at.key("covers").index(number);
                    known(index, name, path, "the approval covers it, and its change would void it", report);
                }
            }
            Verb::Call(_)
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
            | Verb::Raise { .. }
            | Verb::End { .. } => {}
        }
    }
    for (number, name) in index.procedure.outputs.iter().enumerate() {
        let path = Path::root().key("outputs").index(number);
        let before = report.found.len();
        known(index, name, path.clone(), "a caller would always get null", report);
        let lost = index.flow.key(&[name.to_string()]).is_some_and(|id| !index.flow.anytime.maybe.has(id));
        if lost && report.found.len() == before {
            report.push(
                Diagnostic::error(
                    "read-before-provided",
                    path,
                    format!("`{name}` never has a value when the run ends"),
                )
                .because("It is written only inside an `each`, where every item has its own.")
                .fix(format!("Gather it: `gather: {{{name}_list: ={name}}}`, and give that back.")),
            );
        }
    }
}

/// A form needs the type of what it asks for.
fn form(index: &Index<'_>, name: &Name, path: Path, report: &mut Report<'_>) {
    let data = &index.procedure.data;
    if data.contains_key(name) {
        return;
    }
    let otherwise = format!("Declare it: `data: {{{name}: {{type: string}}}}`.");
    let fix = super::meant(name, data.keys().map(|name| name.as_str()), &otherwise);
    report.push(
        Diagnostic::error("unknown-field", path, format!("`data` does not declare the field `{name}`"))
            .because("A person is asked for it, so its type must be known.")
            .fix(fix),
    );
}

fn known(index: &Index<'_>, name: &Name, path: Path, reason: &str, report: &mut Report<'_>) {
    if index.types.names.contains_key(name.as_str()) {
        return;
    }
    let fix = super::meant(name, index.types.names.keys().map(String::as_str), "Remove it, or let a step provide it.");
    report.push(
        Diagnostic::error("unknown-field", path, format!("nothing declares or sets `{name}`"))
            .because(format!("{}.", super::capital(reason)))
            .fix(fix),
    );
}
