//! Schedules: the moments of published procedures' `schedule` triggers.
//!
//! Of the moments that were missed while nothing dispatched, the latest starts its runs once; the earlier ones are left
//! out, and the ledger says so. A schedule begins with the publication that first has it. Each moment has a claim, so
//! that no crash starts a run twice.

use std::collections::BTreeSet;

use interpreter::command::{Start, Trigger as Cause};
use jiff::{SignedDuration, Timestamp};
use procedure::document::{Name, ProcedureId, Trigger, WhenBusy};
use procedure::time::Schedule;
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{
    ChangeKind, Claim, ClaimKind, Collection, Page, Publication, Record, RunQuery, StoreError, Write,
};
use crate::run::change::By;
use crate::trigger;
use interpreter::actor::Actor;

/// Most moments looked through for the latest one that was missed. A schedule that fires more often is looked at from
/// that many of its moments before now.
const MOST_MISSED: usize = 10_000;

/// How far back missed moments are looked for.
const LONGEST_MISSED: SignedDuration = SignedDuration::from_hours(24 * 400);

/// What following the schedules came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Followed {
    /// Runs that were started.
    pub started: usize,
    /// The next moment of any schedule.
    pub next: Option<Timestamp>,
}

/// How far a schedule was followed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Reached {
    at: Timestamp,
    /// The trigger, as it was written: another publication may have it elsewhere, or another one in its place.
    #[serde(default)]
    trigger: Option<String>,
}

impl Reached {
    /// How far the trigger at a place of a procedure was followed, of all that is kept.
    pub(crate) fn of(kept: &[Record], procedure: &ProcedureId, index: usize, trigger: &Trigger) -> Option<Timestamp> {
        let own = written(trigger);
        let of_procedure = |record: &&Record| record.id.rsplit_once('/').is_some_and(|(id, _)| *id == **procedure);
        let read = |record: &Record| serde_json::from_str::<Self>(&record.value).ok();
        let same = kept.iter().filter(of_procedure).filter_map(read);
        let same = same.filter(|reached| reached.trigger.as_ref() == Some(&own)).map(|reached| reached.at).max();
        // What was kept before triggers were: it goes by its place.
        let by_place = || kept.iter().find(|record| record.id == place(procedure, index)).and_then(read);
        same.or_else(|| by_place().filter(|reached| reached.trigger.is_none()).map(|reached| reached.at))
    }
}

fn place(procedure: &ProcedureId, index: usize) -> String {
    format!("{procedure}/{index}")
}

fn written(trigger: &Trigger) -> String {
    serde_json::to_string(trigger).expect("a trigger has a JSON form")
}

/// A run that starts when the one before has ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Queued {
    procedure: ProcedureId,
    trigger: usize,
    /// The trigger, as it was written.
    #[serde(default)]
    written: Option<String>,
    moment: Timestamp,
    each: Option<(Name, Value)>,
}

impl Engine {
    /// Starts what the schedules' moments up to now ask for.
    pub(super) async fn follow_schedules(&self) -> Result<Followed, Error> {
        let mut followed = Followed::default();
        let reached = self.store().records(Collection::Schedules).await?;
        for publication in self.store().latest_publications().await? {
            let program = self.program(publication.version).await?;
            for (index, trigger) in program.procedure.triggers.iter().enumerate() {
                let Trigger::Schedule { schedule, each, when_busy, .. } = trigger else { continue };
                let id = place(&publication.procedure, index);
                let from = Reached::of(&reached, &publication.procedure, index, trigger).unwrap_or(publication.at);
                let now = self.now();
                if let Some((moment, missed)) = latest(schedule, &program.calendar, from, now) {
                    let values = each
                        .iter()
                        .flat_map(|(name, values)| values.iter().map(|value| Some((name.clone(), value.clone()))));
                    let mut values: Vec<Option<(Name, Value)>> = values.collect();
                    if each.is_none() {
                        values.push(None);
                    }
                    let mut outcomes = Vec::new();
                    for each in values {
                        let procedure = publication.procedure.clone();
                        let written = Some(written(trigger));
                        let queued = Queued { procedure, trigger: index, written, moment, each };
                        let outcome = self.moment(&publication, queued, *when_busy).await?;
                        followed.started += usize::from(outcome == "started");
                        outcomes.push(outcome);
                    }
                    let payload = serde_json::json!({"moment": moment, "runs": outcomes, "left_out": missed});
                    let reached = Reached { at: moment, trigger: Some(written(trigger)) };
                    let reached = serde_json::to_string(&reached).expect("a moment has a JSON form");
                    let record = Record { collection: Collection::Schedules, id: id.clone(), value: reached };
                    let writes = vec![Write::Record(record)];
                    self.enter(ChangeKind::ScheduleFollowed, &id, Actor::engine(), &payload, writes, vec![]).await?;
                }
                let next = schedule.next_after(&program.calendar, now);
                followed.next = followed.next.into_iter().chain(next).min();
            }
        }
        Ok(followed)
    }

