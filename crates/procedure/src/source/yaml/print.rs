//! A tree as canonical YAML: two spaces a level, quotes where two readers could disagree, short collections in flow
//! notation, texts of several lines as `|` and long ones as `>-`.

use crate::source::scalar::{self, Resolved};
use crate::source::tree::{Entry, Node, NodeKind, Style};

use super::quote::{is_plain, is_safe, quote};

/// Columns that a line should not pass.
const WIDTH: usize = 100;

/// Most entries of a mapping in flow notation.
const FLOW_ENTRIES: usize = 6;

/// A key longer than this is written after `? `: a reader looks for the colon only so far.
const LONG_KEY: usize = 900;

/// Prints a document, with a line break at its end.
pub fn print(node: &Node) -> String {
    let mut out = String::new();
    match &node.kind {
        NodeKind::Mapping(entries) if !entries.is_empty() => mapping(&mut out, entries, 0),
        NodeKind::Sequence(items) if !items.is_empty() => sequence(&mut out, items, 0),
        NodeKind::Scalar { .. } | NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
            let value = inline(node, 2, 0).unwrap_or_else(|| flow(node));
            out.push_str(&value);
        }
    }
    end_line(&mut out);
    out
}

/// Entries of a mapping as lines that begin at column `indent`; the first begins where `out` ends.
pub(in crate::source) fn mapping(out: &mut String, entries: &[Entry], indent: usize) {
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 {
            end_line(out);
            pad(out, indent);
        }
        let key = key(&entry.key);
        if key.len() > LONG_KEY {
            out.push_str("? ");
            out.push_str(&key);
            out.push('\n');
            pad(out, indent);
            out.push(':');
            value(out, &entry.value, indent, indent + 1);
        } else {
            let used = indent + key.chars().count() + 1;
            out.push_str(&key);
            out.push(':');
            value(out, &entry.value, indent, used);
        }
    }
}

/// Items of a list as lines whose `-` stands at column `indent`; the first begins where `out` ends.
pub(in crate::source) fn sequence(out: &mut String, items: &[Node], indent: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            end_line(out);
            pad(out, indent);
        }
        out.push_str("- ");
        if let Some(text) = inline(item, indent + 2, indent + 2) {
            out.push_str(&text);
            continue;
        }
        match &item.kind {
            NodeKind::Mapping(entries) => mapping(out, entries, indent + 2),
            NodeKind::Sequence(items) => sequence(out, items, indent + 2),
            NodeKind::Scalar { .. } => out.push_str(&flow(item)),
        }
    }
}

/// What follows the colon of a key whose line is indented by `indent` and has `used` columns.
pub(in crate::source) fn value(out: &mut String, node: &Node, indent: usize, used: usize) {
    if let Some(text) = inline(node, indent + 2, used + 1) {
        out.push(' ');
        out.push_str(&text);
        return;
    }
    let inner = indent + 2;
    match &node.kind {
        NodeKind::Mapping(entries) => {
            out.push('\n');
            pad(out, inner);
            mapping(out, entries, inner);
        }
        NodeKind::Sequence(items) => {
            out.push('\n');
            pad(out, inner);
            sequence(out, items, inner);
        }
        NodeKind::Scalar { .. } => {
            out.push(' ');
            out.push_str(&flow(node));
        }
    }
}

/// What begins on the line of its key or dash: a scalar in any notation, a collection that is empty or fits in flow.
///
/// The lines of a block scalar are indented by `indent`. A block scalar ends with its own last line break.
fn inline(node: &Node, indent: usize, used: usize) -> Option<String> {
    match &node.kind {
        NodeKind::Scalar { text, style } => Some(scalar_block(text, *style, indent, used)),
        NodeKind::Sequence(items) if items.is_empty() => Some("[]".to_owned()),
        NodeKind::Mapping(entries) if entries.is_empty() => Some("{}".to_owned()),
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => fits(node, WIDTH.saturating_sub(used)),
    }
}

/// The flow notation of a small collection, if it fits.
fn fits(node: &Node, width: usize) -> Option<String> {
    let small = match &node.kind {
        NodeKind::Scalar { .. } => true,
        NodeKind::Sequence(items) => items.iter().all(|item| item.entries().is_none() && is_small(item, 1)),
        NodeKind::Mapping(entries) => {
            entries.len() <= FLOW_ENTRIES && entries.iter().all(|entry| is_small(&entry.value, 2))
        }
    };
    if !small {
        return None;
    }
    let text = flow(node);
    (text.chars().count() <= width).then_some(text)
}

