//! Writes something down in the journal.

use procedure::document::StepId;

use super::permit;
use crate::decide::Decision;
use crate::event::NoteAdded;
use crate::rejected::Rejected;

pub(super) fn carry_out(run: &mut Decision<'_>, step: Option<&StepId>, text: &str) -> Result<(), Rejected> {
    let text = permit::words("the note", text)?;
    run.emit_by(None, NoteAdded { step: step.cloned(), text });
    Ok(())
}
