//! Triggers that give declared data, of the right type, and all that a run needs.

use super::Report;
use super::fit;
use super::flow;
use super::index::Index;
use super::site::{Extra, Moment};
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Name, Trigger};
use crate::expression::Formula;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let asked = flow::asked(index);
    for (at, trigger) in index.procedure.triggers.iter().enumerate() {
        let path = Path::root().key("triggers").index(at);
        let (set, each, what) = match trigger {
            Trigger::Manual { .. } => continue,
            Trigger::Event { set, .. } => (set, None, "event"),
            Trigger::Schedule { set, each, .. } => (set, each.as_ref(), "schedule"),
        };
        let scope = index.types.seen(index, None, Some(Extra::Event), None, Moment::Trigger);
        let mut give = |name: &Name, formulas: Vec<(Path, &Formula)>, here: Path| {
            let data = &index.procedure.data;
            let Some(field) = data.get(name) else {
                let fix = super::meant(name, data.keys().map(|name| name.as_str()), "Declare it under `data`.");
                report.push(
                    Diagnostic::error("unknown-field", here, format!("`data` does not declare `{name}`"))
                        .at_key()
                        .because("A trigger gives a run its first data.")
                        .fix(fix),
                );
                return;
            };
            for (path, formula) in formulas {
                for (below, message, fix) in fit::judge(field, formula, &scope, name) {
                    report.push(
                        Diagnostic::error("unfit-value", super::index::join(&path, &below), message)
                            .because(format!("`data` declares what `{name}` may be."))
                            .fix(fix.unwrap_or_else(|| "Change the value, or what the field allows.".to_owned()))
                            .related(Path::root().key("data").key(name.as_str()), "the field"),
                    );
                }
            }
        };
        for (name, formula) in set {
            let here = path.key("set").key(name.as_str());
            give(name, vec![(here.clone(), formula)], here);
        }
        if let Some((name, values)) = each {
            let here = path.key("each").key(name.as_str());
            let literals: Vec<Formula> = values.iter().cloned().map(Formula::Literal).collect();
            let formulas = literals.iter().enumerate().map(|(at, formula)| (here.index(at), formula)).collect();
            give(name, formulas, here);
        }
        let given = |name: &str| set.contains_key(name) || each.is_some_and(|(each, _)| each == name);
        let missing = asked.iter().filter(|name| !given(name)).filter(|name| {
            index.procedure.data.get(**name).is_some_and(|field| !field.optional && field.default.is_none())
        });
        let missing: Vec<&&str> = missing.collect();
        if let Some(first) = missing.first() {
            let names = super::listed(missing.iter().map(|name| **name));
            report.push(
                Diagnostic::warning(
                    "trigger-without-data",
                    path.key(what),
                    format!("a run that this {what} starts has no {names}"),
                )
                .because("No step provides it, and nobody is there to be asked when the run starts.")
                .fix(match trigger {
                    Trigger::Event { .. } => {
                        format!("Give it: `set: {{{first}: =event.data.{first}}}`, or make it optional.")
                    }
                    Trigger::Manual { .. } | Trigger::Schedule { .. } => {
                        format!("Give it: `set: {{{first}: …}}`, or make it optional.")
                    }
                }),
            );
        }
    }
}
