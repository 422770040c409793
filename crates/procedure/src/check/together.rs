//! Branches of `together` write different names and read none of each other's.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::flow::Names;
use super::index::Index;
use super::write::Write;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Block, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let mut written: BTreeMap<usize, Names> = BTreeMap::new();
    for place in index.steps.iter().filter(|place| matches!(place.step.verb, Verb::Together { .. })) {
        let mut first: BTreeMap<&str, (usize, &Path)> = BTreeMap::new();
        for block in &place.blocks {
            written.insert(*block, index.flow.written(index, *block, false));
            for write in writes(index, *block) {
                match first.get(write.name) {
                    Some((other, path)) if other != block => report.push(
                        Diagnostic::error(
                            "shared-name",
                            write.path.clone(),
                            format!("two branches of `{}` write `{}`", place.step.id, write.name),
                        )
                        .because("They run side by side, so which value stays would depend on who is faster.")
                        .fix("Write different names, and choose between them with a `set` after the branches.")
                        .related((*path).clone(), "the other branch writes it here"),
                    ),
                    Some(_) => {}
                    None => {
                        first.insert(write.name, (*block, &write.path));
                    }
                }
            }
        }
    }
    if written.is_empty() {
        return;
    }
    let mut told = BTreeSet::new();
    for site in &index.sites {
        let Some(step) = site.step else { continue };
        for read in site.expression.reads().iter().filter(|read| read.root() != "steps") {
            let Some(name) = index.flow.key(&read.path) else { continue };
            let Some(write) = index.lineage(step).find_map(|at| beside(index, &written, at, name, read.root())) else {
                continue;
            };
            if told.insert((step, name)) {
                report.push(
                    Diagnostic::error(
                        "branch-reads",
                        site.path.clone(),
                        format!("`{}` is written by another branch, which runs at the same time", read.root()),
                    )
                    .within(report.within(site, &read.range))
                    .because("Whether it has its value here would depend on who is faster.")
                    .fix("Read it after the branches, or move the steps into one branch.")
                    .related(write.path.clone(), "the other branch writes it here"),
                );
            }
        }
    }
}

/// The write of the name in a branch beside the one that the step stands in.
fn beside<'a, 'i>(
    index: &'i Index<'a>,
    written: &BTreeMap<usize, Names>,
    at: usize,
    name: usize,
    root: &str,
) -> Option<&'i Write<'a>> {
    let own = index.steps[at].block;
    let parent = index.steps[at].parent.filter(|_| matches!(index.blocks[own].block, Block::Branch(..)))?;
    if written.get(&own).is_some_and(|names| names.has(name)) {
        return None;
    }
    let others = index.steps[parent].blocks.iter().filter(|block| **block != own);
    let block = others.copied().find(|block| written.get(block).is_some_and(|names| names.has(name)))?;
    writes(index, block).into_iter().find(|write| write.name == root)
}

/// Every write of a block that others can see, in order.
pub(super) fn writes<'a, 'i>(index: &'i Index<'a>, block: usize) -> Vec<&'i Write<'a>> {
    let mut found = Vec::new();
    for step in &index.blocks[block].steps {
        found.extend(index.writes_of(*step));
        let place = &index.steps[*step];
        if !matches!(place.step.verb, Verb::Each { .. }) {
            for inner in &place.blocks {
                found.extend(writes(index, *inner));
            }
        }
    }
    found
}
