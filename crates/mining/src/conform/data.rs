//! What a log tells of a case's data, as the procedure's own fields.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use procedure::document::{Decide, Field, Hit, Procedure, Step, Verb};
use procedure::expression::{Failure, Formula, Limits, Scope};
use procedure::value::{Decimal, Value as Known, Values};

use super::flow::Guard;
use super::mapping::plain;
use crate::log::{Case, Column, Event, Log, Value};

/// How many names may be derived from one another.
const DEEPEST: u32 = 16;

const LIMITS: Limits = Limits { work: 20_000, text: 16_384 };

/// Which columns of a log hold which fields of a procedure, and what the procedure itself sets.
pub(super) struct Fields<'a> {
    cases: Vec<(&'a str, &'a Field, &'a Column)>,
    events: Vec<(&'a str, &'a Field, &'a Column)>,
    /// Names that exactly one step sets.
    set: BTreeMap<&'a str, Setter<'a>>,
    settings: Known,
    zone: TimeZone,
    pub steps: Vec<&'a Step>,
}

#[derive(Clone, Copy)]
enum Setter<'a> {
    Formula(&'a Formula),
    Decide(&'a Decide),
    /// Several steps: which of them was last cannot be told from here.
    Several,
}

/// What is known of one case at a moment.
pub(super) struct Data<'f, 'a> {
    fields: &'f Fields<'a>,
    values: Values,
    depth: Cell<u32>,
}

impl<'a> Fields<'a> {
    pub fn new(procedure: &'a Procedure, log: &'a Log, zone: TimeZone) -> Self {
        let bind = |columns: &'a indexmap::IndexMap<Box<str>, Column>| {
            let bound = procedure.data.iter().filter_map(|(name, field)| {
                let names = |key: &str| {
                    plain(key) == plain(name.as_str())
                        || field.title.as_deref().is_some_and(|title| plain(key) == plain(title))
                };
                let (_, column) = columns.iter().find(|(key, _)| names(key.strip_prefix("case:").unwrap_or(key)))?;
                Some((name.as_str(), field, column))
            });
            bound.collect::<Vec<_>>()
        };
        let steps: Vec<&Step> = procedure.all_steps().into_iter().map(|at| at.step).collect();
        let defaults =
            procedure.settings.iter().filter_map(|(name, field)| Some((name.to_string(), field.default.clone()?)));
        Self {
            cases: bind(log.case_columns()),
            events: bind(log.event_columns()),
            set: setters(&steps),
            settings: Known::Object(defaults.collect()),
            zone,
            steps,
        }
    }

    /// Whether the log tells this field of events.
    pub fn tells(&self, name: &str) -> bool {
        self.events.iter().any(|(own, _, _)| *own == name)
    }

    /// Whether the log tells this field of this event.
    pub fn has(&self, event: Event<'_>, name: &str) -> bool {
        self.events.iter().any(|(own, _, column)| *own == name && column.get(event.index).is_some())
    }

    /// What is known when a case begins.
    pub fn of<'f>(&'f self, case: Case<'_>) -> Data<'f, 'a> {
        let mut data = Data { fields: self, values: Values::new(), depth: Cell::new(0) };
        for (name, field, column) in &self.cases {
            data.keep(name, field, column.get(case.index));
        }
        data
    }
}

