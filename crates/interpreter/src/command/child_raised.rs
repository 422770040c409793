//! A sub-procedure's run raised what it does not handle.

use procedure::document::ExceptionId;
use procedure::value::Value;

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::id::EffectId;
use crate::rejected::Rejected;

/// It comes up as an exception of the step that runs the sub-procedure.
pub(super) fn carry_out(
    run: &mut Decision<'_>,
    effect: EffectId,
    exception: &ExceptionId,
    message: &str,
) -> Result<(), Rejected> {
    permit::engine(run, "bring what a sub-procedure raised")?;
    let found = run.state.effects.get(&effect).ok_or(Rejected::NoEffect(effect))?;
    if found.abandoned {
        return Err(Rejected::NoEffect(effect));
    }
    let activation = found.activation;
    advance::raise(run, activation, exception.clone(), message.to_owned(), None, Value::Null);
    Ok(())
}
