//! Findings about a document as they are shown in a terminal: code, line with carets, explanation, help, other places.

use std::fmt;
use std::io::IsTerminal;
use std::sync::Arc;

use miette::{
    Diagnostic as Shown, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, Severity as Grade,
    SourceCode, SourceSpan,
};
use procedure::diagnostic::{Diagnostic, Severity};

use crate::output;

/// One finding with the text it is about.
#[derive(Debug)]
struct Finding {
    text: Arc<NamedSource<String>>,
    length: usize,
    found: Diagnostic,
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
        let parts: Vec<&str> = explanation.into_iter().chain(self.found.fix.as_deref()).collect();
        if parts.is_empty() { None } else { Some(Box::new(output::plain(&parts.join("\n")).into_owned())) }
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let at = |span: &std::ops::Range<usize>| {
            let start = span.start.min(self.length);
            SourceSpan::from((start, span.end.clamp(start, self.length) - start))
        };
        let own = self.found.span.iter().map(move |span| LabeledSpan::new_primary_with_span(None, at(span)));
        let others = self.found.related.iter().filter_map(move |related| {
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
            let finding = Finding { text: Arc::clone(&shared), length: text.len(), found: found.clone() };
            if self.handler.render_report(&mut shown, &finding).is_err() {
                shown.push_str(&format!("{}: {}\n", found.code, output::plain(&found.message)));
            }
            shown.push('\n');
        }
        shown
    }
}
