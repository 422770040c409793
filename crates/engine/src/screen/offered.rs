//! What else can be done at a task: exceptions to raise, ways to end.

use std::collections::BTreeMap;

use interpreter::Program;
use procedure::document::{Exception, Severity, Step, Verb};

use super::form::{ExceptionShown, OutcomeShown};
use super::named::in_words;

/// The declared exceptions that somebody at this step can raise: of the groups around it, and of the document. One that
/// is raised by its condition is not for people.
pub(super) fn exceptions(program: &Program, step: &Step) -> Vec<ExceptionShown> {
    let around = std::iter::successors(program.place(&step.id), |place| program.place(place.block.owner()?));
    let groups = around.filter_map(|place| match &place.step.verb {
        Verb::Group { group } => Some(group.exceptions.iter()),
        _ => None,
    });
    let all = groups.flatten().chain(&program.procedure.exceptions);
    let mut found: BTreeMap<&str, &Exception> = BTreeMap::new();
    for exception in all.filter(|exception| exception.when.is_none()) {
        found.entry(exception.id.as_str()).or_insert(exception);
    }
    let shown = |exception: &Exception| ExceptionShown {
        id: exception.id.to_string(),
        title: exception.title.clone(),
        severity: exception.severity.map(|severity| match severity {
            Severity::Minor => "minor".to_owned(),
            Severity::Major => "major".to_owned(),
            Severity::Critical => "critical".to_owned(),
        }),
    };
    found.into_values().map(shown).collect()
}

/// How a run can be ended by a person: as `completed`, or as the document names it.
pub(super) fn outcomes(program: &Program) -> Vec<OutcomeShown> {
    let named = program.procedure.outcomes.keys().map(|outcome| outcome.as_str());
    let all = named.chain(["completed"]);
    all.map(|id| OutcomeShown { id: id.to_owned(), title: in_words(id) }).collect()
}
