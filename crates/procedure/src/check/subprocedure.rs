//! Sub-procedures that are there, get the data that they need, and give what is saved of them.

use std::sync::Arc;

use super::Report;
use super::fit;
use super::index::Index;
use super::outcome;
use super::site::Moment;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Procedure, Save, Subprocedure, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let Some(procedures) = index.context.procedures else { return };
    for (at, place) in index.steps.iter().enumerate() {
        let Verb::Procedure(sub) = &place.step.verb else { continue };
        if sub.procedure == index.procedure.id {
            continue;
        }
        match procedures(&sub.procedure) {
            None => report.push(
                Diagnostic::error(
                    "unknown-procedure",
                    place.path.key("procedure"),
                    format!("there is no procedure `{}`", sub.procedure),
                )
                .fix("Name a procedure by its id, or publish this one first."),
            ),
            Some(procedure) => judge(index, at, sub, &procedure, report),
        }
    }
}

fn judge(index: &Index<'_>, step: usize, sub: &Subprocedure, procedure: &Arc<Procedure>, report: &mut Report<'_>) {
    let path = &index.steps[step].path;
    let with = path.key("with");
    let scope = index.types.seen(index, Some(step), None, None, Moment::Entry);
    for (name, formula) in &sub.with {
        let here = with.key(name.as_str());
        let Some(field) = procedure.data.get(name) else {
            let known = || procedure.data.keys().map(|name| name.as_str());
            let otherwise = format!("Its data are {}.", super::listed(known()));
            report.push(
                Diagnostic::error("unknown-field", here, format!("`{}` has no field `{name}`", procedure.id))
                    .at_key()
                    .fix(super::meant(name, known(), &otherwise)),
            );
            continue;
        };
        for (below, message, fix) in fit::judge(field, formula, &scope, name) {
            let found = Diagnostic::error("unfit-value", super::index::join(&here, &below), message)
                .because(format!("`{}` declares what its `{name}` may be.", procedure.id))
                .fix(fix.unwrap_or_else(|| "Give it a value that fits.".to_owned()));
            report.push(found);
        }
    }
    let asked = super::asked_at_start(procedure);
    let missing: Vec<&str> = asked
        .iter()
        .filter(|name| !sub.with.contains_key(*name))
        .filter(|name| procedure.data.get(*name).is_some_and(|field| !field.optional && field.default.is_none()))
        .map(|name| name.as_str())
        .collect();
    if !missing.is_empty() {
        report.push(
            Diagnostic::error(
                "missing-with",
                path.key("procedure"),
                format!("`{}` needs {}, which `with` does not give", procedure.id, super::listed(&missing)),
            )
            .because("No step of it provides them, and nobody is asked when another procedure starts it.")
            .fix(format!("Add `with: {{{}: =…}}`.", missing[0])),
        );
    }
    saved(sub, procedure, path, report);
    errors(index, step, procedure, report);
}

/// What is saved is among what it gives back.
fn saved(sub: &Subprocedure, procedure: &Procedure, path: &Path, report: &mut Report<'_>) {
    let Some(Save::Parts(parts)) = &sub.save else { return };
    for (name, formula) in parts {
        for (below, expression) in formula.expressions() {
            for read in expression.reads().into_iter().filter(|read| read.root() == "result") {
                let Some(output) = read.path.get(1) else { continue };
                if procedure.outputs.iter().any(|known| known == output.as_str()) {
                    continue;
                }
                let known = || procedure.outputs.iter().map(|name| name.as_str());
                let otherwise = match procedure.outputs.is_empty() {
                    true => format!("Add `outputs: [{output}]` to `{}`.", procedure.id),
                    false => format!("It gives back {}.", super::listed(known())),
                };
                let here = super::index::join(&path.key("save").key(name.as_str()), &below);
                report.push(
                    Diagnostic::error(
                        "unknown-output",
                        here,
                        format!("`{}` does not give back `{output}`", procedure.id),
                    )
                    .because("`result` holds the sub-procedure's `outputs` alone.")
                    .fix(super::meant(output, known(), &otherwise)),
                );
            }
        }
    }
}

/// Errors of a sub-procedure are its outcomes, and what it can fail with in general.
fn errors(index: &Index<'_>, step: usize, procedure: &Procedure, report: &mut Report<'_>) {
    let place = &index.steps[step];
    let outcomes = outcome::known(procedure);
    let general = ["failure", "cancelled"];
    for error in place.step.on_error.keys() {
        let exception = procedure.exceptions.iter().any(|exception| exception.id == *error.as_str());
        let known = outcomes.iter().any(|outcome| outcome == error.as_str()) || general.contains(&error.as_str());
        if known || exception || super::exception::ENGINE.contains(&error.as_str()) {
            continue;
        }
        let otherwise = format!("It ends with {}.", super::listed(&outcomes));
        report.push(
            Diagnostic::error(
                "unknown-outcome",
                place.path.key("on_error").key(error.as_str()),
                format!("`{}` never ends with `{error}`", procedure.id),
            )
            .at_key()
            .fix(super::meant(error, outcomes.iter().map(String::as_str), &otherwise)),
        );
    }
}
