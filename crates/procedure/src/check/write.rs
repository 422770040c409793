//! What steps write: every name with where it is written and what it gets.

use super::index::Index;
use crate::diagnostic::Path;
use crate::document::{Field, Hit, Otherwise, Save, Step, Verb};
use crate::expression::Formula;

/// One name that a step writes.
pub(super) struct Write<'a> {
    pub name: &'a str,
    pub step: usize,
    pub path: Path,
    pub given: Given<'a>,
}

/// What a name gets.
pub(super) enum Given<'a> {
    /// A person's answer, of the declared type.
    Collected,
    Formula(&'a Formula),
    /// A part of a result, which the formula sees as `result`.
    Part(&'a Formula),
    /// A whole result.
    Result,
    /// What an agent returns.
    Returned(&'a Field),
    /// A list with one value an item, which the formula sees with the item's own names.
    Gathered(&'a Formula),
    /// One of a table's results, by its column.
    Cell(usize),
}

/// Every write, in the order of the steps.
pub(super) fn all<'a>(index: &Index<'a>) -> Vec<Write<'a>> {
    let mut found = Vec::new();
    for (at, place) in index.steps.iter().enumerate() {
        own(place.step, &place.path, &mut |name, path, given| found.push(Write { name, step: at, path, given }));
    }
    found
}

fn own<'a>(step: &'a Step, path: &Path, add: &mut dyn FnMut(&'a str, Path, Given<'a>)) {
    match &step.verb {
        Verb::Person { person } => {
            let at = path.key("person");
            for (index, name) in person.collect.iter().enumerate() {
                add(name, at.key("collect").index(index), Given::Collected);
            }
            for name in person.evidence.keys().filter(|name| !person.collect.contains(name)) {
                add(name, at.key("evidence").key(name.as_str()), Given::Collected);
            }
        }
        Verb::Approve { approve } => {
            for (index, name) in approve.collect.iter().enumerate() {
                add(name, path.key("approve").key("collect").index(index), Given::Collected);
            }
        }
        Verb::Call(call) => saved(call.save.as_ref(), path, add),
        Verb::Wait { save, .. } | Verb::Document { save, .. } => saved(save.as_ref(), path, add),
        Verb::Procedure(sub) => saved(sub.save.as_ref(), path, add),
        Verb::Agent { agent } => {
            for (name, field) in &agent.returns {
                add(name, path.key("agent").key("returns").key(name.as_str()), Given::Returned(field));
            }
        }
        Verb::Set { set } => {
            for (name, formula) in set {
                add(name, path.key("set").key(name.as_str()), Given::Formula(formula));
            }
        }
        Verb::Decide { decide } => {
            let at = path.key("decide");
            for (index, case) in decide.cases.iter().enumerate() {
                for (name, formula) in &case.set {
                    let path = at.key("cases").index(index).key("set").key(name.as_str());
                    add(name, path, Given::Formula(formula));
                }
            }
            if let Some(table) = &decide.table {
                for (index, name) in table.results.iter().enumerate() {
                    add(name, at.key("table").key("results").index(index), Given::Cell(index));
                }
            }
            if let Some(Otherwise::Branch { set, .. }) = &decide.otherwise {
                for (name, formula) in set {
                    add(name, at.key("otherwise").key("set").key(name.as_str()), Given::Formula(formula));
                }
            }
        }
        Verb::Each { each } => {
            for (name, formula) in &each.gather {
                add(name, path.key("each").key("gather").key(name.as_str()), Given::Gathered(formula));
            }
        }
        Verb::Group { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Notify { .. }
        | Verb::Raise { .. }
        | Verb::End { .. } => {}
    }
}

fn saved<'a>(save: Option<&'a Save>, path: &Path, add: &mut dyn FnMut(&'a str, Path, Given<'a>)) {
    match save {
        None => {}
        Some(Save::Whole(name)) => add(name, path.key("save"), Given::Result),
        Some(Save::Parts(parts)) => {
            for (name, formula) in parts {
                add(name, path.key("save").key(name.as_str()), Given::Part(formula));
            }
        }
    }
}

/// The formulas of one column of a table's results, and whether a name gets a list of them.
pub(super) fn column(step: &Step, at: usize) -> (Vec<&Formula>, bool) {
    match &step.verb {
        Verb::Decide { decide } => decide.table.as_ref().map_or_else(Default::default, |table| {
            let formulas = table.rules.iter().filter_map(|row| row.results.get(at)).collect();
            (formulas, table.hit == Hit::Collect)
        }),
        Verb::Person { .. }
        | Verb::Approve { .. }
        | Verb::Call(_)
        | Verb::Agent { .. }
        | Verb::Set { .. }
        | Verb::Group { .. }
        | Verb::Together { .. }
        | Verb::Repeat { .. }
        | Verb::Each { .. }
        | Verb::Wait { .. }
        | Verb::Document { .. }
        | Verb::Notify { .. }
        | Verb::Procedure(_)
        | Verb::Raise { .. }
        | Verb::End { .. } => (Vec::new(), false),
    }
}
