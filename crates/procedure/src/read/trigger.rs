//! What starts runs, and when.

use indexmap::IndexMap;

use crate::diagnostic::Diagnostic;
use crate::document::{Manual, Name, Trigger, WhenBusy};
use crate::expression::Formula;
use crate::time::{Period, Schedule, WorkingDay};
use crate::value::Value;

use super::keys::{At, Keys, Reader};

impl Reader<'_> {
    pub(super) fn trigger(&mut self, at: &At<'_>) -> Option<Trigger> {
        let mut keys = self.keys(at.clone(), "a trigger")?;
        let kind = self.one_of(&mut keys, &["manual", "event", "schedule"]);
        let trigger = match kind {
            Some("manual") => self.required(&mut keys, "manual", Self::manual).map(|manual| Trigger::Manual { manual }),
            Some("event") => {
                let event = self.required(&mut keys, "event", Self::id);
                let when = self.optional(&mut keys, "when", Self::expression);
                let set = self.optional(&mut keys, "set", Self::formulas);
                let key = self.optional(&mut keys, "key", Self::formula);
                event.map(|event| Trigger::Event { event, when, set: set.unwrap_or_default(), key })
            }
            Some(_) => {
                let schedule = self.required(&mut keys, "schedule", Self::schedule);
                let each = self.optional(&mut keys, "each", Self::each_value);
                let when_busy = self.optional(&mut keys, "when_busy", |reader, at| {
                    let words = [("start", WhenBusy::Start), ("queue", WhenBusy::Queue), ("skip", WhenBusy::Skip)];
                    reader.word(at, &words)
                });
                let set = self.optional(&mut keys, "set", Self::formulas);
                schedule.map(|schedule| Trigger::Schedule {
                    schedule,
                    each,
                    when_busy: when_busy.unwrap_or_default(),
                    set: set.unwrap_or_default(),
                })
            }
            None => return None,
        };
        self.end(keys);
        trigger
    }

    /// The one of these keys that is there.
    pub(super) fn one_of(&mut self, keys: &mut Keys<'_>, kinds: &[&'static str]) -> Option<&'static str> {
        let there: Vec<&'static str> = kinds.iter().copied().filter(|kind| keys.has(kind)).collect();
        let (path, name) = (keys.at().path.clone(), keys.at().name());
        match there.as_slice() {
            [one] => Some(one),
            [] => {
                let message = format!("{name} lacks what it is: {}", super::keys::either(kinds));
                let fix = keys
                    .untaken()
                    .find_map(|key| crate::diagnostic::did_you_mean(key, kinds.iter().copied()))
                    .map_or_else(|| "Add exactly one of them.".to_owned(), |hint| super::keys::capital(&hint));
                self.fail(Diagnostic::error("missing-key", path, message).fix(fix))
            }
            [first, second, ..] => {
                let message = format!("{name} has both `{first}` and `{second}`");
                self.fail(Diagnostic::error("too-many-kinds", path, message).fix("Keep one of them."))
            }
        }
    }

    pub(super) fn formulas(&mut self, at: &At<'_>) -> Option<IndexMap<Name, Formula>> {
        self.map(at, Self::formula)
    }

    fn manual(&mut self, at: &At<'_>) -> Option<Manual> {
        let mut keys = self.keys(at.clone(), "a manual trigger")?;
        let roles = self.required(&mut keys, "roles", Self::ids);
        self.end(keys);
        Some(Manual { roles: roles? })
    }

    fn each_value(&mut self, at: &At<'_>) -> Option<(Name, Vec<Value>)> {
        let mut map: IndexMap<Name, Vec<Value>> = self.map(at, |reader, at| reader.list(at, Self::value))?;
        if map.len() == 1 {
            return map.pop();
        }
        let message = format!("`each` names {} values, where one name with its list should be", map.len());
        self.fail(
            Diagnostic::error("wrong-type", at.path.clone(), message)
                .fix("Write it as in `each: {shop: [north, south]}`."),
        )
    }

    fn schedule(&mut self, at: &At<'_>) -> Option<Schedule> {
        if at.node.entries().is_none() {
            return self.parsed(at, "bad-schedule", "a schedule such as `0 7 1 * *`");
        }
        let mut keys = self.keys(at.clone(), "a working-day schedule")?;
        let day = self.required(&mut keys, "working_day", Self::number);
        let of = self.required(&mut keys, "of", |reader, at| {
            let words = [
                ("week", Period::Week),
                ("month", Period::Month),
                ("quarter", Period::Quarter),
                ("year", Period::Year),
            ];
            reader.word(at, &words)
        });
        let clock = self
            .optional(&mut keys, "at", |reader, at| reader.parsed(at, "bad-time", "a time of day such as `'18:00'`"));
        self.end(keys);
        let (day, of) = (day?, of?);
        let day = if day.is_integer() { i16::try_from(day).unwrap_or(i16::MAX) } else { 0 };
        match WorkingDay::new(day, of, clock) {
            Ok(day) => Some(Schedule::WorkingDay(day)),
            Err(error) => self.fail(Diagnostic::error("bad-schedule", at.path.clone(), error.to_string())),
        }
    }
}
