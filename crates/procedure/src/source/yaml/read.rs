//! YAML text into a tree, by folding a parser's events.
//!
//! Nothing here recurses: depth is bounded by the parser before a node exists, and open collections are a list.

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use crate::diagnostic::{Diagnostic, Path};
use crate::source::tree::{Entry, Node, NodeKind, Parsed, Style};
use crate::source::{Limits, SourceMap};

use super::complaint::{self, WrongKey};

/// Reads one YAML document. Whatever could be read before a mistake is in the tree.
pub fn parse(text: &str, limits: &Limits) -> Parsed {
    let mut reading = Reading { text, limits, open: Vec::new(), root: None, nodes: 0, last: 0, found: Vec::new() };
    if let Some(diagnostic) = limits.oversize(text) {
        reading.found.push(diagnostic);
    } else if let Some(at) = text.find('\0') {
        // The parser takes it for the end of the text.
        reading.found.push(complaint::null_character(at));
    } else {
        reading.run();
    }
    reading.finish()
}

struct Reading<'a> {
    text: &'a str,
    limits: &'a Limits,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    /// Where the last event ended.
    last: usize,
    found: Vec<Diagnostic>,
}

/// A collection whose end has not come yet.
struct Open {
    start: usize,
    flow: bool,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, seen: BTreeMap<String, Range<usize>>, key: Key },
}

/// What is known of the key whose value comes next.
enum Key {
    Awaited,
    Text(String, Range<usize>),
    /// Was reported; its value is read and dropped.
    Refused,
}

/// Reading goes on after most mistakes, and stops after those that leave no way to go on.
enum Flow {
    On,
    Stop,
}

