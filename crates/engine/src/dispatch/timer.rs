//! Timers: fired in the order of their moments, late ones at once.

use interpreter::{Command, Rejected};
use jiff::Timestamp;

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
        loop {
            let due = self.store().timers(self.now(), PAGE).await?;
            let mut gone = 0;
            for timer in &due {
                gone += usize::from(self.fire(timer).await?);
            }
            fired += gone;
            if due.is_empty() || gone == 0 {
                return Ok(fired);
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
                let what = format!("timer {}", timer.timer);
                self.dead_letter(&timer.run, what, rejected.code(), rejected.to_string()).await?;
                Ok(false)
            }
            // One run that cannot be read must not stop the clocks of all others.
            Err(error) => {
                tracing::error!(run = %timer.run, timer = timer.timer.0, code = error.code(), %error, "a timer did not fire");
                Ok(false)
            }
        }
    }

    /// The moment of the next timer.
    pub(super) async fn next_timer(&self) -> Result<Option<Timestamp>, Error> {
        Ok(self.store().next_timer().await?)
    }
}
