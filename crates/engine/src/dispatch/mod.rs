//! The dispatcher: effects after their commit, timers when their moment comes, schedules, and what a crash left behind.
//!
//! One process a file dispatches; it holds the lease. Everything done here follows from the store, so that a crash at
//! any point loses nothing. Nothing here waits for a person.

mod call;
mod child;
mod effect;
mod lead;
mod nobody_left;
mod recover;
pub mod schedule;
mod timer;

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use interpreter::id::{EffectId, RunId, TimerId};
use procedure::document::Action;
use tokio::sync::{Notify, Semaphore, watch};
use tracing::Instrument;
use tracing::field::Empty;

use crate::engine::Engine;
use crate::error::Error;
use crate::port::Repeat;
use crate::port::store::TimerRow;
use crate::run::follow::Job;

pub(crate) use effect::Outcome;
pub use recover::MayHaveHappened;

/// What the dispatcher keeps in memory.
pub(crate) struct Dispatch {
    /// Whether this process holds the lease.
    leads: AtomicBool,
    /// Whether jobs are done; not while dispatch is paused.
    works: AtomicBool,
    /// Jobs that wait for their turn, where they are done in order.
    in_order: Mutex<VecDeque<Job>>,
    /// How many jobs are under way.
    busy: watch::Sender<usize>,
    /// Effects under way, so that a second look at the store does not begin them again.
    effects: Mutex<HashSet<(RunId, EffectId, u32)>>,
    /// Effects that wait for another one with their `once` key.
    parked: Mutex<BTreeMap<String, Vec<Job>>>,
    /// Free places by connector.
    places: Mutex<HashMap<String, Arc<Semaphore>>>,
    /// What actions are, asked once.
    repeats: Mutex<HashMap<Action, Option<Repeat>>>,
    timers: Notify,
    /// Timers that their runs refused, which is told once.
    refused: Mutex<HashSet<(RunId, TimerId)>>,
}

impl Default for Dispatch {
    fn default() -> Self {
        Dispatch {
            leads: AtomicBool::new(false),
            works: AtomicBool::new(false),
            in_order: Mutex::default(),
            busy: watch::Sender::new(0),
            effects: Mutex::default(),
            parked: Mutex::default(),
            places: Mutex::default(),
            repeats: Mutex::default(),
            timers: Notify::new(),
            refused: Mutex::default(),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Dispatch {
    /// Whether this process is the one that dispatches.
    pub fn leads(&self) -> bool {
        self.leads.load(Ordering::Acquire)
    }

    fn works(&self) -> bool {
        self.works.load(Ordering::Acquire)
    }

    fn set(&self, leads: bool, works: bool) {
        self.leads.store(leads, Ordering::Release);
        self.works.store(works, Ordering::Release);
    }

    /// Whether the run refuses this timer for the first time since this process began.
    pub fn is_first_refusal(&self, timer: &TimerRow) -> bool {
        locked(&self.refused).insert((timer.run.clone(), timer.timer))
    }

    /// A timer was set: whoever sleeps until the next one looks again.
    pub fn timers_changed(&self) {
        self.timers.notify_one();
    }
}

/// Counts a job as under way until it is dropped, also when it panics.
struct Busy(Engine);

impl Busy {
    fn new(engine: &Engine) -> Self {
        engine.inner.dispatch.busy.send_modify(|busy| *busy += 1);
        Busy(engine.clone())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.inner.dispatch.busy.send_modify(|busy| *busy -= 1);
    }
}

impl Engine {
    /// Sets off jobs, if this process dispatches. If not, whoever does finds them in the store.
    pub(crate) fn dispatch_all(&self, jobs: Vec<Job>) {
        if !self.inner.dispatch.works() {
            return;
        }
        for job in jobs {
            if let Job::Effect { run, effect, attempt } = &job
                && !locked(&self.inner.dispatch.effects).insert((run.clone(), *effect, *attempt))
            {
                continue;
            }
            if self.inner.options.in_order {
                locked(&self.inner.dispatch.in_order).push_back(job);
                continue;
            }
            let busy = Busy::new(self);
            tokio::spawn(async move {
                let engine = busy.0.clone();
                engine.carry_out(job).await;
                drop(busy);
            });
        }
    }

    /// Does one job. What cannot be done is reported and left to the next look at the store.
    pub(crate) async fn carry_out(&self, job: Job) {
        let name = format!("{job:?}");
        let done = match job {
            Job::Effect { run, effect, attempt } => {
                // An effect outlives what asked for it, so it is no part of its trace; the run is what both name.
                let span = tracing::info_span!(
                    parent: None, "effect", %run, effect = effect.0, attempt,
                    request = Empty, otel.kind = "client", otel.status_code = Empty, outcome = Empty,
                );
                let performed = self.perform(&run, effect, attempt).instrument(span).await;
                locked(&self.inner.dispatch.effects).remove(&(run.clone(), effect, attempt));
                match performed {
                    Ok(Some(once)) => self.wait_behind(once, run, effect, attempt).await,
                    Ok(None) => Ok(()),
                    Err(error) => Err(error),
                }
            }
            Job::ChildEnded { parent, effect, outcome, outputs } => {
                self.child_ended(&parent, effect, outcome, outputs).await
            }
            Job::ChildRaised { parent, effect, exception, message } => {
                self.child_raised(&parent, effect, exception, message).await
            }
            Job::CancelChild { parent, effect } => self.cancel_child(&parent, effect).await,
            Job::AnybodyLeft { run, task } => self.anybody_left(&run, task).await,
            Job::PeopleLeft { roles, people } => self.people_left(roles, people).await,
            Job::Release { once } => {
                let behind = locked(&self.inner.dispatch.parked).remove(&once).unwrap_or_default();
                self.dispatch_all(behind);
                Ok(())
            }
            Job::StartQueued { procedure } => self.start_queued(&procedure).await,
        };
        if let Err(error) = done {
            tracing::error!(job = name, code = error.code(), %error, "a job was not done; it is looked for again");
        }
    }

    /// Lets an effect that is not under way wait until the holder of its `once` key is done.
    pub(crate) async fn wait_behind(
        &self,
        once: String,
        run: RunId,
        effect: EffectId,
        attempt: u32,
    ) -> Result<(), Error> {
        let job = Job::Effect { run: run.clone(), effect, attempt };
        {
            let mut parked = locked(&self.inner.dispatch.parked);
            let behind = parked.entry(once.clone()).or_default();
            if !behind.contains(&job) {
                behind.push(job);
            }
        }
        // The holder may have finished before this one stood behind it.
        if !self.is_held(&once, &run, effect).await? {
            self.dispatch_all(vec![Job::Release { once }]);
        }
        Ok(())
    }

    /// Returns once no job is under way; those that wait for their turn are done. Timers and schedules are left alone.
    pub async fn finish_jobs(&self) {
        while let Some(job) = self.next_in_order() {
            self.carry_out(job).await;
        }
        let mut busy = self.inner.dispatch.busy.subscribe();
        // The sender lives in this engine.
        let _ = busy.wait_for(|busy| *busy == 0).await;
    }

    fn next_in_order(&self) -> Option<Job> {
        locked(&self.inner.dispatch.in_order).pop_front()
    }
}
