//! What every part of the reader uses: keys of a mapping, texts, lists, names, and how mistakes in them are told.

use std::fmt::Display;
use std::hash::Hash;
use std::str::FromStr;

use indexmap::IndexMap;
use rust_decimal::prelude::ToPrimitive;

use crate::diagnostic::{Diagnostic, Path, Segment, did_you_mean};
use crate::document::IdError;
use crate::expression::{Expression, ExpressionError, Formula};
use crate::source::{Entry, Node, NodeKind, Resolved, Style, resolve};
use crate::template::Template;
use crate::value::{Decimal, Value, number_to_json};

use super::{Pack, Spelling};

/// Reads parts of a document and keeps what is wrong with them.
///
/// Each method gives `None` where a part cannot be read, and has then reported why.
pub(super) struct Reader<'a> {
    pub(super) spelling: Spelling,
    pub(super) pack: &'a dyn Pack,
    found: Vec<Diagnostic>,
    /// Whether a part is missing from what was read.
    incomplete: bool,
}

/// A node and its place.
#[derive(Clone)]
pub(super) struct At<'n> {
    pub(super) node: &'n Node,
    pub(super) path: Path,
}

impl<'n> At<'n> {
    pub(super) fn item(&self, index: usize, node: &'n Node) -> At<'n> {
        At { node, path: self.path.index(index) }
    }

    fn entry(&self, entry: &'n Entry) -> At<'n> {
        At { node: &entry.value, path: self.path.key(&entry.key) }
    }

    /// What messages call it: its key, or the list's with its number.
    pub(super) fn name(&self) -> String {
        match self.path.segments() {
            [] => "the document".to_owned(),
            [.., Segment::Key(key)] => format!("`{key}`"),
            [.., Segment::Key(key), Segment::Index(index)] => format!("item {} of `{key}`", index + 1),
            [.., Segment::Index(index)] => format!("item {}", index + 1),
        }
    }
}

/// The keys of one mapping; those not taken in the end are unknown.
pub(super) struct Keys<'n> {
    at: At<'n>,
    entries: &'n [Entry],
    /// What the mapping is, as in "a step".
    noun: &'static str,
    known: Vec<&'static str>,
}

impl<'n> Keys<'n> {
    pub(super) fn take(&mut self, key: &'static str) -> Option<At<'n>> {
        self.known.push(key);
        self.entries.iter().find(|entry| entry.key == key).map(|entry| self.at.entry(entry))
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    pub(super) fn at(&self) -> &At<'n> {
        &self.at
    }

    /// Keys that were written and that nobody asked for yet.
    pub(super) fn untaken(&self) -> impl Iterator<Item = &'n str> {
        self.entries.iter().map(|entry| entry.key.as_str()).filter(|key| !self.known.contains(key))
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(spelling: Spelling, pack: &'a dyn Pack) -> Self {
        Reader { spelling, pack, found: Vec::new(), incomplete: false }
    }

    /// Whether a part is missing, and everything found.
    pub(super) fn finish(self) -> (bool, Vec<Diagnostic>) {
        (self.incomplete, self.found)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.found.push(diagnostic);
    }

    /// Reports, and gives nothing.
    pub(super) fn fail<T>(&mut self, diagnostic: Diagnostic) -> Option<T> {
        self.incomplete = true;
        self.found.push(diagnostic);
        None
    }

    pub(super) fn wrong_type<T>(&mut self, at: &At<'_>, expected: &str) -> Option<T> {
        if self.is_absent(at.node) {
            let message = format!("{} has no value, where {expected} should be", at.name());
            return self.fail(
                Diagnostic::error("empty-value", at.path.clone(), message).fix("Write the value, or remove the key."),
            );
        }
        let message = format!("{} is {}, where {expected} should be", at.name(), at.node.noun());
        self.fail(Diagnostic::error("wrong-type", at.path.clone(), message).fix(format!("Write {expected}.")))
    }

    /// Whether nothing is written: in JSON that is `null`, elsewhere the word is text where text is wanted.
    pub(super) fn is_absent(&self, node: &Node) -> bool {
        match &node.kind {
            NodeKind::Scalar { text, style: Style::Plain } => {
                text.is_empty() || (self.spelling == Spelling::Json && text == "null")
            }
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_) => false,
        }
    }

