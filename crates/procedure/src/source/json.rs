//! JSON (RFC 8259, strictly) into a tree with spans, and a tree as pretty JSON.
//!
//! Open collections are a list, so nothing recurses while reading.

use std::collections::BTreeMap;
use std::ops::Range;

use rust_decimal::prelude::ToPrimitive;

use crate::diagnostic::{Diagnostic, Path, Related};

use super::limits::spanned;
use super::scalar::{self, Resolved};
use super::tree::{Entry, Node, NodeKind, Parsed, Style};
use super::{Limits, SourceMap};

/// Reads one JSON value. Whatever could be read before a mistake is in the tree.
pub fn parse(text: &str, limits: &Limits) -> Parsed {
    let mut reading = Reading { text, at: 0, limits, open: Vec::new(), root: None, nodes: 0, found: Vec::new() };
    match limits.oversize(text) {
        Some(diagnostic) => reading.found.push(diagnostic),
        None => {
            if let Err(diagnostic) = reading.run() {
                reading.found.push(*diagnostic);
            }
        }
    }
    reading.finish()
}

struct Reading<'a> {
    text: &'a str,
    at: usize,
    limits: &'a Limits,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
    found: Vec<Diagnostic>,
}

enum Open {
    Sequence { start: usize, items: Vec<Node> },
    Mapping { start: usize, entries: Vec<Entry>, seen: BTreeMap<String, Range<usize>>, key: Option<Key> },
}

struct Key {
    text: String,
    span: Range<usize>,
    duplicate: bool,
}

type Stop = Box<Diagnostic>;

