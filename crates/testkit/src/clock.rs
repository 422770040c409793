//! A clock that is told the time.

use async_trait::async_trait;
use engine::port::Clock;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

/// Stands still until it is told otherwise; then wakes whoever waited for a moment that has come.
pub struct ToldClock(watch::Sender<Timestamp>);

impl ToldClock {
    pub fn at(moment: Timestamp) -> Self {
        ToldClock(watch::Sender::new(moment))
    }

    /// Jumps, also backwards.
    pub fn set(&self, moment: Timestamp) {
        self.0.send_replace(moment);
    }

    pub fn advance(&self, by: SignedDuration) {
        self.0.send_modify(|now| *now = now.checked_add(by).expect("a test stays within the calendar"));
    }
}

#[async_trait]
impl Clock for ToldClock {
    fn now(&self) -> Timestamp {
        *self.0.borrow()
    }

    async fn sleep_until(&self, moment: Timestamp) {
        let mut told = self.0.subscribe();
        // The sender lives as long as this borrow of it, so waiting ends only when the moment has come.
        let _ = told.wait_for(|now| *now >= moment).await;
    }
}
