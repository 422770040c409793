//! The audit: verifying, signing checkpoints, noting what is revealed, erasing.

use interpreter::id::{RunId, TaskId};

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::ledger::{self, Broken, Checkpoint, Verified};
use crate::port::store::{ChangeKind, DeadLetter, Page, Paged, Write};
use crate::watching::LogId;

/// Entries read at once.
const PAGE: usize = 500;

impl Engine {
    /// Computes the whole trail anew; against a checkpoint that the verifier kept, where one is given.
    pub async fn verify(
        &self,
        caller: &Caller,
        checkpoint: Option<&Checkpoint>,
    ) -> Result<Result<Verified, Broken>, Error> {
        self.allow(caller, Deed::Read, Thing::Ledger, "verify the ledger")?;
        if let Some(checkpoint) = checkpoint {
            let invalid =
                |error: ledger::CheckpointError| Error::Invalid { what: "the checkpoint", because: error.to_string() };
            checkpoint.check().map_err(invalid)?;
        }
        Ok(ledger::verify(self.store(), checkpoint).await?)
    }

    /// Signs where the ledger stands. Keep it elsewhere: it finds truncation and roll-back later.
    pub async fn checkpoint(&self, caller: &Caller) -> Result<Checkpoint, Error> {
        self.allow(caller, Deed::Act, Thing::Ledger, "sign a checkpoint")?;
        let key = ledger::signing_key(self.store(), self.chance()).await?;
        let mut last = 0;
        let mut head = procedure::hash::ContentHash::from_bytes(ledger::GENESIS);
        loop {
            let page = self.store().ledger(last, PAGE).await?;
            let Some(entry) = page.last() else { break };
            (last, head) = (entry.number, entry.hash);
        }
        Ok(Checkpoint::sign(last, head, self.now(), &key))
    }

    /// The public key that this installation's checkpoints are signed with.
    pub async fn public_key(&self) -> Result<String, Error> {
        Ok(ledger::signing_key(self.store(), self.chance()).await?.public())
    }

    /// Lets everything sensitive of a subject (a run, or `ledger`) be shown.
    pub(crate) async fn reveal(&self, caller: &Caller, subject: &str, reason: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Reveal, Thing::Ledger, "see sensitive values")?;
        self.note_revealed(caller, subject, None, reason).await
    }

    /// Writes into the ledger that sensitive values of a subject, or of one task of a run, are about to be shown, and why.
    /// Refuses a reason without words. Whoever calls this has asked the gate.
    pub(crate) async fn note_revealed(
        &self,
        caller: &Caller,
        subject: &str,
        task: Option<TaskId>,
        reason: &str,
    ) -> Result<(), Error> {
        if reason.trim().is_empty() {
            return Err(Error::Invalid { what: "the reason", because: "say it in words".into() });
        }
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let mut payload = serde_json::json!({"subject": subject, "reason": reason});
        if let Some(task) = task {
            payload["task"] = serde_json::json!(task);
        }
        self.enter(ChangeKind::Revealed, subject, actor, &payload, vec![], vec![]).await?;
        Ok(())
    }

    /// Erases the content of an ended run's journal. The chain stays whole; what happened is known by name only.
    pub async fn erase_run(&self, caller: &Caller, run: &RunId, reason: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Ledger, "erase content")?;
        if reason.trim().is_empty() {
            return Err(Error::Invalid { what: "the reason", because: "say it in words".into() });
        }
        let row = self.store().run(run).await?.ok_or_else(|| Error::NoRun(run.clone()))?;
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"run": run, "reason": reason});
        let writes = vec![Write::EraseJournal(run.clone())];
        self.enter(ChangeKind::Erased, run.as_str(), actor, &payload, writes, vec![]).await?;
        self.inner.live.forget(run);
        self.inner.watching.forget(&LogId::Runs(row.origin.procedure));
        Ok(())
    }

    /// What runs refused of the engine's own, newest first.
    pub async fn dead_letters(&self, caller: &Caller, page: &Page) -> Result<Paged<DeadLetter>, Error> {
        self.allow(caller, Deed::Read, Thing::Installation, "see dead letters")?;
        Ok(self.store().dead_letters(page).await?)
    }
}
