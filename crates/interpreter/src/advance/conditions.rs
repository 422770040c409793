//! Exceptions whose `when` turned true.

use std::collections::BTreeSet;

use procedure::document::{Block, ExceptionId, StepId};
use procedure::value::Value;

use super::raise::raise_condition;
use super::values::LIMITS;
use crate::decide::Decision;
use crate::event::ConditionsJudged;
use crate::id::ActivationId;
use crate::state::{Level, Phase, Work};

/// Judges every `when` in force after a change; raises those that have just turned true. An unknown one does not hold.
pub(super) fn judge(run: &mut Decision<'_>, changed_at: u64) -> bool {
    let now = holding(run);
    if now == run.state.conditions {
        return false;
    }
    let turned: Vec<(Level, ExceptionId)> = now.difference(&run.state.conditions).cloned().collect();
    run.emit(ConditionsJudged { now_true: now.into_iter().collect() });
    for (level, exception) in turned {
        let Some(at) = site(run, &level, changed_at) else { continue };
        raise_condition(run, at, &level, exception);
    }
    true
}

fn holding(run: &Decision<'_>) -> BTreeSet<(Level, ExceptionId)> {
    let groups = run.state.activations.iter().filter(|(_, activation)| {
        matches!(activation.work, Work::Group { .. }) || matches!(activation.phase, Phase::Working)
    });
    let levels = std::iter::once((None, Level::Procedure))
        .chain(groups.map(|(id, activation)| (Some(*id), Level::Group(activation.step.clone()))));
    let mut holding = BTreeSet::new();
    for (id, level) in levels {
        for exception in run.program.exceptions(level.group()) {
            let Some(when) = &exception.when else { continue };
            if when.holds(&run.names(id), &LIMITS) == Ok(true) {
                holding.insert((level.clone(), exception.id.clone()));
            }
        }
    }
    holding
}

/// Where it is raised: at the open step within the level that was entered last and is not itself waiting for a handler.
fn site(run: &Decision<'_>, level: &Level, _changed_at: u64) -> Option<ActivationId> {
    let within = |id: ActivationId| match level {
        Level::Procedure => true,
        Level::Group(group) => run.state.lineage(id).any(|around| around.step == *group),
    };
    let free = |id: &ActivationId| {
        let activation = &run.state.activations[id];
        let leaf = activation.lanes.is_empty();
        leaf && !matches!(activation.phase, Phase::Raised(_)) && within(*id)
    };
    run.state.activations.keys().rev().copied().find(free)
}

/// Whether the step stands somewhere within a handler's steps.
pub(super) fn in_handler(
    run: &Decision<'_>,
    id: ActivationId,
    group: Option<&StepId>,
    exception: &ExceptionId,
) -> bool {
    run.state.lineage(id).any(|activation| {
        let block = run.state.block_of(activation.parent, &activation.lane);
        matches!(block, Some(Block::Handler(owner, of)) if owner.as_ref() == group && of == *exception)
    })
}

pub(super) fn message(run: &Decision<'_>, level: &Level, exception: &ExceptionId) -> (String, Value) {
    let when = run.program.exception(level.group(), exception).and_then(|exception| exception.when.as_ref());
    let words = when.map_or_else(String::new, |when| format!("`{when}` holds"));
    (words, Value::Null)
}
