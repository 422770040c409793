//! The audit: verifying, signing checkpoints, exporting, erasing.

use std::collections::BTreeSet;
use std::sync::Arc;

use interpreter::id::{RunId, TaskId};
use interpreter::sight::{Reader, Sight};
use interpreter::{Program, Recorded};
use procedure::document::StepId;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::ledger::{self, Broken, Checkpoint, JournalEntry, LedgerContent, Verified};
use crate::port::store::{ChangeKind, DeadLetter, Page, Paged, Write};

/// Entries read at once for an export.
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

    /// A run's journal as JSON Lines, for whoever may see the run.
    ///
    /// Sensitive values are masked, and then what was committed to is left out. `reveal`, a reason, gives everything to
    /// whoever may see the ledger; that it was revealed stands in the ledger.
    pub async fn export_run(
        &self,
        caller: &Caller,
        run: &RunId,
        reveal: Option<&str>,
        mut line: impl FnMut(String) + Send,
    ) -> Result<(), Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "export this run")?;
        if let Some(reason) = reveal {
            self.reveal(caller, run.as_str(), reason).await?;
        }
        let hidden = self.hidden_from(caller, &live.program, &live.state);
        if hidden.is_empty() {
            return self.journal_lines(run, 0, u64::MAX, reveal.is_some(), &mut line).await;
        }
        self.seen_lines(&live.program, run, hidden, &mut line).await
    }

    /// The ledger and every journal as JSON Lines: each entry, then the events that it stands for. `reveal` as for
    /// [`Engine::export_run`].
    pub async fn export_all(
        &self,
        caller: &Caller,
        reveal: Option<&str>,
        mut line: impl FnMut(String) + Send,
    ) -> Result<(), Error> {
        self.allow(caller, Deed::Read, Thing::Ledger, "export the ledger")?;
        if let Some(reason) = reveal {
            self.reveal(caller, "ledger", reason).await?;
        }
        let mut last = 0;
        loop {
            let page = self.store().ledger(last, PAGE).await?;
            if page.is_empty() {
                return Ok(());
            }
            for entry in page {
                last = entry.number;
                line(ledger::export_ledger(&entry));
                if let LedgerContent::Run { first, last, .. } = entry.content {
                    let run = RunId::new(&entry.subject);
                    self.journal_lines(&run, first - 1, last, reveal.is_some(), &mut line).await?;
                }
            }
        }
    }

    /// A part of what [`Engine::export_all`] gives, sensitive values masked: the lines of the entries after number
    /// `after`, and the number to go on after; none at the end.
    pub async fn export_part(&self, caller: &Caller, after: u64) -> Result<Option<(Vec<String>, u64)>, Error> {
        self.allow(caller, Deed::Read, Thing::Ledger, "export the ledger")?;
        let page = self.store().ledger(after, PAGE).await?;
        let Some(reached) = page.last().map(|last| last.number) else { return Ok(None) };
        let mut lines = Vec::new();
        for entry in page {
            lines.push(ledger::export_ledger(&entry));
            if let LedgerContent::Run { first, last, .. } = entry.content {
                let run = RunId::new(&entry.subject);
                self.journal_lines(&run, first - 1, last, false, &mut |line| lines.push(line)).await?;
            }
        }
        Ok(Some((lines, reached)))
    }

    /// Lets everything sensitive of a subject (a run, or `ledger`) be shown.
    async fn reveal(&self, caller: &Caller, subject: &str, reason: &str) -> Result<(), Error> {
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

    async fn journal_lines(
        &self,
        run: &RunId,
        mut after: u64,
        until: u64,
        revealed: bool,
        line: &mut (impl FnMut(String) + Send),
    ) -> Result<(), Error> {
        while after < until {
            let wanted = usize::try_from(until - after).unwrap_or(PAGE).min(PAGE);
            let page = self.store().entries(run, after, wanted).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.sequence;
            for entry in &page {
                line(if revealed { ledger::export_journal(entry) } else { self.masked_line(entry).await? });
            }
        }
        Ok(())
    }

    /// A journal for somebody who may not see every step: the entries of the others stand there without their content.
    async fn seen_lines(
        &self,
        program: &Program,
        run: &RunId,
        hidden: Arc<BTreeSet<StepId>>,
        line: &mut (impl FnMut(String) + Send),
    ) -> Result<(), Error> {
        let sight = Sight::without(program, false, hidden);
        let (mut reader, mut after) = (Reader::default(), 0);
        loop {
            let page = self.store().entries(run, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.sequence;
            for entry in &page {
                let seen = recorded(entry).and_then(|recorded| {
                    let seen = reader.read(&sight, &recorded)?;
                    Some((seen.event == recorded.event, seen.event))
                });
                line(match seen {
                    Some((true, _)) => ledger::export_journal(entry),
                    Some((false, event)) => ledger::export_journal_masked(entry, &event),
                    None => ledger::export_journal(&JournalEntry { content: None, ..entry.clone() }),
                });
            }
        }
    }

    /// An entry without what is sensitive under the version that it happened under.
    async fn masked_line(&self, entry: &JournalEntry) -> Result<String, Error> {
        let program = self.program(entry.version).await?;
        if entry.content.is_none() || program.mask.is_empty() {
            return Ok(ledger::export_journal(entry));
        }
        // What cannot be read cannot be masked.
        let Some(recorded) = recorded(entry) else {
            return Ok(ledger::export_journal(&JournalEntry { content: None, ..entry.clone() }));
        };
        let masked = program.mask.recorded(&recorded);
        if masked.event == recorded.event {
            return Ok(ledger::export_journal(entry));
        }
        Ok(ledger::export_journal_masked(entry, &masked.event))
    }

    /// Erases the content of an ended run's journal. The chain stays whole; what happened is known by name only.
    pub async fn erase_run(&self, caller: &Caller, run: &RunId, reason: &str) -> Result<(), Error> {
        self.allow(caller, Deed::Act, Thing::Ledger, "erase content")?;
        if reason.trim().is_empty() {
            return Err(Error::Invalid { what: "the reason", because: "say it in words".into() });
        }
        self.store().run(run).await?.ok_or_else(|| Error::NoRun(run.clone()))?;
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"run": run, "reason": reason});
        let writes = vec![Write::EraseJournal(run.clone())];
        self.enter(ChangeKind::Erased, run.as_str(), actor, &payload, writes, vec![]).await?;
        self.inner.live.forget(run);
        Ok(())
    }

    /// What runs refused of the engine's own, newest first.
    pub async fn dead_letters(&self, caller: &Caller, page: &Page) -> Result<Paged<DeadLetter>, Error> {
        self.allow(caller, Deed::Read, Thing::Installation, "see dead letters")?;
        Ok(self.store().dead_letters(page).await?)
    }
}

/// What an entry holds; nothing where that was erased or cannot be read.
fn recorded(entry: &JournalEntry) -> Option<Recorded> {
    let (_, body) = entry.content.as_ref()?;
    Some(Recorded {
        format: entry.format,
        sequence: entry.sequence,
        at: entry.at,
        actor: entry.actor.clone(),
        version: entry.version,
        event: serde_json::from_str(body).ok()?,
    })
}
