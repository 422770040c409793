//! Files: kept by their content before a run names them, and given to whoever may see the run.
//!
//! Knowing what a file's content hashes to is not having it: a file is named by whoever brought it, or in the run that shows
//! it to them. What no run has come to name within a day goes.
//!
//! What a file is is told by its first bytes, not by whoever sends it. Refuses names with folders or control characters by
//! taking these out, and content beyond what the store takes.

use std::sync::Arc;

use interpreter::State;
use interpreter::mask::Mask;
use interpreter::sight::{Reader, Sight};
use interpreter::state::{Scope, Work};
use jiff::{SignedDuration, Timestamp};
use procedure::hash::ContentHash;
use procedure::value::{File, Value};

use super::live::Live;
use super::view::RunView;
use crate::access::{Deed, Thing};
use crate::derive;
use crate::directory::{Caller, Vouched};
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{MAX_ATTACHMENT, Passing, PassingKind, StoreError};
use interpreter::id::RunId;

/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

/// How long a file that no run names is kept.
const UNNAMED: SignedDuration = SignedDuration::from_hours(24);

/// Events read at once.
const PAGE: usize = 500;

/// What is shown as it is when it is fetched; everything else is bytes.
const KNOWN: [(&[u8], &str); 8] = [
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"OggS", "audio/ogg"),
];

/// Types of text that carry nothing that runs.
const TEXTS: [&str; 4] = ["text/plain", "text/csv", "application/json", "text/markdown"];

/// Types inside of a ZIP archive that are told by their name alone.
const ARCHIVES: [(&str, &str); 3] = [
    (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

/// A file that comes.
#[derive(Debug)]
pub struct Upload<'a> {
    pub name: &'a str,
    /// The media type, as whoever sends it says.
    pub said: Option<&'a str>,
    pub content: Vec<u8>,
}

impl Engine {
    /// Keeps a file for a run to name.
    pub async fn attach_file(
        &self,
        caller: &Caller,
        name: &str,
        said: Option<&str>,
        content: Vec<u8>,
    ) -> Result<File, Error> {
        self.allow(caller, Deed::Act, Thing::Content, "attach files")?;
        self.keep_file(caller, Upload { name, said, content }).await
    }

    /// Keeps a file of somebody who may attach one.
    pub(crate) async fn keep_file(&self, caller: &Caller, file: Upload<'_>) -> Result<File, Error> {
        let name = tidy(file.name);
        let media_type = media_type(&file.content, &name, file.said);
        let size = file.content.len() as u64;
        let hash = self.bring_file(caller, file.content).await?;
        Ok(File { sha256: hash.to_string(), name, media_type, size })
    }

    /// Keeps content that somebody brings.
    pub(crate) async fn bring_file(&self, caller: &Caller, content: Vec<u8>) -> Result<ContentHash, Error> {
        let (now, most) = (self.now(), self.inner.options.files_a_day);
        let whose = bringer(caller);
        let before = self.store().passing_of(PassingKind::Brought, &whose).await?;
        let lasting = before.iter().filter(|row| row.until > now);
        let sum: u64 = lasting.filter_map(|row| row.value.parse::<u64>().ok()).sum();
        if sum.saturating_add(content.len() as u64) > most {
            return Err(Error::FilesFull { most });
        }
        self.keep_for(whose, content).await
    }

    /// Keeps content for a while, for an event to name.
    pub(crate) async fn keep_for(&self, whose: String, content: Vec<u8>) -> Result<ContentHash, Error> {
        if content.len() > MAX_ATTACHMENT {
            return Err(StoreError::TooLarge { found: content.len(), most: MAX_ATTACHMENT }.into());
        }
        let until = self.now().checked_add(UNNAMED).unwrap_or(Timestamp::MAX);
        let key = brought(ContentHash::of(&content), &whose);
        let value = content.len().to_string();
        // First, so that what is kept is never without it.
        self.store().keep_passing(Passing { kind: PassingKind::Brought, key, owner: whose, value, until }).await?;
        Ok(self.store().attach(content).await?)
    }

    /// Refuses a file that the caller neither brought nor sees in the run, and one that is not what it says.
    pub(super) async fn is_theirs(
        &self,
        caller: &Caller,
        live: Option<&Live>,
        (name, file): (&str, &File),
    ) -> Result<(), Error> {
        let invalid = |because: String| Err(Error::Invalid { what: "the file", because });
        let Ok(hash) = file.sha256.parse::<ContentHash>() else {
            return invalid(format!("`{name}` names no content by its SHA-256"));
        };
        let row = self.store().passing(PassingKind::Brought, &brought(hash, &bringer(caller))).await?;
        let theirs = row.is_some() || live.is_some_and(|live| self.shows(caller, live, &file.sha256));
        match self.store().attached(hash).await?.filter(|_| theirs) {
            Some(size) if size == file.size => Ok(()),
            Some(size) => invalid(format!("`{name}` says {} bytes, and its content has {size}", file.size)),
            None => invalid(format!("the content of `{name}` is not here; send the file first")),
        }
    }

    fn shows(&self, caller: &Caller, live: &Live, sha256: &str) -> bool {
        let hidden = self.hidden_from(caller, &live.program, &live.state);
        let sight = Sight::without(&live.program, true, hidden);
        in_scopes(&live.state, sight.mask(), sha256).is_some()
    }

    /// A file that a run names, with its content.
    pub async fn file(&self, caller: &Caller, run: &RunId, hash: ContentHash) -> Result<(File, Vec<u8>), Error> {
        let view = self.run(caller, run).await?;
        let sha256 = hash.to_string();
        let nothing = || Error::Nothing { what: "file of this run", name: sha256.clone() };
        // What only hidden steps wrote is not there for this caller.
        let sight = Sight::without(&view.program, true, Arc::clone(&view.hidden));
        let named = match in_scopes(&view.state, sight.mask(), &sha256) {
            Some(file) => file.clone(),
            None => self.in_journal(&view, &sight, hash).await?.ok_or_else(nothing)?,
        };
        let content = self.store().attachment(hash).await?.ok_or_else(nothing)?;
        let name = tidy(&named.name);
        let media_type = media_type(&content, &name, Some(&named.media_type));
        let size = content.len() as u64;
        Ok((File { sha256, name, media_type, size }, content))
    }

    /// The file where only the journal still has it, such as what was collected in an item that is over.
    async fn in_journal(&self, view: &RunView, sight: &Sight<'_>, hash: ContentHash) -> Result<Option<File>, Error> {
        let (mut reader, mut read) = (Reader::default(), 0);
        loop {
            let page = self.store().journal(&view.run, read, PAGE).await?;
            let Some(last) = page.last() else { return Ok(None) };
            read = last.sequence;
            let shown = page.iter().filter_map(|recorded| reader.read(sight, recorded));
            if let Some(file) = shown.into_iter().find_map(|recorded| derive::file(&recorded.event, hash)) {
                return Ok(Some(file));
            }
        }
    }
}

/// Whose a file is that the caller brings.
fn bringer(caller: &Caller) -> String {
    match &caller.vouched {
        Vouched::Person | Vouched::Token(_) => caller.person.to_string(),
        Vouched::Guest { run, task } => format!("{} at {run}/{task}", caller.person),
    }
}

/// The key of content that somebody brought.
fn brought(hash: ContentHash, whose: &str) -> String {
    format!("{hash} {whose}")
}

/// Everything that a run knows now, also of single items.
fn scopes(state: &State) -> impl Iterator<Item = &Scope> {
    let items = state.activations.values().filter_map(|activation| match &activation.work {
        Work::Each(items) => Some(items.scopes.values()),
        _ => None,
    });
    std::iter::once(&state.scope).chain(items.flatten())
}

/// The file of this content, where a name that is not hidden holds it.
fn in_scopes<'a>(state: &'a State, mask: &Mask, sha256: &str) -> Option<&'a File> {
    let values = scopes(state).flat_map(|scope| &scope.values);
    values.filter(|(name, _)| !mask.hides(name)).find_map(|(_, value)| find(value, sha256))
}

