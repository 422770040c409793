//! The one way by which runs change: decide upon the state, write, and decide anew when somebody else was first.

use std::collections::BTreeSet;
use std::sync::Arc;

use interpreter::actor::{Actor, Standing};
use interpreter::command::Start;
use interpreter::event::{Event, Recorded};
use interpreter::id::{RunId, TaskId};
use interpreter::{Command, Decided, Envelope, Program, Rejected, State, decide};
use jiff::Timestamp;
use procedure::document::RoleId;

use super::follow::{self, Job};
use super::live::Live;
use crate::access::{Deed, RunSeen, Thing};
use crate::derive;
use crate::directory::{Caller, Vouched};
use crate::engine::Engine;
use crate::error::Error;
use crate::ledger::Sealed;
use crate::port::store::{Batch, Claim, ClaimKind, StoreError};

/// How often a decision is made anew when others change the run meanwhile.
const TRIES: usize = 20;

/// Who gives a command.
#[derive(Debug, Clone)]
pub(crate) enum By {
    Engine,
    /// The engine, for somebody whose act led to it.
    EngineFor(Actor),
    Caller(Caller),
    /// A guest, on one task.
    Guest(Caller, TaskId),
}

/// What a command came to.
#[derive(Debug, Clone)]
pub struct Changed {
    pub run: RunId,
    pub program: Arc<Program>,
    pub state: Arc<State>,
    pub events: Arc<[Recorded]>,
    pub(crate) jobs: Vec<Job>,
}

impl Engine {
    /// Gives a run a command, and sets off what follows.
    pub(crate) async fn change(&self, run: &RunId, by: &By, command: Command) -> Result<Changed, Error> {
        let mut changed = self.decide(run, by, command, Vec::new()).await?;
        self.dispatch_all(std::mem::take(&mut changed.jobs));
        Ok(changed)
    }

    /// Gives a run a command. What follows is the caller's to set off.
    pub(crate) async fn decide(
        &self,
        run: &RunId,
        by: &By,
        command: Command,
        claims: Vec<Claim>,
    ) -> Result<Changed, Error> {
        let mut envelope = Envelope { at: self.now(), standing: Standing::engine(), command };
        self.decide_with(run, by, claims, move |live, at, standing| {
            envelope.at = at;
            envelope.standing = standing;
            decide(&live.program, &live.state, &envelope)
        })
        .await
    }

    /// Decides upon a run as it stands, by whatever rule; and anew when somebody else was first.
    pub(crate) async fn decide_with(
        &self,
        run: &RunId,
        by: &By,
        claims: Vec<Claim>,
        mut rule: impl FnMut(&Live, Timestamp, Standing) -> Result<Decided, Rejected> + Send,
    ) -> Result<Changed, Error> {
        let slot = self.place(run).await?;
        let mut place = slot.lock().await;
        for _ in 0..TRIES {
            let live = match place.take() {
                Some(live) => live,
                None => self.load(run).await?,
            };
            let at = self.now();
            let standing = match self.stand(by, run, &live, at) {
                Ok(standing) => standing,
                Err(denied) => {
                    *place = Some(live);
                    return Err(denied);
                }
            };
            let decided = match rule(&live, at, standing) {
                Ok(decided) => decided,
                Err(rejected) => {
                    // What is in memory may be behind; a refusal must not rest on that.
                    if self.is_current(run, &live).await? {
                        *place = Some(live);
                        return Err(rejected.into());
                    }
                    continue;
                }
            };
            match self.write(run, &live.program, Some(&live), decided.events, decided.state, claims.clone()).await {
                Ok((changed, after)) => {
                    if after.state.status.is_terminal() {
                        self.inner.live.forget(run);
                    } else {
                        *place = Some(after);
                    }
                    return Ok(changed);
                }
                Err(Error::Store(StoreError::Conflict { .. })) => {}
                Err(other) => return Err(other),
            }
        }
        Err(Error::Busy(run.clone()))
    }

