//! Examples speak of what the document has: data, settings, steps, exceptions. They are run elsewhere.

use std::collections::BTreeSet;

use super::Report;
use super::escalation;
use super::exception::{ENGINE, ERRORS};
use super::index::{Index, join};
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Field, Name, Verb};
use crate::value::Value;
use indexmap::IndexMap;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let actions: BTreeSet<String> = index
        .steps
        .iter()
        .filter_map(|place| {
            let Verb::Call(call) = &place.step.verb else { return None };
            Some(call.call.to_string())
        })
        .collect();
    let procedure = index.procedure;
    for (at, example) in procedure.examples.iter().enumerate() {
        let path = Path::root().key("examples").index(at);
        values(&procedure.data, &example.given, &path.key("given"), "data", report);
        values(&procedure.settings, &example.settings, &path.key("settings"), "settings", report);
        for (key, _) in &example.answers {
            if index.find(key).is_none() && !actions.contains(key) {
                let known = index.step_ids().chain(actions.iter().map(String::as_str));
                report.push(
                    Diagnostic::error(
                        "unknown-step",
                        path.key("answers").key(key.as_str()),
                        format!("no step and no action that is called has the name `{key}`"),
                    )
                    .at_key()
                    .because("An example answers for a step by its id, or for every call of an action by `connector.action`.")
                    .fix(super::meant(key, known, "Name a step of this document.")),
                );
            }
        }
        let expect = path.key("expect");
        for (number, id) in example.expect.path.iter().enumerate() {
            if index.find(id).is_none() {
                report.push(escalation::unknown(index, id, expect.key("path").index(number)));
            }
        }
        for (number, id) in example.expect.exceptions.iter().enumerate() {
            let declared = index.exceptions.iter().any(|declared| declared.exception.id == *id);
            if !declared && !ENGINE.contains(&id.as_str()) && !ERRORS.contains(&id.as_str()) {
                report.push(super::exception::unknown(index, id, expect.key("exceptions").index(number)));
            }
        }
        for (name, value) in &example.expect.data {
            let here = expect.key("data").key(name.as_str());
            match procedure.data.get(name) {
                Some(field) => fits(field, name, value, &here, report),
                None if index.types.names.contains_key(name.as_str()) => {}
                None => report.push(unknown(
                    name,
                    here,
                    "nothing declares or sets",
                    index.types.names.keys().map(String::as_str),
                )),
            }
        }
    }
}

fn values(
    fields: &IndexMap<Name, Field>,
    given: &IndexMap<Name, Value>,
    path: &Path,
    what: &str,
    report: &mut Report<'_>,
) {
    for (name, value) in given {
        let here = path.key(name.as_str());
        match fields.get(name) {
            Some(field) => fits(field, name, value, &here, report),
            None => {
                let known = fields.keys().map(|name| name.as_str());
                report.push(unknown(name, here, &format!("`{what}` does not declare"), known));
            }
        }
    }
}

fn unknown<'a>(name: &str, path: Path, what: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    Diagnostic::error("unknown-field", path, format!("{what} `{name}`")).at_key().fix(super::meant(
        name,
        known,
        "Declare it, or remove it here.",
    ))
}

/// `null` says that there is no value.
fn fits(field: &Field, name: &str, value: &Value, path: &Path, report: &mut Report<'_>) {
    if value.is_null() {
        return;
    }
    for violation in field.accept(value.clone()).err().into_iter().flatten() {
        report.push(
            Diagnostic::error("unfit-value", join(path, &violation.path), violation.sentence(name))
                .because("An example can only use values that a run could have.")
                .fix("Change the value, or what the field allows."),
        );
    }
}