impl<'a> Data<'_, 'a> {
    /// What an event tells counts from then on.
    pub fn learn(&mut self, event: Event<'_>) {
        for (name, field, column) in &self.fields.events {
            self.keep(name, field, column.get(event.index));
        }
    }

    fn keep(&mut self, name: &str, field: &Field, value: Option<Value<'_>>) {
        let known = match value {
            None => return,
            Some(Value::Text(text)) => field.accept_text(text),
            Some(Value::Number(number)) => match number.to_string().parse::<Decimal>() {
                Ok(number) => field.accept(Known::Number(number)),
                Err(_) => return,
            },
            Some(Value::Whole(number)) => field.accept(Known::from(number)),
            Some(Value::Flag(flag)) => field.accept(Known::Bool(flag)),
            Some(Value::Moment(moment)) => match Timestamp::from_microsecond(moment.0) {
                Ok(moment) => field.accept(Known::Moment(moment)).or_else(|_| field.accept_text(&moment.to_string())),
                Err(_) => return,
            },
        };
        // What the field does not allow is not known: a guard that reads it is not judged.
        match known {
            Ok(known) => self.values.insert(name.to_owned(), known),
            Err(_) => self.values.remove(name),
        };
    }

    /// Which way the procedure takes here, by the data; nothing where it cannot be told.
    pub fn way(&self, step: usize) -> Option<Guard> {
        let Verb::Decide { decide } = &self.fields.steps[step].verb else { return None };
        match self.case(decide) {
            Ok(Some(case)) => Some(Guard::Case(step, case)),
            Ok(None) => Some(Guard::Otherwise(step)),
            Err(_) => None,
        }
    }

    /// Whether a step is done or left out, by the data; nothing where it cannot be told.
    pub fn condition(&self, step: usize) -> Option<bool> {
        self.fields.steps[step].condition.as_ref()?.holds(self, &LIMITS).ok()
    }

    /// Whether a condition holds, by the data; nothing where it cannot be told.
    pub fn holds(&self, condition: &procedure::expression::Expression) -> Option<bool> {
        condition.holds(self, &LIMITS).ok()
    }

    fn case(&self, decide: &Decide) -> Result<Option<usize>, Failure> {
        for (index, case) in decide.cases.iter().enumerate() {
            if case.when.holds(self, &LIMITS)? {
                return Ok(Some(index));
            }
        }
        Ok(None)
    }

    fn derived(&self, name: &str) -> Option<Known> {
        let value = match self.fields.set.get(name)? {
            Setter::Several => None,
            Setter::Formula(formula) => formula.evaluate(self, &LIMITS).ok(),
            Setter::Decide(decide) => match &decide.table {
                Some(table) => self.of_table(table, name),
                None => {
                    let case = self.case(decide).ok()??;
                    decide.cases[case].set.iter().find(|(own, _)| own.as_str() == name)?.1.evaluate(self, &LIMITS).ok()
                }
            },
        };
        value.filter(|value| !value.is_null())
    }

    fn of_table(&self, table: &procedure::document::Table, name: &str) -> Option<Known> {
        let column = table.results.iter().position(|own| own.as_str() == name)?;
        match table.hit {
            Hit::Unique | Hit::First | Hit::Any => {}
            Hit::Priority | Hit::Collect => return None,
        }
        for row in &table.rules {
            let mut holds = true;
            for (input, cell) in table.inputs.iter().zip(&row.inputs).filter(|(_, cell)| !cell.is_any()) {
                let value = input.evaluate(self, &LIMITS).ok();
                holds = cell.matches(value.as_ref(), input.source(), self, &LIMITS).ok()?;
                if !holds {
                    break;
                }
            }
            if holds {
                return row.results.get(column)?.evaluate(self, &LIMITS).ok();
            }
        }
        None
    }
}

impl Scope for Data<'_, '_> {
    fn get(&self, name: &str) -> Option<Cow<'_, Known>> {
        if let Some(value) = self.values.get(name) {
            return Some(Cow::Borrowed(value));
        }
        if name == "settings" {
            return Some(Cow::Borrowed(&self.fields.settings));
        }
        if self.depth.get() >= DEEPEST {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let derived = self.derived(name);
        self.depth.set(self.depth.get() - 1);
        derived.map(Cow::Owned)
    }

    fn zone(&self) -> &TimeZone {
        &self.fields.zone
    }
}

fn setters<'a>(steps: &[&'a Step]) -> BTreeMap<&'a str, Setter<'a>> {
    let mut found: BTreeMap<&str, Setter<'a>> = BTreeMap::new();
    let mut add = |name: &'a str, setter| {
        found.entry(name).and_modify(|known| *known = Setter::Several).or_insert(setter);
    };
    for step in steps {
        if let Verb::Set { set } = &step.verb {
            set.iter().for_each(|(name, formula)| add(name.as_str(), Setter::Formula(formula)));
        }
        if let Verb::Decide { decide } = &step.verb {
            let cases = decide.cases.iter().flat_map(|case| case.set.keys());
            let results = decide.table.iter().flat_map(|table| &table.results);
            let names: std::collections::BTreeSet<&str> = cases.chain(results).map(|name| name.as_str()).collect();
            names.into_iter().for_each(|name| add(name, Setter::Decide(decide)));
        }
    }
    found
}
