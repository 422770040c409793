//! A table of cases: many runs at once, on the same way as every other run, with their effects carried out in place.

use std::sync::{Arc, Mutex, PoisonError};

use interpreter::command::{Start, Trigger};
use interpreter::id::RunId;
use procedure::value::Values;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::change::{By, Changed};
use super::follow::Job;
use super::start::Which;
use crate::directory::Caller;
use crate::dispatch::Outcome;
use crate::engine::Engine;
use crate::error::Error;

/// What one case came to.
#[derive(Debug)]
pub struct CaseDone {
    /// Its position in the table, counted from 0.
    pub case: usize,
    pub run: RunId,
    /// The run where it stopped: ended, or waiting for a person or for time.
    pub result: Result<Changed, Error>,
}

/// Results that may wait for the sink before runs do.
const AHEAD: usize = 1_024;

impl Engine {
    /// Runs every case, so many at once, and gives each result to `sink` as it comes. Returns how many there were.
    ///
    /// This process must lead ([`Engine::lead`]). Cases are drawn from the iterator as places become free, so that a
    /// table of any length needs the memory of those under way.
    pub async fn run_batch(
        &self,
        caller: &Caller,
        which: Which,
        cases: impl Iterator<Item = Values> + Send + 'static,
        at_once: usize,
        mut sink: impl FnMut(CaseDone) + Send,
    ) -> Result<usize, Error> {
        if !self.inner.dispatch.leads() {
            return Err(Error::Paused("this process does not hold the dispatcher's lease".into()));
        }
        let (program, number) = self.which(caller, which).await?;
        let cases = Arc::new(Mutex::new(cases.enumerate()));
        let (results, mut done) = mpsc::channel(AHEAD);
        let mut workers = JoinSet::new();
        for _ in 0..at_once.max(1) {
            let (engine, caller, program) = (self.clone(), caller.clone(), Arc::clone(&program));
            let (cases, results) = (Arc::clone(&cases), results.clone());
            workers.spawn(async move {
                loop {
                    let next = cases.lock().unwrap_or_else(PoisonError::into_inner).next();
                    let Some((case, data)) = next else { break };
                    let run = engine.new_run_id();
                    let start = Start {
                        run: run.clone(),
                        number,
                        data,
                        settings: Values::new(),
                        trigger: Trigger::Batch,
                        parent: None,
                        autonomy_cap: engine.inner.options.autonomy_cap,
                    };
                    let by = By::Caller(caller.clone());
                    let result = match engine.begin(&program, &by, start, Vec::new()).await {
                        Ok(begun) => engine.carry_on(begun).await,
                        Err(error) => Err(error),
                    };
                    if results.send(CaseDone { case, run, result }).await.is_err() {
                        break;
                    }
                }
            });
        }
        drop(results);
        let mut count = 0;
        while let Some(case) = done.recv().await {
            count += 1;
            sink(case);
        }
        while let Some(worker) = workers.join_next().await {
            if let Err(crash) = worker {
                return Err(Error::Invalid { what: "a batch worker", because: crash.to_string() });
            }
        }
        Ok(count)
    }

    /// Carries out what a run asks for, in place, until it waits for something else.
    async fn carry_on(&self, mut changed: Changed) -> Result<Changed, Error> {
        loop {
            let jobs = std::mem::take(&mut changed.jobs);
            let (effects, others): (Vec<Job>, Vec<Job>) =
                jobs.into_iter().partition(|job| matches!(job, Job::Effect { .. }));
            self.dispatch_all(others);
            let mut last = None;
            for job in effects {
                let Job::Effect { run, effect, attempt } = job else { continue };
                let outcome = self.attempt(&run, effect, attempt).await?;
                if let Outcome::Behind { once } = outcome {
                    self.wait_behind(once, run, effect, attempt).await?;
                    continue;
                }
                if let Some(next) = self.settle_in_place(&run, effect, outcome).await? {
                    changed.jobs.extend(next.jobs.iter().cloned());
                    last = Some(next);
                }
            }
            match last {
                Some(next) => {
                    changed.state = next.state;
                    changed.events = next.events;
                }
                None => return Ok(changed),
            }
        }
    }
}