impl Reading<'_> {
    fn run(&mut self) {
        let limits = self.limits;
        let options = granit_parser::options! {
            emit_comments: false,
            emit_anchor_events: true,
            emit_unresolved_aliases: true,
            disallow_directives: true,
            flow_nesting_limit: limits.depth,
            block_nesting_limit: limits.depth,
        };
        let mut documents = 0;
        for next in Parser::new_from_str_with_options(self.text, options) {
            let (event, span) = match next {
                Ok(next) => next,
                Err(error) => {
                    let at = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
                    let path = self.path();
                    let flow = self.open.last().is_some_and(|open| open.flow);
                    self.found.push(complaint::syntax(&error, self.text, at, path, flow, self.limits));
                    return;
                }
            };
            let bytes = bytes(&span, self.text);
            if matches!(event, Event::DocumentStart(..)) {
                documents += 1;
                if documents > 1 {
                    self.found.push(complaint::second_document(bytes));
                    return;
                }
            }
            let end = bytes.end;
            if matches!(self.event(event, &span, bytes), Flow::Stop) {
                return;
            }
            self.last = self.last.max(end);
        }
    }

    fn event(&mut self, event: Event<'_>, span: &Span, bytes: Range<usize>) -> Flow {
        let mut tag = None;
        if event.tag().is_some() {
            let place = span.tag_span().and_then(|tag| tag.byte_range()).unwrap_or_else(|| bytes.clone());
            tag = Some(place.start);
            self.found.push(complaint::tag(self.text, place, self.path()));
        }
        match event {
            Event::Anchor(..) => {
                self.found.push(complaint::anchor(self.text, bytes, self.path()));
                Flow::On
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.found.push(complaint::alias(self.text, bytes.clone(), self.path()));
                // Read on as if it were in quotes, so that nothing is said to be missing.
                self.value(Node::plain(self.text.get(bytes.clone()).unwrap_or_default()).at(bytes), true)
            }
            Event::Scalar(text, style, ..) => {
                let mut node = self.scalar(&text, style, bytes);
                if let (Some(tag), NodeKind::Scalar { text, style: Style::Plain }) = (tag, &mut node.kind) {
                    let whole = tag.min(node.span.start)..node.span.end;
                    self.text.get(whole.clone()).unwrap_or_default().trim_end().clone_into(text);
                    node.span = whole;
                }
                if let Some(comment) = node.trailing_comment.clone().filter(|comment| is_suspicious(self.text, comment))
                {
                    self.found.push(complaint::cut(comment, self.path()));
                }
                self.value(node, false)
            }
            Event::SequenceStart(style, ..) => {
                let in_mapping = matches!(self.open.last(), Some(Open { content: Content::Mapping { .. }, .. }));
                let start = match style {
                    StructureStyle::Block if in_mapping => self.dash(bytes.start),
                    StructureStyle::Block | StructureStyle::Flow => bytes.start,
                };
                self.open(style, start, Content::Sequence(Vec::new()))
            }
            Event::MappingStart(style, ..) => {
                let content = Content::Mapping { entries: Vec::new(), seen: BTreeMap::new(), key: Key::Awaited };
                self.open(style, bytes.start, content)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(open) => {
                    let node = close(open, bytes.end);
                    self.value(node, false)
                }
                None => Flow::On,
            },
            // Where streams and documents begin and end, and whatever a later release of the parser may add.
            _ => Flow::On,
        }
    }

    fn scalar(&self, text: &str, style: ScalarStyle, mut span: Range<usize>) -> Node {
        let style = match style {
            ScalarStyle::Plain => Style::Plain,
            ScalarStyle::SingleQuoted => Style::SingleQuoted,
            ScalarStyle::DoubleQuoted => Style::DoubleQuoted,
            ScalarStyle::Literal => Style::Literal,
            ScalarStyle::Folded => Style::Folded,
        };
        let absent = style == Style::Plain && self.text.get(span.clone()).unwrap_or_default().trim_ascii().is_empty();
        if matches!(style, Style::Literal | Style::Folded) {
            span.start = self.header(span.start);
        }
        let source = self.text.get(span.clone()).unwrap_or_default();
        if style != Style::Plain || absent {
            span.end = span.start + source.trim_ascii_end().len();
        }
        let rest = self.text.get(span.end..).unwrap_or_default();
        let trailing_comment = (style == Style::Plain && !absent).then(|| trailing_comment(rest, span.end)).flatten();
        Node {
            // The parser spells a value that is left out as `~`.
            kind: NodeKind::Scalar { text: if absent { String::new() } else { text.to_owned() }, style },
            span,
            flow: self.open.last().is_some_and(|open| open.flow),
            trailing_comment,
        }
    }

    /// Where the first `-` of a block sequence stands: the parser gives the first item when the sequence is not indented.
    fn dash(&self, item: usize) -> usize {
        let Some(mut rest) = self.text.get(self.last..item) else { return item };
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ':', '\u{feff}']);
            if rest.starts_with('#') {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
            } else if rest.starts_with('-') {
                return item - rest.len();
            } else {
                return item;
            }
        }
    }

    /// Where the `|` or `>` of a block scalar stands, whose content the parser says begins at `content`.
    fn header(&self, content: usize) -> usize {
        let before = self.text.get(..content).unwrap_or_default().trim_end();
        let line = before.rfind('\n').map_or(0, |at| at + 1).max(self.last.min(before.len()));
        before[line..]
            .match_indices(['|', '>'])
            .map(|(at, _)| line + at)
            .find(|at| {
                let rest = before[at + 1..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-'));
                rest.is_empty() || (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#'))
            })
            .unwrap_or(content)
    }

    fn open(&mut self, style: StructureStyle, start: usize, content: Content) -> Flow {
        if self.open.len() >= self.limits.depth {
            self.found.push(self.limits.too_deep(start, start));
            return Flow::Stop;
        }
        self.open.push(Open { start, flow: style == StructureStyle::Flow, content });
        Flow::On
    }

    /// Puts a finished node where it belongs. `refused` nodes stand for something that was reported.
    fn value(&mut self, node: Node, refused: bool) -> Flow {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            self.found.push(self.limits.too_many(node.span.start, node.span.end));
            return Flow::Stop;
        }
        match self.open.last_mut() {
            None => {
                // An empty first document is followed by nothing else.
                self.root.get_or_insert(node);
            }
            Some(Open { content: Content::Sequence(items), .. }) => items.push(node),
            Some(Open { content: Content::Mapping { entries, seen, key }, .. }) => {
                match std::mem::replace(key, Key::Awaited) {
                    Key::Awaited => *key = Key::Refused,
                    Key::Text(key, key_span) => {
                        entries.push(Entry { key, key_span, value: node });
                        return Flow::On;
                    }
                    Key::Refused => return Flow::On,
                }
                if refused {
                    return Flow::On;
                }
                match key_of(&node, seen) {
                    Ok(text) => {
                        seen.insert(text.clone(), node.span.clone());
                        *key = Key::Text(text, node.span);
                    }
                    Err(wrong) => {
                        let place = self.path();
                        self.found.push(complaint::key(wrong, &place, node.span));
                    }
                }
            }
        }
        Flow::On
    }

    /// Where the next node will stand.
    fn path(&self) -> Path {
        self.open.iter().fold(Path::root(), |path, open| match &open.content {
            Content::Sequence(items) => path.index(items.len()),
            Content::Mapping { key: Key::Text(key, _), .. } => path.key(key),
            Content::Mapping { key: Key::Awaited | Key::Refused, .. } => path,
        })
    }

    fn finish(mut self) -> Parsed {
        while let Some(open) = self.open.pop() {
            let node = close(open, self.text.len());
            match self.open.last_mut() {
                Some(Open { content: Content::Sequence(items), .. }) => items.push(node),
                Some(Open { content: Content::Mapping { entries, key, .. }, .. }) => {
                    if let Key::Text(key, key_span) = std::mem::replace(key, Key::Refused) {
                        entries.push(Entry { key, key_span, value: node });
                    }
                }
                None => self.root = Some(node),
            }
        }
        let root = self.root.unwrap_or_else(|| Node::plain(""));
        if self.found.iter().any(|diagnostic| diagnostic.span.is_none()) {
            SourceMap::new(self.text, root.clone()).locate(&mut self.found);
        }
        Parsed { root, diagnostics: self.found }
    }
}

