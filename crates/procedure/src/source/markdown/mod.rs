//! Markdown: YAML front matter for everything that is not a step, a heading a step, prose for its instructions.
//!
//! ````text
//! ---
//! procedure: 1
//! id: damaged-item-return
//! ---
//!
//! ## Steps
//!
//! ### 1. Inspect the item {#inspect}
//!
//! Ask for a picture of **{{ order.item }}** and its box.
//!
//! ```yaml
//! person: {role: support-agent, collect: [photo]}
//! ```
//! ````
//!
//! The rules are about lines, so that nothing is lost and nothing depends on how Markdown is rendered:
//!
//! * A line outside of fences that starts with `### ` begins a step; `# ` or `## ` ends the steps. Deeper headings, other
//!   fences and everything else belong to the instructions, without the empty lines around them.
//! * The keys are the last thing of a step, in a fence that is marked `yaml`. Blocks within a step are YAML there.
//! * A title, id or instructions that these rules would not give back stand among the keys instead.
//!
//! A text without `procedure:` in its front matter is read as an agent's operating procedure in the Strands format.
//! Refused: a fence that is not closed. Text that belongs to no step is left out, with a warning.

mod agent_procedure;
mod lines;
mod print;
mod steps;

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Path, Segment};

use super::limits::spanned;
use super::tree::{Entry, Node, NodeKind, Parsed};
use super::{Limits, yaml};
use lines::Line;

pub use print::print;

/// Reads a document in Markdown into the tree that its YAML would give.
pub fn parse(text: &str, limits: &Limits) -> Parsed {
    if let Some(diagnostic) = limits.oversize(text) {
        return Parsed { root: Node::plain(""), diagnostics: vec![diagnostic] };
    }
    let (front, body) = front_matter(text);
    let mut found = Vec::new();
    let root = match &front {
        Some(front) => embedded(text, front.clone(), limits, &Path::root(), &mut found),
        None => NodeKind::Mapping(Vec::new()).into(),
    };
    let (lines, open) = lines::scan(text, body);
    if let Some(open) = open {
        let diagnostic = Diagnostic::error("open-fence", Path::root(), "the fence that opens here is not closed");
        found.push(
            spanned(diagnostic, open)
                .because("Everything behind it would be code; what follows was not read.")
                .fix("Close it with a line of as many backticks or tildes."),
        );
    }
    let root = if root.get("procedure").is_some() || !lines::has_heading(&lines, 1) {
        steps::read(text, root, &lines, limits, &mut found)
    } else {
        agent_procedure::read(text, &root, &lines, &mut found)
    };
    Parsed { root, diagnostics: found }
}

/// The bytes of the front matter's YAML, if there is any, and those of everything behind it.
fn front_matter(text: &str) -> (Option<Range<usize>>, Range<usize>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else { return (None, start..text.len()) };
    let begin = start + first.len();
    let mut at = begin;
    for line in lines {
        if line.trim_end() == "---" {
            return (Some(begin..at), at + line.len()..text.len());
        }
        at += line.len();
    }
    // Not closed: then it is a rule, and no front matter.
    (None, start..text.len())
}

/// Reads YAML within the text; its places are moved to where it stands.
fn embedded(text: &str, at: Range<usize>, limits: &Limits, path: &Path, found: &mut Vec<Diagnostic>) -> Node {
    let mut parsed = yaml::parse(&text[at.clone()], limits);
    shift(&mut parsed.root, at.start);
    for diagnostic in &mut parsed.diagnostics {
        diagnostic.path = below(path, &diagnostic.path);
        diagnostic.span = diagnostic.span.take().map(|span| span.start + at.start..span.end + at.start);
        for related in &mut diagnostic.related {
            related.path = below(path, &related.path);
            related.span = related.span.take().map(|span| span.start + at.start..span.end + at.start);
        }
    }
    found.append(&mut parsed.diagnostics);
    if parsed.root.is_null() {
        return Node { kind: NodeKind::Mapping(Vec::new()), ..parsed.root };
    }
    parsed.root
}

fn below(path: &Path, inner: &Path) -> Path {
    inner.segments().iter().fold(path.clone(), |path, segment| match segment {
        Segment::Key(key) => path.key(key.as_str()),
        Segment::Index(index) => path.index(*index),
    })
}

/// Moves a tree's places; its depth is bounded by the reader that made it.
fn shift(node: &mut Node, by: usize) {
    let moved = |span: &Range<usize>| span.start + by..span.end + by;
    node.span = moved(&node.span);
    node.trailing_comment = node.trailing_comment.as_ref().map(moved);
    match &mut node.kind {
        NodeKind::Scalar { .. } => {}
        NodeKind::Sequence(items) => items.iter_mut().for_each(|item| shift(item, by)),
        NodeKind::Mapping(entries) => {
            for Entry { key_span, value, .. } in entries {
                *key_span = moved(key_span);
                shift(value, by);
            }
        }
    }
}

/// Text that belongs to nothing, told once for each section, and for each stretch that stands under no heading.
fn stray(text: &str, lines: &[Line<'_>], found: &mut Vec<Diagnostic>) {
    let is_section = |line: &Line<'_>| matches!(line, Line::Heading { level: 1 | 2, .. });
    let sections = lines.iter().position(is_section).unwrap_or(lines.len());
    let (loose, sections) = lines.split_at(sections);
    let stretches = loose.split(|line| matches!(line, Line::Blank(_)));
    let loose = stretches.filter_map(|stretch| Some((stretch.first()?.span().start, stretch.last()?.span().end)));
    let heads = sections.iter().filter(|line| is_section(line)).map(|line| (line.span().start, line.span().end));
    for (start, end) in loose.chain(heads) {
        let span = start..start + text[start..end].trim_end().len();
        let what = if text[start..].starts_with('#') { "this section" } else { "this text" };
        let message = format!("{what} belongs to no step");
        found.push(
            spanned(Diagnostic::warning("stray-text", Path::root(), message), span)
                .because("It is not part of the procedure, and a conversion leaves it out.")
                .fix("Move it into the instructions of a step, or into `purpose:` or `scope:` of the front matter."),
        );
    }
}
