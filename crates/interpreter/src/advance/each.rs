//! `each:` steps for every item of a list.

use procedure::document::{Each, Verb};
use procedure::value::{Value, Values};

use super::raise::{engine_exception, raise};
use super::values::{LIMITS, ask_or, raise_failure, raise_trouble, typed};
use super::{judge, lane};
use crate::decide::Decision;
use crate::event::{ItemEnded, ItemStarted, ItemsFixed, WorkDone};
use crate::id::ActivationId;
use crate::state::{Outcome, Work};

/// Most items of one list.
const MOST_ITEMS: usize = 100_000;

pub(super) fn begin(run: &mut Decision<'_>, id: ActivationId, each: &Each) {
    let list = each.of.evaluate(&run.names(id), &LIMITS);
    let Some(list) = ask_or(run, id, "of", list) else { return };
    let items = match list {
        Value::List(items) if items.len() <= MOST_ITEMS => items,
        Value::List(items) => {
            let message = format!("`of` has {} items, and {MOST_ITEMS} are the most", items.len());
            return raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
        }
        other => {
            let message = format!("`of` is {}, where a list is wanted", other.kind());
            return raise(run, id, engine_exception("bad-data"), message, None, Value::Null);
        }
    };
    let at_once = each.at_once.map_or(1, std::num::NonZeroU32::get);
    run.emit(ItemsFixed { activation: id, name: each.item.clone(), items, at_once });
}

/// Starts, continues or ends items, and the whole when all are done.
pub(super) fn go_on(run: &mut Decision<'_>, id: ActivationId) {
    if let Some(index) = run.activation(id).lanes.first_done_item() {
        return end_item(run, id, index);
    }
    if let Some(next) = super::block::ready_lane(run, id) {
        return lane::go_on(run, Some(id), &next);
    }
    let Work::Each(items) = &run.activation(id).work else { return };
    if items.running() < items.at_once && items.has_waiting() {
        let index = items.begun;
        return run.emit(ItemStarted { activation: id, index });
    }
    if items.running() == 0 {
        finish(run, id);
    }
}

fn end_item(run: &mut Decision<'_>, id: ActivationId, index: u32) {
    let step = run.step_of(id);
    let Verb::Each { each } = &step.verb else { return };
    let gathered = {
        let names = run.names(id).within(index);
        each.gather
            .iter()
            .map(|(name, formula)| Ok((name.as_str().to_owned(), formula.evaluate(&names, &LIMITS)?)))
            .collect::<Result<Values, procedure::expression::Failure>>()
    };
    match gathered {
        Ok(gathered) => run.emit(ItemEnded { activation: id, index, gathered }),
        Err(failure) => raise_failure(run, id, "gather", &failure),
    }
}

fn finish(run: &mut Decision<'_>, id: ActivationId) {
    let step = run.step_of(id);
    let Verb::Each { each } = &step.verb else { return };
    let Work::Each(items) = &run.activation(id).work else { return };
    if each.gather.is_empty() {
        return judge::done(run, id, Outcome::Completed);
    }
    let lists: Values = each
        .gather
        .keys()
        .map(|name| {
            let list =
                items.gathered.values().map(|values| values.get(name.as_str()).cloned().unwrap_or_default()).collect();
            (name.as_str().to_owned(), Value::List(list))
        })
        .collect();
    match typed(run, lists) {
        Ok(values) => run.emit(WorkDone { activation: id, outcome: Outcome::Completed, values }),
        Err(trouble) => raise_trouble(run, id, "gather", trouble),
    }
}
