//! What things are called in the sentences that a run itself writes: into notices, reasons and refusals.
//!
//! People read them, so a step is called by its title and a name by its label. What is sensitive stays masked.

use procedure::document::{ExceptionId, RoleId, StepId};

use super::values::render;
use crate::decide::Decision;
use crate::id::ActivationId;
use crate::sight::Sight;

/// A step by its title, with this visit's values in it.
pub(super) fn of_step(run: &Decision<'_>, id: ActivationId) -> String {
    let step = run.step_of(id);
    format!("“{}”", render(run, id, &step.title).unwrap_or_else(|_| step.id.to_string()))
}

/// A step by its title, whichever visit is meant.
pub(crate) fn step(run: &Decision<'_>, id: &StepId) -> String {
    let title = run.program.procedure.step(id).and_then(|step| render(run, None, &step.title).ok());
    format!("“{}”", title.unwrap_or_else(|| crate::called::spaced(id.as_str())))
}

pub(super) fn exception(run: &Decision<'_>, id: &ExceptionId) -> String {
    Sight::whole(run.program, false).exception(id)
}

pub(crate) fn roles<'a>(run: &Decision<'_>, ids: impl IntoIterator<Item = &'a RoleId>) -> String {
    let sight = Sight::whole(run.program, false);
    ids.into_iter().map(|id| sight.role(id)).collect::<Vec<_>>().join(" or ")
}

pub(super) fn names<'a>(run: &Decision<'_>, paths: impl IntoIterator<Item = &'a str>) -> String {
    let sight = Sight::whole(run.program, false);
    paths.into_iter().map(|path| format!("“{}”", sight.label(path))).collect::<Vec<_>>().join(", ")
}
