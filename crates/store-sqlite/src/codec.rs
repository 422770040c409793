//! The two blobs of one commit: the chain's entries, and their contents.
//!
//! `entries`, for each event: seconds (i64) and nanoseconds (i32) since 1970, format (u32), a byte of flags, the actor
//! as JSON with its length (u16) unless it is the one before, the version (32 bytes) unless it is the one before, the
//! name with its length (u8), the commitment and the hash (32 bytes each). `bodies`, for each event: the salt (16
//! bytes), the body with its length (u32). Numbers are little-endian.

use engine::ledger::{JournalEntry, Payload};
use engine::port::store::StoreError;
use interpreter::actor::Actor;
use interpreter::id::RunId;
use jiff::Timestamp;
use procedure::hash::ContentHash;

use crate::error::damaged;
use crate::spelling::to_json;

const SAME_ACTOR: u8 = 1;
const SAME_VERSION: u8 = 2;

/// The chain's part of consecutive entries.
pub(crate) fn entries(entries: &[JournalEntry]) -> Vec<u8> {
    let mut blob = Vec::with_capacity(entries.len() * 112 + 128);
    let mut before: Option<&JournalEntry> = None;
    for entry in entries {
        let same_actor = before.is_some_and(|before| before.actor == entry.actor);
        let same_version = before.is_some_and(|before| before.version == entry.version);
        blob.extend(entry.at.as_second().to_le_bytes());
        blob.extend(entry.at.subsec_nanosecond().to_le_bytes());
        blob.extend(entry.format.to_le_bytes());
        blob.push(if same_actor { SAME_ACTOR } else { 0 } | if same_version { SAME_VERSION } else { 0 });
        if !same_actor {
            let actor = to_json(&entry.actor);
            blob.extend(u16::try_from(actor.len()).expect("ids are short").to_le_bytes());
            blob.extend(actor.as_bytes());
        }
        if !same_version {
            blob.extend(entry.version.as_bytes());
        }
        blob.push(u8::try_from(entry.name.len()).expect("event names are short"));
        blob.extend(entry.name.as_bytes());
        blob.extend(entry.commitment.as_bytes());
        blob.extend(entry.hash.as_bytes());
        before = Some(entry);
    }
    blob
}

/// The erasable part of consecutive entries.
pub(crate) fn bodies(entries: &[JournalEntry]) -> Vec<u8> {
    let contents = || entries.iter().filter_map(|entry| entry.content.as_ref());
    let mut blob = Vec::with_capacity(contents().map(|(_, body)| body.len() + 20).sum());
    for (salt, body) in contents() {
        blob.extend(salt);
        blob.extend(u32::try_from(body.len()).expect("an event is far below 4 GiB").to_le_bytes());
        blob.extend(body.as_bytes());
    }
    blob
}

/// Reads back what [`entries`] and [`bodies`] wrote for the events `first..=last`.
pub(crate) fn read(
    run: &RunId,
    first: u64,
    last: u64,
    chain: &[u8],
    bodies: Option<&[u8]>,
) -> Result<Vec<JournalEntry>, StoreError> {
    let wrong = |because: &str| damaged(format!("the journal of run {run}"), because);
    let mut chain = Bytes(chain);
    let mut bodies = bodies.map(Bytes);
    let mut read: Vec<JournalEntry> = Vec::new();
    for sequence in first..=last {
        let entry = entry(run, sequence, &mut chain, bodies.as_mut(), read.last());
        read.push(entry.ok_or_else(|| wrong(&format!("event {sequence} is cut off or no text")))?);
    }
    if !chain.0.is_empty() || bodies.is_some_and(|bodies| !bodies.0.is_empty()) {
        return Err(wrong(&format!("something follows event {last} that is no event")));
    }
    Ok(read)
}

fn entry(
    run: &RunId,
    sequence: u64,
    chain: &mut Bytes<'_>,
    bodies: Option<&mut Bytes<'_>>,
    before: Option<&JournalEntry>,
) -> Option<JournalEntry> {
    let second = i64::from_le_bytes(chain.array()?);
    let at = Timestamp::new(second, i32::from_le_bytes(chain.array()?)).ok()?;
    let format = u32::from_le_bytes(chain.array()?);
    let [flags] = chain.array()?;
    let actor = if flags & SAME_ACTOR == 0 {
        let length = u16::from_le_bytes(chain.array()?);
        serde_json::from_slice::<Actor>(chain.take(usize::from(length))?).ok()?
    } else {
        before?.actor.clone()
    };
    let version = if flags & SAME_VERSION == 0 { ContentHash::from_bytes(chain.array()?) } else { before?.version };
    let [length] = chain.array()?;
    let name = std::str::from_utf8(chain.take(usize::from(length))?).ok()?.to_owned();
    let commitment = ContentHash::from_bytes(chain.array()?);
    let hash = ContentHash::from_bytes(chain.array()?);
    let content = match bodies {
        Some(bodies) => Some(payload(bodies)?),
        None => None,
    };
    Some(JournalEntry { run: run.clone(), sequence, at, format, actor, version, name, commitment, hash, content })
}

fn payload(bodies: &mut Bytes<'_>) -> Option<Payload> {
    let salt = bodies.array()?;
    let length = u32::from_le_bytes(bodies.array()?);
    let body = bodies.take(usize::try_from(length).ok()?)?;
    Some((salt, std::str::from_utf8(body).ok()?.to_owned()))
}

/// Bytes that are taken from the front.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const LENGTH: usize>(&mut self) -> Option<[u8; LENGTH]> {
        self.take(LENGTH)?.try_into().ok()
    }
}
