//! Entries of journals and of the ledger, and their hashes.

use interpreter::actor::{Actor, Surface};
use interpreter::event::{Event, Recorded};
use interpreter::id::{PersonId, RunId};
use jiff::Timestamp;
use procedure::document::RoleId;
use procedure::hash::ContentHash;

use super::chain::Chain;
use super::seal::commitment;

/// A salt and the content that it was committed with.
pub type Payload = ([u8; 16], String);

/// One entry of a run's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalEntry {
    pub run: RunId,
    pub sequence: u64,
    pub at: Timestamp,
    pub format: u32,
    pub actor: Actor,
    pub version: ContentHash,
    /// The event's name. It stays when the content is erased.
    pub name: String,
    pub commitment: ContentHash,
    /// As it was kept; equal to [`JournalEntry::hash_after`] of the entry before.
    pub hash: ContentHash,
    /// The salt and the event as JSON; absent once erased.
    pub content: Option<Payload>,
}

impl JournalEntry {
    /// What its hash must be after the entry with this one.
    pub fn hash_after(&self, previous: &ContentHash) -> ContentHash {
        let chain = Chain::after("understudy journal 1", previous)
            .text(self.run.as_str())
            .number(self.sequence)
            .text(&self.at.to_string())
            .number(u64::from(self.format));
        by(chain, &self.actor).bytes(self.version.as_bytes()).text(&self.name).bytes(self.commitment.as_bytes()).end()
    }

    /// Whether the content, where it was not erased, is what was committed to.
    pub fn content_holds(&self) -> bool {
        self.content.as_ref().is_none_or(|(salt, body)| commitment(salt, body.as_bytes()) == self.commitment)
    }

    /// The event as it was recorded; `None` when its content was erased.
    pub fn recorded(&self) -> Result<Option<Recorded>, serde_json::Error> {
        let Some((_, body)) = &self.content else { return Ok(None) };
        let event: Event = serde_json::from_str(body)?;
        Ok(Some(Recorded {
            format: self.format,
            sequence: self.sequence,
            at: self.at,
            actor: self.actor.clone(),
            version: self.version,
            event,
        }))
    }
}

/// One entry of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerEntry {
    /// Counts from 1, without gaps.
    pub number: u64,
    pub at: Timestamp,
    /// `run`, or the kind of the change.
    pub kind: String,
    /// The run, or what changed.
    pub subject: String,
    pub content: LedgerContent,
    /// As it was kept; equal to [`LedgerEntry::hash_after`] of the entry before.
    pub hash: ContentHash,
}

/// What an entry of the ledger stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LedgerContent {
    /// Events of a run.
    Run {
        first: u64,
        last: u64,
        /// The hash of the journal's entry `last`.
        head: ContentHash,
    },
    /// Any other change.
    Change {
        actor: Actor,
        commitment: ContentHash,
        /// The salt and the change as JSON; absent once erased.
        payload: Option<Payload>,
    },
}

impl LedgerEntry {
    /// The kind of entries that stand for events of a run.
    pub const RUN: &str = "run";

    /// What its hash must be after the entry with this one.
    pub fn hash_after(&self, previous: &ContentHash) -> ContentHash {
        let chain = Chain::after("understudy ledger 1", previous)
            .number(self.number)
            .text(&self.at.to_string())
            .text(&self.kind)
            .text(&self.subject);
        match &self.content {
            LedgerContent::Run { first, last, head } => chain.number(*first).number(*last).bytes(head.as_bytes()),
            LedgerContent::Change { actor, commitment, .. } => by(chain, actor).bytes(commitment.as_bytes()),
        }
        .end()
    }

    /// Whether the payload, where there is one, is what was committed to.
    pub fn content_holds(&self) -> bool {
        match &self.content {
            LedgerContent::Run { .. } | LedgerContent::Change { payload: None, .. } => true,
            LedgerContent::Change { commitment: committed, payload: Some((salt, payload)), .. } => {
                commitment(salt, payload.as_bytes()) == *committed
            }
        }
    }
}

/// The actor's four parts; an empty text where one is absent.
fn by(chain: Chain, actor: &Actor) -> Chain {
    chain
        .text(actor.person.as_ref().map_or("", PersonId::as_str))
        .text(actor.role.as_ref().map_or("", RoleId::as_str))
        .text(actor.on_behalf_of.as_ref().map_or("", PersonId::as_str))
        .text(surface(actor.surface))
}

/// The word that a surface has in exports and hashes.
pub(super) fn surface(surface: Surface) -> &'static str {
    match surface {
        Surface::Engine => "engine",
        Surface::CommandLine => "command-line",
        Surface::Api => "api",
        Surface::Web => "web",
        Surface::Chat => "chat",
        Surface::Mail => "mail",
        Surface::Mcp => "mcp",
        Surface::Example => "example",
    }
}
