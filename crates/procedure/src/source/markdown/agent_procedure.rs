//! Operating procedures for agents in the Strands format, which load as they are.
//!
//! ```text
//! # Title
//! ## Overview
//! ## Parameters
//! - **name** (required): What it is.
//! - **mode** (optional, default: "auto"): What it is.
//! ## Steps
//! ### 1. First step
//! What to do.
//! **Constraints:**
//! - You MUST ask first because people dislike surprises
//! - You SHOULD be brief
//! ```
//!
//! The overview becomes the purpose, parameters become data, steps are done by the role `operator` (a person, or an agent
//! in a person's place), and constraints with MUST or MUST NOT (RFC 2119) become rules; others stay in the instructions.
//! Constraints on how parameters are asked for belong to the first step. Other sections are left out, with a warning.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::tree::{Entry, Node, NodeKind, Style};

use super::lines::Line;
use super::steps::{prose, slug, unused};
use super::stray;

/// The role that does the steps.
const ROLE: &str = "operator";

pub(super) fn read(text: &str, front: &Node, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) -> Node {
    let mut title = None;
    let mut overview = None;
    let mut data = Vec::new();
    let mut steps = Vec::new();
    let mut asking = Vec::new();
    let heads: Vec<usize> =
        (0..lines.len()).filter(|at| matches!(lines[*at], Line::Heading { level: 1 | 2, .. })).collect();
    stray(text, &lines[..heads.first().copied().unwrap_or(0)], found);
    for (index, head) in heads.iter().enumerate() {
        let body = &lines[head + 1..heads.get(index + 1).copied().unwrap_or(lines.len())];
        let Line::Heading { level, text: name, at, .. } = &lines[*head] else { continue };
        match (level, name.to_ascii_lowercase().as_str()) {
            (1, _) if title.is_none() => {
                title = Some((name.to_string(), at.clone()));
                overview = overview.or_else(|| prose(text, body));
            }
            (2, "overview") => overview = prose(text, body).or(overview),
            (2, "parameters") => parameters(text, body, &mut data, &mut asking),
            (2, "steps") => steps.extend(sections(body)),
            _ => stray(text, &lines[*head..=head + body.len()], found),
        }
    }
    let (title, at) = title.unwrap_or_else(|| ("Untitled".to_owned(), 0..0));
    let mut entries = vec![
        entry("procedure", Node::plain("1")),
        entry("id", plain(&slug(&title, "procedure"), at.clone())),
        entry("title", plain(&title, at)),
    ];
    match overview {
        Some((overview, at)) => entries.push(entry("purpose", plain(&overview, at))),
        None => entries.extend(front.get("description").map(|purpose| entry("purpose", purpose.clone()))),
    }
    entries.push(entry("roles", Node::mapping([(ROLE, Node::text("Carries out the steps."))])));
    if !data.is_empty() {
        entries.push(entry("data", NodeKind::Mapping(data).into()));
    }
    let mut ids = BTreeSet::new();
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(index, lines)| {
            let rules = if index == 0 { std::mem::take(&mut asking) } else { Vec::new() };
            step(text, lines, rules, &mut ids)
        })
        .collect();
    entries.push(entry("steps", NodeKind::Sequence(steps).into()));
    Node::from(NodeKind::Mapping(entries)).at(0..text.len())
}

fn entry(key: impl Into<String>, value: Node) -> Entry {
    Entry { key: key.into(), key_span: value.span.start..value.span.start, value }
}

fn plain(text: &str, at: Range<usize>) -> Node {
    Node::from(NodeKind::Scalar { text: text.to_owned(), style: Style::Literal }).at(at)
}

/// A text in which `{{ }}` would be a hole: brackets of the source's own are protected.
fn template(text: &str, at: Range<usize>) -> Node {
    plain(&text.replace("{{", "{{ '{{' }}"), at)
}

