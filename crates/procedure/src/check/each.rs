//! What is written within an `each` belongs to the item: no outer name, and not the item itself. So does what a handler
//! further out writes for an item that raised its exception.

use super::Report;
use super::exception::{Raise, raises};
use super::flow::asked;
use super::index::Index;
use super::together::writes;
use super::write::Write;
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Block, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let raises = raises(index);
    for (at, place) in index.steps.iter().enumerate() {
        let Verb::Each { each } = &place.step.verb else { continue };
        let item = each.item.as_str();
        let as_path = place.path.key("each").key("as");
        let outer = index
            .around(at)
            .find(|outer| matches!(&index.steps[*outer].step.verb, Verb::Each { each } if each.item == *item));
        if let Some(outer) = outer {
            report.push(taken(
                as_path.clone(),
                item,
                "the item of the `each` around",
                index.steps[outer].path.key("each").key("as"),
            ));
        } else if index.procedure.data.contains_key(item) {
            report.push(taken(as_path.clone(), item, "a declared field", Path::root().key("data").key(item)));
        } else if let Some(write) = index.writes.iter().find(|write| write.name == item) {
            report.push(taken(as_path.clone(), item, "a name that a step writes", write.path.clone()));
        }
        for block in &place.blocks {
            for write in writes(index, *block) {
                let known = index.flow.key(&[write.name.to_owned()]);
                if known.is_some_and(|name| index.flow.entry[at].maybe.has(name)) {
                    report.push(outer_name(
                        write.name,
                        write.path.clone(),
                        &place.step.id,
                        provided(index, write.name, at),
                    ));
                } else if let Some(own) = each.gather.get_key_value(write.name) {
                    let path = place.path.key("each").key("gather").key(own.0.as_str());
                    report.push(
                        Diagnostic::error(
                            "outer-name-in-each",
                            path,
                            format!("`{}` is an item's own name and the name of the list that is gathered", write.name),
                        )
                        .at_key()
                        .because("Within the `each` it is one item's value, after it a list; one name cannot be both.")
                        .fix(format!("Gather under another name: `gather: {{{}_list: ={}}}`.", write.name, write.name))
                        .related(write.path.clone(), "each item writes it here"),
                    );
                }
            }
        }
        for raise in raises.iter().filter(|raise| raise.step != at && index.within(raise.step, at)) {
            handled_outside(index, at, raise, report);
        }
    }
}

/// A handler around the `each` runs with the names of the item that raised its exception.
fn handled_outside(index: &Index<'_>, each: usize, raise: &Raise<'_>, report: &mut Report<'_>) {
    let Some(handler) = index.handler(raise.step, raise.exception) else { return };
    if handler.group.is_some_and(|group| index.within(group, each)) {
        return;
    }
    let owner = handler.group.map(|group| &index.steps[group].step.id);
    let steps = Block::Handler(owner.cloned(), handler.exception.id.clone());
    let block = index.blocks.iter().position(|known| known.block == steps);
    let written = block.map_or_else(Vec::new, |block| writes(index, block));
    for write in &written {
        let elsewhere = |other: &Write<'_>| {
            other.name == write.name
                && !index.within(other.step, each)
                && !written.iter().any(|own| own.path == other.path)
        };
        let other = index.writes.iter().find(|other| elsewhere(other)).map(|other| &other.path);
        let has_value = index.flow.key(&[write.name.to_owned()]).is_some_and(|name| {
            index.flow.entry[each].maybe.has(name) && (other.is_some() || at_start(index, write.name))
        });
        if has_value {
            let each = &index.steps[each].step.id;
            let found = Diagnostic::error(
                "outer-name-in-each",
                write.path.clone(),
                format!("`{}` has a value before the `each` of the step `{each}`, and this handler would write it for an item", write.name),
            )
            .because("The items run on their own, and so does what handles an exception of one: none may change what the others and the run see.")
            .fix("Write a name of the item's own, or handle the exception in a group within the `each`.")
            .related(raise.path.clone(), "an item raises it here");
            report.push(match other {
                Some(other) => found.related(other.clone(), "it has its value from here"),
                None => found,
            });
        }
    }
}

/// Whether every run has a value of the name from its start on.
fn at_start(index: &Index<'_>, name: &str) -> bool {
    let field = index.procedure.data.get(name);
    field.is_some_and(|field| field.default.is_some() || !field.optional && asked(index).contains(&name))
}

fn taken(path: Path, item: &str, what: &str, other: Path) -> Diagnostic {
    Diagnostic::error("duplicate-name", path, format!("`{item}` is already {what}"))
        .because("Within the `each` the name is the item, so the other could not be read.")
        .fix("Give the item a name of its own.")
        .related(other, "the other one")
}

fn outer_name(name: &str, path: Path, each: &str, other: Option<Path>) -> Diagnostic {
    let found = Diagnostic::error(
        "outer-name-in-each",
        path,
        format!("`{name}` has a value before the `each` of the step `{each}`, so its items cannot write it"),
    )
    .because("The items run on their own, and none may change what the others and the run see.")
    .fix("Write a name of the item's own, and list the values with `gather`.");
    match other {
        Some(other) => found.related(other, "it has its value from here"),
        None => found,
    }
}

/// Where a name got its value before the step.
fn provided(index: &Index<'_>, name: &str, each: usize) -> Option<Path> {
    let write = index.writes.iter().find(|write| write.name == name && !index.within(write.step, each));
    let declared = index.procedure.data.contains_key(name);
    write.map(|write| write.path.clone()).or_else(|| declared.then(|| Path::root().key("data").key(name)))
}
