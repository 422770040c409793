//! A run's journal in words, for one reader.

use std::collections::BTreeMap;

use interpreter::event::{Event, Recorded};
use interpreter::id::{ActivationId, RunId};
use interpreter::sight::Sight;
use interpreter::story::{Teller, told};
use interpreter::{Program, State};
use jiff::Timestamp;
use procedure::document::StepId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::reader::Reader;
use crate::access::Deed;
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// One event in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JournalLine {
    pub sequence: u64,
    pub at: Timestamp,
    /// Who did it, by name and role; absent where the engine did it.
    pub who: Option<String>,
    /// That person's id.
    pub person: Option<String>,
    pub text: String,
    /// The event's name, such as `decision-made`.
    pub event: String,
    /// The step it happened at.
    pub step: Option<String>,
}

impl JournalLine {
    /// A journal in words, for whoever may see all of it; sensitive values are masked.
    pub fn of(program: &Program, journal: &[Recorded]) -> Vec<Self> {
        lines(&Sight::whole(program, false), journal).collect()
    }
}

/// Most events read at once.
const PAGE: usize = 1_000;

impl Engine {
    /// The events after number `after` in words, at most `limit`; what happened at steps that the caller may not see is
    /// left out.
    pub async fn journal_in_words(
        &self,
        caller: &Caller,
        run: &RunId,
        after: u64,
        limit: usize,
    ) -> Result<Vec<JournalLine>, Error> {
        let live = self.look(run).await?;
        self.allow_run(caller, &live, Deed::Read, "see this run")?;
        let reader = Reader::of(self, caller, run, &live);
        let journal = self.whole_journal(caller, run, live.state.sequence).await?;
        let mut lines = in_words(&reader, &journal);
        lines.retain(|line| line.sequence > after);
        lines.truncate(limit);
        Ok(lines)
    }

    /// Every event up to a number.
    pub(super) async fn whole_journal(&self, caller: &Caller, run: &RunId, until: u64) -> Result<Vec<Recorded>, Error> {
        let mut journal: Vec<Recorded> = Vec::new();
        let mut after = 0;
        while after < until {
            let page = self.journal(caller, run, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.sequence;
            journal.extend(page);
        }
        // What happened meanwhile belongs to the next look.
        journal.retain(|recorded| recorded.sequence <= until);
        Ok(journal)
    }
}

/// The events that the reader may see, in words; the journal from its beginning.
pub(super) fn in_words(reader: &Reader<'_>, journal: &[Recorded]) -> Vec<JournalLine> {
    let sees =
        |line: &JournalLine| line.step.as_ref().is_none_or(|step| step.parse().is_ok_and(|step| reader.sees(&step)));
    lines(&reader.sight, journal).filter(sees).collect()
}

fn lines(sight: &Sight<'_>, journal: &[Recorded]) -> impl Iterator<Item = JournalLine> {
    let state = State::default();
    let told = told(sight, journal).into_iter().zip(steps(journal));
    told.map(move |((recorded, text), step)| JournalLine {
        sequence: recorded.sequence,
        at: recorded.at,
        who: Teller { sight, state: &state }.who(&recorded.actor),
        person: recorded.actor.person.as_ref().map(ToString::to_string),
        text,
        event: recorded.event.name(),
        step: step.map(|step| step.to_string()),
    })
}

/// The step that each event happened at, where it is about one.
pub(super) fn steps(journal: &[Recorded]) -> Vec<Option<StepId>> {
    let mut entered: BTreeMap<ActivationId, StepId> = BTreeMap::new();
    let mut found = Vec::with_capacity(journal.len());
    for recorded in journal {
        if let Event::StepEntered(event) = &recorded.event {
            entered.insert(event.activation, event.step.clone());
        }
        let (step, activation) = place(&recorded.event);
        found.push(step.or_else(|| entered.get(&activation?).cloned()));
    }
    found
}

/// What an event says of its place, by the fields that all events share.
fn place(event: &Event) -> (Option<StepId>, Option<ActivationId>) {
    let Ok(json) = serde_json::to_value(event) else { return (None, None) };
    let Some(body) = json.as_object().and_then(|tagged| tagged.values().next()) else { return (None, None) };
    let step = body.get("step").and_then(|step| step.as_str()?.parse().ok());
    let activation = body.get("activation").and_then(|id| u32::try_from(id.as_u64()?).ok()).map(ActivationId);
    (step, activation)
}
