//! What of a log is shown to whoever may look at it: each through the gate, out of the way of everything else.

use std::sync::Arc;

use mining::draft::{Options, Refused, draft};
use mining::graph::Detail;
use mining::log::Guard;
use procedure::document::ProcedureId;
use procedure::read::Spelling;

use super::view::cases::{self, CasesListed};
use super::view::draft::{self as drafted, DraftedProcedure};
use super::view::map::{self, ProcessMap};
use super::view::overview::{self, LogFigures};
use super::view::variants::{self, VariantsListed};
use super::{Filter, LogId, Watched};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// Longest title of a draft, in characters.
const LONGEST_TITLE: usize = 200;

/// Which cases are listed: all where nothing is said.
#[derive(Debug, Clone, Default)]
pub struct CaseQuery {
    /// Those that went this way: its place among the ways.
    pub variant: Option<usize>,
    /// Those in which this deviation from a publication of a procedure occurs: its place in the report.
    pub deviation: Option<(usize, ProcedureId, Option<u32>)>,
    /// Those in whose name this text stands.
    pub search: String,
}

/// How a procedure is drafted.
#[derive(Debug, Clone)]
pub struct DraftAsked {
    /// How much of what cases do the steps should cover: 0 the main road only, 1 everything.
    pub coverage: f64,
    /// The title; made of the log's name where absent.
    pub title: Option<String>,
    /// The id; made of the title where absent.
    pub id: Option<ProcedureId>,
}

impl Engine {
    fn guard(&self) -> Guard {
        Guard::new(self.inner.options.smallest_group)
    }

    /// What is in a log, or in a part of it.
    pub async fn log_figures(&self, caller: &Caller, log: &LogId, filter: &Filter) -> Result<LogFigures, Error> {
        let (watched, guard) = (self.watched(caller, log, filter).await?, self.guard());
        if let Some(figures) = watched.figures.get() {
            return Ok(figures.clone());
        }
        let make = move || {
            let make = || overview::of(&watched.log, watched.graph(), watched.variants().len(), &watched.hidden, guard);
            watched.figures.get_or_init(make).clone()
        };
        self.reckon(make).await
    }

    /// The process map, in as much detail as is asked for.
    pub async fn process_map(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        detail: Detail,
    ) -> Result<ProcessMap, Error> {
        let watched = self.watched(caller, log, filter).await?;
        self.reckon(move || map::of(&watched.log, watched.graph(), detail)).await
    }

    /// The ways that cases went, so many from a place on.
    pub async fn log_variants(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        (from, limit): (usize, usize),
    ) -> Result<VariantsListed, Error> {
        let watched = self.watched(caller, log, filter).await?;
        self.reckon(move || variants::of(&watched.log, watched.variants(), from, limit)).await
    }

    /// Cases, so many from a place of the list on.
    ///
    /// # Errors
    /// [`Error::Nothing`] where there is no such way, or no such deviation.
    pub async fn log_cases(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        query: CaseQuery,
        (from, limit): (usize, usize),
    ) -> Result<CasesListed, Error> {
        let watched = self.watched(caller, log, filter).await?;
        let nothing = |what, place: usize| Error::Nothing { what, name: place.to_string() };
        let deviating: Option<Vec<u32>> = match &query.deviation {
            None => None,
            Some((place, procedure, number)) => {
                let measure = Arc::new(self.measure(caller, &watched, (procedure, *number)).await?);
                let found = self.compared(&watched, &measure).await?;
                let deviation = found.deviations.get(*place);
                Some(deviation.ok_or_else(|| nothing("deviation at", *place))?.cases.clone())
            }
        };
        let listed = move || {
            let among = match query.variant {
                None => deviating,
                Some(place) => {
                    let variant = watched.variants().get(place);
                    let cases = &variant.ok_or_else(|| nothing("way at", place))?.cases;
                    Some(match deviating {
                        None => cases.clone(),
                        Some(deviating) => among_both(cases, &deviating),
                    })
                }
            };
            Ok(cases::of((&watched.log, watched.id.is_runs()), among.as_deref(), &query.search, (from, limit)))
        };
        self.reckon(listed).await?
    }

    /// A procedure drafted from a log. Nothing is kept of it.
    pub async fn drafted(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        asked: DraftAsked,
    ) -> Result<DraftedProcedure, Error> {
        let watched = self.watched(caller, log, filter).await?;
        let title = asked.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
        if title.is_some_and(|title| title.chars().count() > LONGEST_TITLE) {
            return Err(Error::Invalid {
                what: "the title",
                because: format!("it has more than {LONGEST_TITLE} characters"),
            });
        }
        let options = Options {
            coverage: asked.coverage,
            title: title.map_or_else(|| format!("Procedure of {}", watched.name), str::to_owned),
            id: asked.id.map(|id| id.to_string()),
            guard: self.guard(),
            ..Options::default()
        };
        let made = self.reckon(move || draft(&without_people(&watched), &options)).await?;
        let made = made.map_err(refused)?;
        let proof = self.proof(caller, drafted::text(&made), Some(Spelling::Yaml)).await?;
        Ok(drafted::of(&made, proof.diagnostics))
    }
}

/// The log without what tells who somebody is: nothing of it is to stand in a draft.
fn without_people(watched: &Watched) -> std::borrow::Cow<'_, mining::log::Log> {
    let log = &watched.log;
    let mut keys = log.case_columns().keys().chain(log.event_columns().keys());
    if !keys.any(|key| watched.hidden.contains(key)) {
        return std::borrow::Cow::Borrowed(log);
    }
    let mut told = log.clone();
    told.retain_columns(|key, _| !watched.hidden.contains(key));
    std::borrow::Cow::Owned(told)
}

/// Cases that are in both lists, which are in order.
fn among_both(one: &[u32], other: &[u32]) -> Vec<u32> {
    one.iter().copied().filter(|case| other.binary_search(case).is_ok()).collect()
}

fn refused(refused: Refused) -> Error {
    let because = refused.to_string();
    match refused {
        Refused::Empty | Refused::Undiscovered(_) => Error::Invalid { what: "the log", because },
        // A mistake of ours.
        Refused::Invalid(_) => Error::Invalid { what: "the draft", because },
    }
}