    /// Begins a run. What follows is the caller's to set off.
    pub(crate) async fn begin(
        &self,
        program: &Arc<Program>,
        by: &By,
        start: Start,
        claims: Vec<Claim>,
    ) -> Result<Changed, Error> {
        let run = start.run.clone();
        let standing = match by {
            By::Engine => Standing::engine(),
            By::EngineFor(actor) => Standing { actor: actor.clone(), ..Standing::engine() },
            By::Guest(caller, _) | By::Caller(caller) => {
                self.allow(caller, Deed::Act, Thing::Start(&program.procedure), "start this procedure")?;
                complete(program, &start)?;
                self.directory().standing(caller, Some(&program.procedure), self.now())
            }
        };
        let envelope = Envelope { at: self.now(), standing, command: Command::Start(start) };
        let decided = decide(program, &State::default(), &envelope)?;
        if decided.state.status.is_terminal() {
            let (changed, _) = self.write(&run, program, None, decided.events, decided.state, claims).await?;
            return Ok(changed);
        }
        // Once it is written others may move it on: an event that it waits for, a timer. They take their turn after this.
        let slot = self.inner.live.slot(&run);
        let mut place = slot.lock().await;
        match self.write(&run, program, None, decided.events, decided.state, claims).await {
            Ok((changed, live)) => {
                *place = Some(live);
                Ok(changed)
            }
            Err(error) => {
                if place.is_none() {
                    self.inner.live.forget(&run);
                }
                Err(error)
            }
        }
    }

    fn stand(&self, by: &By, run: &RunId, live: &Live, at: Timestamp) -> Result<Standing, Error> {
        match by {
            By::Engine => Ok(Standing::engine()),
            By::EngineFor(actor) => Ok(Standing { actor: actor.clone(), ..Standing::engine() }),
            By::Caller(caller) => {
                self.allow_run(caller, live, Deed::Act, "act on this run")?;
                Ok(self.directory().standing(caller, Some(&live.program.procedure), at))
            }
            By::Guest(caller, task) => {
                self.allow_task(caller, (run, live), *task, Deed::Act, "act on this task")?;
                Ok(self.directory().standing(caller, Some(&live.program.procedure), at))
            }
        }
    }

    /// Passes the gate to one task of a run.
    pub(crate) fn allow_task(
        &self,
        caller: &Caller,
        (run, live): (&RunId, &Live),
        task: TaskId,
        deed: Deed,
        what: &str,
    ) -> Result<(), Error> {
        let (involved, roles) = involved(&live.state);
        let seen = RunSeen {
            procedure: &live.program.procedure,
            starter: live.origin.starter.as_ref(),
            involved: &involved,
            roles: &roles,
        };
        let assignee = live.state.tasks.get(&task).and_then(|task| task.assignee.as_ref());
        let thing = Thing::Task { run: seen, id: run, task, assignee };
        self.allow(caller, deed, thing, what).map_err(|denied| self.hidden(caller, run, seen, denied))
    }

    /// Passes the gate to a run.
    pub(crate) fn allow_run(&self, caller: &Caller, live: &Live, deed: Deed, what: &str) -> Result<(), Error> {
        let (involved, roles) = involved(&live.state);
        let seen = RunSeen {
            procedure: &live.program.procedure,
            starter: live.origin.starter.as_ref(),
            involved: &involved,
            roles: &roles,
        };
        self.allow(caller, deed, Thing::Run(seen), what).map_err(|denied| match &live.state.run {
            Some(run) => self.hidden(caller, run, seen, denied),
            None => denied,
        })
    }

    /// Whether there is a run that somebody may not see is not told either. What a token or a link does not reach is.
    fn hidden(&self, caller: &Caller, run: &RunId, seen: RunSeen<'_>, denied: Error) -> Error {
        if matches!(caller.vouched, Vouched::Guest { .. }) {
            return denied;
        }
        let person = Caller { vouched: Vouched::Person, ..caller.clone() };
        match self.allow(&person, Deed::Read, Thing::Run(seen), "see this run") {
            Ok(()) => denied,
            Err(_) => Error::NoRun(run.clone()),
        }
    }

    async fn is_current(&self, run: &RunId, live: &Live) -> Result<bool, Error> {
        if self.inner.dispatch.leads() {
            return Ok(true);
        }
        let row = self.store().run(run).await?;
        Ok(row.is_none_or(|row| row.sequence == live.state.sequence))
    }

