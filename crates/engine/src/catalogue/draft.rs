//! Drafts: documents that are being written. Nobody runs or reads them but those who write.
//!
//! A draft is saved upon what its writer saw; where somebody else saved meanwhile the later one is refused and told so, and
//! nothing is lost. Refuses texts beyond [`MOST_TEXT`] and more than [`MOST_DRAFTS`] drafts.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::Arc;

use interpreter::id::PersonId;
use jiff::Timestamp;
use procedure::diagnostic::Diagnostic;
use procedure::document::{Procedure, ProcedureId};
use procedure::hash::ContentHash;
use procedure::read::{Spelling, read};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::shelf::{ChangeShown, DraftNamed, changes};
use super::spelling::spelling_of;
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Claim, ClaimKind, Collection, Publication, Record, StoreError, Write};
use crate::screen::PersonNamed;

/// Longest text of a draft, in bytes.
pub const MOST_TEXT: usize = 1 << 20;

/// Most drafts at a time.
pub const MOST_DRAFTS: usize = 2_000;

/// A draft as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    /// The procedure that it is to replace.
    procedure: Option<ProcedureId>,
    text: String,
    /// The publication that it was begun upon; 0 for none.
    base_number: u32,
    by: PersonId,
    at: Timestamp,
    /// Counts how often it was saved.
    revision: u64,
}

/// A draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Draft {
    pub id: String,
    /// The procedure that it is to replace, where it was begun upon one.
    pub procedure: Option<String>,
    /// As its text says it; the id where it says none.
    pub title: String,
    pub text: String,
    /// The publication that it was begun upon; 0 for none.
    pub base_number: u32,
    /// The latest publication; above `base_number` somebody else published meanwhile.
    pub latest: Option<u32>,
    pub by: PersonNamed,
    pub at: Timestamp,
    /// What `If-Match` is to say for the next save.
    pub etag: String,
}

/// A draft as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftItem {
    pub id: String,
    pub procedure: Option<String>,
    pub title: String,
    pub base_number: u32,
    pub by: PersonNamed,
    pub at: Timestamp,
}

/// What a draft is begun with.
#[derive(Debug, Clone)]
pub enum Begun {
    /// The latest publication of a procedure.
    Procedure(ProcedureId),
    Text(String),
}

/// What came out as a publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Published {
    pub procedure: String,
    pub number: u32,
    pub version: String,
    pub at: Timestamp,
}

impl Engine {
    /// Begins a draft.
    pub async fn begin_draft(&self, caller: &Caller, begun: Begun) -> Result<Draft, Error> {
        let (procedure, base_number, text) = match begun {
            Begun::Procedure(id) => {
                let (publication, document, text) = self.publication_text(caller, &id, None).await?;
                self.allow_draft(caller, Deed::Act, Some(&document))?;
                (Some(id), publication.number, text)
            }
            Begun::Text(text) => {
                self.allow_draft(caller, Deed::Act, None)?;
                (None, 0, text)
            }
        };
        short(&text)?;
        if self.store().records(Collection::Drafts).await?.len() >= MOST_DRAFTS {
            let because = format!("there are {MOST_DRAFTS} drafts; publish or remove some first");
            return Err(Error::Invalid { what: "a new draft", because });
        }
        let id = self.new_run_id().to_string();
        let kept = Kept { procedure, text, base_number, by: caller.person.clone(), at: self.now(), revision: 1 };
        self.keep_draft(caller, &id, None, &kept).await?;
        self.shown_draft(caller, id, kept).await
    }

    /// The drafts that the caller may see, those saved last first.
    pub async fn drafts(&self, caller: &Caller) -> Result<Vec<DraftItem>, Error> {
        let directory = self.directory();
        let mut drafts = Vec::new();
        for record in self.store().records(Collection::Drafts).await? {
            let kept = kept(&record.id, &record.value)?;
            if self.allow_kept(caller, Deed::Read, &kept).await.is_ok() {
                drafts.push(DraftItem {
                    title: title_of(&record.id, &kept.text),
                    id: record.id,
                    procedure: kept.procedure.map(|procedure| procedure.to_string()),
                    base_number: kept.base_number,
                    by: PersonNamed::of(&directory, &kept.by),
                    at: kept.at,
                });
            }
        }
        drafts.sort_by_key(|draft| std::cmp::Reverse(draft.at));
        Ok(drafts)
    }

    /// One draft.
    pub async fn draft(&self, caller: &Caller, id: &str) -> Result<Draft, Error> {
        let kept = self.kept_draft(caller, Deed::Read, id).await?;
        self.shown_draft(caller, id.to_owned(), kept).await
    }

    /// Saves a draft upon what its writer saw: `etag`. `base_number` where it now stands upon another publication.
    ///
    /// # Errors
    /// [`Error::ChangedMeanwhile`] where somebody saved it since.
    pub async fn save_draft(
        &self,
        caller: &Caller,
        id: &str,
        etag: &str,
        text: String,
        base_number: Option<u32>,
    ) -> Result<Draft, Error> {
        short(&text)?;
        let before = self.kept_draft(caller, Deed::Act, id).await?;
        same(&before, id, etag)?;
        let after = Kept {
            text,
            base_number: base_number.unwrap_or(before.base_number),
            by: caller.person.clone(),
            at: self.now(),
            revision: before.revision + 1,
            procedure: before.procedure.clone(),
        };
        self.keep_draft(caller, id, Some(&before), &after).await?;
        self.shown_draft(caller, id.to_owned(), after).await
    }