    /// Starts one run of a moment, or queues it, or leaves it out.
    async fn moment(
        &self,
        publication: &Publication,
        queued: Queued,
        when_busy: WhenBusy,
    ) -> Result<&'static str, Error> {
        let busy = when_busy != WhenBusy::Start && self.is_busy(&queued).await?;
        match when_busy {
            WhenBusy::Skip if busy => Ok("skipped"),
            WhenBusy::Queue if busy => {
                let value = serde_json::to_string(&queued).expect("names and values have JSON forms");
                let record = Record { collection: Collection::Queued, id: key(&queued), value };
                let writes = vec![Write::Record(record)];
                let payload = serde_json::json!({"queued": queued.moment});
                let subject = queued.procedure.to_string();
                self.enter(ChangeKind::ScheduleFollowed, &subject, Actor::engine(), &payload, writes, vec![]).await?;
                Ok("queued")
            }
            WhenBusy::Start | WhenBusy::Queue | WhenBusy::Skip => self.start_moment(publication, &queued).await,
        }
    }

    /// Whether a run that this schedule started still goes on: with `each`, one of the same value.
    async fn is_busy(&self, queued: &Queued) -> Result<bool, Error> {
        let query =
            RunQuery { procedure: Some(queued.procedure.clone()), schedule: Some(queued.trigger), ..RunQuery::open() };
        let Some((name, value)) = &queued.each else {
            return Ok(!self.store().runs(&query, &Page::first(1)).await?.rows.is_empty());
        };
        let mut page = Page::first(Page::MOST);
        loop {
            let open = self.store().runs(&query, &page).await?;
            for row in open.rows {
                if self.look(&row.run).await?.state.scope.values.get(name.as_str()) == Some(value) {
                    return Ok(true);
                }
            }
            match open.next {
                Some(next) => page = Page::from(Page::MOST, next),
                None => return Ok(false),
            }
        }
    }

    async fn start_moment(&self, publication: &Publication, queued: &Queued) -> Result<&'static str, Error> {
        let program = self.program(publication.version).await?;
        let set = match program.procedure.triggers.get(queued.trigger) {
            Some(Trigger::Schedule { set, .. }) => set,
            Some(Trigger::Manual { .. } | Trigger::Event { .. }) | None => return Ok("gone"),
        };
        let event = Value::Object(Values::from([("time".to_owned(), Value::Moment(queued.moment))]));
        let each = queued.each.iter().map(|(name, value)| (name.as_str().to_owned(), value.clone()));
        let names = trigger::names(&program, event, self.now(), each.clone());
        let data = trigger::set(&program, &names, set);
        let subject = format!("schedule {} of `{}`", queued.trigger, queued.procedure);
        let mut data = match data {
            Ok(data) => data,
            Err(failure) => {
                tracing::error!(subject, %failure, "a scheduled run could not be started");
                return Ok("failed");
            }
        };
        data.extend(each);
        let run = self.new_run_id();
        let start = Start {
            run: run.clone(),
            number: publication.number,
            data,
            settings: Values::new(),
            trigger: Cause::Schedule { trigger: queued.trigger, moment: queued.moment },
            parent: None,
            autonomy_cap: self.inner.options.autonomy_cap,
        };
        let key = format!("schedule {}", key(queued));
        let claim = Claim { kind: ClaimKind::Trigger, key, by: run.to_string(), value: None };
        match self.begin(&program, &By::Engine, start, vec![claim]).await {
            Ok(changed) => {
                self.dispatch_all(changed.jobs);
                Ok("started")
            }
            Err(Error::Store(StoreError::ClaimTaken { .. })) => Ok("started before"),
            Err(Error::Rejected(rejected)) => {
                tracing::error!(subject, %rejected, "a scheduled run could not be started");
                Ok("refused")
            }
            Err(other) => Err(other),
        }
    }

    /// Where the trigger of a queued run stands in a publication; nothing where it is there no more.
    async fn place_now(&self, publication: &Publication, queued: &Queued) -> Result<Option<usize>, Error> {
        let Some(own) = &queued.written else { return Ok(Some(queued.trigger)) };
        let program = self.program(publication.version).await?;
        Ok(program.procedure.triggers.iter().position(|trigger| written(trigger) == *own))
    }

    /// The procedures of which runs are queued.
    pub(super) async fn queued(&self) -> Result<BTreeSet<ProcedureId>, Error> {
        let records = self.store().records(Collection::Queued).await?;
        Ok(records
            .iter()
            .filter_map(|record| serde_json::from_str::<Queued>(&record.value).ok())
            .map(|one| one.procedure)
            .collect())
    }

    /// Starts the oldest queued run of a procedure whose run before has ended.
    pub(super) async fn start_queued(&self, procedure: &ProcedureId) -> Result<(), Error> {
        let Some(publication) = self.store().publications(procedure).await?.pop() else { return Ok(()) };
        for record in self.store().records(Collection::Queued).await? {
            let Ok(mut queued) = serde_json::from_str::<Queued>(&record.value) else { continue };
            if queued.procedure != *procedure || self.is_busy(&queued).await? {
                continue;
            }
            let outcome = match self.place_now(&publication, &queued).await? {
                Some(trigger) => {
                    queued.trigger = trigger;
                    self.start_moment(&publication, &queued).await?
                }
                None => "gone",
            };
            let payload = serde_json::json!({"moment": queued.moment, "runs": [outcome]});
            let writes = vec![Write::RemoveRecord { collection: Collection::Queued, id: record.id }];
            self.enter(ChangeKind::ScheduleFollowed, procedure, Actor::engine(), &payload, writes, vec![]).await?;
        }
        Ok(())
    }
}

/// Unique to a moment and its value; moments sort as time does.
fn key(queued: &Queued) -> String {
    let each = queued.each.as_ref().map(|(name, value)| format!(" {name} {}", value.to_plain())).unwrap_or_default();
    format!("{}/{} {:.9}{each}", queued.procedure, queued.trigger, queued.moment)
}

/// The latest moment after `from` up to `now`, and how many moments before it were left out.
fn latest(
    schedule: &Schedule,
    calendar: &procedure::time::Calendar,
    from: Timestamp,
    now: Timestamp,
) -> Option<(Timestamp, usize)> {
    let earliest = now.checked_sub(LONGEST_MISSED).unwrap_or(Timestamp::MIN);
    let mut at = from.max(earliest);
    let mut found = None;
    let mut missed = 0;
    while let Some(next) = schedule.next_after(calendar, at).filter(|next| *next <= now) {
        missed += usize::from(found.is_some());
        found = Some(next);
        at = next;
        if missed % MOST_MISSED == MOST_MISSED - 1 {
            // So many: jump to the last day, which has at least one of them.
            at = at.max(now.checked_sub(SignedDuration::from_hours(24)).unwrap_or(at));
        }
    }
    found.map(|moment| (moment, missed))
}