    /// Writes what was decided: one commit, with everything that follows from it.
    async fn write(
        &self,
        run: &RunId,
        program: &Arc<Program>,
        before: Option<&Live>,
        events: Vec<Recorded>,
        state: State,
        mut claims: Vec<Claim>,
    ) -> Result<(Changed, Live), Error> {
        let nothing = State::default();
        let state_before = before.map_or(&nothing, |live| &live.state);
        let origin = match (before, events.first().map(|first| (&first.event, first))) {
            (Some(live), _) => Arc::clone(&live.origin),
            (None, Some((Event::Started(started), recorded))) => Arc::new(derive::origin(program, started, recorded)),
            (None, _) => return Err(Error::NoRun(run.clone())),
        };
        // A migrated run follows another version from its next command on.
        let version = state.version.unwrap_or(program.version);
        let program_after =
            if version == program.version { Arc::clone(program) } else { self.program(version).await? };
        let rows = derive::rows(run, &origin, &program_after, &state);
        let no_rows = derive::Rows::default();
        let rows_before = before.map_or(&no_rows, |live| &live.rows);
        let changed = |jobs, events: Arc<[Recorded]>, state: Arc<State>| Changed {
            run: run.clone(),
            program: Arc::clone(&program_after),
            state,
            events,
            jobs,
        };
        let state = Arc::new(state);
        let live = Live {
            program: Arc::clone(&program_after),
            origin: Arc::clone(&origin),
            state: Arc::clone(&state),
            rows: Arc::new(rows),
        };
        if events.is_empty() {
            return Ok((changed(Vec::new(), Arc::new([]), state), live));
        }
        claims.extend(derive::claims(run, state_before, &events, &state));
        let at = events.last().map_or_else(|| self.now(), |last| last.at);
        let events: Arc<[Recorded]> = events.into();
        let sealed = Sealed::all(&events, self.chance());
        let mut batch = Batch {
            files: derive::files(&sealed),
            events: sealed,
            origin: before.is_none().then(|| (*origin).clone()),
            progress: derive::progress(&state, version, at),
            effects: derive::difference(&rows_before.effects, &live.rows.effects),
            timers: derive::difference(&rows_before.timers, &live.rows.timers),
            tasks: derive::difference(&rows_before.tasks, &live.rows.tasks),
            notices: derive::notices(run, state_before, &events, &state),
            claims,
        };
        let sets_timers = !batch.timers.set.is_empty();
        loop {
            // A claim that may be refused needs the batch once more; most commits have none.
            let spare = (!batch.claims.is_empty()).then(|| batch.clone());
            match self.store().commit(run, state_before.sequence, batch).await {
                Ok(committed) => {
                    self.written(committed.ledger);
                    break;
                }
                // The key was settled before: what happened here is still a fact.
                Err(StoreError::ClaimTaken { kind: kind @ (ClaimKind::Once | ClaimKind::Doubt), key, by }) => {
                    let Some(mut again) = spare else {
                        return Err(StoreError::ClaimTaken { kind, key, by }.into());
                    };
                    again.claims.retain(|claim| claim.kind != kind || claim.key != key);
                    batch = again;
                }
                Err(other) => return Err(other.into()),
            }
        }
        // Not before the commit: whoever looks sooner finds the old timers, and sleeps.
        if sets_timers {
            self.inner.dispatch.timers_changed();
        }
        let jobs = follow::jobs(run, &origin, state_before, rows_before, &events, &live);
        Ok((changed(jobs, events, state), live))
    }
}

/// Whoever starts a run gives it what no step provides. The interpreter is more patient: a run that somebody else's event
/// began asks its people for what a condition needs.
fn complete(program: &Program, start: &Start) -> Result<(), Rejected> {
    let given = |name: &str| start.data.get(name).is_some_and(|value| !value.is_null());
    let missing = program.asked_at_start().iter().filter(|name| !given(name.as_str()));
    let missing: Vec<String> =
        missing.map(|name| format!("`{name}` is wanted at the start; no step provides it later")).collect();
    if missing.is_empty() { Ok(()) } else { Err(Rejected::Values(missing)) }
}

/// To whom tasks of the run are assigned, and the roles that may take them.
pub(crate) fn involved(state: &State) -> (Vec<interpreter::id::PersonId>, Vec<RoleId>) {
    // Thousands of tasks have a handful of both.
    let people: BTreeSet<_> = state.tasks.values().filter_map(|task| task.assignee.as_ref()).collect();
    let roles: BTreeSet<_> = state.tasks.values().flat_map(|task| &task.candidates).collect();
    (people.into_iter().cloned().collect(), roles.into_iter().cloned().collect())
}
