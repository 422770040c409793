//! An event made ready for the journal: its body, a salt, and the commitment that stands for both in the chain.

use interpreter::actor::Actor;
use interpreter::event::Recorded;
use interpreter::id::RunId;
use jiff::Timestamp;
use procedure::hash::ContentHash;
use sha2::{Digest, Sha256};

use super::entry::JournalEntry;
use crate::port::Chance;

/// An event with its commitment. Made before the commit, away from the thread that writes.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    pub sequence: u64,
    pub at: Timestamp,
    pub format: u32,
    pub actor: Actor,
    pub version: ContentHash,
    /// The event's name.
    pub name: String,
    /// The event as JSON.
    pub body: String,
    pub salt: [u8; 16],
    pub commitment: ContentHash,
}

/// SHA-256 over the salt and then the content.
pub fn commitment(salt: &[u8; 16], content: &[u8]) -> ContentHash {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(content);
    ContentHash::from_bytes(hash.finalize().into())
}

impl Sealed {
    pub fn new(recorded: &Recorded, salt: [u8; 16]) -> Self {
        let body = serde_json::to_string(&recorded.event).expect("an event has no map with keys other than texts");
        let commitment = commitment(&salt, body.as_bytes());
        Sealed {
            sequence: recorded.sequence,
            at: recorded.at,
            format: recorded.format,
            actor: recorded.actor.clone(),
            version: recorded.version,
            name: recorded.event.name(),
            body,
            salt,
            commitment,
        }
    }

    /// Seals events with fresh salts.
    pub fn all(events: &[Recorded], chance: &dyn Chance) -> Vec<Sealed> {
        let mut salts = vec![0; events.len() * 16];
        chance.fill(&mut salts);
        let salts = salts.chunks_exact(16).map(|salt| salt.try_into().expect("chunks of sixteen"));
        events.iter().zip(salts).map(|(recorded, salt)| Sealed::new(recorded, salt)).collect()
    }

    /// Its entry in the journal's chain, after the entry with the hash `previous`.
    pub fn link(self, run: &RunId, previous: &ContentHash) -> JournalEntry {
        let mut entry = JournalEntry {
            run: run.clone(),
            sequence: self.sequence,
            at: self.at,
            format: self.format,
            actor: self.actor,
            version: self.version,
            name: self.name,
            commitment: self.commitment,
            hash: *previous,
            content: Some((self.salt, self.body)),
        };
        entry.hash = entry.hash_after(previous);
        entry
    }
}
