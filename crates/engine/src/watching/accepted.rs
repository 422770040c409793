//! Deviations from a procedure that somebody accepted: with why, and until when.

use jiff::Timestamp;
use jiff::civil::Date;
use mining::conform::{Acceptance, Accepted, Class};
use procedure::document::ProcedureId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Access, Deed, Thing, access};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::{ChangeKind, Collection, Record, StoreError, Write};
use crate::screen::PersonNamed;
use interpreter::id::PersonId;

/// Most deviations of one procedure that are accepted at a time.
const MOST: usize = 500;

/// Longest reason and detail, in characters.
const LONGEST_REASON: usize = 2_000;
const LONGEST_DETAIL: usize = 1_000;

/// An acceptance as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    procedure: ProcedureId,
    accepted: Accepted,
    by: PersonId,
    at: Timestamp,
}

/// A deviation that somebody accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AcceptedDeviation {
    pub id: String,
    /// `missing`, `extra`, `out_of_order`, `wrong_branch`, `missing_evidence`, `four_eyes`, `late`, `wrong_role`.
    pub class: String,
    /// The step's id; of any step where absent.
    pub step: Option<String>,
    /// The activity, field or role that it is about; any where absent.
    pub detail: Option<String>,
    pub reason: String,
    /// The last day on which it is accepted.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    pub accepted_by: PersonNamed,
    pub accepted_at: Timestamp,
    /// Whether whoever looks at it may withdraw it.
    pub may_withdraw: bool,
}

/// What is to be accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAcceptance {
    /// As [`AcceptedDeviation::class`] has it.
    pub class: String,
    #[serde(default)]
    pub step: Option<String>,
    #[serde(default)]
    pub detail: Option<String>,
    pub reason: String,
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
}

impl NewAcceptance {
    fn judged(self) -> Result<Accepted, Error> {
        let invalid = |because: String| Error::Invalid { what: "the acceptance", because };
        let class = serde_json::from_value::<Class>(self.class.as_str().into());
        let class = class.map_err(|_| {
            let words: String = self.class.chars().take(40).collect();
            invalid(format!("`{words}` is no class of deviations"))
        })?;
        let reason = self.reason.trim().to_owned();
        if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            return Err(invalid(format!("say why it is accepted, in at most {LONGEST_REASON} characters")));
        }
        let detail = self.detail.filter(|detail| !detail.is_empty());
        if detail.as_ref().is_some_and(|detail| detail.chars().count() > LONGEST_DETAIL) {
            return Err(invalid(format!("its detail has more than {LONGEST_DETAIL} characters")));
        }
        let step = self.step.filter(|step| !step.is_empty());
        Ok(Accepted { class, step, detail, reason, until: self.until })
    }
}

impl Engine {
    async fn acceptances(&self, procedure: &ProcedureId) -> Result<Vec<(String, Kept)>, Error> {
        let mut found = Vec::new();
        for record in self.store().records(Collection::Acceptances).await? {
            let kept: Kept = serde_json::from_str(&record.value).map_err(|error| StoreError::Damaged {
                what: format!("acceptance {}", record.id),
                because: error.to_string(),
            })?;
            if kept.procedure == *procedure {
                found.push((record.id, kept));
            }
        }
        Ok(found)
    }

    /// What is accepted of a procedure on a day. For whoever has passed its gate.
    pub(crate) async fn accepted(&self, procedure: &ProcedureId, today: Date) -> Result<Acceptance, Error> {
        let all = self.acceptances(procedure).await?;
        Ok(Acceptance::on(all.into_iter().map(|(_, kept)| kept.accepted).collect(), today))
    }

    /// The deviations of a procedure that were accepted, the latest first, also those whose time is over. For whoever may
    /// read the procedure and look at logs.
    pub async fn accepted_deviations(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
    ) -> Result<Vec<AcceptedDeviation>, Error> {
        let (_, document) = self.procedure(caller, procedure, None).await?;
        let own = Thing::EventLog { procedure: Some(&document) };
        let (directory, now) = (self.directory(), self.now());
        let may = |deed, thing: Thing<'_>| access(&directory, caller, now, deed, thing) == Access::Allowed;
        if !may(Deed::Read, own) {
            self.allow(
                caller,
                Deed::Read,
                Thing::EventLog { procedure: None },
                "see how work departs from procedures",
            )?;
        }
        let may_withdraw = may(Deed::Act, own);
        let shown = |(id, kept): (String, Kept)| AcceptedDeviation {
            id,
            class: class_word(kept.accepted.class),
            step: kept.accepted.step,
            detail: kept.accepted.detail,
            reason: kept.accepted.reason,
            until: kept.accepted.until,
            accepted_by: PersonNamed::of(&directory, &kept.by),
            accepted_at: kept.at,
            may_withdraw,
        };
        let mut all: Vec<AcceptedDeviation> = self.acceptances(procedure).await?.into_iter().map(shown).collect();
        all.sort_by_key(|accepted| std::cmp::Reverse(accepted.accepted_at));
        Ok(all)
    }

