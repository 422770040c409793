//! Moving a running run to another version of its procedure, with a preview that maps steps by id.
//!
//! Refuses a version in which a step that is under way is not there, does something else, or stands in another block:
//! what is under way must be able to go on from where it is. A mapping names steps whose ids differ.

use std::collections::BTreeMap;

use procedure::document::{Block, StepId, Verb};
use serde::Serialize;

use crate::actor::Standing;
use crate::advance;
use crate::decide::{Decided, Decision};
use crate::event::Migrated;
use crate::program::Program;
use crate::rejected::Rejected;
use crate::state::{LaneState, Phase, Purpose, State, TaskKind};

/// What becomes of one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fate {
    pub step: StepId,
    /// The step's id in the other version; absent when it is not there.
    pub becomes: Option<StepId>,
    /// Whether it is under way.
    pub open: bool,
    /// Whether the step reads the same in both.
    pub unchanged: bool,
    /// Why the run could not go on with it; absent when it can.
    pub problem: Option<String>,
}

/// What a migration would do, before it is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Preview {
    /// The steps that are under way or were done, in the order of the document.
    pub fates: Vec<Fate>,
    /// Steps that only the other version has.
    pub new: Vec<StepId>,
    /// Whether the run can go on with the other version.
    pub possible: bool,
}

/// What would become of a run's steps.
pub fn preview(from: &Program, to: &Program, state: &State, names: &BTreeMap<StepId, StepId>) -> Preview {
    let steps = from.procedure.all_steps();
    let open = |id: &StepId| state.activations.values().any(|activation| activation.step == *id);
    let next = |id: &StepId| waits_for(state).any(|step| step == id);
    let fates: Vec<Fate> = steps
        .iter()
        .map(|at| &at.step.id)
        .filter(|id| open(id) || next(id) || state.visits.contains_key(*id))
        .map(|id| fate(from, to, names, id, open(id) || next(id)))
        .map(|mut fate| {
            fate.problem = fate.problem.take().or_else(|| other_options(from, to, state, &fate));
            fate
        })
        .collect();
    let known = |id: &StepId| steps.iter().any(|at| names.get(&at.step.id).unwrap_or(&at.step.id) == id);
    let new = to.procedure.all_steps().iter().map(|at| at.step.id.clone()).filter(|id| !known(id)).collect();
    let possible = fates.iter().all(|fate| fate.problem.is_none()) && lanes_fit(state, to, names);
    Preview { fates, new, possible }
}

/// The steps that lanes stand at without an activation.
fn waits_for(state: &State) -> impl Iterator<Item = &StepId> {
    let lanes = state.activations.values().flat_map(|activation| activation.lanes.values());
    lanes.chain([&state.lane]).filter_map(|lane| match lane {
        LaneState::Next(step) | LaneState::After(step) => Some(step),
        LaneState::Start | LaneState::Running(_) | LaneState::Done => None,
    })
}

fn fate(from: &Program, to: &Program, names: &BTreeMap<StepId, StepId>, id: &StepId, open: bool) -> Fate {
    let becomes = names.get(id).unwrap_or(id);
    let (old, new) = (from.place(id), to.place(becomes));
    let unchanged = matches!((old, new), (Some(old), Some(new)) if old.step == new.step);
    let problem = match (old, new) {
        _ if !open => None,
        (_, None) => Some(format!("`{id}` is under way, and the other version has no step `{becomes}`")),
        (Some(old), Some(new)) if old.step.verb.key() != new.step.verb.key() => Some(format!(
            "`{id}` is under way as `{}`, and `{becomes}` is `{}`",
            old.step.verb.key(),
            new.step.verb.key()
        )),
        (Some(old), Some(new)) if renamed(&old.block, names) != new.block => {
            Some(format!("`{id}` is under way, and `{becomes}` stands in another block"))
        }
        (_, Some(_)) => None,
    };
    Fate { step: id.clone(), becomes: new.map(|_| becomes.clone()), open, unchanged, problem }
}

/// Whether somebody is about to choose among options that the other version does not have, or has in another order: what
/// they chose would be carried out as something else.
fn other_options(from: &Program, to: &Program, state: &State, fate: &Fate) -> Option<String> {
    let waits = state.tasks.values().any(|task| {
        let step = state.activations.get(&task.activation).map(|activation| &activation.step);
        matches!(task.kind, TaskKind::Choose { .. }) && step == Some(&fate.step)
    });
    let becomes = fate.becomes.as_ref().filter(|_| waits)?;
    let (Verb::Decide { decide: old }, Verb::Decide { decide: new }) =
        (&from.place(&fate.step)?.step.verb, &to.place(becomes)?.step.verb)
    else {
        return None;
    };
    let same = advance::options(old) == advance::options(new);
    (!same).then(|| format!("`{}` waits for somebody to choose, and `{becomes}` has other options", fate.step))
}

