//! What is said in files beside a log: which activity is which step, and what is accepted. In YAML, of which JSON is a part;
//! what is wrong is told with its line and column.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use mining::conform::Accepted;
use procedure::diagnostic::{Diagnostic, Path as Place};
use procedure::source::{Limits, Node, SourceMap, json, yaml};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::document::Text;
use crate::exit::BadValue;

/// The steps that each activity stands for.
///
/// # Errors
/// When the file cannot be read, or says something else.
pub fn mapping(path: &Path) -> Result<BTreeMap<String, Vec<String>>> {
    let said = Said::read(path)?;
    let expected = "activities with their steps, as in `Check invoice: match`";
    let Some(entries) = said.source.root().entries() else { return Err(said.wrong(said.source.root(), expected)) };
    let steps = |entry: &procedure::source::Entry| {
        let steps = match said.value::<Steps>(&entry.value, "a step's id, or a list of ids")? {
            Steps::One(step) => vec![step],
            Steps::Several(steps) => steps,
        };
        Ok((entry.key.clone(), steps))
    };
    entries.iter().map(steps).collect()
}

/// What does not count as a deviation.
///
/// # Errors
/// When the file cannot be read, or says something else.
pub fn accepted(path: &Path) -> Result<Vec<Accepted>> {
    let said = Said::read(path)?;
    let expected = "a list of deviations with `class`, `reason` and, where wanted, `step`, `detail`, `until`";
    let Some(items) = said.source.root().items() else { return Err(said.wrong(said.source.root(), expected)) };
    items.iter().map(|item| said.value(item, expected)).collect()
}

/// One step, or several that an activity stands for.
#[derive(Deserialize)]
#[serde(untagged)]
enum Steps {
    One(String),
    Several(Vec<String>),
}

/// A file that was read, with its places.
struct Said {
    name: String,
    source: SourceMap,
}

impl Said {
    fn read(path: &Path) -> Result<Self> {
        let text = Text::load_any(path)?;
        let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
        let parsed =
            if is_json { json::parse(&text, &Limits::default()) } else { yaml::parse(&text, &Limits::default()) };
        let said = Self { name: path.display().to_string(), source: SourceMap::new(text, parsed.root) };
        let mut found = parsed.diagnostics;
        said.source.locate(&mut found);
        match found.iter().find(|found| found.is_error()) {
            Some(found) => Err(said.told(found)),
            None => Ok(said),
        }
    }

    fn value<T: DeserializeOwned>(&self, node: &Node, expected: &str) -> Result<T> {
        let mut found = Vec::new();
        let value = node.to_value(&Place::root(), &mut found);
        if let Some(found) = found.first() {
            return Err(self.told(found));
        }
        let value = serde_json::to_value(value)?;
        serde_json::from_value(value).map_err(|error| self.wrong(node, &format!("{expected} ({error})")))
    }

    fn told(&self, found: &Diagnostic) -> anyhow::Error {
        let at = self.at(found.span.as_ref().map_or(0, |span| span.start));
        let fix = found.fix.as_ref().map_or_else(String::new, |fix| format!(" {fix}"));
        BadValue(format!("{at}: {}.{fix}", found.message)).into()
    }

    fn wrong(&self, node: &Node, expected: &str) -> anyhow::Error {
        BadValue(format!("{}: expected {expected}", self.at(node.span.start))).into()
    }

    fn at(&self, byte: usize) -> String {
        let position = self.source.position(byte);
        format!("{}, line {}, column {}", self.name, position.line, position.column)
    }
}
