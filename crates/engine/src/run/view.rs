//! Looking at runs. Reading changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use interpreter::event::Recorded;
use interpreter::id::RunId;
use interpreter::sight::{Reader, Sight, hidden_steps};
use interpreter::{Program, State};
use procedure::document::StepId;
use procedure::hash::ContentHash;

use super::change::involved;
use crate::access::{Deed, RunSeen, Thing};
use crate::directory::{Caller, Directory};
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Origin, Page, Paged, RunQuery, RunRow, Words};

/// Events read at once.
const PAGE: usize = 500;

/// Most pages that are looked through for a first run that the caller may see.
const MOST_PAGES: usize = 200;

/// After so many runs that the caller may not see it is left to the caller to ask on: each may have to be folded anew.
const MOST_UNSEEN: usize = 200;

/// A run as it stands.
#[derive(Debug, Clone)]
pub struct RunView {
    pub run: RunId,
    pub program: Arc<Program>,
    pub origin: Arc<Origin>,
    pub state: Arc<State>,
    /// The steps that whoever asked may not see.
    pub hidden: Arc<BTreeSet<StepId>>,
    /// Who is called what.
    pub people: Arc<Directory>,
}

impl RunView {
    /// What whoever asked sees of the run; sensitive values are masked. Show nothing of a run but through this.
    pub fn sight(&self) -> Sight<'_> {
        Sight::without(&self.program, false, Arc::clone(&self.hidden)).knowing(Arc::clone(&self.people) as _)
    }
}

impl Engine {
    /// A run as it stands.
    pub async fn run(&self, caller: &Caller, run: &RunId) -> Result<RunView, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let hidden = self.hidden_from(caller, &live.program, &live.state);
        let people = self.directory();
        Ok(RunView { run: run.clone(), program: live.program, origin: live.origin, state: live.state, hidden, people })
    }

    /// The steps of a run that somebody may not see. Whoever has a task of a step sees it while they have it.
    pub fn hidden_from(&self, caller: &Caller, program: &Program, state: &State) -> Arc<BTreeSet<StepId>> {
        let (involved, roles) = involved(state);
        let run = RunSeen {
            procedure: &program.procedure,
            starter: state.starter.as_ref().and_then(|starter| starter.person.as_ref()),
            involved: &involved,
            roles: &roles,
        };
        let mut hidden = hidden_steps(program, |visible_to| {
            self.allow(caller, Deed::Read, Thing::Step { run, visible_to }, "see this step").is_ok()
        });
        if !hidden.is_empty() {
            let standing = self.directory().standing(caller, Some(&program.procedure), self.now());
            for task in state.tasks.values() {
                let theirs = match &task.assignee {
                    Some(assignee) => standing.hands().any(|hand| hand == assignee),
                    None => task.candidates.iter().any(|role| standing.roles.contains(role)),
                };
                if let Some(open) = state.activations.get(&task.activation).filter(|_| theirs) {
                    hidden.remove(&open.step);
                }
            }
        }
        Arc::new(hidden)
    }

    /// The events of a run after number `after`, at most `limit`, without those of steps that the caller may not see.
    /// Sensitive values are in them; to show them, tell them through [`RunView::sight`].
    pub async fn journal(
        &self,
        caller: &Caller,
        run: &RunId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let hidden = self.hidden_from(caller, &live.program, &live.state);
        if hidden.is_empty() {
            return Ok(self.store().journal(run, after, limit).await?);
        }
        // Which step an event belongs to stands in the events before it.
        let sight = Sight::without(&live.program, true, hidden);
        let mut reader = Reader::default();
        let (mut seen, mut read) = (Vec::new(), 0);
        loop {
            let page = self.store().journal(run, read, PAGE).await?;
            let Some(last) = page.last() else { return Ok(seen) };
            read = last.sequence;
            for recorded in &page {
                let shown = reader.read(&sight, recorded);
                seen.extend(shown.filter(|shown| shown.sequence > after));
                if seen.len() >= limit {
                    return Ok(seen);
                }
            }
        }
    }

    /// Runs, newest first; those that the caller may not see are left out, so that a page can be shorter than asked.
    pub async fn runs(&self, caller: &Caller, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, Error> {
        let query = &self.with_titles(query).await?;
        if self.allow(caller, Deed::Read, Thing::Installation, "see all runs").is_ok() {
            return Ok(self.store().runs(query, page).await?);
        }
        // The store is not asked for the words: where a page ends would tell of runs that the caller may not see whether
        // the words stand in them.
        let asked = RunQuery { words: Words::default(), titled: BTreeMap::new(), ..query.clone() };
        let (mut page, mut unseen) = (page.clone(), 0);
        for _ in 0..MOST_PAGES {
            let found = self.store().runs(&asked, &page).await?;
            let mut rows = Vec::new();
            for row in found.rows {
                if !query.finds(&row.run, &row.origin) {
                    continue;
                }
                let live = self.look(&row.run).await?;
                match self.allow_run(caller, &live, Deed::Read, "see this run") {
                    Ok(()) => rows.push(row),
                    Err(_) => unseen += 1,
                }
            }
            match found.next {
                Some(next) if rows.is_empty() && unseen < MOST_UNSEEN => page = Page::from(page.size, next),
                next => return Ok(Paged { rows, next }),
            }
        }
        Ok(Paged { rows: Vec::new(), next: page.from })
    }

    /// The same, with the procedures in whose latest title its words stand.
    async fn with_titles(&self, query: &RunQuery) -> Result<RunQuery, Error> {
        let mut query = query.clone();
        if query.words.iter().next().is_none() {
            return Ok(query);
        }
        for publication in self.store().latest_publications().await? {
            let title = Words::haystack([self.program(publication.version).await?.procedure.title.as_str()]);
            let found: Vec<String> =
                query.words.iter().filter(|word| title.contains(*word)).map(str::to_owned).collect();
            for word in found {
                query.titled.entry(word).or_default().insert(publication.procedure.clone());
            }
        }
        Ok(query)
    }

    /// Keeps content for a run to name.
    pub async fn attach(&self, caller: &Caller, content: Vec<u8>) -> Result<ContentHash, Error> {
        self.allow(caller, Deed::Act, Thing::Content, "attach files")?;
        self.bring_file(caller, content).await
    }

    /// The content of a file that a run names.
    pub async fn attachment(&self, caller: &Caller, run: &RunId, hash: ContentHash) -> Result<Vec<u8>, Error> {
        Ok(self.file(caller, run, hash).await?.1)
    }
}
