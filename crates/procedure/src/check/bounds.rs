//! Loops that their own steps can end.

use super::Report;
use super::index::Index;
use super::reachable::constant;
use crate::diagnostic::Diagnostic;
use crate::document::{Block, Verb};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let handled: Vec<usize> =
        (0..index.blocks.len()).filter(|id| matches!(index.blocks[*id].block, Block::Handler(..))).collect();
    for place in &index.steps {
        let Verb::Repeat { repeat } = &place.step.verb else { continue };
        let path = place.path.key("repeat").key("until");
        let reads = repeat.until.reads();
        let changes = |path: &[String]| match path.first().map(String::as_str) {
            Some("pass" | "now" | "event") => true,
            _ => index.flow.key(path).is_some_and(|name| {
                place.blocks.iter().chain(&handled).any(|block| index.flow.written(index, *block, false).has(name))
            }),
        };
        if reads.iter().any(|read| changes(&read.path)) {
            continue;
        }
        let names = super::listed(reads.iter().map(|read| read.dotted()));
        let (message, why) = match constant(&repeat.until) {
            Some(true) => (
                "the loop always ends after its first pass".to_owned(),
                "`until` reads nothing and is always true.".to_owned(),
            ),
            Some(false) | None if reads.is_empty() => {
                ("no pass can end this loop".to_owned(), "`until` reads nothing that could change.".to_owned())
            }
            Some(false) | None => (
                "no pass can change whether this loop ends".to_owned(),
                format!("`until` reads {names}, and no step within writes that."),
            ),
        };
        report.push(
            Diagnostic::error("until-never-changes", path, message)
                .because(
                    format!("{why} The loop would run {} times and then raise `too-many-passes`.", repeat.at_most)
                        .replace(
                            "always true. The loop would",
                            "always true. A `group` says the same; otherwise the loop would",
                        ),
                )
                .fix("Let a step within write what `until` reads."),
        );
    }
}
