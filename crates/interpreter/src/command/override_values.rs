//! Replaces values that a machine's step set.

use std::collections::BTreeMap;

use procedure::document::{Name, RoleId, Verb};
use procedure::value::Values;

use super::{Override, permit};
use crate::advance;
use crate::decide::Decision;
use crate::event::OverrideMade;
use crate::id::ActivationId;
use crate::rejected::Rejected;
use crate::state::{Lane, LaneState, Outcome, Scope, Status, Work};

/// A role that may: the one that `autonomy` names, or the owner.
pub(super) fn carry_out(run: &mut Decision<'_>, replacement: &Override) -> Result<(), Rejected> {
    if matches!(run.state.status, Status::Paused { .. }) {
        return Err(Rejected::Paused);
    }
    let Some(place) = run.program.place(&replacement.step) else {
        let known = run.program.procedure.all_steps();
        let hint = procedure::diagnostic::did_you_mean(&replacement.step, known.iter().map(|at| at.step.id.as_str()));
        return Err(Rejected::Unknown { noun: "step", name: replacement.step.to_string(), hint });
    };
    let step = place.step.clone();
    let named: Option<RoleId> = step.autonomy.as_ref().and_then(|autonomy| autonomy.role.clone());
    let role = match named.filter(|role| run.standing.roles.contains(role)) {
        Some(role) => Some(role),
        None => permit::owner(run, "override a machine's result")?,
    };
    let code = permit::words("the reason's code", &replacement.code)?;
    let words = permit::words("the reason", &replacement.words)?;
    let may_change = written_by(&step.verb);
    let mut wrong = Vec::new();
    for name in replacement.values.keys().filter(|name| !may_change.iter().any(|written| *written == ***name)) {
        wrong.push(format!("`{name}` is not set by the machine's step `{}`", step.id));
    }
    if replacement.values.is_empty() {
        wrong.push("no value is given".to_owned());
    }
    if !wrong.is_empty() {
        return Err(Rejected::Values(wrong));
    }
    let after = advance::typed(run, replacement.values.clone()).map_err(|trouble| Rejected::Values(trouble.words()))?;
    let activation = place_of(run, replacement)?;
    let before: Values = {
        use procedure::expression::Scope as _;
        let names = run.names(activation);
        after.keys().map(|name| (name.clone(), names.get(name).map(|v| v.into_owned()).unwrap_or_default())).collect()
    };
    run.emit_by(role, OverrideMade { step: step.id.clone(), activation, before, after, code, words });
    Ok(())
}

/// Where the step's values lie: an activation in the item whose own they are; none where they are the run's.
fn place_of(run: &Decision<'_>, replacement: &Override) -> Result<Option<ActivationId>, Rejected> {
    let step = &replacement.step;
    let made = |scope: &Scope| scope.steps.get(step).is_some_and(|record| record.outcome != Outcome::Skipped);
    let state = &run.state;
    // By item: an activation in it. A decision whose steps are under way was made too.
    let mut places = BTreeMap::new();
    for (id, open) in &state.activations {
        if open.step == *step && open.work == Work::Block {
            places.insert(state.item_of(*id), Some(*id));
        }
    }
    for (id, open) in &state.activations {
        let Work::Each(items) = &open.work else { continue };
        for (index, _) in items.scopes.iter().filter(|(_, scope)| made(scope)) {
            let running = open.lanes.get(&Lane::Item(*index)).and_then(LaneState::running);
            places.insert(Some((*id, *index)), running);
        }
    }
    if made(&state.scope) {
        places.insert(None, None);
    }
    if let Some(within) = replacement.within {
        let item = state.item_of(within);
        places.retain(|place, _| *place == item);
    }
    let places: Vec<Option<ActivationId>> = places.into_values().collect();
    match places.as_slice() {
        [activation] => Ok(*activation),
        [] => Err(Rejected::NoOverride { step: step.clone(), because: "it has set nothing that the run still holds" }),
        _ => Err(Rejected::NoOverride {
            step: step.clone(),
            because: "several items have a result of it; name a step that is under way in the item that is meant",
        }),
    }
}

/// The names that a machine's step writes, and that a person may therefore replace.
pub fn written_by(verb: &Verb) -> Vec<Name> {
    match verb {
        Verb::Set { set } => set.keys().cloned().collect(),
        Verb::Decide { decide } => {
            let cases = decide.cases.iter().flat_map(|case| case.set.keys());
            let rows = decide.table.iter().flat_map(|table| table.results.iter());
            let otherwise = match &decide.otherwise {
                Some(procedure::document::Otherwise::Branch { set, .. }) => set.keys().cloned().collect(),
                Some(procedure::document::Otherwise::Continue) | None => Vec::new(),
            };
            cases.chain(rows).cloned().chain(otherwise).collect()
        }
        verb => advance::save_fields(verb),
    }
}
