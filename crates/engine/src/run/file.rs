//! Files: kept by their content before a run names them, and given to whoever may see the run.
//!
//! What a file is is told by its first bytes, not by whoever sends it. Refuses names with folders or control characters by
//! taking these out, and content beyond what the store takes.

use procedure::hash::ContentHash;
use procedure::value::{File, Value};

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use interpreter::id::RunId;

/// Longest name of a file, in characters.
const LONGEST_NAME: usize = 200;

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
        self.keep_file(Upload { name, said, content }).await
    }

    /// Keeps a file of somebody who may attach one.
    pub(crate) async fn keep_file(&self, file: Upload<'_>) -> Result<File, Error> {
        let name = tidy(file.name);
        let media_type = media_type(&file.content, &name, file.said);
        let size = file.content.len() as u64;
        let hash = self.store().attach(file.content).await?;
        Ok(File { sha256: hash.to_string(), name, media_type, size })
    }

    /// A file that a run names, with its content.
    pub async fn file(&self, caller: &Caller, run: &RunId, hash: ContentHash) -> Result<(File, Vec<u8>), Error> {
        let content = self.attachment(caller, run, hash).await?;
        let state = self.run(caller, run).await?.state;
        let sha256 = hash.to_string();
        let named = state.scope.values.values().find_map(|value| find(value, &sha256));
        let name = named.map_or_else(|| "file".to_owned(), |file| tidy(&file.name));
        let media_type = media_type(&content, &name, named.map(|file| file.media_type.as_str()));
        let size = content.len() as u64;
        Ok((File { sha256, name, media_type, size }, content))
    }
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
fn tidy(name: &str) -> String {
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
