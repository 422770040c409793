//! An event came from outside.

use procedure::document::Dotted;
use procedure::value::Value;

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::event::EventKept;
use crate::rejected::Rejected;

/// Most events that a run keeps.
const MOST_KEPT: usize = 1_000;

pub(super) fn carry_out(run: &mut Decision<'_>, event: &Dotted, data: &Value) -> Result<(), Rejected> {
    permit::engine(run, "bring an event")?;
    let running = run.state.status == crate::state::Status::Running;
    if running && advance::take_event(run, event, data, None) {
        return Ok(());
    }
    if run.state.kept.len() >= MOST_KEPT {
        let id = run.state.run.as_ref().map_or_else(String::new, ToString::to_string);
        return Err(Rejected::TooManyEvents(id));
    }
    run.emit(EventKept { event: event.clone(), data: data.clone() });
    Ok(())
}
