//! The tree that all three spellings are read into and printed from.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Path, Segment};
use crate::value::{Value, Values};

use super::scalar::{self, Resolved};

/// What a reader got out of a text: as much of a tree as there is, and everything that is wrong with the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The tree as far as it could be read; an empty text is an empty plain scalar.
    pub root: Node,
    pub diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// Whether the text was read whole, without an error.
    pub fn is_clean(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// A scalar, a list or a mapping, with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub kind: NodeKind,
    /// Bytes in the source, quotes and brackets included; empty for a value that is left out or was made by a program.
    pub span: Range<usize>,
    /// Whether it is written in flow notation (`{…}`, `[…]`), or, for a scalar, stands within one. There a plain scalar
    /// ends at a comma or bracket.
    pub flow: bool,
    /// The comment that ended a plain scalar, `#` included: perhaps the rest of a value that wanted quotes.
    pub trailing_comment: Option<Range<usize>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NodeKind {
    Scalar {
        /// The characters after unescaping and folding.
        text: String,
        style: Style,
    },
    Sequence(Vec<Node>),
    /// In the order of the text; keys are unique.
    Mapping(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    /// Bytes of the key in the source, quotes included.
    pub key_span: Range<usize>,
    pub value: Node,
}

/// How a scalar is written. Only a plain one can be anything but text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

impl From<NodeKind> for Node {
    fn from(kind: NodeKind) -> Self {
        Node { kind, span: 0..0, flow: false, trailing_comment: None }
    }
}

impl Node {
    /// Text, whatever it looks like: the emitters quote it where it would read as something else.
    pub fn text(text: impl Into<String>) -> Self {
        NodeKind::Scalar { text: text.into(), style: Style::DoubleQuoted }.into()
    }

    /// A scalar that means what the core schema makes of it: `true`, `12.5`, `null`, or text.
    pub fn plain(text: impl Into<String>) -> Self {
        NodeKind::Scalar { text: text.into(), style: Style::Plain }.into()
    }

    pub fn null() -> Self {
        Node::plain("null")
    }

    pub fn sequence(items: impl IntoIterator<Item = Node>) -> Self {
        NodeKind::Sequence(items.into_iter().collect()).into()
    }

    /// A mapping. The caller gives every key once.
    pub fn mapping<K: Into<String>>(entries: impl IntoIterator<Item = (K, Node)>) -> Self {
        NodeKind::Mapping(
            entries.into_iter().map(|(key, value)| Entry { key: key.into(), key_span: 0..0, value }).collect(),
        )
        .into()
    }

    /// A value as a document spells it: dates, durations and files in their plain form.
    pub fn from_value(value: &Value) -> Self {
        match value {
            Value::Null => Node::null(),
            Value::Bool(value) => Node::plain(value.to_string()),
            Value::Number(value) => Node::plain(value.normalize().to_string()),
            Value::Text(text) => Node::text(text.clone()),
            Value::Date(date) => Node::text(date.to_string()),
            Value::Moment(moment) => Node::text(moment.to_string()),
            Value::Duration(duration) => Node::text(duration.to_string()),
            Value::File(file) => Node::mapping([
                ("sha256", Node::text(file.sha256.clone())),
                ("name", Node::text(file.name.clone())),
                ("media_type", Node::text(file.media_type.clone())),
                ("size", Node::plain(file.size.to_string())),
            ]),
            Value::List(items) => Node::sequence(items.iter().map(Node::from_value)),
            Value::Object(fields) => {
                Node::mapping(fields.iter().map(|(name, value)| (name.clone(), Node::from_value(value))))
            }
        }
    }

    /// The same node, said to stand at `span`.
    #[must_use]
    pub fn at(mut self, span: Range<usize>) -> Self {
        self.span = span;
        self
    }

    /// The characters of a scalar as written, whatever they look like: `1.10`, `007`, `No` and `Off` stay.
    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { text, .. } => Some(text),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    pub fn items(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::Sequence(items) => Some(items),
            NodeKind::Scalar { .. } | NodeKind::Mapping(_) => None,
        }
    }

    pub fn entries(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Mapping(entries) => Some(entries),
            NodeKind::Scalar { .. } | NodeKind::Sequence(_) => None,
        }
    }

    /// The entry `key` of a mapping.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries()?.iter().find(|entry| entry.key == key)
    }

    /// The value under `key` of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The node at `path`, where the whole path exists.
    pub fn find(&self, path: &Path) -> Option<&Node> {
        path.segments().iter().try_fold(self, |node, segment| node.child(segment))
    }

    pub(super) fn child(&self, segment: &Segment) -> Option<&Node> {
        match segment {
            Segment::Key(key) => self.get(key),
            Segment::Index(index) => self.items()?.get(*index),
        }
    }

    /// Whether it is a plain scalar that means nothing: left out, `null` or `~`.
    pub fn is_null(&self) -> bool {
        matches!(&self.kind, NodeKind::Scalar { text, style: Style::Plain }
            if matches!(scalar::resolve(text), Ok(Resolved::Null)))
    }

    /// The noun a message uses for what is written here.
    pub fn noun(&self) -> &'static str {
        match &self.kind {
            NodeKind::Sequence(_) => "a list",
            NodeKind::Mapping(_) => "a mapping",
            NodeKind::Scalar { text, style: Style::Plain } => match scalar::resolve(text) {
                Ok(Resolved::Null) => "nothing",
                Ok(Resolved::Bool(_)) => "true or false",
                Ok(Resolved::Number(_)) | Err(_) => "a number",
                Ok(Resolved::Text) => "text",
            },
            NodeKind::Scalar { .. } => "text",
        }
    }

    /// The value by the YAML 1.2 core schema; `at` is this node's place.
    ///
    /// A number that no exact decimal holds is reported and read as unknown.
    pub fn to_value(&self, at: &Path, found: &mut Vec<Diagnostic>) -> Value {
        match &self.kind {
            NodeKind::Scalar { text, style: Style::Plain } => match scalar::resolve(text) {
                Ok(Resolved::Null) => Value::Null,
                Ok(Resolved::Bool(value)) => Value::Bool(value),
                Ok(Resolved::Number(value)) => Value::Number(value),
                Ok(Resolved::Text) => Value::Text(text.clone()),
                Err(error) => {
                    let mut diagnostic = Diagnostic::error("inexact-number", at.clone(), error.to_string())
                        .because("Numbers are exact decimals; this one would have to be rounded.")
                        .fix("Round it yourself, or put it in quotes if it is text.");
                    if !self.span.is_empty() {
                        diagnostic.span = Some(self.span.clone());
                    }
                    found.push(diagnostic);
                    Value::Null
                }
            },
            NodeKind::Scalar { text, .. } => Value::Text(text.clone()),
            NodeKind::Sequence(items) => Value::List(
                items.iter().enumerate().map(|(index, item)| item.to_value(&at.index(index), found)).collect(),
            ),
            NodeKind::Mapping(entries) => Value::Object(
                entries
                    .iter()
                    .map(|entry| (entry.key.clone(), entry.value.to_value(&at.key(&entry.key), found)))
                    .collect::<Values>(),
            ),
        }
    }

    /// Whether both say the same in the same order, however they are spelled: spans, quoting and notation do not count.
    pub fn same(&self, other: &Node) -> bool {
        match (&self.kind, &other.kind) {
            (NodeKind::Scalar { text: a, style: a_style }, NodeKind::Scalar { text: b, style: b_style }) => {
                match (meaning(a, *a_style), meaning(b, *b_style)) {
                    (Ok(Resolved::Text), Ok(Resolved::Text)) | (Err(_), Err(_)) => a == b,
                    (a, b) => a == b,
                }
            }
            (NodeKind::Sequence(a), NodeKind::Sequence(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            (NodeKind::Mapping(a), NodeKind::Mapping(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.key == b.key && a.value.same(&b.value))
            }
            (NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_), _) => false,
        }
    }
}

fn meaning(text: &str, style: Style) -> Result<Resolved, scalar::NumberError> {
    if style == Style::Plain { scalar::resolve(text) } else { Ok(Resolved::Text) }
}
