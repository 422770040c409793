//! `each:` steps for every item of a list.

use procedure::document::{Each, Verb};
use procedure::value::{Value, Values};

use super::raise::{engine_exception, raise};
use super::values::{LIMITS, ask_or, raise_failure, raise_trouble, typed};
use super::{judge, lane};
use crate::decide::Decision;
use crate::event::{ItemEnded, ItemStarted, ItemsFixed, WorkDone};
use crate::id::ActivationId;
use crate::state::{Items, Lane, LaneState, Outcome};

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
pub(super) fn go_on(run: &mut Decision<'_>, id: ActivationId, items: &Items) {
    let done = run.activation(id).lanes.iter().find_map(|(lane, state)| match (lane, state) {
        (Lane::Item(index), LaneState::Done) => Some(*index),
        _ => None,
    });
    if let Some(index) = done {
        return end_item(run, id, index);
    }
    if let Some(next) = super::block::ready_lane(run, id) {
        return lane::go_on(run, Some(id), &next);
    }
    if items.running() < items.at_once && items.has_waiting() {
        return run.emit(ItemStarted { activation: id, index: items.begun });
    }
    if items.running() == 0 {
        finish(run, id, items);
    }
}

fn end_item(run: &mut Decision<'_>, id: ActivationId, index: u32) {
    let step = run.step_of(id);
    let Verb::Each { each } = &step.verb else { return };
    // The item's names are seen from within its lane; a stand-in for a step there reads them.
    let gathered = {
        let names = ItemNames { names: run.names(id), id, index };
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

fn finish(run: &mut Decision<'_>, id: ActivationId, items: &Items) {
    let step = run.step_of(id);
    let Verb::Each { each } = &step.verb else { return };
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

/// The names of one item, seen from the `each` around it.
struct ItemNames<'a> {
    names: crate::names::Names<'a>,
    id: ActivationId,
    index: u32,
}

impl procedure::expression::Scope for ItemNames<'_> {
    fn get(&self, name: &str) -> Option<std::borrow::Cow<'_, Value>> {
        use std::borrow::Cow;
        let activation = self.names.state.activations.get(&self.id)?;
        if let crate::state::Work::Each(items) = &activation.work {
            if name == "index" {
                return Some(Cow::Owned(Value::from(i64::from(self.index))));
            }
            if items.name == *name {
                return items.items.get(self.index as usize).map(Cow::Borrowed);
            }
            if let Some(value) = items.scopes.get(&self.index).and_then(|scope| scope.values.get(name)) {
                return Some(Cow::Borrowed(value));
            }
        }
        self.names.get(name)
    }

    fn zone(&self) -> &jiff::tz::TimeZone {
        self.names.zone()
    }
}
