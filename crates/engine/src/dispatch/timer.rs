//! Timers: fired in the order of their moments, late ones at once.

use std::collections::BTreeSet;

use interpreter::{Command, Rejected};

use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::TimerRow;
use crate::run::change::By;

/// Timers read at once.
const PAGE: usize = 200;

impl Engine {
    /// Fires every timer whose moment has come. Returns how many fired.
    pub(crate) async fn fire_due_timers(&self) -> Result<usize, Error> {
        let mut fired = 0;
        // Those that cannot fire stay in the store, and must not hold up the ones behind them.
        let mut stuck = BTreeSet::new();
        loop {
            let due = self.store().timers(self.now(), PAGE + stuck.len()).await?;
            let due: Vec<TimerRow> =
                due.into_iter().filter(|timer| !stuck.contains(&(timer.run.clone(), timer.timer))).collect();
            if due.is_empty() {
                return Ok(fired);
            }
            for timer in due {
                if self.fire(&timer).await? {
                    fired += 1;
                } else {
                    stuck.insert((timer.run, timer.timer));
                }
            }
        }
    }

    /// Whether the timer is done with.
    async fn fire(&self, timer: &TimerRow) -> Result<bool, Error> {
        match self.change(&timer.run, &By::Engine, Command::TimerFired { timer: timer.timer }).await {
            Ok(_) | Err(Error::Rejected(Rejected::NoTimer(_))) => Ok(true),
            // It stands still with its run, or goes with it.
            Err(Error::Rejected(Rejected::Paused | Rejected::Ended)) => Ok(false),
            Err(Error::Rejected(rejected)) => {
                // It stays, and is tried again at every look; that it stands still is told once.
                if self.inner.dispatch.is_first_refusal(timer) {
                    let what = format!("timer {}", timer.timer);
                    self.dead_letter(&timer.run, what, rejected.code(), rejected.to_string()).await?;
                }
                Ok(false)
            }
            // One run that cannot be read must not stop the clocks of all others.
            Err(error) => {
                tracing::error!(run = %timer.run, timer = timer.timer.0, code = error.code(), %error, "a timer did not fire");
                Ok(false)
            }
        }
    }
}
