//! The schedules of the published procedures: what starts by itself, when it did, and when it will.

use jiff::Timestamp;
use procedure::document::{Trigger, WhenBusy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::directory::Caller;
use crate::dispatch::schedule::Reached;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::store::Collection;
use crate::screen::ProcedureNamed;

/// Moments that are foretold.
const FORETOLD: usize = 5;

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ScheduleItem {
    pub procedure: ProcedureNamed,
    /// When it starts runs, in words.
    pub words: String,
    /// The next moments, earliest first.
    pub next: Vec<Timestamp>,
    /// The latest moment that was followed.
    pub last: Option<Timestamp>,
    /// What happens while the run before goes on: `start`, `queue`, `skip`.
    pub when_busy: String,
}

impl Engine {
    /// The schedules of the procedures that the caller may read, those that start next first.
    pub async fn schedules(&self, caller: &Caller) -> Result<Vec<ScheduleItem>, Error> {
        let reached = self.store().records(Collection::Schedules).await?;
        let mut items = Vec::new();
        for publication in self.procedures(caller).await? {
            let program = self.program(publication.version).await?;
            for (index, trigger) in program.procedure.triggers.iter().enumerate() {
                let Trigger::Schedule { schedule, when_busy, .. } = trigger else { continue };
                let mut next = Vec::new();
                let mut from = self.now();
                while let Some(moment) = schedule.next_after(&program.calendar, from).filter(|_| next.len() < FORETOLD)
                {
                    next.push(moment);
                    from = moment;
                }
                items.push(ScheduleItem {
                    procedure: ProcedureNamed {
                        id: publication.procedure.to_string(),
                        title: program.procedure.title.clone(),
                        number: publication.number,
                    },
                    words: procedure::render::trigger(&program.procedure, trigger),
                    next,
                    last: Reached::of(&reached, &publication.procedure, index, trigger),
                    when_busy: match when_busy {
                        WhenBusy::Start => "start".to_owned(),
                        WhenBusy::Queue => "queue".to_owned(),
                        WhenBusy::Skip => "skip".to_owned(),
                    },
                });
            }
        }
        items.sort_by_key(|item| item.next.first().copied().unwrap_or(Timestamp::MAX));
        Ok(items)
    }
}
