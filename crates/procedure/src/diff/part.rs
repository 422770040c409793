//! Parts of a thing, each in words, and how two sets of parts differ.

use std::collections::BTreeMap;

use serde::Serialize;

use super::align::{Pair, align};
use super::{Change, Kind, Subject, Weight};
use crate::diagnostic::Path;
use crate::render::words::raised;
use crate::value::Decimal;

/// One thing that can change by itself: in words for people, raw for comparing.
pub(super) struct Item {
    pub(super) words: String,
    pub(super) raw: String,
    /// What decides how a run goes: where this stays, only wording changed.
    pub(super) core: String,
}

impl Item {
    pub(super) fn new(words: impl Into<String>, raw: &impl Serialize) -> Item {
        let raw = raw_text(raw);
        Item { words: words.into(), core: raw.clone(), raw }
    }

    pub(super) fn with_core(words: impl Into<String>, raw: &impl Serialize, core: &impl Serialize) -> Item {
        Item { words: words.into(), raw: raw_text(raw), core: raw_text(core) }
    }
}

/// What two parts are compared by.
fn raw_text(value: &impl Serialize) -> String {
    // Every type of a document serializes; were one not to, its words would still be compared.
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) enum Content {
    One(Option<Item>),
    /// A list; `indexed` where the document spells it as a list even of one.
    Many {
        items: Vec<Item>,
        indexed: bool,
    },
}

/// One part of a thing.
pub(super) struct Part {
    /// Its place within the thing.
    path: Path,
    /// `the condition`; of a list its items' noun, `case`.
    name: String,
    content: Content,
    weight: Weight,
}

#[derive(Default)]
pub(super) struct Parts(pub(super) Vec<Part>);

/// A place from keys with `/` between them.
pub(super) fn place(keys: &str) -> Path {
    keys.split('/').filter(|key| !key.is_empty()).fold(Path::root(), |path, key| path.key(key))
}

impl Parts {
    /// A part that is there when `words` says something.
    pub(super) fn one(&mut self, path: &str, name: &str, words: Option<String>, raw: &impl Serialize) {
        self.add(place(path), name, words.map(|words| Item::new(words, raw)), Weight::Behaviour);
    }

    /// A part that changes nothing in how a run goes.
    pub(super) fn wording(&mut self, path: &str, name: &str, words: Option<String>) {
        let item = words.map(|words| Item { raw: words.clone(), core: String::new(), words });
        self.add(place(path), name, item, Weight::Wording);
    }

    pub(super) fn add(&mut self, path: Path, name: &str, item: Option<Item>, weight: Weight) {
        self.0.push(Part { path, name: name.to_owned(), content: Content::One(item), weight });
    }

    pub(super) fn many(&mut self, path: &str, noun: &str, items: Vec<Item>, indexed: bool, weight: Weight) {
        self.0.push(Part {
            path: place(path),
            name: noun.to_owned(),
            content: Content::Many { items, indexed },
            weight,
        });
    }
}

/// The thing whose parts are compared: what it is called, and its place in both documents.
pub(super) struct Thing<'a> {
    pub(super) subject: Subject,
    /// `Step 3 “Choose the remedy”`; empty for the document itself.
    pub(super) called: String,
    pub(super) before: &'a Path,
    pub(super) after: &'a Path,
}

impl Thing<'_> {
    fn change(&self, kind: Kind, weight: Weight, what: String) -> Change {
        let sentence = if self.called.is_empty() { raised(&what) } else { format!("{}: {what}", self.called) };
        Change {
            kind,
            subject: self.subject.clone(),
            path_before: Some(self.before.clone()),
            path_after: Some(self.after.clone()),
            sentence,
            before: None,
            after: None,
            weight,
        }
    }
}

pub(super) fn join(base: &Path, rest: &Path) -> Path {
    rest.segments().iter().fold(base.clone(), |path, segment| match segment {
        crate::diagnostic::Segment::Key(key) => path.key(key.as_str()),
        crate::diagnostic::Segment::Index(index) => path.index(*index),
    })
}

/// What differs between the parts of one thing in two documents.
pub(super) fn compare(thing: &Thing<'_>, before: Parts, after: Parts, changes: &mut Vec<Change>) {
    let mut old: BTreeMap<Path, Part> = before.0.into_iter().map(|part| (part.path.clone(), part)).collect();
    for part in after.0 {
        match old.remove(&part.path) {
            Some(was) => both(thing, &was, &part, changes),
            None => {
                let nothing = empty(&part);
                both(thing, &nothing, &part, changes);
            }
        }
    }
    for was in old.into_values() {
        let nothing = empty(&was);
        both(thing, &was, &nothing, changes);
    }
}

fn empty(part: &Part) -> Part {
    let content = match &part.content {
        Content::One(_) => Content::One(None),
        Content::Many { indexed, .. } => Content::Many { items: Vec::new(), indexed: *indexed },
    };
    Part { path: part.path.clone(), name: part.name.clone(), content, weight: part.weight }
}

fn both(thing: &Thing<'_>, was: &Part, is: &Part, changes: &mut Vec<Change>) {
    match (&was.content, &is.content) {
        (Content::One(was_item), Content::One(item)) => one(thing, is, was_item.as_ref(), item.as_ref(), changes),
        (Content::Many { items: old, .. }, Content::Many { items: new, indexed }) => {
            many(thing, is, old, new, *indexed, changes);
        }
        (Content::One(_), Content::Many { .. }) | (Content::Many { .. }, Content::One(_)) => {}
    }
}

