//! Ids and names that mean two things.

use std::collections::BTreeMap;

use super::Report;
use super::index::Index;
use crate::diagnostic::{Diagnostic, Path};

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    let mut steps: BTreeMap<&str, &Path> = BTreeMap::new();
    for place in &index.steps {
        let id = place.step.id.as_str();
        match steps.get(id) {
            Some(first) => report.push(
                Diagnostic::error("duplicate-id", place.path.key("id"), format!("two steps have the id `{id}`"))
                    .because("The id names the step in the journal, in the history of versions and in expressions.")
                    .fix("Give this step an id of its own.")
                    .related(first.key("id"), "the other step"),
            ),
            None => {
                steps.insert(id, &place.path);
            }
        }
    }
    let mut exceptions: BTreeMap<(Option<usize>, &str), &Path> = BTreeMap::new();
    for declared in &index.exceptions {
        let id = declared.exception.id.as_str();
        match exceptions.get(&(declared.group, id)) {
            Some(first) => report.push(
                Diagnostic::error(
                    "duplicate-id",
                    declared.path.key("id"),
                    format!("two exceptions here have the id `{id}`"),
                )
                .because("Only one handler can take an exception on one level; a group may have its own.")
                .fix("Rename one, or make one handler of the two.")
                .related(first.key("id"), "the other exception"),
            ),
            None => {
                exceptions.insert((declared.group, id), &declared.path);
            }
        }
    }
    let data = &index.procedure.data;
    for name in index.procedure.settings.keys().filter(|name| data.contains_key(*name)) {
        report.push(
            Diagnostic::error(
                "duplicate-name",
                Path::root().key("data").key(name.as_str()),
                format!("`{name}` is both a setting and a field"),
            )
            .at_key()
            .because(format!(
                "Expressions read the setting as `settings.{name}` and the field as `{name}`; people will mix them up."
            ))
            .fix("Rename one of them.")
            .related(Path::root().key("settings").key(name.as_str()), "the setting"),
        );
    }
    let mut examples: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, example) in index.procedure.examples.iter().enumerate() {
        let path = |at: usize| Path::root().key("examples").index(at).key("name");
        match examples.get(example.name.as_str()) {
            Some(first) => report.push(
                Diagnostic::error("duplicate-name", path(at), format!("two examples are called `{}`", example.name))
                    .fix("Give this example a name of its own.")
                    .related(path(*first), "the other example"),
            ),
            None => {
                examples.insert(&example.name, at);
            }
        }
    }
}