fn bytes(span: &Span, text: &str) -> Range<usize> {
    let whole = span.byte_range().unwrap_or(0..0);
    let end = whole.end.min(text.len());
    whole.start.min(end)..end
}

/// The key that a scalar spells, whatever it looks like.
fn key_of(node: &Node, seen: &BTreeMap<String, Range<usize>>) -> Result<String, WrongKey> {
    let NodeKind::Scalar { text, style } = &node.kind else { return Err(WrongKey::Collection) };
    match (text.as_str(), style) {
        ("", Style::Plain) => Err(WrongKey::Missing),
        ("<<", Style::Plain) => Err(WrongKey::Merge),
        (text, _) => match seen.get(text) {
            Some(first) => Err(WrongKey::Duplicate { key: text.to_owned(), first: first.clone() }),
            None => Ok(text.to_owned()),
        },
    }
}

/// A collection whose end was reached. A block ends with its last value, not at the line where that was noticed.
fn close(open: Open, end: usize) -> Node {
    let (kind, last) = match open.content {
        Content::Sequence(items) => {
            let last = items.last().map(|item| item.span.end);
            (NodeKind::Sequence(items), last)
        }
        Content::Mapping { entries, .. } => {
            let last = entries.last().map(|entry| entry.value.span.end.max(entry.key_span.end));
            (NodeKind::Mapping(entries), last)
        }
    };
    let end = if open.flow { end } else { last.unwrap_or(end) };
    Node { kind, span: open.start..end.max(open.start), flow: open.flow, trailing_comment: None }
}

/// The comment that follows on the same line, if one does.
fn trailing_comment(rest: &str, at: usize) -> Option<Range<usize>> {
    let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
    let comment = line.trim_start_matches([' ', '\t']);
    let start = at + line.len() - comment.len();
    comment.starts_with('#').then(|| start..start + comment.trim_end().len())
}

/// Whether the `#` may have been meant as text: comments have a space behind it, numbers of things (`#5`) have none.
fn is_suspicious(text: &str, comment: &Range<usize>) -> bool {
    text.get(comment.start + 1..comment.end).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}
