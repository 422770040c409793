//! Procedures that call each other in a circle.

use std::collections::BTreeSet;

use super::Report;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::document::{Procedure, ProcedureId, Verb};

/// Most procedures that are looked into.
const MOST: usize = 1_000;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for place in &index.steps {
        let Verb::Procedure(sub) = &place.step.verb else { continue };
        let Some(way) = way_back(index, &sub.procedure) else { continue };
        let message = match way.as_slice() {
            [_] => format!("the procedure `{}` calls itself", index.procedure.id),
            _ => format!("`{}` calls itself through {}", index.procedure.id, super::listed(&way[..way.len() - 1])),
        };
        report.push(
            Diagnostic::error("circle", place.path.key("procedure"), message)
                .because("Nothing bounds how deep the runs would go.")
                .fix("Use `repeat` for what is done again, or move the common steps into a procedure of their own."),
        );
    }
}

/// The procedures from `first` to the one that is checked.
fn way_back(index: &Index<'_>, first: &ProcedureId) -> Option<Vec<String>> {
    let own = &index.procedure.id;
    if first == own {
        return Some(vec![own.to_string()]);
    }
    let procedures = index.context.procedures?;
    let mut seen = BTreeSet::from([first.clone()]);
    let mut ways = vec![vec![first.clone()]];
    while let Some(way) = ways.pop() {
        let Some(procedure) = way.last().and_then(procedures) else { continue };
        for next in called(&procedure) {
            if next == *own {
                let names = way.iter().chain([&next]).map(ToString::to_string);
                return Some(names.collect());
            }
            if seen.len() < MOST && seen.insert(next.clone()) {
                ways.push(way.iter().cloned().chain([next]).collect());
            }
        }
    }
    None
}

fn called(procedure: &Procedure) -> Vec<ProcedureId> {
    let called = procedure.all_steps().into_iter().filter_map(|at| {
        let Verb::Procedure(sub) = &at.step.verb else { return None };
        Some(sub.procedure.clone())
    });
    called.collect()
}
