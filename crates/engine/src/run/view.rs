//! Looking at runs. Reading changes nothing.

use std::sync::Arc;

use interpreter::event::Recorded;
use interpreter::id::RunId;
use interpreter::{Program, State};
use procedure::hash::ContentHash;
use procedure::value::Value;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Origin, Page, Paged, RunQuery, RunRow};

/// A run as it stands.
#[derive(Debug, Clone)]
pub struct RunView {
    pub run: RunId,
    pub program: Arc<Program>,
    pub origin: Arc<Origin>,
    pub state: Arc<State>,
}

impl Engine {
    /// A run as it stands.
    pub async fn run(&self, caller: &Caller, run: &RunId) -> Result<RunView, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        Ok(RunView { run: run.clone(), program: live.program, origin: live.origin, state: live.state })
    }

    /// The events of a run after number `after`, at most `limit`.
    pub async fn journal(
        &self,
        caller: &Caller,
        run: &RunId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<Recorded>, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        Ok(self.store().journal(run, after, limit).await?)
    }

    /// Runs, newest first; those that the caller may not see are left out, so that a page can be shorter than asked.
    pub async fn runs(&self, caller: &Caller, query: &RunQuery, page: &Page) -> Result<Paged<RunRow>, Error> {
        let found = self.store().runs(query, page).await?;
        if self.allow(caller, Deed::Read, Thing::Installation, "see all runs").is_ok() {
            return Ok(found);
        }
        let mut rows = Vec::with_capacity(found.rows.len());
        for row in found.rows {
            let live = self.look(&row.run).await?;
            if self.allow_run(caller, &live, Deed::Read, "see this run").is_ok() {
                rows.push(row);
            }
        }
        Ok(Paged { rows, next: found.next })
    }

    /// Keeps content for a run to name.
    pub async fn attach(&self, caller: &Caller, content: Vec<u8>) -> Result<ContentHash, Error> {
        self.allow(caller, Deed::Read, Thing::People, "attach files")?;
        Ok(self.store().attach(content).await?)
    }

    /// A file that a run names.
    pub async fn attachment(&self, caller: &Caller, run: &RunId, hash: ContentHash) -> Result<Vec<u8>, Error> {
        let view = self.run(caller, run).await?;
        let sha256 = hash.to_string();
        let nothing = || Error::Nothing { what: "file of this run", name: sha256.clone() };
        if !view.state.scope.values.values().any(|value| names(value, &sha256)) {
            return Err(nothing());
        }
        self.store().attachment(hash).await?.ok_or_else(nothing)
    }
}

/// Whether the value is the file, or holds it.
fn names(value: &Value, sha256: &str) -> bool {
    match value {
        Value::File(file) => file.sha256 == sha256,
        Value::List(items) => items.iter().any(|item| names(item, sha256)),
        Value::Object(fields) => fields.values().any(|field| names(field, sha256)),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Duration(_) => false,
    }
}
