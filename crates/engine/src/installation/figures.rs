//! How the installation does, for whoever keeps it running. These are counts, and are not behind the gate: the surface
//! decides who measures.

use jiff::{SignedDuration, Timestamp};

use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::Counts;

/// Counts, and how far behind the dispatcher is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    pub counts: Counts,
    /// How long the earliest timer has been due; zero where none is.
    pub timer_lag: SignedDuration,
    /// The number of the ledger's last entry.
    pub ledger: u64,
    pub leads: bool,
}

impl Engine {
    pub async fn figures(&self) -> Result<Figures, Error> {
        let counts = self.store().counts().await?;
        let next = self.store().next_timer(Timestamp::MIN).await?;
        let lag = next.map_or(SignedDuration::ZERO, |next| self.now().duration_since(next));
        let timer_lag = lag.max(SignedDuration::ZERO);
        let (ledger, _) = self.store().ledger_head().await?;
        Ok(Figures { counts, timer_lag, ledger, leads: self.inner.dispatch.leads() })
    }

    /// Whether work can be done: the store answers, and this process dispatches.
    pub async fn is_ready(&self) -> Result<bool, Error> {
        self.store().leased().await?;
        Ok(self.inner.dispatch.leads())
    }
}

impl Engine {
    /// Whether the caller may see the figures.
    pub fn may_measure(&self, caller: &crate::Caller) -> Result<(), Error> {
        self.allow(caller, crate::access::Deed::Read, crate::access::Thing::Installation, "see the figures")
    }
}
