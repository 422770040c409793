//! What is forbidden has a reason.

use super::Report;
use super::index::Index;
use crate::diagnostic::Diagnostic;
use crate::document::Obligation;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for place in &index.steps {
        for (at, rule) in place.step.rules.iter().enumerate() {
            if matches!(rule.obligation, Obligation::MustNot(_)) && rule.because.is_none() {
                report.push(
                    Diagnostic::warning(
                        "must-not-without-because",
                        place.path.key("rules").index(at),
                        "the rule forbids something and does not say why",
                    )
                    .because("People keep to what they understand, and a reason tells when a rule may go.")
                    .fix("Add `because: …`."),
                );
            }
        }
    }
}