    /// The keys of a mapping; `noun` says what the mapping is, as in "a step".
    pub(super) fn keys<'n>(&mut self, at: At<'n>, noun: &'static str) -> Option<Keys<'n>> {
        match at.node.entries() {
            Some(entries) => Some(Keys { entries, at, noun, known: Vec::new() }),
            None => self.wrong_type(&at, &format!("{noun} (a mapping of keys to values)")),
        }
    }

    /// Reports the keys that nobody took.
    pub(super) fn end(&mut self, keys: Keys<'_>) {
        for entry in keys.entries {
            if keys.known.contains(&entry.key.as_str()) {
                continue;
            }
            let message = format!("{} has no key `{}`", keys.noun, shorten(&entry.key));
            let mut diagnostic = Diagnostic::error("unknown-key", keys.at.path.key(&entry.key), message).at_key();
            let known = keys.known.iter().copied();
            if entry.value.flow && entry.value.span.is_empty() && self.is_absent(&entry.value) {
                diagnostic = diagnostic
                    .because("Within `{ }` a comma ends a value: this may be the rest of the one before it.")
                    .fix("Put the whole value in single quotes.");
            } else if let Some(hint) = did_you_mean(&entry.key, known) {
                diagnostic = diagnostic.fix(capital(&hint));
            } else {
                diagnostic = diagnostic.fix(format!("Known keys here are {}.", listed(&keys.known)));
            }
            self.report(diagnostic);
        }
    }

