//! From a place in a document back to bytes of its text.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Part, Path, Segment};

use super::tree::{Node, NodeKind, Style};

/// Leads places in a document back to bytes of the text it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceMap {
    text: String,
    root: Node,
}

/// A place for people: both counted from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl SourceMap {
    pub fn new(text: impl Into<String>, root: Node) -> Self {
        SourceMap { text: text.into(), root }
    }

    /// The text that the spans count in.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The tree that was read from the text.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The bytes of the key or the value at `path`, or of the part `within` the value's text.
    ///
    /// Where the path does not exist, the nearest thing above it that does: its key, if it has one, since a whole
    /// block is too much to point at.
    pub fn span(&self, path: &Path, part: Part, within: Option<&Range<usize>>) -> Range<usize> {
        let mut node = &self.root;
        let mut key: Option<&Range<usize>> = None;
        for segment in path.segments() {
            let Some(child) = node.child(segment) else {
                return key.filter(|span| !span.is_empty()).unwrap_or(&node.span).clone();
            };
            key = match segment {
                Segment::Key(name) => node.entry(name).map(|entry| &entry.key_span),
                Segment::Index(_) => None,
            };
            node = child;
        }
        let key = key.filter(|span| !span.is_empty());
        match (part, key) {
            (Part::Key, Some(key)) => key.clone(),
            (Part::Value, Some(key)) if node.span.is_empty() => key.clone(),
            (Part::Key, None) | (Part::Value, _) => {
                within.and_then(|within| self.inside(node, within)).unwrap_or_else(|| node.span.clone())
            }
        }
    }

    /// Fills the spans that are not known yet.
    pub fn locate(&self, diagnostics: &mut [Diagnostic]) {
        for diagnostic in diagnostics {
            if diagnostic.span.is_none() {
                let within = diagnostic.within.as_ref();
                diagnostic.span = Some(self.span(&diagnostic.path, diagnostic.part, within));
            }
            for related in &mut diagnostic.related {
                if related.span.is_none() {
                    related.span = Some(self.span(&related.path, Part::Value, None));
                }
            }
        }
    }

    /// Line and column of a byte; a byte past the end is the end.
    pub fn position(&self, byte: usize) -> Position {
        let before = &self.text.as_bytes()[..byte.min(self.text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Position { line, column: String::from_utf8_lossy(&before[line_start..]).chars().count() + 1 }
    }

    /// The source of bytes `within` a scalar's text.
    fn inside(&self, node: &Node, within: &Range<usize>) -> Option<Range<usize>> {
        let NodeKind::Scalar { text, style } = &node.kind else { return None };
        if within.start > within.end || within.end > text.len() || node.span.is_empty() {
            return None;
        }
        let places = places(self.text.get(node.span.clone())?, text, *style)?;
        let shift = node.span.start;
        let start = shift + *places.get(within.start)?;
        let end = if within.is_empty() { start } else { shift + *places.get(within.end)? };
        (start <= end).then_some(start..end)
    }
}

/// For each byte of `text`, and for its end, where it stands in `source`; `None` where that cannot be told.
///
/// Follows both side by side. A line break of the source is passed over with the white space around it, which is what
/// folding and block indentation drop.
fn places(source: &str, text: &str, style: Style) -> Option<Vec<usize>> {
    if source == text {
        // Prose, which may begin with a sign that would be a block scalar's.
        return Some((0..=source.len()).collect());
    }
    let mut at = match style {
        Style::Plain => 0,
        Style::SingleQuoted | Style::DoubleQuoted => 1,
        // A block scalar made from prose has no header line.
        Style::Literal | Style::Folded if source.starts_with(['|', '>']) => source.find('\n')? + 1,
        Style::Literal | Style::Folded => 0,
    };
    let mut places = Vec::with_capacity(text.len() + 1);
    for wanted in text.chars() {
        let rest = source.get(at..)?;
        let (skipped, taken) = step(rest, wanted, style)?;
        places.extend(std::iter::repeat_n(at + skipped, wanted.len_utf8()));
        at += skipped + taken;
    }
    places.push(at.min(source.len()));
    Some(places)
}

/// How many bytes to pass over before `wanted`, and how many spell it.
fn step(rest: &str, wanted: char, style: Style) -> Option<(usize, usize)> {
    let first = rest.chars().next();
    if wanted == '\n' || (wanted == ' ' && matches!(first, Some('\n' | '\r'))) {
        if let Some(taken) = ["\r\n", "\n", "\r"].iter().find(|end| rest.starts_with(**end)).map(|end| end.len()) {
            return Some((0, taken));
        }
        if rest.is_empty() {
            // The final line break of a block that the text ends before.
            return (wanted == '\n').then_some((0, 0));
        }
    }
    if style == Style::SingleQuoted && wanted == '\'' && rest.starts_with("''") {
        return Some((0, 2));
    }
    if style == Style::DoubleQuoted && first == Some('\\') {
        return escape(rest, wanted).map(|taken| (0, taken));
    }
    if first == Some(wanted) {
        return Some((0, wanted.len_utf8()));
    }
    // Indentation, or white space around a folded line break.
    let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r']);
    let skipped = rest.len() - trimmed.len();
    (skipped > 0 && trimmed.starts_with(wanted)).then_some((skipped, wanted.len_utf8()))
}

/// The length of the escape that spells `wanted`.
fn escape(rest: &str, wanted: char) -> Option<usize> {
    let kind = rest[1..].chars().next()?;
    let digits = match kind {
        'x' => 2,
        'u' if u32::from(wanted) > 0xFFFF => return (rest.len() >= 12).then_some(12),
        'u' => 4,
        'U' => 8,
        '\n' | '\r' => return None,
        other => return Some(1 + other.len_utf8()),
    };
    (rest.len() >= 2 + digits).then_some(2 + digits)
}