impl Reading<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        loop {
            self.blank();
            if let Some(node) = self.value()? {
                self.put(node)?;
                if !self.after_value()? {
                    break;
                }
            }
        }
        self.blank();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.wrong("something stands behind the end of the value", "Remove it.")),
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn blank(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// A whole scalar or empty collection; `None` when a collection was opened and its first value comes next.
    fn value(&mut self) -> Result<Option<Node>, Stop> {
        let start = self.at;
        match self.peek() {
            Some('"') => self.string().map(|text| Some(self.scalar(text, Style::DoubleQuoted, start))),
            Some('{') => self.open(Open::Mapping { start, entries: Vec::new(), seen: BTreeMap::new(), key: None }),
            Some('[') => self.open(Open::Sequence { start, items: Vec::new() }),
            Some(_) => {
                let rest = &self.text[start..];
                let word_end = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')))
                    .unwrap_or(rest.len());
                let word = &rest[..word_end];
                if !(matches!(word, "true" | "false" | "null") || is_number(word)) {
                    return Err(self.wrong(
                        "this is no JSON value",
                        "Write text in double quotes, a number, true, false, null, a list or an object.",
                    ));
                }
                self.at += word_end;
                Ok(Some(self.scalar(word.to_owned(), Style::Plain, start)))
            }
            None => Err(self.wrong("the text ends where a value should be", "Complete it.")),
        }
    }

    fn scalar(&self, text: String, style: Style, start: usize) -> Node {
        let flow = !self.open.is_empty();
        Node { kind: NodeKind::Scalar { text, style }, span: start..self.at, flow, trailing_comment: None }
    }

    fn open(&mut self, open: Open) -> Result<Option<Node>, Stop> {
        if self.open.len() >= self.limits.depth {
            return Err(Box::new(self.limits.too_deep(self.at, self.at + 1)));
        }
        let empty_end = if matches!(open, Open::Sequence { .. }) { ']' } else { '}' };
        self.at += 1;
        self.open.push(open);
        self.blank();
        if self.peek() == Some(empty_end) {
            self.at += 1;
            return Ok(self.close());
        }
        self.key()?;
        Ok(None)
    }

    fn close(&mut self) -> Option<Node> {
        let at = self.at;
        self.open.pop().map(|open| closed(open, at))
    }

    /// Reads a key and its colon, when a mapping is open.
    fn key(&mut self) -> Result<(), Stop> {
        if !matches!(self.open.last(), Some(Open::Mapping { .. })) {
            return Ok(());
        }
        self.blank();
        let start = self.at;
        if self.peek() != Some('"') {
            return Err(self.wrong("a key in double quotes should be here", "Write the key in double quotes."));
        }
        let text = self.string()?;
        let span = start..self.at;
        let path = self.path();
        if let Some(Open::Mapping { seen, key, .. }) = self.open.last_mut() {
            let first = seen.get(&text).cloned();
            let duplicate = first.is_some();
            if let Some(first) = first {
                let path = path.key(&text);
                let message = format!("the key `{text}` is there twice");
                let mut diagnostic =
                    spanned(Diagnostic::error("duplicate-key", path.clone(), message).at_key(), span.clone())
                        .because("Only the first is read; which of the two is meant cannot be known.")
                        .fix("Remove one of the two.");
                let message = format!("`{text}` is here first");
                diagnostic.related.push(Related { path, message, span: Some(first) });
                self.found.push(diagnostic);
            } else {
                seen.insert(text.clone(), span.clone());
            }
            *key = Some(Key { text, span, duplicate });
        }
        self.blank();
        if self.peek() != Some(':') {
            return Err(self.wrong("a colon should follow the key", "Write `:` between the key and its value."));
        }
        self.at += 1;
        Ok(())
    }

    /// Closes what ends here; true when another value follows.
    fn after_value(&mut self) -> Result<bool, Stop> {
        loop {
            let end = match self.open.last() {
                None => return Ok(false),
                Some(Open::Sequence { .. }) => ']',
                Some(Open::Mapping { .. }) => '}',
            };
            self.blank();
            match self.peek() {
                Some(',') => {
                    self.at += 1;
                    self.key()?;
                    return Ok(true);
                }
                Some(found) if found == end => {
                    self.at += 1;
                    if let Some(node) = self.close() {
                        self.put(node)?;
                    }
                }
                _ => {
                    let message = format!("`,` or `{end}` should be here");
                    return Err(self.wrong(&message, "Separate values by commas, and see that brackets come in pairs."));
                }
            }
        }
    }

    fn put(&mut self, node: Node) -> Result<(), Stop> {
        self.nodes += 1;
        if self.nodes > self.limits.nodes {
            return Err(Box::new(self.limits.too_many(node.span.start, node.span.end)));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping { entries, key, .. }) => {
                if let Some(key) = key.take().filter(|key| !key.duplicate) {
                    entries.push(Entry { key: key.text, key_span: key.span, value: node });
                }
            }
        }
        Ok(())
    }

    /// The text of the string that begins here.
    fn string(&mut self) -> Result<String, Stop> {
        let open = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let plain = rest.find(|c: char| matches!(c, '"' | '\\') || c < ' ').unwrap_or(rest.len());
            text.push_str(&rest[..plain]);
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => match escape(&self.text[self.at..]) {
                    Some((c, length)) => {
                        text.push(c);
                        self.at += length;
                    }
                    None => {
                        return Err(self.wrong(
                            "this escape is unknown or incomplete",
                            "Write `\\\\` for a backslash; escapes are `\\n`, `\\t`, `\\\"`, `\\u00e9` and the like.",
                        ));
                    }
                },
                Some(_) => {
                    return Err(
                        self.wrong("a control character stands in the text", "Write it as an escape, such as `\\n`.")
                    );
                }
                None => {
                    self.at = open;
                    return Err(self.wrong("the quote that opens here is not closed", "Close it."));
                }
            }
        }
    }

    fn path(&self) -> Path {
        self.open.iter().fold(Path::root(), |path, open| match open {
            Open::Sequence { items, .. } => path.index(items.len()),
            Open::Mapping { key: Some(key), .. } => path.key(&key.text),
            Open::Mapping { key: None, .. } => path,
        })
    }

    fn wrong(&self, message: &str, fix: &str) -> Stop {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        let diagnostic = Diagnostic::error("json-syntax", self.path(), format!("this is no JSON: {message}"))
            .because("What follows was not read.")
            .fix(fix);
        Box::new(spanned(diagnostic, self.at..end))
    }

    fn finish(mut self) -> Parsed {
        while let Some(open) = self.open.pop() {
            let node = closed(open, self.text.len());
            match self.open.last_mut() {
                Some(Open::Sequence { items, .. }) => items.push(node),
                Some(Open::Mapping { entries, key, .. }) => {
                    if let Some(key) = key.take().filter(|key| !key.duplicate) {
                        entries.push(Entry { key: key.text, key_span: key.span, value: node });
                    }
                }
                None => self.root = Some(node),
            }
        }
        let root = self.root.unwrap_or_else(|| Node::plain(""));
        SourceMap::new(self.text, root.clone()).locate(&mut self.found);
        Parsed { root, diagnostics: self.found }
    }
}

fn closed(open: Open, end: usize) -> Node {
    let (start, kind) = match open {
        Open::Sequence { start, items } => (start, NodeKind::Sequence(items)),
        Open::Mapping { start, entries, .. } => (start, NodeKind::Mapping(entries)),
    };
    Node { kind, span: start..end, flow: true, trailing_comment: None }
}

fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let (number, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(n, e)| (n, Some(e)));
    let (whole, fraction) = number.split_once('.').map_or((number, None), |(w, f)| (w, Some(f)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// The character that the escape at the start of `rest` spells, and the escape's length.
fn escape(rest: &str) -> Option<(char, usize)> {
    let simple = |c| Some((c, 2));
    match rest[1..].chars().next()? {
        c @ ('"' | '\\' | '/') => simple(c),
        'b' => simple('\u{8}'),
        'f' => simple('\u{c}'),
        'n' => simple('\n'),
        'r' => simple('\r'),
        't' => simple('\t'),
        'u' => {
            let first = code_unit(rest, 2)?;
            if let Some(c) = char::from_u32(first) {
                return Some((c, 6));
            }
            let second = (rest.get(6..8)? == "\\u").then(|| code_unit(rest, 8)).flatten()?;
            if !(0xD800..0xDC00).contains(&first) || !(0xDC00..0xE000).contains(&second) {
                return None;
            }
            char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)).map(|c| (c, 12))
        }
        _ => None,
    }
}

fn code_unit(rest: &str, at: usize) -> Option<u32> {
    let digits = rest.get(at..at + 4)?;
    digits.chars().all(|c| c.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// Pretty JSON: two spaces a level, short collections on one line, a line break at the end.
///
/// A plain scalar that no JSON literal spells (a number too long for an exact decimal) is written as a string.
pub fn print(node: &Node) -> String {
    let mut out = String::new();
    write(&mut out, node, 0, 0);
    out.push('\n');
    out
}

const WIDTH: usize = 100;

fn write(out: &mut String, node: &Node, indent: usize, used: usize) {
    if let Some(line) = one_line(node, WIDTH.saturating_sub(indent + used)) {
        out.push_str(&line);
        return;
    }
    let (open, close, count) = match &node.kind {
        NodeKind::Scalar { text, style } => return out.push_str(&scalar_text(text, *style)),
        NodeKind::Sequence(items) => ('[', ']', items.len()),
        NodeKind::Mapping(entries) => ('{', '}', entries.len()),
    };
    if count == 0 {
        out.push(open);
        out.push(close);
        return;
    }
    out.push(open);
    let inner = indent + 2;
    let separate = |out: &mut String, index: usize| {
        out.push_str(if index == 0 { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(inner));
    };
    match &node.kind {
        NodeKind::Scalar { .. } => {}
        NodeKind::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                separate(out, index);
                write(out, item, inner, 1);
            }
        }
        NodeKind::Mapping(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                separate(out, index);
                let key = quoted(&entry.key);
                out.push_str(&key);
                out.push_str(": ");
                write(out, &entry.value, inner, key.chars().count() + 3);
            }
        }
    }
    out.push('\n');
    out.push_str(&" ".repeat(indent));
    out.push(close);
}

/// A small collection as it reads on one line, if it fits: scalars, or one level of lists and objects of scalars.
fn one_line(node: &Node, width: usize) -> Option<String> {
    fn depth(node: &Node) -> usize {
        match &node.kind {
            NodeKind::Scalar { .. } => 0,
            NodeKind::Sequence(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
            NodeKind::Mapping(entries) => 1 + entries.iter().map(|entry| depth(&entry.value)).max().unwrap_or(0),
        }
    }
    /// False as soon as the line is too long.
    fn join(out: &mut String, node: &Node, width: usize) -> bool {
        match &node.kind {
            NodeKind::Scalar { text, style } => out.push_str(&scalar_text(text, *style)),
            NodeKind::Sequence(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { ", " });
                    if !join(out, item, width) {
                        return false;
                    }
                }
                out.push(']');
            }
            NodeKind::Mapping(entries) => {
                out.push_str(if entries.is_empty() { "{" } else { "{ " });
                for (index, entry) in entries.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { ", " });
                    out.push_str(&quoted(&entry.key));
                    out.push_str(": ");
                    if !join(out, &entry.value, width) {
                        return false;
                    }
                }
                out.push_str(if entries.is_empty() { "}" } else { " }" });
            }
        }
        out.chars().count() <= width
    }
    if depth(node) > 2 {
        return None;
    }
    let mut line = String::new();
    join(&mut line, node, width).then_some(line)
}

fn scalar_text(text: &str, style: Style) -> String {
    if style == Style::Plain {
        match scalar::resolve(text) {
            Ok(Resolved::Null) => return "null".to_owned(),
            Ok(Resolved::Bool(value)) => return value.to_string(),
            Ok(Resolved::Number(value)) => return number(value),
            Ok(Resolved::Text) | Err(_) => {}
        }
    }
    quoted(text)
}

/// All digits, without an exponent.
fn number(value: rust_decimal::Decimal) -> String {
    value.to_i64().filter(|_| value.is_integer()).map_or_else(|| value.normalize().to_string(), |n| n.to_string())
}

fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' || matches!(c, '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
