//! Steps in Markdown: a heading with title and id, prose, and a fence with the keys.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Path};
use crate::source::Limits;
use crate::source::limits::spanned;
use crate::source::tree::{Entry, Node, NodeKind, Style};

use super::lines::Line;
use super::{embedded, stray};

/// Adds the steps of the text to the front matter.
pub(super) fn read(
    text: &str,
    mut root: Node,
    lines: &[Line<'_>],
    limits: &Limits,
    found: &mut Vec<Diagnostic>,
) -> Node {
    let is_steps = |line: &Line<'_>| matches!(line, Line::Heading { level: 2, text, .. } if text.trim() == "Steps");
    let Some(start) = lines.iter().position(is_steps) else {
        stray(text, lines, found);
        return root;
    };
    stray(text, &lines[..start], found);
    let section = &lines[start + 1..];
    let end =
        section.iter().position(|line| matches!(line, Line::Heading { level: 1 | 2, .. })).unwrap_or(section.len());
    stray(text, &section[end..], found);
    let section = &section[..end];
    let heads: Vec<usize> =
        (0..section.len()).filter(|at| matches!(section[*at], Line::Heading { level: 3, .. })).collect();
    stray(text, &section[..heads.first().copied().unwrap_or(section.len())], found);
    let NodeKind::Mapping(entries) = &mut root.kind else { return root };
    let heading = lines[start].span().clone();
    if let Some(entry) = entries.iter().find(|entry| entry.key == "steps") {
        found.push(twice("steps", Path::root().key("steps"), entry.key_span.clone(), heading));
        return root;
    }
    let mut ids = BTreeSet::new();
    let mut nodes = limits.nodes;
    let steps: Vec<Node> = heads
        .iter()
        .enumerate()
        .map(|(index, head)| {
            let end = heads.get(index + 1).copied().unwrap_or(section.len());
            let limits = Limits { nodes, depth: limits.depth.saturating_sub(2), ..*limits };
            let step = step(text, &section[*head..end], index, &limits, &mut ids, found);
            nodes = nodes.saturating_sub(count(&step));
            step
        })
        .collect();
    let end = section.last().map_or(heading.end, |line| line.span().end);
    let steps = Node::from(NodeKind::Sequence(steps)).at(heading.end..end);
    entries.push(Entry { key: "steps".to_owned(), key_span: trimmed(text, heading), value: steps });
    root.span.end = root.span.end.max(end);
    root
}

fn count(node: &Node) -> usize {
    1 + node.items().unwrap_or_default().iter().map(count).sum::<usize>()
        + node.entries().unwrap_or_default().iter().map(|entry| count(&entry.value)).sum::<usize>()
}

/// One step from its lines, of which the first is its heading.
fn step(
    text: &str,
    lines: &[Line<'_>],
    index: usize,
    limits: &Limits,
    ids: &mut BTreeSet<String>,
    found: &mut Vec<Diagnostic>,
) -> Node {
    let path = Path::root().key("steps").index(index);
    let whole = lines.first().map_or(0, |line| line.span().start)..lines.last().map_or(0, |line| line.span().end);
    let body = lines.get(1..).unwrap_or_default();
    let last = body.iter().rposition(|line| !matches!(line, Line::Blank(_)));
    let keys = last.and_then(|last| keys_of(&body[last]).map(|content| (last, content)));
    let prose_end = keys.as_ref().map_or(body.len(), |(last, _)| *last);
    let block = keys.map(|(_, content)| embedded(text, content, limits, &path, found));
    let prose = prose(text, &body[..prose_end]);
    if block.is_none()
        && let Some(early) = body.iter().rev().find(|line| keys_of(line).is_some())
    {
        found.push(
            spanned(
                Diagnostic::warning("keys-not-last", path.clone(), "this YAML does not hold the step's keys"),
                trimmed(text, early.span().clone()),
            )
            .because("The keys are the last thing of a step; YAML before that belongs to the instructions.")
            .fix("Move it to the end of the step."),
        );
    }
    let mut block_entries = match block {
        None => Vec::new(),
        Some(Node { kind: NodeKind::Mapping(entries), .. }) => entries,
        // Whoever reads the step says that its keys are none.
        Some(other) => return other,
    };
    let Some(Line::Heading { text: heading, at, .. }) = lines.first() else { return Node::plain("") };
    let heading = Heading::read(heading, at.start);
    let mut entries = Vec::new();
    let mut add = |key: &str, text: &str, span: Range<usize>| {
        let value = Node::from(NodeKind::Scalar { text: text.to_owned(), style: Style::Literal }).at(span.clone());
        entries.push(Entry { key: key.to_owned(), key_span: span.start..span.start, value });
    };
    let has = |key: &str| block_entries.iter().find(|entry| entry.key == key);
    if has("id").is_none() {
        let id = match &heading.id {
            Some((id, span)) => (id.to_string(), span.clone()),
            None => (unused(slug(heading.title.0, "step"), ids), heading.title.1.clone()),
        };
        ids.insert(id.0.clone());
        add("id", &id.0, id.1);
    }
    if has("title").is_none() && !heading.title.0.is_empty() {
        add("title", heading.title.0, heading.title.1.clone());
    }
    if let Some((prose, span)) = prose {
        match has("instructions") {
            Some(entry) => {
                found.push(twice("instructions", path.key("instructions"), entry.key_span.clone(), span));
            }
            None => add("instructions", &prose, span),
        }
    }
    entries.append(&mut block_entries);
    Node::from(NodeKind::Mapping(entries)).at(whole)
}

/// The YAML of a fence that can hold keys.
fn keys_of(line: &Line<'_>) -> Option<Range<usize>> {
    match line {
        Line::Fence { info: "yaml", flush: true, content, .. } => Some(content.clone()),
        Line::Fence { .. } | Line::Blank(_) | Line::Text(_) | Line::Heading { .. } => None,
    }
}

/// The text of lines without the empty ones around it; line breaks become `\n`.
pub(super) fn prose(text: &str, lines: &[Line<'_>]) -> Option<(String, Range<usize>)> {
    let full = |line: &Line<'_>| !matches!(line, Line::Blank(_));
    let first = lines.iter().position(full)?;
    let last = lines.iter().rposition(full)?;
    let span = lines[first].span().start..lines[last].span().end;
    let source = text[span.clone()].trim_end_matches(['\n', '\r']);
    Some((source.replace("\r\n", "\n"), span.start..span.start + source.len()))
}

/// `1. Title {#id}`
struct Heading<'a> {
    title: (&'a str, Range<usize>),
    id: Option<(&'a str, Range<usize>)>,
}

impl<'a> Heading<'a> {
    fn read(text: &'a str, at: usize) -> Self {
        let number = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let numbered = number > 0 && (text[number..].starts_with(". ") || &text[number..] == ".");
        let start = if numbered { number + 1 } else { 0 };
        let start = start + text[start..].len() - text[start..].trim_start().len();
        let rest = &text[start..];
        let id = rest.strip_suffix('}').and_then(|inner| {
            let open = inner.rfind("{#")?;
            let id = &inner[open + 2..];
            let spaced = open == 0 || inner[..open].ends_with(' ');
            (spaced && is_id(id)).then_some((open, id))
        });
        let title = rest[..id.map_or(rest.len(), |(open, _)| open)].trim_end();
        let place = |offset: usize, part: &str| at + start + offset..at + start + offset + part.len();
        Heading { title: (title, place(0, title)), id: id.map(|(open, id)| (id, place(open + 2, id))) }
    }
}

/// Whether it can stand in `{#…}`.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// Words in lower case joined by `-`, as an id is spelled.
pub(super) fn slug(title: &str, otherwise: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if let Some(letters) = in_ascii(c) {
            slug.push_str(letters);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug: String = slug.trim_matches('-').chars().take(60).collect();
    let slug = slug.trim_end_matches('-');
    match slug.chars().next() {
        None => otherwise.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{otherwise}-{slug}"),
        Some(_) => slug.to_owned(),
    }
}

/// A letter of western Europe in plain ones.
fn in_ascii(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'à' | 'á' | 'â' | 'ã' => "a",
        'å' => "aa",
        'ç' => "c",
        'è' | 'é' | 'ê' | 'ë' => "e",
        'ì' | 'í' | 'î' | 'ï' => "i",
        'ñ' => "n",
        'ò' | 'ó' | 'ô' | 'õ' => "o",
        'ù' | 'ú' | 'û' => "u",
        _ => return None,
    })
}

/// The id, with a number behind it if it is taken.
pub(super) fn unused(id: String, taken: &BTreeSet<String>) -> String {
    if !taken.contains(&id) {
        return id;
    }
    // As many numbers as ids are taken are enough to find one that is free.
    (2..=taken.len() + 2).map(|number| format!("{id}-{number}")).find(|id| !taken.contains(id)).unwrap_or(id)
}

pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    span.start..span.start + text[span].trim_end().len()
}

fn twice(key: &str, path: Path, first: Range<usize>, second: Range<usize>) -> Diagnostic {
    let message = format!("`{key}` is said twice, among the keys and in the text");
    let mut diagnostic = spanned(Diagnostic::error("duplicate-key", path.clone(), message), second)
        .because("Which of the two is meant cannot be known.")
        .fix("Remove one of the two.");
    let message = format!("`{key}` is here too");
    diagnostic.related.push(crate::diagnostic::Related { path, message, span: Some(first) });
    diagnostic
}
