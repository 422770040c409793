//! Sub-procedures: runs of their own, pinned to a version, whose ends and exceptions come back up.

use interpreter::Command;
use interpreter::actor::Actor;
use interpreter::command::{Start, Trigger};
use interpreter::event::Event;
use interpreter::id::{EffectId, RunId};
use interpreter::state::Phase;
use procedure::document::{ExceptionId, OutcomeId, ProcedureId};
use procedure::value::Values;

use super::effect::Outcome;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Claim, ClaimKind, Pin, StoreError};
use crate::run::change::By;
use crate::run::follow::cancelled;
use crate::run::live::Live;

/// The unique key of the run that an effect asks for.
fn key(parent: &RunId, effect: EffectId) -> String {
    format!("{parent}/{effect}")
}

/// How many runs may stand above each other.
const DEEPEST: usize = 32;

impl Engine {
    /// Starts a sub-procedure's run, or finds the one that was started.
    pub(super) async fn child(
        &self,
        parent: &RunId,
        effect: EffectId,
        live: &Live,
        procedure: &ProcedureId,
        data: &Values,
    ) -> Result<Outcome, Error> {
        if let Some(claim) = self.store().claimed(ClaimKind::Child, &key(parent, effect)).await? {
            return self.catch_up(parent, effect, &RunId::new(claim.by)).await;
        }
        if self.is_too_deep(live).await? {
            let message = format!("more than {DEEPEST} runs stand above each other");
            return Ok(Outcome::failed("too-deep", message));
        }
        let Some(pin) = self.pin(live, procedure).await? else {
            let message = format!("`{procedure}` is not published; publish it, then retry this step");
            return Ok(Outcome::failed("no-such-procedure", message));
        };
        let program = self.program(pin.version).await?;
        let run = self.new_run_id();
        let start = Start {
            run: run.clone(),
            number: pin.number,
            data: data.clone(),
            settings: Values::new(),
            trigger: Trigger::Procedure { run: parent.clone(), effect },
            parent: Some(parent.clone()),
            autonomy_cap: self.inner.options.autonomy_cap,
        };
        let claim = Claim { kind: ClaimKind::Child, key: key(parent, effect), by: run.to_string(), value: None };
        // Whoever started the run above counts as starter here, so that `not_by: starter` means the same person.
        let starter = live.state.starter.clone().unwrap_or_else(Actor::engine);
        let by = By::EngineFor(Actor { surface: interpreter::actor::Surface::Engine, ..starter });
        match self.begin(&program, &by, start, vec![claim]).await {
            Ok(changed) => {
                self.dispatch_all(changed.jobs);
                Ok(Outcome::Later)
            }
            Err(Error::Store(StoreError::ClaimTaken { kind: ClaimKind::Child, by, .. })) => {
                self.catch_up(parent, effect, &RunId::new(by)).await
            }
            Err(Error::Rejected(rejected)) => Ok(Outcome::failed("invalid", rejected.to_string())),
            Err(other) => Err(other),
        }
    }

    /// The version that the run's publication fixed; the latest where the run follows no publication.
    async fn pin(&self, live: &Live, procedure: &ProcedureId) -> Result<Option<Pin>, Error> {
        if live.state.number > 0 {
            let publications = self.store().publications(&live.origin.procedure).await?;
            let own = publications.into_iter().find(|publication| publication.number == live.state.number);
            if let Some(pin) = own.and_then(|publication| publication.pins.get(procedure).copied()) {
                return Ok(Some(pin));
            }
        }
        let latest = self.store().publications(procedure).await?.pop();
        Ok(latest.map(|latest| Pin { number: latest.number, version: latest.version }))
    }

    async fn is_too_deep(&self, live: &Live) -> Result<bool, Error> {
        let mut above = live.origin.parent.clone();
        for _ in 0..DEEPEST {
            let Some((run, _)) = above else { return Ok(false) };
            above = self.store().run(&run).await?.and_then(|row| row.origin.parent);
        }
        Ok(above.is_some())
    }

    /// Brings up what a run that was started earlier came to, if it came to anything.
    async fn catch_up(&self, parent: &RunId, effect: EffectId, child: &RunId) -> Result<Outcome, Error> {
        let live = self.load(child).await?;
        if live.state.status.is_terminal() {
            let (outcome, outputs) = self.end_of(child, live.state.sequence).await?;
            self.child_ended(parent, effect, outcome, outputs).await?;
            return Ok(Outcome::Later);
        }
        let unhandled = live.state.activations.values().find_map(|activation| {
            let Phase::Raised(raised) = &activation.phase else { return None };
            raised.handler.is_none().then(|| (raised.exception.clone(), raised.message.clone()))
        });
        if let Some((exception, message)) = unhandled {
            self.child_raised(parent, effect, exception, message).await?;
        }
        Ok(Outcome::Later)
    }

    /// How a run ended, from its journal.
    async fn end_of(&self, run: &RunId, last: u64) -> Result<(OutcomeId, Values), Error> {
        let mut before = last;
        loop {
            let after = before.saturating_sub(100);
            let events = self.store().journal(run, after, 100).await?;
            let end = events.iter().rev().find_map(|recorded| {
                if let Event::Ended(ended) = &recorded.event {
                    return Some((ended.outcome.clone(), ended.outputs.clone()));
                }
                matches!(recorded.event, Event::Cancelled(_)).then(|| (cancelled(), Values::new()))
            });
            match end {
                Some(end) => return Ok(end),
                None if after == 0 => return Ok((cancelled(), Values::new())),
                None => before = after,
            }
        }
    }

    pub(super) async fn child_ended(
        &self,
        parent: &RunId,
        effect: EffectId,
        outcome: OutcomeId,
        outputs: Values,
    ) -> Result<(), Error> {
        self.tell(parent, Command::ChildEnded { effect, outcome, outputs }).await
    }

    pub(super) async fn child_raised(
        &self,
        parent: &RunId,
        effect: EffectId,
        exception: ExceptionId,
        message: String,
    ) -> Result<(), Error> {
        self.tell(parent, Command::ChildRaised { effect, exception, message }).await
    }

    /// Tells a run, such as the one above, what it may not wait for any more: that it refuses is no fault.
    pub(super) async fn tell(&self, run: &RunId, command: Command) -> Result<(), Error> {
        match self.change(run, &By::Engine, command).await {
            Ok(_) | Err(Error::Rejected(_)) => Ok(()),
            Err(other) => Err(other),
        }
    }

    pub(super) async fn cancel_child(&self, parent: &RunId, effect: EffectId) -> Result<(), Error> {
        let Some(claim) = self.store().claimed(ClaimKind::Child, &key(parent, effect)).await? else { return Ok(()) };
        let reason = format!("run {parent} does not wait for it any more");
        self.tell(&RunId::new(claim.by), Command::Cancel { reason }).await
    }
}
