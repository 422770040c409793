//! The lines of a Markdown text that matter: headings, fences, and the rest.

use std::ops::Range;

/// A line, or a whole fence with its content.
#[derive(Debug, Clone)]
pub(super) enum Line<'a> {
    Blank(Range<usize>),
    Text(Range<usize>),
    /// A heading that starts at the line's first column.
    Heading {
        /// 1 to 6.
        level: usize,
        span: Range<usize>,
        text: &'a str,
        /// Where the text stands.
        at: Range<usize>,
    },
    /// A fenced block, its fences included.
    Fence {
        /// What stands behind the opening fence.
        info: &'a str,
        /// Whether the fence starts at the line's first column.
        flush: bool,
        span: Range<usize>,
        content: Range<usize>,
    },
}

impl Line<'_> {
    /// Bytes of the line with its line break.
    pub(super) fn span(&self) -> &Range<usize> {
        match self {
            Line::Blank(span) | Line::Text(span) | Line::Heading { span, .. } | Line::Fence { span, .. } => span,
        }
    }
}

pub(super) fn has_heading(lines: &[Line<'_>], wanted: usize) -> bool {
    lines.iter().any(|line| matches!(line, Line::Heading { level, .. } if *level == wanted))
}

/// An opening fence: three or more backticks or tildes, indented by at most three spaces (CommonMark 0.31, 4.5).
struct Opening<'a> {
    sign: char,
    length: usize,
    info: &'a str,
    flush: bool,
    start: usize,
    content: usize,
}

/// The lines within `range`, and the opening line of a fence that is not closed.
pub(super) fn scan(text: &str, range: Range<usize>) -> (Vec<Line<'_>>, Option<Range<usize>>) {
    let mut lines = Vec::new();
    let mut open: Option<Opening<'_>> = None;
    let mut at = range.start;
    for line in text[range].split_inclusive('\n') {
        let span = at..at + line.len();
        at = span.end;
        match open.take() {
            Some(fence) if closes(line, &fence) => lines.push(Line::Fence {
                info: fence.info,
                flush: fence.flush,
                span: fence.start..span.end,
                content: fence.content..span.start,
            }),
            Some(fence) => open = Some(fence),
            None => match opens(line, span.start) {
                Some(fence) => open = Some(fence),
                None => lines.push(simple(text, line, span)),
            },
        }
    }
    let unclosed = open.map(|fence| fence.start..fence.start + text[fence.start..fence.content].trim_end().len());
    (lines, unclosed)
}

fn simple<'a>(text: &'a str, line: &str, span: Range<usize>) -> Line<'a> {
    if line.trim().is_empty() {
        return Line::Blank(span);
    }
    let level = line.len() - line.trim_start_matches('#').len();
    let rest = &line[level..];
    if !(1..=6).contains(&level) || !rest.starts_with([' ', '\t', '\r', '\n']) && !rest.is_empty() {
        return Line::Text(span);
    }
    let start = span.start + level + rest.len() - rest.trim_start().len();
    let at = start..start + rest.trim().len();
    Line::Heading { level, span, text: &text[at.clone()], at }
}

fn opens(line: &str, start: usize) -> Option<Opening<'_>> {
    let content = start + line.len();
    let rest = line.trim_start_matches(' ');
    let indent = line.len() - rest.len();
    let sign = rest.chars().next().filter(|sign| matches!(sign, '`' | '~'))?;
    let info = rest.trim_start_matches(sign);
    let length = rest.len() - info.len();
    let info = info.trim();
    (indent <= 3 && length >= 3 && !(sign == '`' && info.contains('`'))).then_some(Opening {
        sign,
        length,
        info,
        flush: indent == 0,
        start,
        content,
    })
}

fn closes(line: &str, open: &Opening<'_>) -> bool {
    let line = line.trim_end();
    let rest = line.trim_start_matches(' ');
    line.len() - rest.len() <= 3 && rest.len() >= open.length && rest.chars().all(|c| c == open.sign)
}
