//! Data read before any step can have provided it.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::flow::State;
use super::index::Index;
use super::site::{Moment, Purpose, Site};
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Verb};
use crate::expression::{Expression, Kind, Node, Operator, Read, Why};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let mut told = BTreeSet::new();
    for site in &index.sites {
        let Some((state, lax)) = state(index, site) else { continue };
        if !state.live {
            continue;
        }
        let tested = tested(site.expression);
        for read in site.expression.reads() {
            let Some(name) = index.flow.key(&read.path) else { continue };
            let perhaps = lax || read.why != Why::Always;
            let provided = state.maybe.has(name) || perhaps && state.later.has(name);
            let guarded = read.why == Why::Tested || tested.contains(read.root());
            if provided || guarded || own(index, site, read.root()) || !told.insert((site.step, name)) {
                continue;
            }
            if beside(index, site, &read) {
                continue;
            }
            let diagnostic = describe(index, site, &read).within(report.within(site, &read.range));
            report.push(diagnostic);
        }
    }
}

/// What is known where the expression is evaluated, and whether a later pass may count.
fn state<'a>(index: &'a Index<'_>, site: &Site<'_>) -> Option<(&'a State, bool)> {
    let hole = matches!(site.purpose, Purpose::Hole(_));
    let flow = &index.flow;
    Some(match (site.moment, site.step) {
        (Moment::Trigger, _) => return None,
        (Moment::Start, _) => (&flow.start, hole),
        // In an `each` an exception's condition sees the item's own names, which are not told apart here.
        (Moment::Anytime, Some(step)) if index.lineage(step).any(|at| is_each(index, at)) => return None,
        (Moment::Anytime | Moment::End, _) | (_, None) => (&flow.anytime, true),
        (Moment::Entry, Some(step)) => (&flow.entry[step], hole),
        (Moment::Branch, Some(step)) => (&flow.entry[step], true),
        (Moment::Left, Some(step)) => (&flow.left[step], hole),
        (Moment::Inside, Some(step)) => (&flow.inside[step], true),
    })
}

fn is_each(index: &Index<'_>, step: usize) -> bool {
    matches!(index.steps[step].step.verb, Verb::Each { .. })
}

/// Whether the name is the item of an `each` around.
fn own(index: &Index<'_>, site: &Site<'_>, name: &str) -> bool {
    site.step
        .into_iter()
        .flat_map(|step| index.lineage(step))
        .any(|at| matches!(&index.steps[at].step.verb, Verb::Each { each } if each.item == *name))
}

/// Whether another branch of a `together` around writes the name, which is told there.
fn beside(index: &Index<'_>, site: &Site<'_>, read: &Read) -> bool {
    let Some(step) = site.step.filter(|_| read.root() != "steps") else { return false };
    index.lineage(step).any(|at| {
        let place = &index.steps[at];
        let Some(parent) = place.parent else { return false };
        matches!(index.blocks[place.block].block, Block::Branch(..))
            && index.steps[parent].blocks.iter().filter(|block| **block != place.block).any(|block| {
                let name = index.flow.key(&read.path);
                name.is_some_and(|name| index.flow.written(index, *block, false).has(name))
            })
    })
}

/// The root names that an expression tests for a value anywhere: `x == null`, `x ?? y`.
pub(super) fn tested(expression: &Expression) -> BTreeSet<&str> {
    fn visit<'a>(node: &'a Node, found: &mut BTreeSet<&'a str>) {
        if let Kind::Binary { operator, left, right } = &node.kind {
            let null = |node: &Node| matches!(node.kind, Kind::Null);
            let tests = match operator {
                Operator::Otherwise => true,
                Operator::Equal | Operator::NotEqual => null(left) || null(right),
                _ => false,
            };
            if tests {
                let roots = [left, right].into_iter().filter_map(|side| side.path()?.first().copied());
                found.extend(roots.take(1));
            }
        }
        node.children(&mut |child| visit(child, found));
    }
    let mut found = BTreeSet::new();
    visit(expression.root(), &mut found);
    found
}

fn describe(index: &Index<'_>, site: &Site<'_>, read: &Read) -> Diagnostic {
    let name = read.dotted();
    let root = read.root();
    let message =
        format!("`{}` is read here before anything can have provided it", if root == "steps" { &name } else { root });
    let found = Diagnostic::error("read-before-provided", site.path.clone(), message);
    if root == "steps" {
        let id = read.path.get(1).map_or("", String::as_str);
        let found = found.because("No path leaves that step before it comes here.");
        let step = index.steps.iter().find(|place| place.step.id.in_expressions() == id);
        let found = found.fix(format!("Move this behind the step, or write `{name} ?? …` for when it was not done."));
        return match step {
            Some(place) => found.related(place.path.key("id"), "the step"),
            None => found,
        };
    }
    let mut writers: BTreeMap<usize, _> = BTreeMap::new();
    for write in index.writes.iter().filter(|write| write.name == root) {
        writers.entry(write.step).or_insert(&write.path);
    }
    let items = |step: &usize| {
        index.around(*step).find(|at| is_each(index, *at) && !site.step.is_some_and(|site| index.within(site, *at)))
    };
    let inner = writers.keys().find_map(items);
    let ids = writers.keys().map(|step| index.steps[*step].step.id.as_str());
    let found = match inner {
        Some(each) if writers.keys().all(|step| items(step).is_some()) => found
            .because(format!(
                "It is written only within the `each` of the step `{}`, where every item has its own.",
                index.steps[each].step.id
            ))
            .fix(format!("List the items' values there: `gather: {{{root}_list: ={root}}}`.")),
        Some(_) | None => found
            .because(format!("It is provided by {}, which no path passes before it comes here.", super::listed(ids)))
            .fix(if index.procedure.data.contains_key(root) {
                format!(
                    "Move this behind that step, or write `{root} ?? …`. If runs start with it, let a trigger's `set` or an example's `given` show that."
                )
            } else {
                format!("Move this behind the step that provides it, or write `{root} ?? …` for when it has no value.")
            }),
    };
    match writers.first_key_value() {
        Some((_, path)) => found.related((*path).clone(), "provided here"),
        None => found,
    }
}
