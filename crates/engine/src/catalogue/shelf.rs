//! The library of procedures, and one procedure as its reader sees it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use procedure::diff;
use procedure::document::{Procedure, ProcedureId};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{Publication, Words};
use crate::screen::{FormField, GraphShown, PersonNamed, RoleNamed, fields_at_start};

/// What somebody looks for among procedures.
#[derive(Debug, Clone, Default)]
pub struct ShelfFilter {
    pub words: Words,
    pub tag: Option<String>,
    /// The role that answers for it.
    pub owner: Option<String>,
}

/// A published procedure as the library shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcedureItem {
    pub id: String,
    pub title: String,
    pub purpose: Option<String>,
    /// The role that answers for it.
    pub owner: Option<RoleNamed>,
    pub tags: Vec<String>,
    /// The latest publication.
    pub number: u32,
    pub published_at: Timestamp,
    pub author: Option<PersonNamed>,
    pub review: Option<Review>,
    pub last_run_at: Option<Timestamp>,
    pub open_runs: u64,
    /// What is being written upon it, where the reader may see drafts.
    pub draft: Option<DraftNamed>,
    pub may: ProcedureRights,
}

/// When a procedure is to be looked through again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Review {
    pub due: Timestamp,
    pub overdue: bool,
}

/// A draft by its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftNamed {
    pub id: String,
    pub by: PersonNamed,
    pub at: Timestamp,
}

/// What the reader may do with a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProcedureRights {
    pub start: bool,
    /// Writing drafts.
    pub edit: bool,
    pub publish: bool,
}

/// A publication with its document, as it is read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProcedureScreen {
    #[serde(flatten)]
    pub item: ProcedureItem,
    /// The publication that is shown.
    pub shown: u32,
    /// Its content hash.
    pub version: String,
    /// Why it was changed.
    pub rationale: String,
    /// The document for people: a fragment without scripts, styles and raw HTML. A step's section has the id `step-ID`.
    pub html: String,
    pub graph: GraphShown,
    /// The document as its author wrote it, in any of the three spellings; as YAML where only the document was given.
    pub text: String,
    /// The document as JSON.
    pub document: Json,
    pub start: StartForm,
    /// The sub-procedures that it runs, with the publications that it fixed.
    pub pins: Vec<PinShown>,
}

/// What a run is asked at its start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StartForm {
    pub fields: Vec<FormField>,
}

/// A sub-procedure as a publication fixed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PinShown {
    pub procedure: String,
    pub number: u32,
    pub version: String,
}

/// One publication in the history of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VersionItem {
    pub number: u32,
    pub version: String,
    pub at: Timestamp,
    pub author: Option<PersonNamed>,
    pub rationale: String,
}

/// One difference between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangeShown {
    /// `added`, `removed`, `moved`, `changed`.
    pub kind: String,
    /// `behaviour`: a run can go otherwise; `wording`: it cannot.
    pub weight: String,
    /// What it is about: `step`, `role`, `field` and so on.
    pub subject: String,
    /// The name of that, such as the step's id.
    pub name: Option<String>,
    /// The difference in one line.
    pub words: String,
    pub before: Option<String>,
    pub after: Option<String>,
    /// The step it belongs to.
    pub step: Option<String>,
}

impl Engine {
    /// The procedures that the caller may read and that the filter finds, by title. What changes with runs is filled in
    /// for one part of the list: `part` says from where and how many.
    pub async fn shelf(
        &self,
        caller: &Caller,
        filter: &ShelfFilter,
        part: std::ops::Range<usize>,
    ) -> Result<(Vec<ProcedureItem>, usize), Error> {
        let mut found = Vec::new();
        for publication in self.procedures(caller).await? {
            let program = self.program(publication.version).await?;
            if holds(&program.procedure, filter) {
                found.push((publication, program));
            }
        }
        found.sort_by_key(|(_, program)| program.procedure.title.to_lowercase());
        let count = found.len();
        let drafts = self.latest_drafts().await?;
        let mut items = Vec::new();
        for (publication, program) in found.into_iter().skip(part.start).take(part.len()) {
            items.push(self.shelf_item(caller, &publication, &program.procedure, &drafts).await?);
        }
        Ok((items, count))
    }

    async fn shelf_item(
        &self,
        caller: &Caller,
        latest: &Publication,
        procedure: &Procedure,
        drafts: &BTreeMap<ProcedureId, DraftNamed>,
    ) -> Result<ProcedureItem, Error> {
        let directory = self.directory();
        let runs = self.store().runs_of(&latest.procedure).await?;
        let may = |deed, thing| self.allow(caller, deed, thing, "do this").is_ok();
        let reads_drafts = may(Deed::Read, Thing::Draft(Some(procedure)));
        let draft = drafts.get(&latest.procedure).filter(|_| reads_drafts).cloned();
        let calendar = procedure.calendar.as_ref().unwrap_or(&self.inner.options.calendar);
        Ok(ProcedureItem {
            id: latest.procedure.to_string(),
            title: procedure.title.clone(),
            purpose: procedure.purpose.clone(),
            owner: procedure.owner.as_ref().map(|role| RoleNamed::of(procedure, role)),
            tags: procedure.tags.clone(),
            number: latest.number,
            published_at: latest.at,
            author: latest.author.as_ref().map(|person| PersonNamed::of(&directory, person)),
            review: review(procedure, latest.at, calendar.timezone.time_zone(), self.now()),
            last_run_at: runs.latest,
            open_runs: runs.open,
            draft,
            may: ProcedureRights {
                start: may(Deed::Act, Thing::Start(procedure)),
                edit: may(Deed::Act, Thing::Draft(Some(procedure))),
                publish: may(Deed::Act, Thing::Procedure { procedure, before: Some(procedure) }),
            },
        })
    }

