//! Changing one part of a YAML text while every byte outside it stays: comments, order, quotes, blank lines.
//!
//! Each change is spliced into the text, read again and compared with the same change made to the tree; a splice that
//! would touch anything else is not returned. Refused: a text with errors, a place that is not there, a name that is
//! taken, and the rare notation in which no splice can be found.

mod change;
mod splice;

use crate::diagnostic::{Path, Segment};

use super::tree::{Node, NodeKind};
use super::{Limits, yaml};
use splice::Splice;

/// Why a text was not changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("the text cannot be changed at `{path}` because it is not whole YAML: {reason}; mend it first")]
    Unreadable { path: Path, reason: String },
    #[error("there is nothing at `{path}` to change")]
    NoSuchPlace { path: Path },
    #[error("`{path}` is there already; set it, or choose another name")]
    Occupied { path: Path },
    #[error("`{path}` is written in a way that cannot be changed without touching more; change it by hand")]
    Entangled { path: Path },
}

impl EditError {
    /// Stable, for programs.
    pub fn code(&self) -> &'static str {
        match self {
            EditError::Unreadable { .. } => "unreadable-text",
            EditError::NoSuchPlace { .. } => "no-such-place",
            EditError::Occupied { .. } => "place-occupied",
            EditError::Entangled { .. } => "entangled-text",
        }
    }
}

/// Gives the place at `path` another value. A key that its mapping lacks is added at the end; a mapping or list that
/// is left out (`with:` and nothing) is begun.
pub fn set(text: &str, path: &Path, value: &Node) -> Result<String, EditError> {
    let root = read(text, path)?;
    let parent = path.parent();
    let missing = || EditError::NoSuchPlace { path: path.clone() };
    let Some(last) = path.segments().last() else { return Ok(yaml::print(value)) };
    let holder = root.find(&parent).ok_or_else(missing)?;
    let mut wanted = root.clone();
    change::set(&mut wanted, path, value).ok_or_else(missing)?;
    if root.find(path).is_some() {
        return finish(text, path, &wanted, splice::replace(text, holder, last, value));
    }
    match (last, &holder.kind) {
        (Segment::Key(key), NodeKind::Mapping(entries)) if !entries.is_empty() => {
            finish(text, path, &wanted, splice::append_entry(text, holder, key, value))
        }
        (Segment::Key(key), _) => set(text, &parent, &Node::mapping([(key.clone(), value.clone())])),
        (Segment::Index(_), _) => set(text, &parent, &Node::sequence([value.clone()])),
    }
}

/// Puts a value before the item at `path`'s index, or behind the last; or under a key that is not there yet.
pub fn insert(text: &str, path: &Path, value: &Node) -> Result<String, EditError> {
    let root = read(text, path)?;
    let Some(last) = path.segments().last() else { return Err(EditError::Occupied { path: path.clone() }) };
    let index = match last {
        Segment::Key(_) if root.find(path).is_some() => return Err(EditError::Occupied { path: path.clone() }),
        Segment::Key(_) => return set(text, path, value),
        Segment::Index(index) => *index,
    };
    let missing = || EditError::NoSuchPlace { path: path.clone() };
    let parent = path.parent();
    let holder = root.find(&parent).ok_or_else(missing)?;
    let mut wanted = root.clone();
    change::insert(&mut wanted, &parent, index, value).ok_or_else(missing)?;
    if holder.items().is_none_or(<[Node]>::is_empty) {
        return set(text, &parent, &Node::sequence([value.clone()]));
    }
    finish(text, path, &wanted, splice::insert_item(text, holder, index, value))
}

/// Removes the entry or item at `path`; its last one leaves an empty mapping or list.
pub fn remove(text: &str, path: &Path) -> Result<String, EditError> {
    let root = read(text, path)?;
    let missing = || EditError::NoSuchPlace { path: path.clone() };
    let last = path.segments().last().ok_or_else(missing)?;
    root.find(path).ok_or_else(missing)?;
    let holder = root.find(&path.parent()).ok_or_else(missing)?;
    let mut wanted = root.clone();
    change::remove(&mut wanted, path).ok_or_else(missing)?;
    if holder.items().map_or(0, <[Node]>::len) + holder.entries().map_or(0, <[_]>::len) == 1 {
        let empty = if holder.items().is_some() { Node::sequence([]) } else { Node::mapping::<String>([]) };
        return set(text, &path.parent(), &empty);
    }
    finish(text, path, &wanted, splice::remove(text, holder, last))
}

/// Gives the key at `path` another name, in its place.
pub fn rename(text: &str, path: &Path, name: &str) -> Result<String, EditError> {
    let root = read(text, path)?;
    let missing = || EditError::NoSuchPlace { path: path.clone() };
    let Some(Segment::Key(key)) = path.segments().last() else { return Err(missing()) };
    let holder = root.find(&path.parent()).ok_or_else(missing)?;
    let entry = holder.entry(key).ok_or_else(missing)?;
    if key != name && holder.get(name).is_some() {
        return Err(EditError::Occupied { path: path.parent().key(name) });
    }
    let mut wanted = root.clone();
    change::rename(&mut wanted, path, name).ok_or_else(missing)?;
    let splice = Splice { at: entry.key_span.clone(), text: yaml::print::key(name) };
    finish(text, path, &wanted, vec![splice])
}

fn read(text: &str, path: &Path) -> Result<Node, EditError> {
    let parsed = yaml::parse(text, &Limits::default());
    match parsed.diagnostics.into_iter().find(|diagnostic| diagnostic.is_error()) {
        Some(diagnostic) => Err(EditError::Unreadable { path: path.clone(), reason: diagnostic.message }),
        None => Ok(parsed.root),
    }
}

/// The first splice after which the text reads as `wanted`.
fn finish(text: &str, path: &Path, wanted: &Node, candidates: Vec<Splice>) -> Result<String, EditError> {
    let breaks = if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" };
    candidates
        .into_iter()
        .filter_map(|splice| splice.into(text, breaks))
        .find(|changed| {
            let parsed = yaml::parse(changed, &Limits::default());
            parsed.is_clean() && parsed.root.same(wanted)
        })
        .ok_or_else(|| EditError::Entangled { path: path.clone() })
}
