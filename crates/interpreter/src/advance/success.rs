//! Ending a run, and judging its success.

use procedure::document::{OutcomeId, StepId};
use procedure::value::Values;

use super::values::LIMITS;
use crate::decide::Decision;
use crate::event::{Ended, SuccessJudged};

/// The last step was left.
pub(super) fn complete(run: &mut Decision<'_>) {
    end(run, OutcomeId::completed(), None);
}

/// Judges the success criteria of this outcome, and ends the run.
pub(crate) fn end(run: &mut Decision<'_>, outcome: OutcomeId, step: Option<StepId>) {
    end_because(run, outcome, step, None);
}

/// The same, with the words of the person who ended it.
pub(super) fn end_because(run: &mut Decision<'_>, outcome: OutcomeId, step: Option<StepId>, reason: Option<String>) {
    let procedure = run.program.procedure.clone();
    let (mut held, mut failed) = (Vec::new(), Vec::new());
    for (position, criterion) in procedure.success.iter().enumerate() {
        let judged = match criterion.outcomes.as_slice() {
            [] => outcome == "completed",
            outcomes => outcomes.contains(&outcome),
        };
        if !judged {
            continue;
        }
        // What cannot be shown to hold is no success.
        match criterion.that.holds(&run.names(None), &LIMITS) {
            Ok(true) => held.push(position),
            Ok(false) | Err(_) => failed.push(position),
        }
    }
    if !(held.is_empty() && failed.is_empty()) {
        run.emit(SuccessJudged { held, failed });
    }
    let outputs: Values = procedure
        .outputs
        .iter()
        .map(|name| {
            let value = run.state.scope.values.get(name.as_str()).cloned().unwrap_or_default();
            (name.as_str().to_owned(), value)
        })
        .collect();
    run.emit(Ended { outcome, outputs, step, reason });
}
