//! The ledger in words.

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
    /// The entry's own hash, in the chain.
    pub hash: String,
    /// Whether the content was erased; the hash stays.
    pub erased: bool,
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
        let (person, words, erased) = match &entry.content {
            LedgerContent::Run { first, last, .. } => match self.events_of(&entry.subject, *first, *last).await? {
                Some((person, words)) => (person, words, false),
                None => (None, format!("Events {first} to {last}; their content was erased"), true),
            },
            LedgerContent::Change { actor, payload, .. } => {
                let json = payload.as_ref().and_then(|(_, text)| serde_json::from_str::<Json>(text).ok());
                let words = sentence(&entry.kind, &entry.subject, json.as_ref());
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
    let text = |path: &str| payload.and_then(|json| json.pointer(path)).map(plain);
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
            Some(_) => format!("Changed {subject}: {}", differing(payload)),
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
        "draft-saved" => format!("Saved draft {subject}"),
        "draft-removed" => format!("Removed draft {subject}"),
        other => format!("{}: {subject}{reason}", capital(&other.replace('-', " "))),
    }
}

/// The names of what is not the same before and after.
fn differing(payload: Option<&Json>) -> String {
    let part = |name| payload.and_then(|json| json.get(name)).and_then(Json::as_object);
    let (Some(before), Some(after)) = (part("before"), part("after")) else { return "rights".to_owned() };
    let names: Vec<String> = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(*value))
        .map(|(name, _)| name.replace('_', " "))
        .collect();
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}

fn plain(json: &Json) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
