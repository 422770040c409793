//! A clock that is told the time while the history is made, and then is the machine's own. It never goes back.

use std::sync::Mutex;
use std::sync::PoisonError;

use async_trait::async_trait;
use engine::port::Clock;
use jiff::Timestamp;

use crate::desk::WallClock;

/// Told the time until it is handed over.
pub struct DemoClock(Mutex<Shows>);

enum Shows {
    Told(Timestamp),
    /// The machine's time, and never less than what was shown before.
    Real(Timestamp),
}

impl DemoClock {
    pub fn at(moment: Timestamp) -> Self {
        DemoClock(Mutex::new(Shows::Told(moment)))
    }

    /// Moves on to a moment; a moment that has passed changes nothing.
    pub fn tell(&self, moment: Timestamp) {
        if let Shows::Told(now) = &mut *self.shows() {
            *now = moment.max(*now);
        }
    }

    /// From here on the time is the machine's.
    pub fn hand_over(&self) {
        let mut shows = self.shows();
        if let Shows::Told(last) = *shows {
            *shows = Shows::Real(last);
        }
    }

    /// Whether the time is still told.
    pub fn is_told(&self) -> bool {
        matches!(&*self.shows(), Shows::Told(_))
    }

    fn shows(&self) -> std::sync::MutexGuard<'_, Shows> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match &mut *self.shows() {
            Shows::Told(now) => *now,
            Shows::Real(last) => {
                *last = (*last).max(Timestamp::now());
                *last
            }
        }
    }

    /// While the time is told nothing is waited for: no system of the demonstration takes longer than its call.
    async fn sleep_until(&self, moment: Timestamp) {
        if self.is_told() {
            std::future::pending::<()>().await;
        }
        WallClock.sleep_until(moment).await;
    }
}
