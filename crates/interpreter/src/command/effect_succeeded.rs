//! An effect's result.

use procedure::value::{Value, Values};

use super::permit;
use crate::advance;
use crate::decide::Decision;
use crate::event::{EffectReturnedLate, EffectSucceeded};
use crate::id::EffectId;
use crate::rejected::Rejected;

pub(super) fn carry_out(run: &mut Decision<'_>, id: EffectId, result: &Value, reused: bool) -> Result<(), Rejected> {
    permit::engine(run, "bring an effect's result")?;
    let effect = run.state.effects.get(&id).cloned().ok_or(Rejected::NoEffect(id))?;
    if effect.abandoned {
        run.emit(EffectReturnedLate { effect: id, result: result.clone(), error: None });
        return Ok(());
    }
    let activation = effect.activation;
    let kept = advance::keep(run, activation, result);
    let result = result.clone();
    match kept {
        Ok(saved) => {
            let whole = match saved.iter().next() {
                Some((name, value)) if saved.len() == 1 && *value == result => name.parse().ok(),
                _ => None,
            };
            let saved = if whole.is_some() { Values::new() } else { saved };
            run.emit(EffectSucceeded { effect: id, activation, result, kept_as: whole, saved, reused });
        }
        Err(trouble) => {
            // The other system did its part: that is a fact, whatever becomes of the result here.
            let saved = Values::new();
            run.emit(EffectSucceeded { effect: id, activation, result, kept_as: None, saved, reused });
            advance::raise_trouble(run, activation, "save", trouble);
        }
    }
    Ok(())
}
