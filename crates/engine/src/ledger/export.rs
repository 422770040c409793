//! Journals and the ledger as JSON Lines, one object an entry, with all that verifying them needs.

use procedure::hash::ContentHash;
use serde::Serialize;
use serde_json::value::RawValue;

use super::checkpoint::hexadecimal;
use super::entry::{JournalEntry, LedgerContent, LedgerEntry, Payload};
use interpreter::Event;
use interpreter::actor::Actor;

#[derive(Serialize)]
struct JournalLine<'a> {
    run: &'a str,
    sequence: u64,
    at: String,
    format: u32,
    actor: &'a Actor,
    version: ContentHash,
    name: &'a str,
    commitment: ContentHash,
    hash: ContentHash,
    #[serde(skip_serializing_if = "Option::is_none")]
    salt: Option<String>,
    /// The very text that was committed to, as a text, so that no reader changes a byte of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<&'a str>,
    /// The same, as an object, for people and tools.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct LedgerLine<'a> {
    number: u64,
    at: String,
    kind: &'a str,
    subject: &'a str,
    #[serde(flatten)]
    content: ContentLine<'a>,
    hash: ContentHash,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ContentLine<'a> {
    Run {
        first: u64,
        last: u64,
        head: ContentHash,
    },
    Change {
        actor: &'a Actor,
        commitment: ContentHash,
        #[serde(skip_serializing_if = "Option::is_none")]
        salt: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<&'a str>,
    },
}

fn parts(content: &Option<Payload>) -> (Option<String>, Option<&str>) {
    match content {
        Some((salt, text)) => (Some(hexadecimal(salt)), Some(text)),
        None => (None, None),
    }
}

/// One line of a journal, without its line end.
pub fn export_journal(entry: &JournalEntry) -> String {
    serde_json::to_string(&line_of(entry)).expect("a line holds texts and numbers")
}

fn line_of(entry: &JournalEntry) -> JournalLine<'_> {
    let (salt, body) = parts(&entry.content);
    JournalLine {
        run: entry.run.as_str(),
        sequence: entry.sequence,
        at: entry.at.to_string(),
        format: entry.format,
        actor: &entry.actor,
        version: entry.version,
        name: &entry.name,
        commitment: entry.commitment,
        hash: entry.hash,
        salt,
        event: body.and_then(|body| RawValue::from_string(body.to_owned()).ok()),
        body,
    }
}

/// One line of a journal without what is sensitive: what was committed to stays out, so that the chain can be followed,
/// and the content cannot be compared with its commitment.
pub fn export_journal_masked(entry: &JournalEntry, event: &Event) -> String {
    let bare = JournalEntry { content: None, ..entry.clone() };
    let line = JournalLine { event: serde_json::value::to_raw_value(event).ok(), ..line_of(&bare) };
    serde_json::to_string(&line).expect("a line holds texts and numbers")
}

/// One line of the ledger, without its line end.
pub fn export_ledger(entry: &LedgerEntry) -> String {
    let content = match &entry.content {
        LedgerContent::Run { first, last, head } => ContentLine::Run { first: *first, last: *last, head: *head },
        LedgerContent::Change { actor, commitment, payload } => {
            let (salt, payload) = parts(payload);
            ContentLine::Change { actor, commitment: *commitment, salt, payload }
        }
    };
    let line = LedgerLine {
        number: entry.number,
        at: entry.at.to_string(),
        kind: &entry.kind,
        subject: &entry.subject,
        content,
        hash: entry.hash,
    };
    serde_json::to_string(&line).expect("a line holds texts and numbers")
}
