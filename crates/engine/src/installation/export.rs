//! Journals and the ledger as JSON Lines, part by part: whoever takes one away holds no more of it in memory than a part.
//!
//! Sensitive values are masked, and then what was committed to is left out. With a reason they are not, for whoever may see
//! the ledger, where it is noted. Refuses to go on for whoever may not see it any more.

use std::collections::BTreeSet;
use std::sync::Arc;

use interpreter::id::RunId;
use interpreter::sight::{Reader, Sight};
use interpreter::{Program, Recorded};
use procedure::document::StepId;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::ledger::{self, JournalEntry, LedgerContent};

/// Entries of one part.
const PAGE: usize = 500;

/// What is taken away: ask for its parts until there is none.
pub struct Export {
    engine: Engine,
    caller: Caller,
    revealed: bool,
    of: Of,
    /// The number of the last entry that was given.
    after: u64,
}

enum Of {
    Ledger,
    Run(RunId),
    /// A run of which somebody may not see every step.
    Seen {
        run: RunId,
        program: Arc<Program>,
        hidden: Arc<BTreeSet<StepId>>,
        reader: Box<Reader>,
    },
}

impl Engine {
    /// A run's journal, for whoever may see the run. `reveal`, a reason, gives everything.
    pub async fn export_run(&self, caller: &Caller, run: &RunId, reveal: Option<&str>) -> Result<Export, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "export this run")?;
        if let Some(reason) = reveal {
            self.reveal(caller, run.as_str(), reason).await?;
        }
        let hidden = self.hidden_from(caller, &live.program, &live.state);
        let of = if hidden.is_empty() {
            Of::Run(run.clone())
        } else {
            Of::Seen { run: run.clone(), program: live.program, hidden, reader: Box::default() }
        };
        Ok(Export { engine: self.clone(), caller: caller.clone(), revealed: reveal.is_some(), of, after: 0 })
    }

    /// The ledger and every journal: each entry, then the events that it stands for. `reveal` as for
    /// [`Engine::export_run`].
    pub async fn export_all(&self, caller: &Caller, reveal: Option<&str>) -> Result<Export, Error> {
        self.allow(caller, Deed::Read, Thing::Ledger, "export the ledger")?;
        if let Some(reason) = reveal {
            self.reveal(caller, "ledger", reason).await?;
        }
        let (engine, caller) = (self.clone(), caller.clone());
        Ok(Export { engine, caller, revealed: reveal.is_some(), of: Of::Ledger, after: 0 })
    }

    /// Up to a page of a journal's lines after number `after`, not beyond `until`, and the number of the last of them.
    async fn journal_lines(
        &self,
        run: &RunId,
        (after, until): (u64, u64),
        revealed: bool,
        lines: &mut Vec<String>,
    ) -> Result<Option<u64>, Error> {
        let wanted = usize::try_from(until.saturating_sub(after)).unwrap_or(PAGE).min(PAGE);
        let page = self.store().entries(run, after, wanted).await?;
        for entry in &page {
            lines.push(if revealed { ledger::export_journal(entry) } else { self.masked_line(entry).await? });
        }
        Ok(page.last().map(|last| last.sequence))
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
}

impl Export {
    /// The next lines, without their line ends; none at the end.
    pub async fn next(&mut self) -> Result<Option<Vec<String>>, Error> {
        let mut lines = Vec::new();
        let engine = &self.engine;
        let last = match &mut self.of {
            Of::Ledger => {
                engine.allow(&self.caller, Deed::Read, Thing::Ledger, "export the ledger")?;
                let page = engine.store().ledger(self.after, PAGE).await?;
                let last = page.last().map(|last| last.number);
                for entry in page {
                    lines.push(ledger::export_ledger(&entry));
                    let LedgerContent::Run { first, last, .. } = entry.content else { continue };
                    let (run, mut after) = (RunId::new(&entry.subject), first - 1);
                    while after < last {
                        let reached = engine.journal_lines(&run, (after, last), self.revealed, &mut lines).await?;
                        let Some(reached) = reached else { break };
                        after = reached;
                    }
                }
                last
            }
            Of::Run(run) => engine.journal_lines(run, (self.after, u64::MAX), self.revealed, &mut lines).await?,
            // The entries of steps that the caller may not see stand there without their content.
            Of::Seen { run, program, hidden, reader } => {
                let sight = Sight::without(program, false, Arc::clone(hidden));
                let page = engine.store().entries(run, self.after, PAGE).await?;
                lines.extend(page.iter().map(|entry| seen_line(&sight, reader, entry)));
                page.last().map(|last| last.sequence)
            }
        };
        self.after = last.unwrap_or(self.after);
        Ok(last.map(|_| lines))
    }

    /// Every line, one after the other.
    pub async fn each(mut self, mut line: impl FnMut(String) + Send) -> Result<(), Error> {
        while let Some(lines) = self.next().await? {
            lines.into_iter().for_each(&mut line);
        }
        Ok(())
    }
}

fn seen_line(sight: &Sight<'_>, reader: &mut Reader, entry: &JournalEntry) -> String {
    let seen = recorded(entry).and_then(|recorded| {
        let seen = reader.read(sight, &recorded)?;
        Some((seen.event == recorded.event, seen.event))
    });
    match seen {
        Some((true, _)) => ledger::export_journal(entry),
        Some((false, event)) => ledger::export_journal_masked(entry, &event),
        None => ledger::export_journal(&JournalEntry { content: None, ..entry.clone() }),
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
