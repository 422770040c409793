//! The ledger in words.

use std::collections::BTreeSet;

use interpreter::event::Recorded;
use interpreter::id::RunId;
use interpreter::sight::Sight;
use interpreter::story::{Folded, Teller};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::{LedgerContent, LedgerEntry};
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{LedgerQuery, Page, Paged, StoreError};
use crate::screen::PersonNamed;

/// An entry of the ledger as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerLine {
    pub number: u64,
    pub at: Timestamp,
    /// `run`, or the kind of the change.
    pub kind: String,
    /// The run, or what changed.
    pub subject: String,
    /// Absent where the engine did it.
    pub who: Option<PersonNamed>,
    pub words: String,
    /// What was before and what is after, where the entry carries both; empty for events of a run, which tell it themselves.
    pub differences: Vec<Difference>,
    /// The entry's own hash, in the chain.
    pub hash: String,
    /// Whether the content was erased; the hash stays.
    pub erased: bool,
}

/// One part of what changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Difference {
    /// What it is called, in words.
    pub name: String,
    /// Absent where there was nothing.
    pub before: Option<String>,
    /// Absent where there is nothing.
    pub after: Option<String>,
}

/// Longest journal that is read from its beginning to tell one entry.
const MOST_FOLDED: u64 = 500;

/// Most events of one commit that its line tells.
const MOST_TOLD: usize = 5;

impl Engine {
    /// Entries of the ledger in words, newest first.
    pub async fn ledger_lines(
        &self,
        caller: &Caller,
        query: &LedgerQuery,
        page: &Page,
    ) -> Result<Paged<LedgerLine>, Error> {
        self.allow(caller, Deed::Read, Thing::Ledger, "see the ledger")?;
        let found = self.store().ledger_entries(query, page).await?;
        let mut rows = Vec::with_capacity(found.rows.len());
        for entry in found.rows {
            rows.push(self.line_of(entry).await?);
        }
        Ok(Paged { rows, next: found.next })
    }

    async fn line_of(&self, entry: LedgerEntry) -> Result<LedgerLine, Error> {
        let directory = self.directory();
        let mut differences = Vec::new();
        let (person, words, erased) = match &entry.content {
            LedgerContent::Run { first, last, .. } => match self.events_of(&entry.subject, *first, *last).await? {
                Some((person, words)) => (person, words, false),
                None => (None, format!("Events {first} to {last}; their content was erased"), true),
            },
            LedgerContent::Change { actor, payload, .. } => {
                let json = payload.as_ref().and_then(|(_, text)| serde_json::from_str::<Json>(text).ok());
                let words = sentence(&entry.kind, &entry.subject, json.as_ref());
                differences = json.as_ref().map(differing).unwrap_or_default();
                (actor.person.clone(), words, payload.is_none())
            }
        };
        Ok(LedgerLine {
            number: entry.number,
            at: entry.at,
            kind: entry.kind,
            subject: entry.subject,
            who: person.map(|person| PersonNamed::of(&directory, &person)),
            words,
            differences,
            hash: entry.hash.to_string(),
            erased,
        })
    }

    /// Who brought about these events of a run, and what happened; nothing where the content was erased.
    async fn events_of(
        &self,
        run: &str,
        first: u64,
        last: u64,
    ) -> Result<Option<(Option<interpreter::id::PersonId>, String)>, Error> {
        let wanted = usize::try_from(last.saturating_sub(first)).unwrap_or(MOST_TOLD).saturating_add(1);
        let shown = first.saturating_add(u64::try_from(wanted.min(MOST_TOLD)).unwrap_or(u64::MAX));
        // What a run knew when it happened takes the events before; of a long run, what it knows now has to do.
        let from = if last <= MOST_FOLDED { 1 } else { first };
        let most = usize::try_from(shown.saturating_sub(from)).unwrap_or(MOST_TOLD);
        let read = self.store().journal(&RunId::new(run), from.saturating_sub(1), most).await;
        let events: Vec<Recorded> = match read {
            Ok(events) => events,
            Err(StoreError::Erased { .. }) => return Ok(None),
            Err(other) => return Err(other.into()),
        };
        let live = self.look(&RunId::new(run)).await?;
        let mut told = Vec::new();
        let mut folded = (from == 1).then(Folded::default);
        for recorded in &events {
            let program = self.program(recorded.version).await?;
            let sight = Sight::whole(&program, false).knowing(self.directory() as _);
            let words = match &mut folded {
                Some(folded) => folded.tell(&sight, recorded),
                None => Teller { sight: &sight, state: &live.state }.tell(recorded),
            };
            if recorded.sequence >= first {
                told.push(words);
            }
        }
        let more = if wanted > told.len() { format!("; and {} more", wanted - told.len()) } else { String::new() };
        let person = events
            .iter()
            .filter(|recorded| recorded.sequence >= first)
            .find_map(|recorded| recorded.actor.person.clone());
        Ok(Some((person, format!("{}{more}", told.join("; ")))))
    }
}

