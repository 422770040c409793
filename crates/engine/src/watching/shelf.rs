//! The logs that there are.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::kept::{About, Kept, owner};
use super::report::ImportReport;
use super::{LogId, runs};
use crate::access::{Access, Deed, Thing, access};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Collection, Write};
use crate::screen::PersonNamed;

/// Where a log comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum LogSource {
    /// Brought from elsewhere.
    Upload,
    /// Our own runs.
    Runs,
}

/// A log as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogSummary {
    pub id: String,
    pub name: String,
    pub source: LogSource,
    /// Whose runs these are.
    pub procedure: Option<String>,
    /// The file's name and format, where it was brought.
    pub file: Option<String>,
    pub format: Option<String>,
    pub cases: u64,
    pub events: u64,
    pub activities: u64,
    /// The earliest and the latest event.
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub imported_at: Option<Timestamp>,
    pub imported_by: Option<PersonNamed>,
    /// Whether the names of people were replaced when it was brought.
    pub pseudonyms: bool,
    /// Whether whoever looks at it may remove it.
    pub may_remove: bool,
}

/// The runs of a procedure, which are a log as well.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RunsAsLog {
    pub id: String,
    pub procedure: String,
    pub title: String,
    /// How many are over: those are its cases.
    pub runs: u64,
}

/// The logs that somebody may look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EventLogs {
    /// Those that were brought, the latest first.
    pub logs: Vec<LogSummary>,
    /// Those of our own runs, by title.
    pub runs: Vec<RunsAsLog>,
    /// The fewest people of whom a figure about people is shown.
    pub smallest_group: u64,
    /// Whether the caller may bring one, and the largest that is taken, in bytes.
    pub may_import: bool,
    pub largest: u64,
}

impl Kept {
    /// What the ledger tells of it.
    pub(super) fn told(&self) -> serde_json::Value {
        serde_json::json!({
            "title": self.title,
            "file": self.file,
            "format": self.report.format,
            "cases": self.cases,
            "events": self.events,
            "pseudonyms": self.pseudonyms,
            "hash": self.parts,
        })
    }
}

impl Engine {
    /// The zone whose days count where nobody says another.
    pub fn time_zone(&self) -> jiff::tz::TimeZone {
        self.inner.options.calendar.timezone.time_zone().clone()
    }

    /// The largest log that is taken, in bytes as it comes.
    pub fn largest_log(&self) -> u64 {
        self.inner.options.largest_log
    }

    fn may_log(&self, caller: &Caller, deed: Deed, thing: Thing<'_>) -> bool {
        access(&self.directory(), caller, self.now(), deed, thing) == Access::Allowed
    }

    /// The logs that the caller may look at.
    pub async fn event_logs(&self, caller: &Caller) -> Result<EventLogs, Error> {
        self.allow(caller, Deed::Read, Thing::People, "see the event logs")?;
        let brought = Thing::EventLog { procedure: None };
        let mut logs = Vec::new();
        if self.may_log(caller, Deed::Read, brought) {
            for record in self.store().records(Collection::EventLogs).await? {
                logs.push(self.log_summary(caller, &Kept::read(&record.id, &record.value)?));
            }
            logs.sort_by_key(|log| std::cmp::Reverse(log.imported_at));
        }
        let mut runs = Vec::new();
        for publication in self.procedures(caller).await? {
            let program = self.program(publication.version).await?;
            let thing = Thing::EventLog { procedure: Some(&program.procedure) };
            if self.may_log(caller, Deed::Read, thing) {
                let procedure = &program.procedure;
                runs.push(RunsAsLog {
                    id: LogId::Runs(procedure.id.clone()).to_string(),
                    procedure: procedure.id.to_string(),
                    title: procedure.title.clone(),
                    runs: runs::over(self, &procedure.id).await?,
                });
            }
        }
        runs.sort_by(|one, other| (&one.title, &one.id).cmp(&(&other.title, &other.id)));
        Ok(EventLogs {
            logs,
            runs,
            smallest_group: self.inner.options.smallest_group as u64,
            may_import: self.may_log(caller, Deed::Act, brought),
            largest: self.inner.options.largest_log,
        })
    }

    pub(super) fn log_summary(&self, caller: &Caller, kept: &Kept) -> LogSummary {
        LogSummary {
            id: kept.id.to_string(),
            name: kept.title.clone(),
            source: LogSource::Upload,
            procedure: None,
            file: Some(kept.file.clone()),
            format: Some(kept.report.format.clone()),
            cases: kept.cases,
            events: kept.events,
            activities: kept.activities,
            from: kept.from,
            to: kept.to,
            imported_at: Some(kept.at),
            imported_by: Some(PersonNamed::of(&self.directory(), &kept.by)),
            pseudonyms: kept.pseudonyms,
            may_remove: self.may_log(caller, Deed::Act, Thing::EventLog { procedure: None }),
        }
    }

    /// One log, as a whole, and what was said of it when it was brought.
    pub async fn event_log(&self, caller: &Caller, id: &LogId) -> Result<(LogSummary, Option<ImportReport>), Error> {
        let procedure = match self.about_log(caller, Deed::Read, id).await? {
            About::Uploaded(kept) => return Ok((self.log_summary(caller, &kept), Some(kept.report))),
            About::Runs(procedure) => procedure,
        };
        let watched = self.watched(caller, id, &super::Filter::default()).await?;
        let (from, to) = watched.extent();
        let summary = LogSummary {
            id: id.to_string(),
            name: procedure.title.clone(),
            source: LogSource::Runs,
            procedure: Some(procedure.id.to_string()),
            file: None,
            format: None,
            cases: watched.log.len() as u64,
            events: watched.log.events() as u64,
            activities: watched.log.activities().len() as u64,
            from,
            to,
            imported_at: None,
            imported_by: None,
            pseudonyms: false,
            may_remove: false,
        };
        Ok((summary, None))
    }

    /// Removes a log that was brought, with its content and what was said of its activities.
    pub async fn remove_log(&self, caller: &Caller, id: &LogId) -> Result<(), Error> {
        let kept = match self.about_log(caller, Deed::Act, id).await? {
            About::Uploaded(kept) => kept,
            About::Runs(_) => {
                let because = "it is our own runs; their content is erased run by run".to_owned();
                return Err(Error::Invalid { what: "what is to be removed", because });
            }
        };
        let text = kept.id.to_string();
        let mut writes = vec![
            Write::RemoveRecord { collection: Collection::EventLogs, id: text.clone() },
            Write::Hold { owner: owner(kept.id), content: [].into() },
        ];
        writes.extend(self.mappings_of(id).await?);
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let payload = serde_json::json!({"before": kept.told()});
        self.enter(ChangeKind::LogRemoved, &text, actor, &payload, writes, vec![]).await?;
        // Whoever reads it at this moment keeps it in memory first.
        let turn = self.inner.watching.whole_turn(id);
        let turn = turn.lock().await;
        self.inner.watching.forget(id);
        drop(turn);
        // Its content goes now, not some day.
        self.let_go(kept.id).await
    }
}