/// The steps' lines, each with its heading first.
fn sections<'a, 'b>(body: &'a [Line<'b>]) -> Vec<&'a [Line<'b>]> {
    let heads: Vec<usize> = (0..body.len()).filter(|at| matches!(body[*at], Line::Heading { level: 3, .. })).collect();
    let ends = heads.iter().skip(1).copied().chain([body.len()]);
    heads.iter().zip(ends).map(|(start, end)| &body[*start..end]).collect()
}

/// A bullet with the lines that belong to it.
struct Bullet {
    /// Without the dash, lines joined as they were indented.
    text: String,
    span: Range<usize>,
    /// The indices of its lines.
    lines: Range<usize>,
}

/// The bullet that begins at `lines[at]`, if one does at the line's first column.
fn bullet(text: &str, lines: &[Line<'_>], at: usize) -> Option<Bullet> {
    let Line::Text(span) = lines.get(at)? else { return None };
    let first = text[span.clone()].trim_end();
    let content = first.strip_prefix("- ").or_else(|| first.strip_prefix("* "))?;
    let mut joined = content.trim().to_owned();
    let mut end = at + 1;
    let mut last = span.clone();
    while let Some(Line::Text(next)) = lines.get(end) {
        let line = &text[next.clone()];
        if !line.starts_with([' ', '\t']) {
            break;
        }
        let nested = line.trim_start().starts_with(['-', '*', '+']);
        joined.push(if nested { '\n' } else { ' ' });
        joined.push_str(line.trim());
        last = next.clone();
        end += 1;
    }
    let span = span.start..last.start + text[last].trim_end().len();
    Some(Bullet { text: joined, span, lines: at..end })
}

fn parameters(text: &str, body: &[Line<'_>], data: &mut Vec<Entry>, asking: &mut Vec<Node>) {
    let mut at = 0;
    while at < body.len() {
        let Some(bullet) = bullet(text, body, at) else {
            at += 1;
            continue;
        };
        at = bullet.lines.end;
        match parameter(&bullet) {
            Some(entry) if data.iter().all(|known| known.key != entry.key) => data.push(entry),
            Some(_) => {}
            None => asking.extend(rule(&bullet)),
        }
    }
}

/// `**name** (optional, default: "x"): What it is.`
fn parameter(bullet: &Bullet) -> Option<Entry> {
    let (name, rest) = bullet.text.strip_prefix("**")?.split_once("**")?;
    let rest = rest.trim_start();
    let (kind, description) = match rest.strip_prefix('(') {
        Some(inner) => inner.split_once(')')?,
        None => ("", rest),
    };
    let description = description.trim_start_matches([':', ' ', '-']).trim();
    let mut field = vec![entry("type", Node::text("string"))];
    if !description.is_empty() {
        field.push(entry("description", plain(description, bullet.span.clone())));
    }
    if kind.to_ascii_lowercase().contains("optional") {
        field.push(entry("optional", Node::plain("true")));
    }
    if let Some((_, default)) = kind.split_once("default:") {
        let default = default.trim().trim_matches(['"', '\'', '`']);
        field.push(entry("default", Node::text(default)));
    }
    let value = Node::from(NodeKind::Mapping(field)).at(bullet.span.clone());
    Some(Entry { key: data_name(name), key_span: bullet.span.clone(), value })
}

/// A parameter's name as data is named.
fn data_name(name: &str) -> String {
    let mut known: String = name.trim().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    if !known.starts_with(|c: char| c.is_ascii_alphabetic()) {
        known.insert_str(0, "parameter_");
    }
    if crate::document::RESERVED.contains(&known.as_str()) {
        known.push_str("_value");
    }
    known
}

fn step(text: &str, lines: &[Line<'_>], mut rules: Vec<Node>, ids: &mut BTreeSet<String>) -> Node {
    let Some((Line::Heading { text: heading, at, .. }, body)) = lines.split_first() else { return Node::plain("") };
    let title = heading.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')', ':', ' ']);
    let title = if title.is_empty() { heading } else { title };
    let id = unused(slug(title, "step"), ids);
    ids.insert(id.clone());
    let mut kept: Vec<Line<'_>> = Vec::new();
    let mut position = 0;
    let mut constraints: Option<usize> = None;
    while position < body.len() {
        let line = &body[position];
        if is_constraints(text, line) {
            constraints = Some(kept.len());
        } else if constraints.is_some() && matches!(line, Line::Heading { .. }) {
            close_constraints(&mut kept, &mut constraints);
        } else if constraints.is_some()
            && let Some(bullet) = bullet(text, body, position)
        {
            match rule(&bullet) {
                Some(rule) => rules.push(rule),
                None => kept.extend_from_slice(&body[bullet.lines.clone()]),
            }
            position = bullet.lines.end;
            continue;
        }
        kept.push(line.clone());
        position += 1;
    }
    close_constraints(&mut kept, &mut constraints);
    let mut entries = vec![
        entry("id", plain(&id, at.clone())),
        entry("title", template(title, at.clone())),
        entry("person", Node::mapping([("role", Node::text(ROLE))])),
    ];
    let instructions = kept_text(text, &kept);
    if !instructions.is_empty() {
        let span = match (kept.first(), kept.last()) {
            (Some(first), Some(last)) => first.span().start..last.span().end,
            _ => at.clone(),
        };
        entries.push(entry("instructions", template(&instructions, span)));
    }
    if !rules.is_empty() {
        entries.push(entry("rules", NodeKind::Sequence(rules).into()));
    }
    let end = lines.last().map_or(at.end, |line| line.span().end);
    Node::from(NodeKind::Mapping(entries)).at(at.start..end)
}

fn is_constraints(text: &str, line: &Line<'_>) -> bool {
    let Line::Text(span) = line else { return false };
    let line = text[span.clone()].trim();
    line.starts_with("**Constraints") && line.trim_end_matches([':', ' ']).ends_with("**")
}

/// Drops the heading of constraints that have all become rules.
fn close_constraints(kept: &mut Vec<Line<'_>>, constraints: &mut Option<usize>) {
    if let Some(start) = constraints.take()
        && kept[start..].iter().skip(1).all(|line| matches!(line, Line::Blank(_)))
    {
        kept.truncate(start);
    }
}

fn kept_text(text: &str, lines: &[Line<'_>]) -> String {
    let joined: String = lines.iter().map(|line| &text[line.span().clone()]).collect();
    joined.replace("\r\n", "\n").trim_matches('\n').trim_end().to_owned()
}

/// A constraint with MUST or MUST NOT as a rule: `You MUST NOT guess because guesses cost money`.
fn rule(bullet: &Bullet) -> Option<Node> {
    const WORDS: [(&str, &str); 6] = [
        ("MUST NOT", "must_not"),
        ("SHALL NOT", "must_not"),
        ("MUST NEVER", "must_not"),
        ("MUST", "must"),
        ("SHALL", "must"),
        ("REQUIRED", "must"),
    ];
    let text = &bullet.text;
    // The first word counts; where two begin at one place, the longer.
    let found = WORDS.iter().filter_map(|(word, key)| Some((text.find(word)?, word.len(), *key)));
    let (at, length, key) = found.min_by_key(|(at, length, _)| (*at, usize::MAX - length))?;
    let (before, after) = (&text[..at], &text[at + length..]);
    let subject = before.trim().trim_matches('*').trim();
    let addressed = matches!(subject.to_ascii_lowercase().as_str(), "" | "you" | "the agent" | "agent");
    // A rule about something else than the doer keeps its whole sentence.
    let sentence = if addressed { after.trim_start_matches('*').trim() } else { text.as_str() };
    let (what, because) = match sentence.split_once(" because ") {
        Some((what, because)) => (what, Some(because)),
        None => (sentence, None),
    };
    if what.trim().is_empty() {
        return None;
    }
    let plain = |text: &str| plain(text.trim(), bullet.span.clone());
    let mut entries = vec![entry(key, plain(what.trim_end_matches(',')))];
    entries.extend(because.map(|because| entry("because", plain(because))));
    Some(Node::from(NodeKind::Mapping(entries)).at(bullet.span.clone()))
}