    /// Removes a draft upon what its writer saw.
    pub async fn remove_draft(&self, caller: &Caller, id: &str, etag: &str) -> Result<(), Error> {
        let before = self.kept_draft(caller, Deed::Act, id).await?;
        same(&before, id, etag)?;
        self.drop_draft(caller, id, &before).await
    }

    /// Publishes a draft and removes it.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the text has any; [`Error::ChangedMeanwhile`] where somebody saved the draft since, or
    /// published upon the same publication.
    pub async fn publish_draft(
        &self,
        caller: &Caller,
        id: &str,
        etag: &str,
        rationale: &str,
    ) -> Result<Published, Error> {
        let before = self.kept_draft(caller, Deed::Act, id).await?;
        same(&before, id, etag)?;
        let document = document_of(&before.text)?;
        let latest = self.latest(&document.id).await?.map_or(0, |latest| latest.number);
        if latest != before.base_number {
            let what = if before.base_number == 0 {
                format!("`{}` is published already, as number {latest}; open a draft upon it", document.id)
            } else {
                format!(
                    "publication {latest} came out since this draft was begun; compare both, and save it upon that one"
                )
            };
            return Err(Error::ChangedMeanwhile { what });
        }
        let publication = self.publish_written(caller, &document, Some(&before.text), rationale).await?;
        self.drop_draft(caller, id, &before).await?;
        Ok(published(&publication))
    }

    /// What publishing a draft would change against the latest publication of the procedure that its text names; nothing
    /// where there is none.
    ///
    /// # Errors
    /// [`Error::Mistakes`] where the text cannot be read.
    pub async fn draft_differences(&self, caller: &Caller, id: &str) -> Result<Vec<ChangeShown>, Error> {
        let kept = self.kept_draft(caller, Deed::Read, id).await?;
        let after = document_of(&kept.text)?;
        if self.latest(&after.id).await?.is_none() {
            return Ok(Vec::new());
        }
        let (_, before) = self.procedure(caller, &after.id, None).await?;
        Ok(changes(&before, &after))
    }

    /// By procedure, the draft that was saved last upon it.
    pub(super) async fn latest_drafts(&self) -> Result<BTreeMap<ProcedureId, DraftNamed>, Error> {
        let directory = self.directory();
        let mut found: BTreeMap<ProcedureId, DraftNamed> = BTreeMap::new();
        for record in self.store().records(Collection::Drafts).await? {
            let kept = kept(&record.id, &record.value)?;
            let Some(procedure) = kept.procedure else { continue };
            if found.get(&procedure).is_none_or(|found| found.at < kept.at) {
                let by = PersonNamed::of(&directory, &kept.by);
                found.insert(procedure, DraftNamed { id: record.id, by, at: kept.at });
            }
        }
        Ok(found)
    }

    fn allow_draft(&self, caller: &Caller, deed: Deed, base: Option<&Procedure>) -> Result<(), Error> {
        self.allow(caller, deed, Thing::Draft(base), "write drafts")
    }

    async fn allow_kept(&self, caller: &Caller, deed: Deed, kept: &Kept) -> Result<(), Error> {
        let base = match &kept.procedure {
            Some(procedure) => self.latest(procedure).await?,
            None => None,
        };
        match base {
            Some(base) => {
                let program = self.program(base.version).await?;
                self.allow_draft(caller, deed, Some(&program.procedure))
            }
            None => self.allow_draft(caller, deed, None),
        }
    }

    /// A draft behind the gate. Whoever may not see it is not told that it is there.
    async fn kept_draft(&self, caller: &Caller, deed: Deed, id: &str) -> Result<Kept, Error> {
        let nothing = || Error::Nothing { what: "draft", name: id.chars().take(80).collect() };
        let value = self.store().record_of(Collection::Drafts, id).await?.ok_or_else(nothing)?;
        let kept = kept(id, &value)?;
        self.allow_kept(caller, Deed::Read, &kept).await.map_err(|_| nothing())?;
        self.allow_kept(caller, deed, &kept).await?;
        Ok(kept)
    }

    async fn keep_draft(&self, caller: &Caller, id: &str, before: Option<&Kept>, after: &Kept) -> Result<(), Error> {
        let value = serde_json::to_string(after).expect("a draft has a JSON form");
        let writes = vec![Write::Record(Record { collection: Collection::Drafts, id: id.to_owned(), value })];
        self.change_draft(caller, ChangeKind::DraftSaved, id, before, Some(after), writes).await
    }

    async fn drop_draft(&self, caller: &Caller, id: &str, before: &Kept) -> Result<(), Error> {
        let writes = vec![Write::RemoveRecord { collection: Collection::Drafts, id: id.to_owned() }];
        self.change_draft(caller, ChangeKind::DraftRemoved, id, Some(before), None, writes).await
    }