/// What a change was, in one sentence.
fn sentence(kind: &str, subject: &str, payload: Option<&Json>) -> String {
    let text = |path: &str| payload.and_then(|json| json.pointer(path)).filter(|json| !json.is_null()).map(plain);
    let reason = text("/reason").map(|reason| format!(": {reason}")).unwrap_or_default();
    match kind {
        "published" => {
            let number = text("/after/number").map(|number| format!(" as version {number}")).unwrap_or_default();
            let why = text("/after/rationale").map(|why| format!(": {why}")).unwrap_or_default();
            format!("Published {subject}{number}{why}")
        }
        "document-kept" => format!("Kept a document of {subject} that was not published"),
        "person-changed" => match text("/before") {
            None => format!("Added {subject}"),
            Some(_) => format!("Changed {subject}: {}", names(payload)),
        },
        "person-removed" => format!("Removed {subject}"),
        "configuration-changed" => format!("Changed the configuration of {subject}{reason}"),
        "schedule-followed" => format!("Followed the schedule {subject}"),
        "dead-letter" => format!("Run {subject} refused what the engine brought"),
        "erased" => format!("Erased content of {subject}{reason}"),
        "revealed" => {
            let of = text("/task").map(|task| format!("task {task} of ")).unwrap_or_default();
            format!("Showed the sensitive values of {of}{subject}{reason}")
        }
        "dispatch-changed" if text("/paused").as_deref() == Some("true") => format!("Stopped dispatch{reason}"),
        "dispatch-changed" => format!("Let dispatch go on{reason}"),
        "backed-up" => {
            let to = text("/to").map(|to| format!(" to {to}")).unwrap_or_default();
            format!("Copied everything{to}")
        }
        "log-imported" => {
            let title = text("/after/title").unwrap_or_else(|| subject.to_owned());
            format!("Brought the event log {title}")
        }
        "log-removed" => {
            let title = text("/before/title").unwrap_or_else(|| subject.to_owned());
            format!("Removed the event log {title}")
        }
        "mapping-said" => match subject.split_once(' ') {
            Some((log, procedure)) => format!("Said which activities of the event log {log} are steps of {procedure}"),
            None => format!("Said which activities are steps: {subject}"),
        },
        "deviation-accepted" => {
            let why = text("/after/reason").map(|why| format!(": {why}")).unwrap_or_default();
            format!("Accepted a deviation from {subject}{why}")
        }
        "acceptance-withdrawn" => format!("Withdrew the acceptance of a deviation from {subject}"),
        "draft-saved" => format!("Saved draft {subject}"),
        "draft-removed" => format!("Removed draft {subject}"),
        other => format!("{}: {subject}{reason}", capital(&other.replace('-', " "))),
    }
}

/// The names of what is not the same before and after.
fn names(payload: Option<&Json>) -> String {
    let names: Vec<String> =
        payload.map(differing).unwrap_or_default().into_iter().map(|difference| difference.name).collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

/// What people do not read, or do not read twice: the subject has it.
const UNTOLD: [&str; 6] = ["id", "text", "etag", "hash", "credential", "salt"];

/// What is not the same before and after, in the order of the names.
fn differing(payload: &Json) -> Vec<Difference> {
    let empty = serde_json::Map::new();
    let part = |name: &str| payload.get(name).and_then(Json::as_object);
    if part("before").is_none() && part("after").is_none() {
        return Vec::new();
    }
    let (before, after) = (part("before").unwrap_or(&empty), part("after").unwrap_or(&empty));
    let of = |values: &serde_json::Map<String, Json>, name: &str| values.get(name).and_then(told_value);
    let all: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    all.into_iter()
        .filter(|name| !UNTOLD.contains(&name.as_str()))
        .map(|name| Difference { name: name.replace('_', " "), before: of(before, name), after: of(after, name) })
        .filter(|difference| difference.before != difference.after)
        .collect()
}

/// A value as people read it; nothing for one that is empty.
fn told_value(json: &Json) -> Option<String> {
    match json {
        Json::Null => None,
        Json::Bool(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(told_value).collect();
            Some(items.join(", ")).filter(|text| !text.is_empty())
        }
        Json::Object(parts) => {
            let parts: Vec<String> = parts
                .iter()
                .filter_map(|(name, part)| Some(format!("{} {}", name.replace('_', " "), told_value(part)?)))
                .collect();
            Some(parts.join(", ")).filter(|text| !text.is_empty())
        }
    }
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
