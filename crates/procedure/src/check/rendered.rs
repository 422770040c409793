//! A document in a format that cannot be made yet. The format knows it, so that procedures need no change when it can.

use super::Report;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::document::{DocumentFormat, Verb};

/// What a run raises that comes to such a step.
const RAISED: &str = "unsupported-format";

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for place in &index.steps {
        let Verb::Document { document, .. } = &place.step.verb else { continue };
        if place.step.on_error.keys().any(|error| error == RAISED) {
            continue;
        }
        let format = match document.format {
            DocumentFormat::Pdf => "pdf",
            DocumentFormat::Docx => "docx",
            DocumentFormat::Html | DocumentFormat::Markdown => continue,
        };
        report.push(
            Diagnostic::warning(
                "format-not-yet",
                place.path.key("document").key("format"),
                format!("documents cannot be made as `{format}` yet"),
            )
            .because(format!(
                "This release makes `html` and `markdown`; a run that comes to this step raises `{RAISED}`."
            ))
            .fix(format!("Write `format: html`, or say under `on_error` what happens at `{RAISED}`.")),
        );
    }
}