    /// The value of a key that may be left out.
    pub(super) fn optional<'n, T>(
        &mut self,
        keys: &mut Keys<'n>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &At<'n>) -> Option<T>,
    ) -> Option<T> {
        let at = keys.take(key)?;
        read(self, &at)
    }

    /// The value of a key that must be there.
    pub(super) fn required<'n, T>(
        &mut self,
        keys: &mut Keys<'n>,
        key: &'static str,
        read: impl FnOnce(&mut Self, &At<'n>) -> Option<T>,
    ) -> Option<T> {
        match keys.take(key) {
            Some(at) => read(self, &at),
            None => {
                let message = format!("{} lacks `{key}`", keys.noun);
                let diagnostic = Diagnostic::error("missing-key", keys.at.path.clone(), message);
                self.fail(diagnostic.fix(format!("Add `{key}:`.")))
            }
        }
    }

    /// Items of a list; nothing when one of them cannot be read.
    pub(super) fn list<'n, T>(
        &mut self,
        at: &At<'n>,
        mut read: impl FnMut(&mut Self, &At<'n>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(items) = at.node.items() else { return self.wrong_type(at, "a list") };
        let read: Vec<Option<T>> =
            items.iter().enumerate().map(|(index, item)| read(self, &at.item(index, item))).collect();
        read.into_iter().collect()
    }

    /// A list, or one item as itself.
    pub(super) fn one_or_many<'n, T>(
        &mut self,
        at: &At<'n>,
        mut read: impl FnMut(&mut Self, &At<'n>) -> Option<T>,
    ) -> Option<Vec<T>> {
        if at.node.items().is_some() { self.list(at, read) } else { read(self, at).map(|item| vec![item]) }
    }

    /// Entries of a mapping whose keys are names of the author's.
    pub(super) fn map<'n, K, T>(
        &mut self,
        at: &At<'n>,
        mut read: impl FnMut(&mut Self, &At<'n>) -> Option<T>,
    ) -> Option<IndexMap<K, T>>
    where
        K: FromStr<Err = IdError> + Hash + Eq,
    {
        let Some(entries) = at.node.entries() else { return self.wrong_type(at, "a mapping") };
        let mut map = Some(IndexMap::with_capacity(entries.len()));
        for entry in entries {
            self.warn_of_cut(at, entry);
            let value = read(self, &at.entry(entry));
            let key = match entry.key.parse::<K>() {
                Ok(key) => Some(key),
                Err(error) => self.fail(id_error(at.path.key(&entry.key), &error).at_key()),
            };
            match (&mut map, key, value) {
                (Some(map), Some(key), Some(value)) => {
                    map.insert(key, value);
                }
                _ => map = None,
            }
        }
        map
    }

    /// Entries of a mapping whose keys can be any text.
    pub(super) fn open_map<'n, T>(
        &mut self,
        at: &At<'n>,
        mut read: impl FnMut(&mut Self, &At<'n>) -> Option<T>,
    ) -> Option<IndexMap<String, T>> {
        let Some(entries) = at.node.entries() else { return self.wrong_type(at, "a mapping") };
        let read: Vec<Option<(String, T)>> =
            entries.iter().map(|entry| read(self, &at.entry(entry)).map(|value| (entry.key.clone(), value))).collect();
        read.into_iter().collect()
    }

    /// Warns of `{a: x, b}`: where keys can be any name, the rest of a value passes for one.
    fn warn_of_cut(&mut self, at: &At<'_>, entry: &Entry) {
        let place = &entry.value.span;
        if entry.value.flow && place.is_empty() && place.start == entry.key_span.end && !entry.key_span.is_empty() {
            let message = format!("`{}` has no value", shorten(&entry.key));
            self.report(
                Diagnostic::warning("cut-by-comma", at.path.key(&entry.key), message)
                    .at_key()
                    .because("Within `{ }` a comma ends a value: this may be the rest of the one before it.")
                    .fix("Put the whole value before it in single quotes, or write a colon behind this name."),
            );
        }
    }

    /// The characters of a scalar as written.
    pub(super) fn characters<'n>(&mut self, at: &At<'n>, expected: &str) -> Option<&'n str> {
        match at.node.as_text() {
            Some(text) if !self.is_absent(at.node) => Some(text),
            Some(_) | None => self.wrong_type(at, expected),
        }
    }

    /// A text for people: never empty, and without the line breaks that a block scalar ends with.
    pub(super) fn text(&mut self, at: &At<'_>) -> Option<String> {
        let text = self.characters(at, "text")?.trim_end_matches(['\n', '\r']);
        if text.trim().is_empty() {
            let message = format!("{} is empty, where text should be", at.name());
            return self.fail(
                Diagnostic::error("empty-value", at.path.clone(), message).fix("Write the text, or remove the key."),
            );
        }
        Some(text.to_owned())
    }

    pub(super) fn texts(&mut self, at: &At<'_>) -> Option<Vec<String>> {
        self.list(at, Self::text)
    }

    pub(super) fn template(&mut self, at: &At<'_>) -> Option<Template> {
        let text = self.text(at)?;
        match Template::parse(&text) {
            Ok(template) => Some(template),
            Err(errors) => {
                for error in errors {
                    let _: Option<()> = self.fail(expression_error(at, error));
                }
                None
            }
        }
    }

    /// An id, a name, a role.
    pub(super) fn id<T: FromStr<Err = IdError>>(&mut self, at: &At<'_>) -> Option<T> {
        let text = self.characters(at, "a name")?;
        text.parse().map_or_else(|error| self.fail(id_error(at.path.clone(), &error)), Some)
    }

    /// Anything that is written as one text and whose error says what to write instead.
    pub(super) fn parsed<T>(&mut self, at: &At<'_>, code: &'static str, expected: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        let text = self.characters(at, expected)?.trim();
        text.parse()
            .map_or_else(|error: T::Err| self.fail(Diagnostic::error(code, at.path.clone(), error.to_string())), Some)
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, at: &At<'_>, words: &[(&'static str, T)]) -> Option<T> {
        let names: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let text = self.characters(at, &either(&names))?;
        if let Some((_, value)) = words.iter().find(|(name, _)| *name == text) {
            return Some(*value);
        }
        let message = format!("{} cannot be `{}`", at.name(), shorten(text));
        let hint = did_you_mean(text, names.iter().copied())
            .map(|hint| format!("; {}", hint.trim_end_matches('?')))
            .unwrap_or_default();
        self.fail(
            Diagnostic::error("unknown-word", at.path.clone(), message).fix(format!("Write {}{hint}.", either(&names))),
        )
    }

    pub(super) fn boolean(&mut self, at: &At<'_>) -> Option<bool> {
        match self.plain(at) {
            Some(Resolved::Bool(value)) => Some(value),
            Some(Resolved::Null | Resolved::Number(_) | Resolved::Text) | None => self.wrong_type(at, "true or false"),
        }
    }

    pub(super) fn number(&mut self, at: &At<'_>) -> Option<Decimal> {
        match self.plain(at) {
            Some(Resolved::Number(value)) => self.carried(at, value),
            Some(Resolved::Null | Resolved::Bool(_) | Resolved::Text) | None => self.wrong_type(at, "a number"),
        }
    }

    /// A whole number from 0 on that fits the type.
    pub(super) fn count<T: TryFrom<u64>>(&mut self, at: &At<'_>, expected: &str) -> Option<T> {
        let number = match self.plain(at) {
            Some(Resolved::Number(value)) if value.is_integer() => value.to_u64(),
            Some(Resolved::Number(_) | Resolved::Null | Resolved::Bool(_) | Resolved::Text) | None => None,
        };
        match number.and_then(|number| T::try_from(number).ok()) {
            Some(number) => Some(number),
            None => self.wrong_type(at, expected),
        }
    }

    fn plain(&self, at: &At<'_>) -> Option<Resolved> {
        match &at.node.kind {
            NodeKind::Scalar { text, style: Style::Plain } => resolve(text).ok(),
            NodeKind::Scalar { .. } => Some(Resolved::Text),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// Numbers of a document must survive JSON, the spelling of programs.
    fn carried(&mut self, at: &At<'_>, value: Decimal) -> Option<Decimal> {
        if number_to_json(value).is_some() {
            return Some(value);
        }
        let message = format!("the number {value} has more digits than a JSON number carries");
        self.fail(
            Diagnostic::error("inexact-number", at.path.clone(), message)
                .because("A document means the same in YAML and in JSON, where numbers have about 17 digits.")
                .fix("Round it."),
        )
    }

    /// Any value, by the core schema.
    pub(super) fn value(&mut self, at: &At<'_>) -> Option<Value> {
        match &at.node.kind {
            NodeKind::Scalar { .. } => {
                let mut found = Vec::new();
                let value = at.node.to_value(&at.path, &mut found);
                if let Some(diagnostic) = found.pop() {
                    return self.fail(diagnostic);
                }
                match value {
                    Value::Number(number) => self.carried(at, number).map(Value::Number),
                    other => Some(other),
                }
            }
            NodeKind::Sequence(_) => self.list(at, Self::value).map(Value::List),
            NodeKind::Mapping(_) => {
                self.open_map(at, Self::value).map(|fields| Value::Object(fields.into_iter().collect()))
            }
        }
    }

    /// An expression, whatever the text looks like; a leading `=` is dropped.
    pub(super) fn expression(&mut self, at: &At<'_>) -> Option<Expression> {
        let text = self.characters(at, "an expression")?;
        match Expression::parse(text) {
            Ok(expression) => Some(expression),
            Err(error) => self.fail(expression_error(at, error)),
        }
    }

    /// A value that may be an expression, also within lists and mappings.
    pub(super) fn formula(&mut self, at: &At<'_>) -> Option<Formula> {
        match &at.node.kind {
            NodeKind::Scalar { .. } => match self.value(at)? {
                Value::Text(text) => match Formula::from_text(&text) {
                    Ok(formula) => Some(formula),
                    Err(error) => self.fail(expression_error(at, error)),
                },
                literal => Some(Formula::Literal(literal)),
            },
            NodeKind::Sequence(_) => self.list(at, Self::formula).map(Formula::list),
            NodeKind::Mapping(_) => self.open_map(at, Self::formula).map(Formula::object),
        }
    }
}

pub(super) fn id_error(path: Path, error: &IdError) -> Diagnostic {
    let message = format!("`{}` is no {}", shorten(&error.found), error.noun);
    Diagnostic::error("bad-name", path, message).fix(format!("{}.", capital(error.rule)))
}

/// A mistake inside an expression, with what may have cut it short.
pub(super) fn expression_error(at: &At<'_>, error: ExpressionError) -> Diagnostic {
    let at_end = at.node.as_text().is_some_and(|text| error.range.end >= text.trim_end().len());
    let mut diagnostic = Diagnostic::error(error.code, at.path.clone(), error.message).within(error.range);
    if let Some(fix) = error.fix {
        diagnostic = diagnostic.fix(capital(&fix));
    }
    if !at_end {
        return diagnostic;
    }
    if at.node.trailing_comment.is_some() {
        diagnostic = diagnostic
            .because("A space and `#` begin a comment, which may have cut the value short.")
            .fix("If the comment belongs to the value, put the whole value in single quotes.");
    } else if at.node.flow && matches!(at.node.kind, NodeKind::Scalar { style: Style::Plain, .. }) {
        diagnostic = diagnostic.because(
            "Within `{ }` and `[ ]` an unquoted value ends at a comma or bracket, which may have cut it short: then \
             put the whole value in single quotes.",
        );
    }
    diagnostic
}

pub(super) fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn either(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => format!("`{one}`"),
        [first @ .., last] => format!("{} or `{last}`", listed(first)),
    }
}
