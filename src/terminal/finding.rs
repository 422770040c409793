//! Findings about a document as they are shown in a terminal: code, line with carets, explanation, help, other places.

use std::fmt;
use std::io::IsTerminal;
use std::sync::Arc;

use miette::{
    Diagnostic as Shown, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity as Grade,
    SourceCode, SourceSpan,
};
use procedure::diagnostic::{Diagnostic, Related, Severity};

use super::excerpt::Excerpt;
use crate::output;

/// One finding with the text it is about.
#[derive(Debug)]
struct Finding {
    text: Arc<NamedSource<String>>,
    /// The part that is shown instead of a line that is too long.
    excerpt: Option<Excerpt>,
    length: usize,
    found: Diagnostic,
}

/// Other places further away than this many lines are named and not drawn.
const NEAR: usize = 8;

impl Finding {
    /// The line of a byte, from 1.
    fn line(&self, byte: usize) -> usize {
        let text = self.text.inner().as_bytes();
        text[..byte.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
    }

    fn is_near(&self, related: &Related) -> bool {
        match (&self.found.span, &related.span) {
            (Some(_), Some(other)) if let Some(excerpt) = &self.excerpt => excerpt.place(other).is_some(),
            (Some(own), Some(other)) => self.line(own.start).abs_diff(self.line(other.start)) <= NEAR,
            (Some(_) | None, None) | (None, Some(_)) => true,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&output::plain(&self.found.message))
    }
}

impl std::error::Error for Finding {}

impl Shown for Finding {
    fn code(&self) -> Option<Box<dyn fmt::Display + '_>> {
        Some(Box::new(self.found.code))
    }

    fn severity(&self) -> Option<Grade> {
        Some(match self.found.severity {
            Severity::Error => Grade::Error,
            Severity::Warning => Grade::Warning,
        })
    }

    fn help(&self) -> Option<Box<dyn fmt::Display + '_>> {
        let explanation = Some(self.found.explanation.as_str()).filter(|text| !text.is_empty());
        let mut parts: Vec<String> =
            explanation.into_iter().chain(self.found.fix.as_deref()).map(str::to_owned).collect();
        let far = self.found.related.iter().filter(|related| !self.is_near(related));
        parts.extend(far.filter_map(|related| {
            let line = self.line(related.span.as_ref()?.start);
            Some(format!("Line {line}: {}", related.message))
        }));
        if parts.is_empty() { None } else { Some(Box::new(output::plain(&parts.join("\n")).into_owned())) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        match &self.excerpt {
            Some(excerpt) => Some(excerpt),
            None => Some(&*self.text),
        }
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let at = |span: &std::ops::Range<usize>| {
            if let Some(place) = self.excerpt.as_ref().and_then(|excerpt| excerpt.place(span)) {
                return SourceSpan::from((place.start, place.len()));
            }
            let start = span.start.min(self.length);
            SourceSpan::from((start, span.end.clamp(start, self.length) - start))
        };
        let own = self.found.span.iter().map(move |span| LabeledSpan::new_primary_with_span(None, at(span)));
        let near = self.found.related.iter().filter(|related| self.is_near(related));
        let others = near.filter_map(move |related| {
            let label = output::plain(&related.message).into_owned();
            related.span.as_ref().map(|span| LabeledSpan::new_with_span(Some(label), at(span)))
        });
        Some(Box::new(own.chain(others)))
    }
}

/// Shows findings about one text, each followed by an empty line.
pub struct Printer {
    handler: GraphicalReportHandler,
}

impl Printer {
    /// For a terminal with colours, or in plain letters for a file or pipe.
    pub fn new(colours: bool) -> Self {
        let theme = if colours { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(output::width())
            .with_links(false)
            .with_context_lines(1)
            .with_wrap_lines(true);
        Printer { handler }
    }

    /// What fits standard error, where findings go, and the wishes of the person (`NO_COLOR`).
    pub fn for_terminal() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Printer::new(wanted && std::io::stderr().is_terminal())
    }

    pub fn findings(&self, name: &str, text: &str, found: &[Diagnostic]) -> String {
        let shared = Arc::new(NamedSource::new(name, output::plain_same_length(text)));
        let mut shown = String::new();
        for found in found {
            let excerpt = found.span.as_ref().and_then(|span| Excerpt::around(name, shared.inner(), span));
            let finding = Finding { text: Arc::clone(&shared), excerpt, length: text.len(), found: found.clone() };
            if self.handler.render_report(&mut shown, &finding).is_err() {
                shown.push_str(&format!("{}: {}\n", found.code, output::plain(&found.message)));
            }
            shown.push('\n');
        }
        shown
    }
}
