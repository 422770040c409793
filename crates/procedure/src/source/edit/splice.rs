//! Where a change goes into the text, and how it is written there.

use std::ops::Range;

use crate::diagnostic::Segment;
use crate::source::tree::{Entry, Node, NodeKind};
use crate::source::yaml::print;

/// Bytes to replace, and by what. Line breaks are `\n` until it is applied.
pub(super) struct Splice {
    pub(super) at: Range<usize>,
    pub(super) text: String,
}

impl Splice {
    /// The text with this change made, if it falls on whole characters.
    pub(super) fn into(self, text: &str, breaks: &str) -> Option<String> {
        let before = text.get(..self.at.start)?;
        let after = text.get(self.at.end..)?;
        let new = if breaks == "\n" { self.text } else { self.text.replace('\n', breaks) };
        Some(format!("{before}{new}{after}"))
    }
}

/// Another value for the entry or item `last` of `holder`.
pub(super) fn replace(text: &str, holder: &Node, last: &Segment, value: &Node) -> Vec<Splice> {
    match (&holder.kind, last) {
        (NodeKind::Mapping(_), Segment::Key(key)) => {
            holder.entry(key).map(|entry| replace_entry(text, holder, entry, value))
        }
        (NodeKind::Sequence(items), Segment::Index(index)) => {
            items.get(*index).map(|item| replace_item(text, holder, items, *index, item, value))
        }
        (NodeKind::Scalar { .. } | NodeKind::Mapping(_) | NodeKind::Sequence(_), _) => None,
    }
    .unwrap_or_default()
}

fn replace_entry(text: &str, holder: &Node, entry: &Entry, value: &Node) -> Vec<Splice> {
    let colon = colon(text, entry);
    if !holder.flow {
        let Some(colon) = colon else { return Vec::new() };
        return replace_block(
            text,
            &entry.value,
            colon,
            &renderings(value, true, column(text, holder.span.start), column(text, colon)),
        );
    }
    let line = print::flow(value);
    let splice = match colon {
        _ if !entry.value.span.is_empty() => Splice { at: entry.value.span.clone(), text: line },
        Some(colon) => Splice { at: colon..colon, text: format!(" {line}") },
        // `{a, b}`
        None => Splice { at: entry.key_span.end..entry.key_span.end, text: format!(": {line}") },
    };
    vec![splice]
}

fn replace_item(text: &str, holder: &Node, items: &[Node], index: usize, item: &Node, value: &Node) -> Vec<Splice> {
    if holder.flow {
        return vec![Splice { at: item.span.clone(), text: print::flow(value) }];
    }
    let Some(dash) = dashes(text, holder, items).and_then(|dashes| dashes.get(index).copied()) else {
        return Vec::new();
    };
    let column = column(text, dash);
    replace_block(text, item, dash + 1, &renderings(value, false, column, column + 2))
}

/// Replaces a value in block notation whose colon or dash ends at `head`.
fn replace_block(text: &str, old: &Node, head: usize, renderings: &[String]) -> Vec<Splice> {
    let beside = !old.span.is_empty() && !text[head..old.span.start].contains('\n');
    renderings
        .iter()
        .map(|rendered| {
            if beside && !rendered.contains('\n') {
                Splice { at: old.span.clone(), text: rendered.trim_start().to_owned() }
            } else {
                replace_lines(text, old, head, rendered)
            }
        })
        .collect()
}

/// Replaces everything from the colon or dash to the end of the value, and keeps a comment beside it.
fn replace_lines(text: &str, old: &Node, head: usize, rendered: &str) -> Splice {
    let end = if old.span.is_empty() { head } else { old.span.end };
    let first_line = line_end(text, head);
    let several_lines = end > first_line;
    // The comment stands beside the key; behind a value of several lines it belongs to its last one.
    let (comment_at, line) = if several_lines { (head, first_line) } else { (end, first_line) };
    let comment = comment_in(text, comment_at..line, several_lines.then_some(old.span.start));
    let end = if several_lines { end } else { line };
    let (first, rest) = rendered.split_once('\n').map_or((rendered, None), |(first, rest)| (first, Some(rest)));
    let mut new = first.to_owned();
    if let Some(comment) = comment {
        new.push(' ');
        new.push_str(comment);
    }
    if let Some(rest) = rest {
        new.push('\n');
        new.push_str(rest);
    }
    Splice { at: head..end, text: new }
}

/// The comment within a line; before `value`, if that begins on the line.
fn comment_in(text: &str, line: Range<usize>, value: Option<usize>) -> Option<&str> {
    let part = text.get(line.clone())?;
    if value.is_some_and(|value| line.contains(&value)) {
        // A block scalar's header may have a comment; it goes with the scalar.
        return None;
    }
    let trimmed = part.trim_start();
    trimmed.starts_with('#').then(|| trimmed.trim_end())
}

/// A new last entry of a mapping that has entries.
pub(super) fn append_entry(text: &str, holder: &Node, key: &str, value: &Node) -> Vec<Splice> {
    let Some(last) = holder.entries().and_then(<[Entry]>::last) else { return Vec::new() };
    let end = last.value.span.end.max(last.key_span.end);
    let name = print::key(key);
    if holder.flow {
        let new = format!(", {name}: {}", print::flow(value));
        let colon = colon(text, last).unwrap_or(end);
        return vec![Splice { at: end..end, text: new.clone() }, Splice { at: colon..colon, text: new }];
    }
    let column = column(text, holder.span.start);
    let end = line_end(text, end.max(colon(text, last).unwrap_or(end)));
    renderings(value, true, column, column + name.chars().count() + 1)
        .into_iter()
        .map(|rendered| Splice { at: end..end, text: format!("\n{}{name}:{rendered}", " ".repeat(column)) })
        .collect()
}

