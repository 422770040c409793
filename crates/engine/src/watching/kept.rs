//! Logs as they are kept: what is known of one in a record, and its content beside it in parts: packed XES, as it was
//! imported.

use std::sync::Arc;

use interpreter::id::PersonId;
use jiff::Timestamp;
use mining::log::Log;
use mining::read::End;
use procedure::document::Procedure;
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::LogId;
use super::flow::flow;
use super::report::ImportReport;
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Collection, StoreError};

/// A log that was brought, as its record has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Kept {
    /// The record's own id.
    #[serde(skip)]
    pub id: Uuid,
    /// What people call it.
    pub title: String,
    /// The file's own name.
    pub file: String,
    pub by: PersonId,
    pub at: Timestamp,
    pub cases: u64,
    pub events: u64,
    pub activities: u64,
    /// The earliest and the latest event.
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    /// Whether the names of people were replaced.
    pub pseudonyms: bool,
    pub report: ImportReport,
    /// Its content, in order.
    pub parts: Vec<ContentHash>,
}

/// What a log id stands for, behind the gate.
pub(super) enum About {
    Uploaded(Box<Kept>),
    Runs(Arc<Procedure>),
}

impl About {
    /// What people call it.
    pub fn name(&self) -> &str {
        match self {
            About::Uploaded(kept) => &kept.title,
            About::Runs(procedure) => &procedure.title,
        }
    }
}

/// Whose the content of a log is, in the store.
pub(super) fn owner(id: Uuid) -> String {
    format!("event log {id}")
}

impl Kept {
    pub fn read(id: &str, value: &str) -> Result<Self, Error> {
        let kept: Kept = serde_json::from_str(value).map_err(|error| damaged(id, error.to_string()))?;
        let id = Uuid::try_parse(id).map_err(|error| damaged(id, error.to_string()))?;
        Ok(Kept { id, ..kept })
    }
}

fn damaged(id: &str, because: String) -> Error {
    StoreError::Damaged { what: format!("event log {id}"), because }.into()
}

/// What somebody wants of a log, for a refusal.
fn what(deed: Deed) -> &'static str {
    match deed {
        Deed::Read | Deed::Reveal => "look at this log",
        Deed::Act => "change this log",
    }
}

impl Engine {
    /// Passes the gate of a log.
    pub(super) async fn about_log(&self, caller: &Caller, deed: Deed, id: &LogId) -> Result<About, Error> {
        match id {
            LogId::Uploaded(id) => {
                self.allow(caller, deed, Thing::EventLog { procedure: None }, what(deed))?;
                let id = id.to_string();
                let value = self.store().record_of(Collection::EventLogs, &id).await?;
                let value = value.ok_or_else(|| Error::Nothing { what: "event log", name: id.clone() })?;
                Ok(About::Uploaded(Box::new(Kept::read(&id, &value)?)))
            }
            LogId::Runs(procedure) => {
                let (_, document) = self.procedure(caller, procedure, None).await?;
                self.allow(caller, deed, Thing::EventLog { procedure: Some(&document) }, what(deed))?;
                Ok(About::Runs(document))
            }
        }
    }

    /// The log itself, from the store.
    pub(super) async fn read_log(&self, kept: &Kept) -> Result<Log, Error> {
        let (send, reader) = flow();
        let reading = self
            .reckon(move || mining::read::xes(reader, &mining::read::Options::default(), &mut mining::read::unwatched));
        let sending = async {
            for part in &kept.parts {
                let Some(content) = self.store().attachment(*part).await? else { return Ok(()) };
                if !send.give(content).await {
                    return Ok(());
                }
            }
            send.end().await;
            Ok::<(), Error>(())
        };
        let (sent, read) = tokio::join!(sending, reading);
        sent?;
        let read = read?;
        let whole =
            read.report.end == End::Complete && (read.report.cases, read.report.events) == (kept.cases, kept.events);
        if whole { Ok(read.log) } else { Err(damaged(&kept.id.to_string(), "parts of its content are missing".into())) }
    }
}
