//! What is to be done after a commit. Pure: a crash before it is done loses nothing, because the same follows from the
//! store when the next process takes over.

use std::collections::{BTreeMap, BTreeSet};

use interpreter::State;
use interpreter::event::{Event, Recorded};
use interpreter::id::{EffectId, PersonId, RunId, TaskId};
use interpreter::state::{Effect, EffectRequest};
use procedure::document::{ExceptionId, OutcomeId, ProcedureId, RoleId};
use procedure::value::Values;

use super::live::Live;
use crate::derive::Rows;
use crate::port::store::Origin;

/// Something to do that no person waits for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Job {
    /// Carry out an effect.
    Effect { run: RunId, effect: EffectId, attempt: u32 },
    /// Tell the run above that its sub-procedure ended.
    ChildEnded { parent: RunId, effect: EffectId, outcome: OutcomeId, outputs: Values },
    /// Tell the run above what its sub-procedure does not handle.
    ChildRaised { parent: RunId, effect: EffectId, exception: ExceptionId, message: String },
    /// Cancel the sub-procedure that nothing waits for any more.
    CancelChild { parent: RunId, effect: EffectId },
    /// Find out whether somebody is left who may take a task.
    AnybodyLeft { run: RunId, task: TaskId },
    /// The same for every task of these roles, which somebody lost, and of these people, who left.
    PeopleLeft { roles: BTreeSet<RoleId>, people: BTreeSet<PersonId> },
    /// The holder of a `once` key is done: those behind it may go.
    Release { once: String },
    /// A run of this procedure ended: one that a schedule has queued may start.
    StartQueued { procedure: ProcedureId },
}

/// The outcome that a cancelled run has for the one above.
pub(crate) fn cancelled() -> OutcomeId {
    "cancelled".parse().expect("a kebab-case word")
}

/// What is to be done after the commit that led to `after`.
pub(crate) fn jobs(
    run: &RunId,
    origin: &Origin,
    before: &State,
    rows_before: &Rows,
    events: &[Recorded],
    after: &Live,
) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (id, row) in &after.rows.effects {
        let is_new = rows_before.effects.get(id).is_none_or(|old| old.attempt != row.attempt);
        if is_new && !row.waiting {
            jobs.push(Job::Effect { run: run.clone(), effect: *id, attempt: row.attempt });
        }
    }
    for (id, row) in &rows_before.effects {
        if let Some(once) = row.once.clone().filter(|_| !after.rows.effects.contains_key(id)) {
            jobs.push(Job::Release { once });
        }
    }
    // Tasks are judged when they are opened, and again when their run goes on: people may have left meanwhile.
    let resumed = events.iter().any(|recorded| matches!(recorded.event, Event::Resumed(_)));
    for id in after.rows.tasks.keys().filter(|id| resumed || !rows_before.tasks.contains_key(id)) {
        jobs.push(Job::AnybodyLeft { run: run.clone(), task: *id });
    }
    for (id, _) in newly_abandoned(&before.effects, &after.state.effects) {
        jobs.push(Job::CancelChild { parent: run.clone(), effect: *id });
    }
    if let Some((parent, effect)) = &origin.parent {
        jobs.extend(for_parent(parent, *effect, events));
    }
    if after.state.status.is_terminal() && origin.schedule.is_some() {
        jobs.push(Job::StartQueued { procedure: origin.procedure.clone() });
    }
    jobs
}

fn newly_abandoned<'a>(
    before: &'a BTreeMap<EffectId, Effect>,
    after: &'a BTreeMap<EffectId, Effect>,
) -> impl Iterator<Item = (&'a EffectId, &'a Effect)> {
    after.iter().filter(|(id, effect)| {
        effect.abandoned
            && matches!(effect.request, EffectRequest::Procedure { .. })
            && before.get(id).is_none_or(|old| !old.abandoned)
    })
}

fn for_parent<'a>(parent: &'a RunId, effect: EffectId, events: &'a [Recorded]) -> impl Iterator<Item = Job> + 'a {
    events.iter().filter_map(move |recorded| {
        let parent = parent.clone();
        if let Event::Ended(ended) = &recorded.event {
            let (outcome, outputs) = (ended.outcome.clone(), ended.outputs.clone());
            Some(Job::ChildEnded { parent, effect, outcome, outputs })
        } else if let Event::Cancelled(_) = &recorded.event {
            Some(Job::ChildEnded { parent, effect, outcome: cancelled(), outputs: Values::new() })
        } else if let Event::ExceptionRaised(raised) = &recorded.event
            && raised.handler.is_none()
        {
            let (exception, message) = (raised.exception.clone(), raised.message.clone());
            Some(Job::ChildRaised { parent, effect, exception, message })
        } else {
            None
        }
    })
}
