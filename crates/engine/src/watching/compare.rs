//! A log beside a procedure: how it departs from it, and how one of its cases does.

use std::sync::Arc;

use mining::align::Budget;
use mining::conform::{Acceptance, Conformance, Mapping, Options, case, conform};
use procedure::document::{Procedure, ProcedureId};
use procedure::hash::ContentHash;
use procedure::time::Calendar;

use super::view::conformance::{self, ConformanceReport};
use super::view::timeline::{self, CaseTimeline};
use super::{Filter, LogId, Watched};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::screen::ProcedureNamed;

/// So many comparisons of one part of a log are kept.
const KEPT: usize = 4;

/// A comparison that was made, and with what.
#[derive(Debug)]
pub(super) struct Compared {
    version: ContentHash,
    mapping: Mapping,
    acceptance: Acceptance,
    found: Arc<Conformance>,
}

/// With what a log is compared.
pub(super) struct Measure {
    pub named: ProcedureNamed,
    version: ContentHash,
    document: Arc<Procedure>,
    mapping: Mapping,
    acceptance: Acceptance,
    calendar: Calendar,
}

impl Measure {
    fn options(&self) -> Options<'_> {
        Options {
            mapping: &self.mapping,
            calendar: &self.calendar,
            acceptance: &self.acceptance,
            budget: Budget::default(),
        }
    }
}

impl Engine {
    /// What a log is held against, for whoever may read the procedure: what is accepted of it is what is so today.
    pub(super) async fn measure(
        &self,
        caller: &Caller,
        watched: &Watched,
        (procedure, number): (&ProcedureId, Option<u32>),
    ) -> Result<Measure, Error> {
        let (publication, document) = self.procedure(caller, procedure, number).await?;
        let calendar = self.inner.options.calendar.clone();
        let zone = document.calendar.as_ref().unwrap_or(&calendar).timezone.time_zone().clone();
        let today = self.now().to_zoned(zone).date();
        Ok(Measure {
            named: ProcedureNamed {
                id: procedure.to_string(),
                title: document.title.clone(),
                number: publication.number,
            },
            version: publication.version,
            mapping: self.mapping_for(watched, &document).await?,
            acceptance: self.accepted(procedure, today).await?,
            document,
            calendar,
        })
    }

    /// The comparison, from memory or made anew. Whoever asks for one while another is made waits for it.
    pub(super) async fn compared(
        &self,
        watched: &Arc<Watched>,
        measure: &Arc<Measure>,
    ) -> Result<Arc<Conformance>, Error> {
        let mut kept = watched.compared.lock().await;
        let same = |one: &Compared| {
            one.version == measure.version && one.mapping == measure.mapping && one.acceptance == measure.acceptance
        };
        if let Some(place) = kept.iter().position(same) {
            kept[..=place].rotate_right(1);
            return Ok(Arc::clone(&kept[0].found));
        }
        let (log, with) = (Arc::clone(watched), Arc::clone(measure));
        let found = self.reckon(move || Arc::new(conform(&with.document, &log.log, &with.options()))).await?;
        kept.insert(
            0,
            Compared {
                version: measure.version,
                mapping: measure.mapping.clone(),
                acceptance: measure.acceptance.clone(),
                found: Arc::clone(&found),
            },
        );
        kept.truncate(KEPT);
        Ok(found)
    }

    /// How a log, or a part of it, departs from a publication of a procedure; the latest where no number is given.
    pub async fn conformance(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        procedure: &ProcedureId,
        number: Option<u32>,
    ) -> Result<ConformanceReport, Error> {
        let watched = self.watched(caller, log, filter).await?;
        let measure = Arc::new(self.measure(caller, &watched, (procedure, number)).await?);
        let found = self.compared(&watched, &measure).await?;
        Ok(conformance::of(measure.named.clone(), &found, &watched.hidden))
    }

    /// One case of a log, by its place in the part of it that is looked at; beside a publication of a procedure where one is
    /// named.
    pub async fn case_timeline(
        &self,
        caller: &Caller,
        (log, filter): (&LogId, &Filter),
        place: usize,
        procedure: Option<(&ProcedureId, Option<u32>)>,
    ) -> Result<CaseTimeline, Error> {
        let watched = self.watched(caller, log, filter).await?;
        if place >= watched.log.len() {
            return Err(Error::Nothing { what: "case of this log at", name: place.to_string() });
        }
        let measure = match procedure {
            Some(procedure) => Some(self.measure(caller, &watched, procedure).await?),
            None => None,
        };
        self.reckon(move || {
            let moves = measure.map(|with| case(&with.document, &watched.log, place, &with.options()));
            timeline::of((&watched.log, watched.id.is_runs()), place, &watched.hidden, moves)
        })
        .await
    }
}