fn one(thing: &Thing<'_>, part: &Part, was: Option<&Item>, is: Option<&Item>, changes: &mut Vec<Change>) {
    let name = &part.name;
    let mut change = match (was, is) {
        (None, None) => return,
        // Words alone differ where a role or a step that they speak of is called otherwise now.
        (Some(was), Some(is)) if was.raw == is.raw => return,
        (Some(was), Some(is)) => {
            let weight = if was.core == is.core { Weight::Wording } else { part.weight };
            thing.change(Kind::Changed, weight, format!("{name} {}", changed(&was.words, &is.words)))
        }
        (None, Some(is)) => thing.change(Kind::Added, part.weight, format!("{name} is new: {}", excerpt(&is.words))),
        (Some(was), None) => {
            thing.change(Kind::Removed, part.weight, format!("{name} is gone; it was: {}", excerpt(&was.words)))
        }
    };
    if was.is_some() {
        change.path_before = Some(join(thing.before, &part.path));
    }
    if is.is_some() {
        change.path_after = Some(join(thing.after, &part.path));
    }
    change.before = was.map(|item| item.words.clone());
    change.after = is.map(|item| item.words.clone());
    changes.push(change);
}

fn many(thing: &Thing<'_>, part: &Part, old: &[Item], new: &[Item], indexed: bool, changes: &mut Vec<Change>) {
    let noun = &part.name;
    for pair in align(old, new, |item| &item.raw, |item| &item.words) {
        let (was, is) = match pair {
            Pair::Same(..) => continue,
            Pair::Changed(at, to) | Pair::Moved(at, to) => (Some(at), Some(to)),
            Pair::Gone(at) => (Some(at), None),
            Pair::New(to) => (None, Some(to)),
        };
        let (was_item, item) = (was.and_then(|at| old.get(at)), is.and_then(|at| new.get(at)));
        let words = |item: Option<&Item>| item.map(|item| item.words.clone()).unwrap_or_default();
        let (before, after) = (words(was_item), words(item));
        let core_stays = was_item.zip(item).is_some_and(|(was, is)| was.core == is.core);
        let (kind, what) = match pair {
            Pair::Changed(_, to) => (Kind::Changed, format!("{noun} {} {}", to + 1, changed(&before, &after))),
            Pair::Moved(at, to) => {
                (Kind::Moved, format!("{noun} {} moves to place {}: {}", at + 1, to + 1, excerpt(&after)))
            }
            Pair::Gone(at) => (Kind::Removed, format!("{noun} {} is gone; it was: {}", at + 1, excerpt(&before))),
            Pair::New(_) | Pair::Same(..) => (Kind::Added, format!("new {noun}: {}", excerpt(&after))),
        };
        let weight = if core_stays && kind == Kind::Changed { Weight::Wording } else { part.weight };
        let mut change = thing.change(kind, weight, what);
        let at = |base: &Path, index: usize| {
            let list = join(base, &part.path);
            if indexed { list.index(index) } else { list }
        };
        change.path_before = Some(was.map_or_else(|| thing.before.clone(), |index| at(thing.before, index)));
        change.path_after = Some(is.map_or_else(|| thing.after.clone(), |index| at(thing.after, index)));
        change.before = was_item.map(|item| item.words.clone());
        change.after = item.map(|item| item.words.clone());
        changes.push(change);
    }
}

/// `rises: 50 → 100`, `changes, 50 rises to 100: at most 50 → at most 100`, `changes: …`, `is written differently`
pub(super) fn changed(before: &str, after: &str) -> String {
    if before == after {
        return format!("is written differently, and reads the same: {}", excerpt(after));
    }
    let (old, new) = (narrowed(before, after), narrowed(after, before));
    let Some((was, is)) = single_number(before, after) else { return format!("changes: {old} → {new}") };
    let verb = if is > was { "rises" } else { "falls" };
    if before.parse::<Decimal>().is_ok() {
        return format!("{verb}: {old} → {new}");
    }
    format!("changes, {was} {verb} to {is}: {old} → {new}")
}

/// The two numbers, when the texts differ in nothing but one number.
fn single_number(before: &str, after: &str) -> Option<(Decimal, Decimal)> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split_whitespace().collect(), after.split_whitespace().collect());
    if old.len() != new.len() {
        return None;
    }
    let mut differing = old.iter().zip(&new).filter(|(old, new)| old != new);
    let (old, new) = differing.next()?;
    if differing.next().is_some() {
        return None;
    }
    // A number that is only written otherwise, such as 1.0 for 1, neither rises nor falls.
    let number = |word: &str| word.trim_end_matches([',', '.', ':', ';']).parse::<Decimal>().ok();
    Some((number(old)?, number(new)?)).filter(|(old, new)| old != new)
}

/// Longest text that a sentence shows whole, in characters.
const SHOWN: usize = 160;

pub(super) fn excerpt(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    format!("{}…", line.chars().take(SHOWN).collect::<String>().trim_end())
}

/// A long text about where it differs from the other.
fn narrowed(text: &str, other: &str) -> String {
    if text.chars().count() <= SHOWN && other.chars().count() <= SHOWN {
        return excerpt(text);
    }
    const AROUND: usize = 4;
    let (words, others): (Vec<&str>, Vec<&str>) =
        (text.split_whitespace().collect(), other.split_whitespace().collect());
    let start = words.iter().zip(&others).take_while(|(one, two)| one == two).count();
    let rest = words.len().min(others.len()) - start;
    let end = words.iter().rev().zip(others.iter().rev()).take(rest).take_while(|(one, two)| one == two).count();
    let (from, to) = (start.saturating_sub(AROUND), (words.len() - end + AROUND).min(words.len()));
    let middle = words.get(from..to).unwrap_or_default().join(" ");
    let (open, close) = (if from > 0 { "… " } else { "" }, if to < words.len() { " …" } else { "" });
    format!("{open}{}{close}", excerpt(&middle))
}
