//! Going on by itself: after a command, everything that needs nothing from outside.
//!
//! Which activations can go on is part of the state, so that a run can stop anywhere and go on from its journal alone.

mod approve;
mod block;
mod call;
mod clocks;
mod conditions;
mod decide;
mod each;
mod enter;
mod failed;
mod judge;
mod lane;
mod person;
mod raise;
mod repeat;
mod success;
mod table;
mod values;
mod void;
mod wait;
pub(crate) mod words;

pub(crate) use call::{keep, returns, save_fields, send};
pub(crate) use clocks::{
    due_counts_from_start, due_of_run, escalate, fire_escalation, fire_reminder, start_run_clocks,
};
pub(crate) use decide::{choose, options};
pub(crate) use failed::reaction;
pub(crate) use raise::{NO_CASE, engine_exception, raise, settle, unforeseen};
pub(crate) use success::end;
pub(crate) use values::{LIMITS, accept, raise_trouble, typed};
pub(crate) use wait::take_event;

use procedure::document::Step;
use std::sync::Arc;

use crate::decide::Decision;
use crate::event::Yielded;
use crate::id::ActivationId;
use crate::names::Names;
use crate::state::{Activation, Phase, Status};

/// Most events of one command. What is left goes on with a timer that is due at once.
pub(crate) const MOST_EVENTS: usize = 5_000;

/// Goes on until everything waits for something from outside, or as much was done as one command may.
pub(crate) fn advance(run: &mut Decision<'_>) {
    // A pause or a command cut short may have left changes that nobody looked at.
    run.changed = true;
    while run.state.status == Status::Running && !run.state.yielded {
        if run.events.len() >= MOST_EVENTS {
            let timer = run.next_timer();
            run.emit(Yielded { timer });
            return;
        }
        if std::mem::take(&mut run.changed) {
            look_again(run);
            continue;
        }
        if run.state.root_is_ready() {
            lane::go_on(run, None, &crate::state::Lane::Body);
            continue;
        }
        let Some(id) = run.state.ready.first().copied() else { return };
        let before = run.state.sequence;
        step_on(run, id);
        if run.state.sequence == before {
            debug_assert!(false, "activation {id} is ready and does nothing");
            return;
        }
    }
}

/// What may follow from a change: voided approvals, moments that are known now, events that fit now, exceptions whose
/// `when` turned true.
fn look_again(run: &mut Decision<'_>) {
    if run.program.has_covers() {
        void::void_approvals(run);
    }
    if run.program.has_moments() {
        wait::judge_waits(run);
    }
    if run.state.due.is_none() && run.program.procedure.due.is_some() {
        clocks::set_due_of_run(run);
    }
    if !run.state.kept.is_empty() {
        wait::take_kept_events(run);
    }
    conditions::judge(run);
}

/// Takes one activation one step further.
fn step_on(run: &mut Decision<'_>, id: ActivationId) {
    let Some(activation) = run.state.activations.get(&id) else { return };
    match activation.phase.clone() {
        Phase::Entered => enter::begin(run, id),
        Phase::Working => block::go_on(run, id),
        Phase::Failed(failure) => failed::react(run, id, &failure),
        Phase::Judging(outcome) => judge::judge(run, id, outcome),
        Phase::Leaving(outcome) => judge::leave(run, id, outcome, None),
        Phase::Raised(raised) => raise::go_on(run, id, &raised),
        Phase::Asking { .. } => {}
    }
}

impl Decision<'_> {
    /// The document's step behind an activation.
    ///
    /// # Panics
    /// If the program has no such step: entering and migrating make sure it has.
    pub fn step_of(&self, id: ActivationId) -> Arc<Step> {
        let step = &self.activation(id).step;
        self.program.place(step).map(|place| place.step.clone()).expect("activations are of steps of the program")
    }

    /// An open activation.
    ///
    /// # Panics
    /// If it is not open: callers hold ids of open ones only.
    pub fn activation(&self, id: ActivationId) -> &Activation {
        self.state.activations.get(&id).expect("the activation is open")
    }

    pub fn names(&self, id: impl Into<Option<ActivationId>>) -> Names<'_> {
        Names::new(self.program, &self.state, id.into(), self.at)
    }
}
