//! Leading: holding the lease, and looking again and again for what is due.

use jiff::{SignedDuration, Timestamp};

use crate::engine::Engine;
use crate::error::Error;

/// Most time between two looks at the store, for what another process left there.
const LOOK: SignedDuration = SignedDuration::from_secs(10);

impl Engine {
    /// Takes the dispatcher's lease and takes up what waits. Refuses, naming the holder, while another process has it.
    ///
    /// After a restore the lease is taken, but nothing is dispatched until [`Engine::resume_dispatch`].
    pub async fn lead(&self) -> Result<(), Error> {
        self.renew().await?;
        if !self.inner.dispatch.leads() {
            // Whoever led before changed runs that are kept in memory here.
            self.inner.live.forget_all();
        }
        let paused = self.is_paused().await?;
        self.inner.dispatch.set(true, !paused);
        if !paused {
            self.take_up().await?;
            self.cancel_orphans().await?;
            self.judge_latest_tasks().await?;
        }
        Ok(())
    }

    async fn renew(&self) -> Result<(), Error> {
        let options = &self.inner.options;
        let now = self.now();
        let until = now.checked_add(options.lease).unwrap_or(Timestamp::MAX);
        Ok(self.store().lease(&options.holder, now, until).await?)
    }

    /// Stops dispatching once what is under way is done, and gives the lease back.
    pub async fn step_down(&self) -> Result<(), Error> {
        self.inner.dispatch.set(self.inner.dispatch.leads(), false);
        self.finish_jobs().await;
        self.inner.dispatch.set(false, false);
        Ok(self.store().release(&self.inner.options.holder).await?)
    }

    /// Does everything that can be done now without a person: effects, timers and schedules whose moment has come, and
    /// what follows from them. Returns once every run waits for a person or for time.
    pub async fn settle_until_idle(&self) -> Result<(), Error> {
        if !self.inner.dispatch.works() {
            return Ok(());
        }
        loop {
            self.finish_jobs().await;
            let fired = self.fire_due_timers().await?;
            let followed = self.follow_schedules().await?.started;
            if fired == 0 && followed == 0 && *self.inner.dispatch.busy.borrow() == 0 {
                return Ok(());
            }
        }
    }

    /// Dispatches until the lease is lost or `stop` is done. Call [`Engine::lead`] first.
    pub async fn dispatch(&self, stop: impl Future<Output = ()>) -> Result<(), Error> {
        let mut stop = std::pin::pin!(stop);
        let third = self.inner.options.lease / 3;
        let mut renewed = self.now();
        let mut looked = renewed;
        loop {
            let now = self.now();
            // A clock that was set back must not make the lease run out.
            if now < renewed || now.duration_since(renewed) >= third {
                if let Err(error) = self.renew().await {
                    self.inner.dispatch.set(false, false);
                    return Err(error);
                }
                renewed = now;
            }
            let mut wake = now.checked_add(third.min(LOOK)).unwrap_or(Timestamp::MAX);
            if self.inner.dispatch.works() {
                let look = now < looked || now.duration_since(looked) >= LOOK;
                if look {
                    looked = now;
                }
                match self.round(look).await {
                    Ok(next) => wake = next.map_or(wake, |next| next.min(wake)),
                    // One thing that cannot be read must not stop everything else for good.
                    Err(error) => tracing::error!(code = error.code(), %error, "a round of dispatch failed"),
                }
            }
            tokio::select! {
                () = self.inner.ports.clock.sleep_until(wake) => {}
                () = self.inner.dispatch.timers.notified() => {}
                () = &mut stop => return Ok(()),
            }
        }
    }

    /// Does what is due. Returns the next moment of a timer or schedule. A timer that is due and did not fire stands still
    /// with its run: it is looked at again in a while, and delays none that is due after it.
    async fn round(&self, look: bool) -> Result<Option<Timestamp>, Error> {
        let now = self.now();
        self.fire_due_timers().await?;
        let schedules = self.follow_schedules().await?;
        if look {
            self.take_up().await?;
        }
        Ok([self.store().next_timer(now).await?, schedules.next].into_iter().flatten().min())
    }
}