/// A new item before the one at `index`, or behind the last, of a list that has items.
pub(super) fn insert_item(text: &str, holder: &Node, index: usize, value: &Node) -> Vec<Splice> {
    let Some(items) = holder.items() else { return Vec::new() };
    if holder.flow {
        let line = print::flow(value);
        return match (items.get(index), items.last()) {
            (Some(next), _) => vec![Splice { at: next.span.start..next.span.start, text: format!("{line}, ") }],
            (None, Some(last)) => vec![Splice { at: last.span.end..last.span.end, text: format!(", {line}") }],
            (None, None) => Vec::new(),
        };
    }
    let Some(dashes) = dashes(text, holder, items) else { return Vec::new() };
    let first = holder.span.start;
    let column = column(text, first);
    let pad = " ".repeat(column);
    renderings(value, false, column, column + 2)
        .into_iter()
        .filter_map(|rendered| {
            if index == 0 {
                return Some(Splice { at: first..first, text: format!("-{rendered}\n{pad}") });
            }
            let before = index - 1;
            let end = items.get(before)?.span.end.max(dashes.get(before)? + 1);
            let end = line_end(text, end);
            Some(Splice { at: end..end, text: format!("\n{pad}-{rendered}") })
        })
        .collect()
}

/// Without the entry or item `last` of a collection that has others.
pub(super) fn remove(text: &str, holder: &Node, last: &Segment) -> Vec<Splice> {
    let parts: Vec<Range<usize>> = match &holder.kind {
        NodeKind::Scalar { .. } => return Vec::new(),
        NodeKind::Sequence(items) if holder.flow => items.iter().map(|item| item.span.clone()).collect(),
        NodeKind::Sequence(items) => {
            let dashes = dashes(text, holder, items).unwrap_or_default();
            items.iter().zip(dashes).map(|(item, dash)| dash..item.span.end.max(dash + 1)).collect()
        }
        NodeKind::Mapping(entries) => entries
            .iter()
            .map(|entry| {
                let end = entry.key_span.end.max(entry.value.span.end);
                let end = if entry.value.span.is_empty() { colon(text, entry).unwrap_or(end).max(end) } else { end };
                entry.key_span.start..end
            })
            .collect(),
    };
    let index = match last {
        Segment::Index(index) => Some(*index),
        Segment::Key(key) => holder.entries().and_then(|entries| entries.iter().position(|entry| entry.key == *key)),
    };
    let Some((index, part)) = index.and_then(|index| Some((index, parts.get(index)?.clone()))) else {
        return Vec::new();
    };
    let next = parts.get(index + 1).map(|next| next.start);
    let previous = index.checked_sub(1).and_then(|index| parts.get(index)).map(|previous| previous.end);
    let cut = |at: Range<usize>| Splice { at, text: String::new() };
    if holder.flow {
        return next.map(|next| cut(part.start..next)).or(previous.map(|end| cut(end..part.end))).into_iter().collect();
    }
    let start = line_start(text, part.start);
    let mut candidates = Vec::new();
    if text[start..part.start].trim_matches([' ', '\t']).is_empty() {
        let end = line_end(text, part.end);
        match text[end..].find('\n') {
            Some(at) => candidates.push(cut(start..end + at + 1)),
            None => candidates.push(cut(start.saturating_sub(1)..end)),
        }
    }
    // The first one beside a dash, `- a: 1`: the next takes its place.
    candidates.extend(next.map(|next| cut(part.start..next)));
    candidates
}

/// What follows a colon or a dash: as the printer would write it, and on one line.
fn renderings(value: &Node, keyed: bool, column: usize, used: usize) -> Vec<String> {
    let mut pretty = String::new();
    if keyed {
        print::value(&mut pretty, value, column, used);
    } else {
        print::sequence(&mut pretty, std::slice::from_ref(value), column);
        pretty.remove(0);
    }
    // What stands behind the splice begins with the line break.
    if pretty.ends_with('\n') {
        pretty.pop();
    }
    vec![pretty, format!(" {}", print::flow(value))]
}

/// The byte behind the colon of an entry.
fn colon(text: &str, entry: &Entry) -> Option<usize> {
    let mut at = entry.key_span.end;
    loop {
        let rest = text.get(at..)?;
        let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        at += rest.len() - trimmed.len();
        if trimmed.starts_with('#') {
            at = line_end(text, at);
        } else {
            return trimmed.starts_with(':').then_some(at + 1);
        }
    }
}

/// The dash of every item of a block list: the first after the item before it.
fn dashes(text: &str, holder: &Node, items: &[Node]) -> Option<Vec<usize>> {
    let mut dashes = vec![holder.span.start];
    for item in items.split_last()?.1 {
        let mut at = item.span.end.max(dashes.last()? + 1);
        loop {
            let rest = text.get(at..)?;
            let trimmed = rest.trim_start_matches([' ', '\t', '\r', '\n']);
            at += rest.len() - trimmed.len();
            if !trimmed.starts_with('#') {
                break;
            }
            at = line_end(text, at);
        }
        if !text[at..].starts_with('-') {
            return None;
        }
        dashes.push(at);
    }
    Some(dashes)
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// Where the line of `at` ends, before its line break.
fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    if end > at && text[..end].ends_with('\r') { end - 1 } else { end }
}

fn column(text: &str, at: usize) -> usize {
    let line = &text[line_start(text, at)..at];
    line.strip_prefix('\u{feff}').unwrap_or(line).chars().count()
}
