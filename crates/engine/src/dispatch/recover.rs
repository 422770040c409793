//! What a crash, or another process, left to do: found in the store.

use interpreter::id::{EffectId, RunId};

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Change, ChangeKind, EffectRow, Page, RESTORED, RunQuery, Write};
use crate::run::follow::Job;
use interpreter::actor::Actor;

/// An effect of a restored file: the copy was made before its answer came, so it may have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayHaveHappened {
    pub run: RunId,
    pub effect: EffectId,
    /// The action, or `agent`, `document`, `notify`, `procedure`.
    pub what: String,
    /// The key that went to the other system.
    pub key: String,
    pub attempt: u32,
}

impl Engine {
    /// Everything asked of other systems that has not come back.
    pub(crate) async fn all_effects(&self) -> Result<Vec<EffectRow>, Error> {
        let mut page = Page::first(Page::MOST);
        let mut all = Vec::new();
        loop {
            let found = self.store().effects(&page).await?;
            all.extend(found.rows);
            match found.next {
                Some(next) => page = Page::from(Page::MOST, next),
                None => return Ok(all),
            }
        }
    }

    /// Takes up every effect that is not under way, and the runs that schedules queued.
    pub(super) async fn take_up(&self) -> Result<(), Error> {
        let effects = self.all_effects().await?;
        let ready = effects.iter().filter(|row| !row.waiting).map(|row| Job::Effect {
            run: row.run.clone(),
            effect: row.effect,
            attempt: row.attempt,
        });
        self.dispatch_all(ready.collect());
        let queued = self.queued().await?.into_iter().map(|procedure| Job::StartQueued { procedure });
        self.dispatch_all(queued.collect());
        Ok(())
    }

    /// Cancels runs whose parent does not wait for them any more.
    pub(super) async fn cancel_orphans(&self) -> Result<(), Error> {
        let mut page = Page::first(Page::MOST);
        loop {
            let open = self.store().runs(&RunQuery::open(), &page).await?;
            for (parent, effect) in open.rows.iter().filter_map(|row| row.origin.parent.clone()) {
                let above = self.look(&parent).await?;
                if above.state.effects.get(&effect).is_none_or(|effect| effect.abandoned) {
                    self.dispatch_all(vec![Job::CancelChild { parent, effect }]);
                }
            }
            match open.next {
                Some(next) => page = Page::from(Page::MOST, next),
                None => return Ok(()),
            }
        }
    }

    /// Why dispatch is paused, if it is.
    pub async fn is_paused(&self) -> Result<bool, Error> {
        Ok(self.store().fact(RESTORED).await?.is_some())
    }

    /// The effects that may already have happened although this file does not know: those under way when the backup
    /// was made from which it was restored.
    pub async fn may_have_happened(&self, caller: &Caller) -> Result<Vec<MayHaveHappened>, Error> {
        self.allow(caller, Deed::Read, Thing::Installation, "see effects under way")?;
        let effects = self.all_effects().await?.into_iter();
        let listed = effects.map(|row| MayHaveHappened {
            run: row.run,
            effect: row.effect,
            what: row.label,
            key: row.key,
            attempt: row.attempt,
        });
        Ok(listed.collect())
    }

    /// Stops dispatch: what is under way comes back, and nothing new is sent. Clocks that run out meanwhile are followed
    /// when it goes on.
    pub async fn pause_dispatch(&self, caller: &Caller, reason: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Installation, "stop dispatch")?;
        if reason.trim().is_empty() {
            return Err(Error::Invalid { what: "the reason", because: "say it in words".into() });
        }
        if self.is_paused().await? {
            return Err(Error::Invalid { what: "what was asked", because: "dispatch is paused already".into() });
        }
        let standing = self.directory().standing(caller, None, self.now());
        let payload = serde_json::json!({"paused": true, "reason": reason});
        let writes = vec![Write::Fact { name: RESTORED, value: Some(b"paused".to_vec()) }];
        self.enter(ChangeKind::DispatchChanged, "dispatch", standing.actor, &payload, writes, vec![]).await?;
        if self.inner.dispatch.leads() {
            self.inner.dispatch.set(true, false);
        }
        Ok(())
    }

    /// Whether this process dispatches: it holds the lease, and dispatch is not paused.
    pub fn dispatches(&self) -> bool {
        self.inner.dispatch.leads() && self.inner.dispatch.works()
    }

    /// Lets dispatch go on after a restore. What may already have happened was seen to by a person.
    pub async fn resume_dispatch(&self, caller: &Caller, reason: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Installation, "let dispatch go on")?;
        if reason.trim().is_empty() {
            return Err(Error::Invalid { what: "the reason", because: "say it in words".into() });
        }
        if !self.is_paused().await? {
            return Err(Error::Invalid { what: "what was asked", because: "dispatch is not paused".into() });
        }
        let standing = self.directory().standing(caller, None, self.now());
        let payload = serde_json::json!({"paused": false, "reason": reason});
        let writes = vec![Write::Fact { name: RESTORED, value: None }];
        self.enter(ChangeKind::DispatchChanged, "dispatch", standing.actor, &payload, writes, vec![]).await?;
        if self.inner.dispatch.leads() {
            self.inner.dispatch.set(true, true);
            self.take_up().await?;
        }
        Ok(())
    }

    /// Makes a change that belongs to no run.
    pub(crate) async fn enter(
        &self,
        kind: ChangeKind,
        subject: &str,
        actor: Actor,
        payload: &serde_json::Value,
        writes: Vec<Write>,
        claims: Vec<crate::port::store::Claim>,
    ) -> Result<u64, Error> {
        let change = Change {
            at: self.now(),
            actor,
            kind,
            subject: subject.to_owned(),
            payload: payload.to_string(),
            salt: self.salt(),
            writes,
            claims,
        };
        let number = self.store().record(change).await?;
        self.written(number);
        Ok(number)
    }
}
