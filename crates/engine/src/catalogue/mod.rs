//! Procedures: checking them, publishing them, and looking them up.

mod check;
pub mod draft;
pub(crate) mod place;
pub mod proof;
pub mod shelf;
mod spelling;
mod text;

use std::collections::BTreeMap;
use std::sync::Arc;

use procedure::diagnostic::Diagnostic;
use procedure::document::{Procedure, ProcedureId, Verb};

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Pin, Publication, Write};

pub use spelling::spelling_of;
use text::Written;

impl Engine {
    /// Makes a procedure current that has no mistake. Its sub-procedures are pinned to the versions that are current now.
    pub async fn publish(&self, caller: &Caller, procedure: &Procedure, rationale: &str) -> Result<Publication, Error> {
        self.publish_written(caller, procedure, None, rationale).await
    }

    /// Publishes a procedure, and keeps beside it the text that it was read from: its author's comments, order and
    /// spelling. A text that says another document, or needs a file beside it, is not kept.
    pub async fn publish_written(
        &self,
        caller: &Caller,
        procedure: &Procedure,
        text: Option<&str>,
        rationale: &str,
    ) -> Result<Publication, Error> {
        let before = self.latest(&procedure.id).await?;
        let replaced = match &before {
            Some(publication) => Some(Arc::clone(&self.program(publication.version).await?.procedure)),
            None => None,
        };
        let thing = Thing::Procedure { procedure, before: replaced.as_deref() };
        self.allow(caller, Deed::Act, thing, "publish this procedure")?;
        let rationale = rationale.trim();
        if rationale.is_empty() {
            let because = "say in words why the procedure changes".to_owned();
            return Err(Error::Invalid { what: "the rationale", because });
        }
        let mistakes: Vec<Diagnostic> =
            self.check(caller, procedure).await?.into_iter().filter(Diagnostic::is_error).collect();
        if !mistakes.is_empty() {
            return Err(Error::Mistakes(mistakes));
        }
        let mut pins = BTreeMap::new();
        for id in sub_procedures(procedure) {
            let latest = self.latest(&id).await?.ok_or_else(|| Error::NoProcedure(id.clone()))?;
            pins.insert(id, Pin { number: latest.number, version: latest.version });
        }
        let version = procedure::print::content_hash(procedure);
        let written = text.map(|text| Written::of(text, version)).transpose()?.flatten();
        let publication = Publication {
            procedure: procedure.id.clone(),
            number: before.as_ref().map_or(1, |before| before.number + 1),
            version,
            pins,
            author: Some(caller.person.clone()),
            rationale: rationale.to_owned(),
            at: self.now(),
        };
        // The text stays beside the ledger: what is committed to is its hash.
        let hash = written.as_ref().map(Written::hash);
        let payload = serde_json::json!({"before": before, "after": publication, "text": hash});
        let mut writes = vec![
            Write::Document { version, text: procedure::print::to_json(procedure) },
            Write::Publication(publication.clone()),
        ];
        writes.extend(written.map(|written| written.write(&publication)));
        let actor = self.directory().standing(caller, Some(procedure), publication.at).actor;
        self.enter(ChangeKind::Published, &procedure.id, actor, &payload, writes, vec![]).await?;
        Ok(publication)
    }

    /// The current publication of a procedure.
    pub(crate) async fn latest(&self, procedure: &ProcedureId) -> Result<Option<Publication>, Error> {
        Ok(self.store().publications(procedure).await?.pop())
    }

    /// The current publications, by procedure.
    pub async fn procedures(&self, caller: &Caller) -> Result<Vec<Publication>, Error> {
        let all = self.store().latest_publications().await?;
        self.readable(caller, all).await
    }

    /// Those publications whose document the caller may read.
    async fn readable(&self, caller: &Caller, all: Vec<Publication>) -> Result<Vec<Publication>, Error> {
        self.allow(caller, Deed::Read, Thing::People, "see the procedures")?;
        let mut readable = Vec::with_capacity(all.len());
        for publication in all {
            let program = self.program(publication.version).await?;
            let thing = Thing::Procedure { procedure: &program.procedure, before: None };
            if self.allow(caller, Deed::Read, thing, "see this procedure").is_ok() {
                readable.push(publication);
            }
        }
        Ok(readable)
    }

    /// All publications of a procedure that the caller may read, oldest first. One that may not be read is not there, and
    /// none is for whoever may not read the latest: what a procedure was is not more open than what it is.
    pub async fn publications(&self, caller: &Caller, procedure: &ProcedureId) -> Result<Vec<Publication>, Error> {
        let all = self.store().publications(procedure).await?;
        let latest = self.readable(caller, all.last().cloned().into_iter().collect()).await?;
        if latest.is_empty() {
            return Ok(latest);
        }
        self.readable(caller, all).await
    }

    /// A publication's document; the latest where no number is given.
    pub async fn procedure(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
        number: Option<u32>,
    ) -> Result<(Publication, Arc<Procedure>), Error> {
        let all = self.publications(caller, procedure).await?;
        if all.is_empty() {
            return Err(Error::NoProcedure(procedure.clone()));
        }
        let latest = all.last().map_or(0, |last| last.number);
        let found = match number {
            None => all.into_iter().next_back().ok_or_else(|| Error::NoProcedure(procedure.clone()))?,
            Some(number) => {
                let found = all.into_iter().find(|publication| publication.number == number);
                found.ok_or_else(|| Error::NoPublication { procedure: procedure.clone(), number, latest })?
            }
        };
        let program = self.program(found.version).await?;
        Ok((found, Arc::clone(&program.procedure)))
    }
}

/// The procedures that a procedure runs, without itself.
fn sub_procedures(procedure: &Procedure) -> Vec<ProcedureId> {
    let mut found: Vec<ProcedureId> = procedure
        .all_steps()
        .iter()
        .filter_map(|at| {
            let Verb::Procedure(call) = &at.step.verb else { return None };
            Some(call.procedure.clone())
        })
        .filter(|id| *id != procedure.id)
        .collect();
    found.sort();
    found.dedup();
    found
}