    /// Accepts a deviation of a procedure.
    pub async fn accept_deviation(
        &self,
        caller: &Caller,
        procedure: &ProcedureId,
        wanted: NewAcceptance,
    ) -> Result<AcceptedDeviation, Error> {
        let (_, document) = self.procedure(caller, procedure, None).await?;
        let own = Thing::EventLog { procedure: Some(&document) };
        self.allow(caller, Deed::Act, own, "accept deviations from this procedure")?;
        let invalid = |because: String| Error::Invalid { what: "the acceptance", because };
        let accepted = wanted.judged()?;
        if let Some(step) = accepted.step.as_ref().filter(|step| document.step(step).is_none()) {
            let step: String = step.chars().take(80).collect();
            return Err(invalid(format!("the procedure has no step `{step}`")));
        }
        let now = self.now();
        let calendar = document.calendar.as_ref().unwrap_or(&self.inner.options.calendar);
        let today = now.to_zoned(calendar.timezone.time_zone().clone()).date();
        if accepted.until.is_some_and(|until| until < today) {
            return Err(invalid(format!("its last day is over: it is {today} now")));
        }
        if self.acceptances(procedure).await?.len() >= MOST {
            return Err(invalid(format!("{MOST} deviations of this procedure are accepted; withdraw some first")));
        }
        let id = self.new_run_id().to_string();
        let kept = Kept { procedure: procedure.clone(), accepted, by: caller.person.clone(), at: now };
        let value = serde_json::to_string(&kept).expect("an acceptance has a JSON form");
        let writes = vec![Write::Record(Record { collection: Collection::Acceptances, id: id.clone(), value })];
        self.enter_acceptance(caller, ChangeKind::DeviationAccepted, (None, Some(&kept)), writes).await?;
        let all = self.accepted_deviations(caller, procedure).await?;
        let kept = all.into_iter().find(|accepted| accepted.id == id);
        kept.ok_or(Error::Nothing { what: "acceptance", name: id })
    }

    /// Withdraws an acceptance.
    pub async fn withdraw_acceptance(&self, caller: &Caller, procedure: &ProcedureId, id: &str) -> Result<(), Error> {
        let (_, document) = self.procedure(caller, procedure, None).await?;
        let own = Thing::EventLog { procedure: Some(&document) };
        self.allow(caller, Deed::Act, own, "accept deviations from this procedure")?;
        let nothing = || Error::Nothing { what: "acceptance", name: id.chars().take(80).collect() };
        let found = self.acceptances(procedure).await?.into_iter().find(|(found, _)| found == id);
        let (id, kept) = found.ok_or_else(nothing)?;
        let writes = vec![Write::RemoveRecord { collection: Collection::Acceptances, id }];
        self.enter_acceptance(caller, ChangeKind::AcceptanceWithdrawn, (Some(&kept), None), writes).await
    }

    async fn enter_acceptance(
        &self,
        caller: &Caller,
        kind: ChangeKind,
        (before, after): (Option<&Kept>, Option<&Kept>),
        writes: Vec<Write>,
    ) -> Result<(), Error> {
        let actor = self.directory().standing(caller, None, self.now()).actor;
        let subject = before.or(after).map(|kept| kept.procedure.to_string()).unwrap_or_default();
        let told = |kept: &Kept| serde_json::json!(kept.accepted);
        let payload = serde_json::json!({"before": before.map(told), "after": after.map(told)});
        self.enter(kind, &subject, actor, &payload, writes, vec![]).await?;
        Ok(())
    }
}

fn class_word(class: Class) -> String {
    let json = serde_json::to_value(class).unwrap_or_default();
    json.as_str().map(str::to_owned).unwrap_or_default()
}
