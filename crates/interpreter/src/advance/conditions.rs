//! Exceptions whose `when` turned true.

use std::collections::{BTreeMap, BTreeSet};

use procedure::document::{Block, ExceptionId, StepId};
use procedure::expression::Failure;
use procedure::value::Value;

use super::raise::{engine_exception, raise, raise_condition};
use super::values::LIMITS;
use crate::decide::Decision;
use crate::event::ConditionsJudged;
use crate::id::ActivationId;
use crate::state::{Condition, Phase};

/// Judges every `when` in force; raises those that have just turned true. An unknown one does not hold. One that cannot be
/// judged, because of bad data, raises `bad-data` once for as long as any of its level cannot be.
///
/// One that turned true while no step was open is raised at the step that is entered next. True when something was
/// raised or noted, and the run is to be looked at again.
pub(super) fn judge(run: &mut Decision<'_>) -> bool {
    if !run.program.has_conditions() {
        return false;
    }
    let (mut now, troubles) = holding(run);
    let turned: Vec<Condition> = now.difference(&run.state.conditions).cloned().collect();
    let mut raised = Vec::new();
    for (group, exception) in turned {
        match site(run, group, &raised) {
            Some(at) => raised.push((at, group, exception)),
            None => {
                now.remove(&(group, exception));
            }
        }
    }
    if now == run.state.conditions {
        return false;
    }
    run.emit(ConditionsJudged { now_true: now.into_iter().collect() });
    for (at, group, exception) in raised {
        match troubles.get(&group).filter(|_| exception == *BAD_DATA) {
            Some(message) => raise(run, at, engine_exception(BAD_DATA), message.clone(), None, Value::Null),
            None => raise_condition(run, at, group, exception),
        }
    }
    true
}

const BAD_DATA: &str = "bad-data";

/// What holds now, and by level what cannot be judged.
fn holding(run: &Decision<'_>) -> (BTreeSet<Condition>, BTreeMap<Option<ActivationId>, String>) {
    let mut levels = vec![(None, run.program.exceptions(None))];
    if run.program.has_conditions_in_groups() {
        // A group's are in force from its first step on.
        let open = run.state.activations.iter().filter(|(_, activation)| activation.phase != Phase::Entered);
        levels.extend(open.map(|(id, activation)| (Some(*id), run.program.exceptions(Some(&activation.step)))));
    }
    let (mut holding, mut troubles) = (BTreeSet::new(), BTreeMap::new());
    for (group, exceptions) in levels {
        for exception in exceptions {
            let Some(when) = &exception.when else { continue };
            match when.holds(&run.names(group), &LIMITS) {
                Ok(true) => {
                    holding.insert((group, exception.id.clone()));
                }
                Ok(false) | Err(Failure::Unknown { .. }) => {}
                Err(failure @ (Failure::BadData { .. } | Failure::TooCostly)) => {
                    holding.insert((group, engine_exception(BAD_DATA)));
                    troubles.entry(group).or_insert_with(|| format!("`when` of `{}`: {failure}", exception.id));
                }
            }
        }
    }
    (holding, troubles)
}

/// Where it is raised: at the step that wrote last, else at the one that was entered last; within the level, without a
/// step of its own under way, and not itself waiting for a handler.
fn site(
    run: &Decision<'_>,
    group: Option<ActivationId>,
    taken: &[(ActivationId, Option<ActivationId>, ExceptionId)],
) -> Option<ActivationId> {
    let free = |id: &ActivationId| {
        let Some(activation) = run.state.activations.get(id) else { return false };
        let within = group.is_none_or(|group| {
            std::iter::successors(Some(*id), |id| run.activation(*id).parent).any(|id| id == group)
        });
        let leaf = activation.lanes.values().all(|lane| lane.running().is_none());
        within && leaf && !matches!(activation.phase, Phase::Raised(_)) && taken.iter().all(|(at, ..)| at != id)
    };
    run.wrote.filter(free).or_else(|| run.state.activations.keys().rev().copied().find(free))
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

pub(super) fn message(run: &Decision<'_>, group: Option<&StepId>, exception: &ExceptionId) -> String {
    let when = run.program.exception(group, exception).and_then(|exception| exception.when.as_ref());
    when.map_or_else(String::new, |when| format!("`{when}` holds"))
}