    /// Writes a change. Of two that were made upon the same state of a draft one is refused.
    async fn change_draft(
        &self,
        caller: &Caller,
        kind: ChangeKind,
        id: &str,
        before: Option<&Kept>,
        after: Option<&Kept>,
        writes: Vec<Write>,
    ) -> Result<(), Error> {
        // The text stays beside the ledger: what is committed to is its hash.
        let seen = |kept: &Kept| {
            serde_json::json!({
                "procedure": kept.procedure,
                "text": ContentHash::of(kept.text.as_bytes()),
                "base_number": kept.base_number,
                "revision": kept.revision,
            })
        };
        let payload = serde_json::json!({"before": before.map(seen), "after": after.map(seen)});
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let key = format!("draft {id} {}", before.map_or(0, |before| before.revision));
        let claim = Claim { kind: ClaimKind::Request, key, by: id.to_owned(), value: None };
        match self.enter(kind, id, actor, &payload, writes, vec![claim]).await {
            Ok(_) => Ok(()),
            Err(Error::Store(StoreError::ClaimTaken { .. })) => Err(changed_meanwhile()),
            Err(other) => Err(other),
        }
    }

    async fn shown_draft(&self, _: &Caller, id: String, kept: Kept) -> Result<Draft, Error> {
        let latest = match &kept.procedure {
            Some(procedure) => self.latest(procedure).await?.map(|latest| latest.number),
            None => None,
        };
        Ok(Draft {
            title: title_of(&id, &kept.text),
            etag: etag(&id, &kept),
            id,
            latest,
            procedure: kept.procedure.map(|procedure| procedure.to_string()),
            base_number: kept.base_number,
            by: PersonNamed::of(&self.directory(), &kept.by),
            at: kept.at,
            text: kept.text,
        })
    }
}

fn kept(id: &str, value: &str) -> Result<Kept, Error> {
    serde_json::from_str(value).map_err(|error| {
        let what = format!("draft {id}");
        StoreError::Damaged { what, because: error.to_string() }.into()
    })
}

/// Changes with every save, and never comes back.
fn etag(id: &str, kept: &Kept) -> String {
    ContentHash::of(format!("{id} {}", kept.revision).as_bytes()).short()
}

fn same(kept: &Kept, id: &str, seen: &str) -> Result<(), Error> {
    if etag(id, kept) == seen { Ok(()) } else { Err(changed_meanwhile()) }
}

fn changed_meanwhile() -> Error {
    Error::ChangedMeanwhile {
        what: "somebody saved this draft since you opened it; compare both, and save again".into(),
    }
}

pub(super) fn short(text: &str) -> Result<(), Error> {
    if text.len() <= MOST_TEXT {
        return Ok(());
    }
    let because = format!("it has {} bytes, and {MOST_TEXT} are the most", text.len());
    Err(Error::Invalid { what: "the text", because })
}

/// The document of a text, where nothing is wrong with it.
fn document_of(text: &str) -> Result<Arc<Procedure>, Error> {
    read(text, spelling_of(text), &())
        .clean()
        .map(Arc::new)
        .map_err(|found| Error::Mistakes(found.into_iter().filter(Diagnostic::is_error).collect()))
}

/// What a text calls its procedure, also where it cannot be read whole: the first `title:` of its head.
fn title_of(id: &str, text: &str) -> String {
    const MOST: usize = 200;
    let mut lines = text.lines().take(MOST);
    let title = match spelling_of(text) {
        Spelling::Json => serde_json::from_str::<serde_json::Value>(text)
            .ok()
            .and_then(|json| json.get("title").and_then(|title| title.as_str()).map(str::to_owned)),
        Spelling::Yaml | Spelling::Markdown => {
            lines.find_map(|line| line.strip_prefix("title:").or_else(|| line.strip_prefix("# "))).map(str::to_owned)
        }
    };
    let title = title.map(|title| title.trim().trim_matches(['"', '\'']).chars().take(MOST).collect::<String>());
    title.filter(|title| !title.is_empty()).unwrap_or_else(|| id.to_owned())
}

fn published(publication: &Publication) -> Published {
    Published {
        procedure: publication.procedure.to_string(),
        number: publication.number,
        version: publication.version.to_string(),
        at: publication.at,
    }
}

/// What a draft is begun with, as it is sent: exactly one of both.
impl Begun {
    pub fn of(procedure: Option<&str>, text: Option<String>) -> Result<Self, Error> {
        let invalid = |because: String| Error::Invalid { what: "a new draft", because };
        match (procedure, text) {
            (Some(procedure), None) => match ProcedureId::from_str(procedure) {
                Ok(id) => Ok(Begun::Procedure(id)),
                Err(error) => Err(invalid(error.to_string())),
            },
            (None, Some(text)) => Ok(Begun::Text(text)),
            (Some(_), Some(_)) | (None, None) => Err(invalid("give a `procedure` or a `text`".to_owned())),
        }
    }
}