/// The file of this content, where the value is it or holds it.
fn find<'a>(value: &'a Value, sha256: &str) -> Option<&'a File> {
    match value {
        Value::File(file) => (file.sha256 == sha256).then_some(file),
        Value::List(items) => items.iter().find_map(|item| find(item, sha256)),
        Value::Object(parts) => parts.values().find_map(|part| find(part, sha256)),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Duration(_) => None,
    }
}

/// A file's own name: without folders, control characters and what turns its letters around.
pub(crate) fn tidy(name: &str) -> String {
    let own = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = own.chars().filter(|c| !c.is_control() && !turns(*c)).take(LONGEST_NAME).collect();
    let kept = kept.trim().trim_start_matches('.');
    if kept.is_empty() { "file".to_owned() } else { kept.to_owned() }
}

/// What content is: by its first bytes; text of a harmless type as whoever sent it says; else bytes.
fn media_type(content: &[u8], name: &str, said: Option<&str>) -> String {
    const BYTES: &str = "application/octet-stream";
    let known = KNOWN.iter().find(|(begins, _)| content.starts_with(begins)).map(|(_, kind)| *kind);
    let webp = content.starts_with(b"RIFF") && content.get(8..12) == Some(b"WEBP");
    let heic = content.get(4..8) == Some(b"ftyp") && matches!(content.get(8..12), Some(b"heic" | b"heix" | b"mif1"));
    let mp4 = content.get(4..8) == Some(b"ftyp");
    let lower = name.to_lowercase();
    let said = said.map(|said| said.split(';').next().unwrap_or_default().trim().to_lowercase());
    let found = match known {
        Some("application/zip") => {
            ARCHIVES.iter().find(|(ending, _)| lower.ends_with(ending)).map_or("application/zip", |(_, kind)| kind)
        }
        Some(kind) => kind,
        None if webp => "image/webp",
        None if heic => "image/heic",
        None if mp4 => "video/mp4",
        None if std::str::from_utf8(content).is_ok() => {
            let harmless = TEXTS.iter().find(|kind| said.as_deref() == Some(**kind));
            let named = match lower.rsplit_once('.').map(|(_, ending)| ending) {
                Some("csv") => Some("text/csv"),
                Some("json") => Some("application/json"),
                Some("md") => Some("text/markdown"),
                _ => None,
            };
            harmless.copied().or(named).unwrap_or("text/plain")
        }
        None => BYTES,
    };
    found.to_owned()
}
