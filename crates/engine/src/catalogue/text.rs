//! The text of a publication as its author wrote it, with its comments and in its order.
//!
//! What counts is the document: its canonical form gives the version. The text stands beside it, for whoever reads or goes
//! on writing, and is given only while it says that very document; otherwise, and where nobody sent one, the document is
//! printed. Refuses texts beyond [`MOST_TEXT`](super::draft::MOST_TEXT).

use std::sync::Arc;

use procedure::document::{Procedure, ProcedureId};
use procedure::hash::ContentHash;
use procedure::read::read;

use super::draft::short;
use super::spelling::spelling_of;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Collection, Publication, Record, Write};

/// A text as it is going to stand beside a publication.
pub(super) struct Written<'a> {
    text: &'a str,
}

impl<'a> Written<'a> {
    /// The text, where by itself it says this very version. One that needs a table's file beside it does not.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is too long.
    pub(super) fn of(text: &'a str, version: ContentHash) -> Result<Option<Self>, Error> {
        short(text)?;
        Ok(says(text, version).then_some(Written { text }))
    }

    /// What the ledger commits to.
    pub(super) fn hash(&self) -> ContentHash {
        ContentHash::of(self.text.as_bytes())
    }

    pub(super) fn write(&self, publication: &Publication) -> Write {
        let id = key(&publication.procedure, publication.number);
        let value = serde_json::Value::from(self.text).to_string();
        Write::Record(Record { collection: Collection::Texts, id, value })
    }
}

impl Engine {
    /// A publication with its document and its text; the latest where no number is given.
    pub async fn publication_text(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
        number: Option<u32>,
    ) -> Result<(Publication, Arc<Procedure>, String), Error> {
        let (publication, document) = self.procedure(caller, procedure, number).await?;
        let text = self.text_of(&publication, &document).await?;
        Ok((publication, document, text))
    }

    /// The text of a publication: as it was written, else its document printed as YAML.
    pub(super) async fn text_of(&self, publication: &Publication, document: &Procedure) -> Result<String, Error> {
        let id = key(&publication.procedure, publication.number);
        let kept = self.store().record_of(Collection::Texts, &id).await?;
        let kept = kept.and_then(|value| serde_json::from_str::<String>(&value).ok());
        let version = publication.version;
        Ok(kept.filter(|text| says(text, version)).unwrap_or_else(|| procedure::print::to_yaml(document)))
    }
}

fn key(procedure: &ProcedureId, number: u32) -> String {
    format!("{procedure} {number}")
}

fn says(text: &str, version: ContentHash) -> bool {
    let read = read(text, spelling_of(text), &()).clean();
    read.is_ok_and(|read| procedure::print::content_hash(&read) == version)
}
