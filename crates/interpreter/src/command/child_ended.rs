//! A sub-procedure's run ended.

use procedure::document::{ErrorId, OutcomeId};
use procedure::value::{Value, Values};

use super::{EffectFailed, effect_failed, effect_succeeded};
use crate::decide::Decision;
use crate::id::EffectId;
use crate::rejected::Rejected;

/// `completed` is a success; any other outcome is an error of that name.
pub(super) fn carry_out(
    run: &mut Decision<'_>,
    effect: EffectId,
    outcome: &OutcomeId,
    outputs: &Values,
) -> Result<(), Rejected> {
    if *outcome == OutcomeId::completed() {
        return effect_succeeded::carry_out(run, effect, &Value::Object(outputs.clone()), false);
    }
    let error: ErrorId = outcome.parse().expect("outcomes and error names are spelled alike");
    let message = format!("the procedure it runs ended with `{outcome}`");
    effect_failed::carry_out(run, &EffectFailed { effect, error, message, repeatable: false, in_doubt: false })
}
