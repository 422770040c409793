//! What changed, for whoever watches: the ledger, read as it grows.
//!
//! The ledger's number is the place in it, so that a watcher who lost the connection goes on where it was. What a
//! watcher may not see is left out; what it sees are names of things, never their content.

use interpreter::id::RunId;
use tokio::sync::watch;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::ledger::LedgerContent;
use crate::port::store::RunStatus;

/// Most entries that are caught up with; whoever is further behind begins anew.
pub const MOST_BEHIND: u64 = 1_000;

/// The number of the ledger's last entry that this process knows of.
pub(crate) struct Feed(watch::Sender<u64>);

impl Feed {
    pub fn from(head: u64) -> Self {
        Feed(watch::Sender::new(head))
    }
}

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    Run {
        run: RunId,
        revision: u64,
        status: RunStatus,
    },
    Procedure(String),
    Draft(String),
    /// People, roles, teams.
    People,
}

/// News and where they end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    News {
        /// Each with its number in the ledger.
        news: Vec<(u64, News)>,
        /// Where to go on.
        last: u64,
    },
    /// Too much has changed since: look at everything anew, and go on from here.
    Reset { last: u64 },
}

impl Engine {
    /// A change was written.
    pub(crate) fn written(&self, number: u64) {
        self.inner.feed.0.send_if_modified(|head| {
            let newer = number > *head;
            *head = number.max(*head);
            newer
        });
    }

    /// Wakes whenever the ledger has grown; its value is the number of the last entry.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.inner.feed.0.subscribe()
    }

    /// What the caller may see of the entries after number `after`.
    pub async fn news(&self, caller: &Caller, after: u64) -> Result<Page, Error> {
        self.allow(caller, Deed::Read, Thing::People, "watch what changes")?;
        let head = *self.inner.feed.0.borrow();
        // A number from another file, or from before a restore.
        if after > head || head - after > MOST_BEHIND {
            return Ok(Page::Reset { last: head });
        }
        let limit = usize::try_from(head - after).unwrap_or(usize::MAX);
        if limit == 0 {
            return Ok(Page::News { news: Vec::new(), last: head });
        }
        let entries = self.store().ledger(after, limit).await?;
        let last = entries.last().map_or(after, |last| last.number);
        let mut news: Vec<(u64, News)> = Vec::new();
        for entry in entries {
            let said = match entry.content {
                LedgerContent::Run { last, .. } => self.news_of_run(caller, &entry.subject, last).await,
                LedgerContent::Change { .. } => self.news_of_change(caller, &entry.kind, entry.subject).await,
            };
            let Some(said) = said else { continue };
            // Of a run the latest is enough.
            if let News::Run { run, .. } = &said {
                news.retain(|(_, before)| !matches!(before, News::Run { run: same, .. } if same == run));
            }
            news.push((entry.number, said));
        }
        Ok(Page::News { news, last })
    }

    async fn news_of_run(&self, caller: &Caller, run: &str, revision: u64) -> Option<News> {
        let run = RunId::new(run);
        // A run that cannot be read is told of by whoever looks at it, not here.
        let live = self.look(&run).await.ok()?;
        self.allow_run(caller, &live, Deed::Read, "see this run").ok()?;
        let status = crate::derive::status(&live.state);
        Some(News::Run { run, revision, status })
    }

    async fn news_of_change(&self, caller: &Caller, kind: &str, subject: String) -> Option<News> {
        match kind {
            "published" => {
                let procedure = subject.parse().ok()?;
                self.procedure(caller, &procedure, None).await.ok()?;
                Some(News::Procedure(subject))
            }
            "draft-saved" | "draft-discarded" | "draft-changed" | "draft-removed" => {
                self.allow(caller, Deed::Read, Thing::Draft(None), "see drafts").ok()?;
                Some(News::Draft(subject))
            }
            "person-changed" | "person-removed" | "team-changed" | "team-removed" => Some(News::People),
            _ => None,
        }
    }
}