/// Whether it holds only texts of one line, and collections at most `depth` deep.
fn is_small(node: &Node, depth: usize) -> bool {
    match &node.kind {
        NodeKind::Scalar { text, .. } => text.len() <= 4 * WIDTH && !text.contains('\n'),
        NodeKind::Sequence(items) => {
            depth > 0 && items.len() <= WIDTH && items.iter().all(|item| is_small(item, depth - 1))
        }
        NodeKind::Mapping(entries) => {
            depth > 0
                && entries.len() <= FLOW_ENTRIES
                && entries.iter().all(|entry| entry.key.len() <= WIDTH && is_small(&entry.value, depth - 1))
        }
    }
}

/// Any node on one line.
pub(in crate::source) fn flow(node: &Node) -> String {
    match &node.kind {
        NodeKind::Scalar { text, style } => scalar_line(text, *style, true),
        NodeKind::Sequence(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        NodeKind::Mapping(entries) => {
            let entries: Vec<String> = entries
                .iter()
                .map(|entry| {
                    let key = key(&entry.key);
                    let mark = if key.len() > LONG_KEY { "? " } else { "" };
                    format!("{mark}{key}: {}", flow(&entry.value))
                })
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

pub(in crate::source) fn key(key: &str) -> String {
    let bare = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '$' | ' '));
    if bare && is_plain(key, true) { key.to_owned() } else { quote(key) }
}

/// A literal that both versions of YAML read alike, where the scalar is no text.
fn literal(text: &str, style: Style) -> Option<String> {
    if style != Style::Plain {
        return None;
    }
    match scalar::resolve(text) {
        Ok(Resolved::Null) => Some("null".to_owned()),
        Ok(Resolved::Bool(value)) => Some(value.to_string()),
        Ok(Resolved::Number(value)) => Some(value.normalize().to_string()),
        Ok(Resolved::Text) => None,
        // No number we can hold: it stays as it was found.
        Err(_) => Some(text.to_owned()),
    }
}

fn scalar_line(text: &str, style: Style, flow: bool) -> String {
    literal(text, style).unwrap_or_else(|| if is_plain(text, flow) { text.to_owned() } else { quote(text) })
}

fn scalar_block(text: &str, style: Style, indent: usize, used: usize) -> String {
    if let Some(literal) = literal(text, style) {
        return literal;
    }
    if is_literal_block(text) {
        return literal_block(text, indent);
    }
    let line = scalar_line(text, style, false);
    if used + line.chars().count() > WIDTH && is_foldable(text) { folded_block(text, indent) } else { line }
}

/// Whether `|` keeps it: lines of ordinary characters, the first of which begins with one, and no empty ones at the
/// end, which nobody sees.
fn is_literal_block(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    text.contains('\n')
        && !body.starts_with([' ', '\n'])
        && !body.ends_with('\n')
        && !body.is_empty()
        && text.chars().all(|c| c == '\n' || is_safe(c))
        && body.split('\n').all(|line| line.is_empty() || !line.trim_matches(' ').is_empty())
}

fn literal_block(text: &str, indent: usize) -> String {
    let (mut out, body) = match text.strip_suffix('\n') {
        Some(body) => (String::from("|"), body),
        None => (String::from("|-"), text),
    };
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            pad(&mut out, indent);
            out.push_str(line);
        }
    }
    if body.len() < text.len() {
        out.push('\n');
    }
    out
}

/// Whether `>-` keeps it: words separated by single spaces.
fn is_foldable(text: &str) -> bool {
    text.contains(' ')
        && !text.starts_with(' ')
        && !text.ends_with(' ')
        && !text.contains("  ")
        && text.chars().all(is_safe)
}

fn folded_block(text: &str, indent: usize) -> String {
    let mut out = String::from(">-");
    let mut column = WIDTH;
    for word in text.split(' ') {
        let width = word.chars().count();
        if column + 1 + width > WIDTH {
            out.push('\n');
            pad(&mut out, indent);
            column = indent + width;
        } else {
            out.push(' ');
            column += 1 + width;
        }
        out.push_str(word);
    }
    out
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// Ends the line that is open, if one is: a block scalar has already ended its own.
pub(in crate::source) fn end_line(out: &mut String) {
    if !out.ends_with('\n') {
        out.push('\n');
    }
}
