//! A part of a line that is too long to be shown, with the places that it has in the whole text.

use std::ops::Range;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// Longest line that is shown whole, in bytes.
const LONGEST: usize = 1_000;

/// Bytes that are shown before and after the place.
const AROUND: usize = 120;

/// Stands for what is left out.
const CUT: char = '…';

/// A part of one line.
#[derive(Debug)]
pub struct Excerpt {
    name: String,
    text: String,
    /// The line, counted from 0, and how many more bytes of it than of the mark are left out before the part.
    line: usize,
    column: usize,
    /// The bytes of the whole text that are shown, and where the first of them stands in `text`.
    shown: Range<usize>,
    lead: usize,
}

impl Excerpt {
    /// The part around a place, where its line or one beside it is too long to be shown whole.
    pub fn around(name: &str, whole: &str, place: &Range<usize>) -> Option<Excerpt> {
        let start = whole.floor_char_boundary(place.start.min(whole.len()));
        let line_start = whole[..start].rfind('\n').map_or(0, |end| end + 1);
        let line_end = whole[start..].find('\n').map_or(whole.len(), |end| start + end);
        // What would be drawn: the lines of the place, and one before and after.
        let first = whole[..line_start.saturating_sub(1)].rfind('\n').map_or(0, |end| end + 1);
        let end = whole.floor_char_boundary(place.end.clamp(line_end, whole.len()));
        let drawn = whole[first..].lines().scan(first, |at, line| {
            let from = std::mem::replace(at, *at + line.len() + 1);
            Some((from, line.len()))
        });
        let mut drawn = drawn.take_while(|(from, _)| *from <= end + LONGEST);
        if !drawn.any(|(_, length)| length > LONGEST) {
            return None;
        }
        let from = whole.floor_char_boundary(start.saturating_sub(AROUND).max(line_start));
        let last = place.end.clamp(start, start + AROUND) + AROUND;
        let to = whole.floor_char_boundary(last.min(line_end));
        let (before, after) = (from > line_start, to < line_end);
        let lead = if before { CUT.len_utf8() } else { 0 };
        let text = format!(
            "{}{}{}",
            if before { CUT.to_string() } else { String::new() },
            &whole[from..to],
            if after { CUT.to_string() } else { String::new() }
        );
        Some(Excerpt {
            name: name.to_owned(),
            text,
            line: whole[..line_start].matches('\n').count(),
            column: (from - line_start).saturating_sub(lead),
            shown: from..to,
            lead,
        })
    }

    /// Where a place of the whole text stands in the part; nothing where it does not begin in it.
    pub fn place(&self, place: &Range<usize>) -> Option<Range<usize>> {
        let inside = |byte: usize| byte.clamp(self.shown.start, self.shown.end) - self.shown.start + self.lead;
        (self.shown.start..=self.shown.end).contains(&place.start).then(|| inside(place.start)..inside(place.end))
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let found = self.text.read_span(span, lines_before, lines_after)?;
        // Without lines around it the place itself is asked for: its column in the whole line.
        let column = if (lines_before, lines_after) == (0, 0) { found.column() + self.column } else { found.column() };
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            found.data(),
            *found.span(),
            found.line() + self.line,
            column,
            found.line_count(),
        )))
    }
}