    /// A publication as its reader sees it; the latest where no number is given.
    pub async fn procedure_screen(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
        number: Option<u32>,
    ) -> Result<ProcedureScreen, Error> {
        let (shown, document) = self.procedure(caller, procedure, number).await?;
        let (latest, current) = self.procedure(caller, procedure, None).await?;
        let mut item = self.shelf_item(caller, &latest, &current, &self.latest_drafts().await?).await?;
        if shown.number != latest.number {
            // As starting one has it: an older publication lacks what the newer was made for.
            let back = Thing::Procedure { procedure: &document, before: Some(&current) };
            item.may.start = [Thing::Start(&document), back]
                .into_iter()
                .all(|thing| self.allow(caller, Deed::Act, thing, "start it").is_ok());
        }
        let json = procedure::print::to_json(&document);
        let pins = shown.pins.iter();
        Ok(ProcedureScreen {
            item,
            shown: shown.number,
            version: shown.version.to_string(),
            rationale: shown.rationale.clone(),
            html: procedure::render::html(&document),
            graph: GraphShown::of(&document),
            text: self.text_of(&shown, &document).await?,
            document: serde_json::from_str(&json).unwrap_or(Json::Null),
            start: StartForm { fields: fields_at_start(&document) },
            pins: pins
                .map(|(procedure, pin)| PinShown {
                    procedure: procedure.to_string(),
                    number: pin.number,
                    version: pin.version.to_string(),
                })
                .collect(),
        })
    }

    /// The publications of a procedure, newest first.
    pub async fn versions(&self, caller: &Caller, procedure: &ProcedureId) -> Result<Vec<VersionItem>, Error> {
        let publications = self.publications(caller, procedure).await?;
        if publications.is_empty() {
            return Err(Error::NoProcedure(procedure.clone()));
        }
        let directory = self.directory();
        let item = |publication: Publication| VersionItem {
            number: publication.number,
            version: publication.version.to_string(),
            at: publication.at,
            author: publication.author.as_ref().map(|person| PersonNamed::of(&directory, person)),
            rationale: publication.rationale,
        };
        Ok(publications.into_iter().rev().map(item).collect())
    }

    /// What differs between two publications.
    pub async fn differences(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
        from: u32,
        to: u32,
    ) -> Result<Vec<ChangeShown>, Error> {
        let (_, before) = self.procedure(caller, procedure, Some(from)).await?;
        let (_, after) = self.procedure(caller, procedure, Some(to)).await?;
        Ok(changes(&before, &after))
    }
}

/// What differs, in words.
pub(super) fn changes(before: &Procedure, after: &Procedure) -> Vec<ChangeShown> {
    diff::diff(before, after).into_iter().map(change).collect()
}

fn change(change: diff::Change) -> ChangeShown {
    use diff::{Kind, Subject, Weight};
    let kind = match change.kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Moved => "moved",
        Kind::Changed => "changed",
    };
    let weight = match change.weight {
        Weight::Behaviour => "behaviour",
        Weight::Wording => "wording",
    };
    let step = match &change.subject {
        Subject::Step(step) => Some(step.to_string()),
        Subject::Exception { group, .. } => group.as_ref().map(ToString::to_string),
        _ => None,
    };
    let (subject, name) = match change.subject {
        Subject::Procedure => ("procedure", None),
        Subject::Role(role) => ("role", Some(role.to_string())),
        Subject::Setting(name) => ("setting", Some(name.to_string())),
        Subject::Field(name) => ("field", Some(name.to_string())),
        Subject::Outcome(outcome) => ("outcome", Some(outcome.to_string())),
        Subject::Triggers => ("triggers", None),
        Subject::Step(step) => ("step", Some(step.to_string())),
        Subject::Exception { exception, .. } => ("exception", Some(exception.to_string())),
        Subject::Escalation => ("escalation", None),
        Subject::Success => ("success", None),
        Subject::Example(name) => ("example", Some(name)),
    };
    ChangeShown {
        kind: kind.to_owned(),
        weight: weight.to_owned(),
        subject: subject.to_owned(),
        name,
        words: change.sentence,
        before: change.before,
        after: change.after,
        step,
    }
}

fn holds(procedure: &Procedure, filter: &ShelfFilter) -> bool {
    let parts = [procedure.title.as_str(), procedure.id.as_str(), procedure.purpose.as_deref().unwrap_or_default()];
    let tags = procedure.tags.iter().map(String::as_str);
    filter.words.stand_in(&Words::haystack(parts.into_iter().chain(tags)))
        && filter.tag.as_ref().is_none_or(|tag| procedure.tags.contains(tag))
        && filter.owner.as_ref().is_none_or(|owner| procedure.owner.as_ref().is_some_and(|role| role.as_str() == owner))
}

/// Counted from its publication, in the calendar's days.
fn review(procedure: &Procedure, published: Timestamp, zone: &TimeZone, now: Timestamp) -> Option<Review> {
    let day = published.to_zoned(zone.clone()).date();
    let due = procedure.review?.next(day)?.to_zoned(zone.clone()).ok()?.timestamp();
    Some(Review { due, overdue: due < now })
}