/// A block by the ids that the other version has for its owner.
fn renamed(block: &Block, names: &BTreeMap<StepId, StepId>) -> Block {
    let name = |id: &StepId| names.get(id).unwrap_or(id).clone();
    match block {
        Block::Procedure => Block::Procedure,
        Block::Body(id) => Block::Body(name(id)),
        Block::Recheck(id) => Block::Recheck(name(id)),
        Block::Branch(id, branch) => Block::Branch(name(id), branch.clone()),
        Block::Case(id, case) => Block::Case(name(id), *case),
        Block::Otherwise(id) => Block::Otherwise(name(id)),
        Block::Handler(id, exception) => Block::Handler(id.as_ref().map(name), exception.clone()),
    }
}

/// Whether every block and handler under way is there in the other version.
fn lanes_fit(state: &State, to: &Program, names: &BTreeMap<StepId, StepId>) -> bool {
    state.activations.values().all(|activation| {
        let step = names.get(&activation.step).unwrap_or(&activation.step);
        let blocks =
            activation.lanes.iter().filter(|(_, lane)| **lane != LaneState::Done).all(|(lane, _)| {
                matches!(lane, crate::state::Lane::Handler) || !to.block(&lane.block(step)).is_empty()
            });
        let handler = match &activation.phase {
            Phase::Raised(raised) => raised.handler.as_ref().is_none_or(|level| {
                let group = level.group().map(|group| names.get(group).unwrap_or(group));
                to.exception(group, &raised.exception).is_some()
            }),
            _ => true,
        };
        blocks && handler
    })
}

/// Where the other version has the escalation rules whose clocks run: the same rule, about the same steps.
fn rules(from: &Program, to: &Program, state: &State, names: &BTreeMap<StepId, StepId>) -> BTreeMap<usize, usize> {
    let running = state.timers.values().filter_map(|timer| match timer.purpose {
        Purpose::Escalate { rule } => Some(rule),
        Purpose::Remind { .. } | Purpose::Wait | Purpose::Retry | Purpose::GoOn => None,
    });
    running
        .filter_map(|rule| {
            let mut same = from.procedure.escalation.get(rule)?.clone();
            same.steps.iter_mut().for_each(|step| *step = names.get(step).unwrap_or(step).clone());
            Some((rule, to.procedure.escalation.iter().position(|other| *other == same)?))
        })
        .collect()
}

/// A migration that somebody asks for.
#[derive(Debug, Clone, Copy)]
pub struct Migration<'a> {
    /// The other version's publication number.
    pub number: u32,
    /// Steps whose ids differ, old to new.
    pub names: &'a BTreeMap<StepId, StepId>,
    pub at: jiff::Timestamp,
    pub standing: &'a Standing,
    pub reason: &'a str,
}

/// Moves the run, as its owner or an administrator asks.
pub fn handle(from: &Program, to: &Program, state: &State, migration: &Migration<'_>) -> Result<Decided, Rejected> {
    let Migration { number, names, at, standing, reason } = *migration;
    if state.status.is_terminal() {
        return Err(Rejected::Ended);
    }
    if state.version != Some(from.version) {
        return Err(Rejected::OtherVersion {
            run: state.version.map(|version| version.short()).unwrap_or_default(),
            given: from.version.short(),
        });
    }
    if from.procedure.id != to.procedure.id {
        return Err(Rejected::NoMigration(format!("it is of `{}`, not of `{}`", to.procedure.id, from.procedure.id)));
    }
    let mut decision = Decision {
        program: from,
        state: state.clone(),
        events: Vec::new(),
        at,
        standing,
        by_person: true,
        changed: true,
        wrote: None,
    };
    let role = crate::command::owner(&decision, "move this run to another version")?;
    let reason = crate::command::words("the reason", reason)?;
    let preview = preview(from, to, state, names);
    if !preview.possible {
        let problems: Vec<String> = preview.fates.into_iter().filter_map(|fate| fate.problem).collect();
        let why = if problems.is_empty() { "a block under way is not there".to_owned() } else { problems.join("; ") };
        return Err(Rejected::NoMigration(why));
    }
    decision.emit_by(
        role,
        Migrated {
            from: from.version,
            to: to.version,
            number,
            steps: names.iter().filter(|(old, new)| old != new).map(|(old, new)| (old.clone(), new.clone())).collect(),
            rules: rules(from, to, state, names),
            reason,
        },
    );
    let mut decision = Decision {
        program: to,
        state: decision.state,
        events: decision.events,
        at,
        standing,
        by_person: false,
        changed: true,
        wrote: None,
    };
    advance::advance(&mut decision);
    Ok(Decided { events: decision.events, state: decision.state })
}
