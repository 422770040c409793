//! Builds a log, case by case.

use super::column::{Column, Kind, Value};
use super::names::Names;
use super::{Activity, Log, Moment, NO_TIME};

/// A log in the making: a case is begun, then its events follow.
///
/// ```
/// let mut builder = mining::log::Builder::default();
/// builder.case("1");
/// builder.event("register", None);
/// builder.event("decide", None);
/// let log = builder.finish();
/// assert_eq!((log.len(), log.events(), log.activities().len()), (1, 2, 2));
/// ```
#[derive(Debug, Default)]
pub struct Builder {
    log: Log,
}

impl Builder {
    /// Begins a case. Events that follow belong to it.
    pub fn case(&mut self, name: &str) {
        self.log.starts.push(self.log.activity.len() as u32);
        self.log.case_names.push(name.into());
    }

    /// Adds an event to the case that was begun last.
    ///
    /// # Panics
    /// If no case was begun.
    pub fn event(&mut self, activity: &str, time: Option<Moment>) {
        assert!(!self.log.case_names.is_empty(), "a case was begun");
        let activity = Activity(self.log.activities.intern(activity).0);
        self.log.activity.push(activity);
        self.log.time.push(time.map_or(NO_TIME, |moment| moment.0));
        self.log.person.push(Names::NONE);
        self.log.transition.push(Names::NONE);
    }

    /// Who did the event that was added last.
    pub fn person(&mut self, person: &str) {
        let name = self.log.people.intern(person);
        *self.log.person.last_mut().expect("an event was added") = name.0;
    }

    /// The lifecycle transition of the event that was added last.
    pub fn transition(&mut self, transition: &str) {
        let name = self.log.transitions.intern(transition);
        *self.log.transition.last_mut().expect("an event was added") = name.0;
    }

    /// What else is known of the event that was added last.
    pub fn event_value(&mut self, key: &str, value: Value<'_>) {
        let row = self.log.activity.len() - 1;
        set(&mut self.log.event_columns, key, row, value);
    }

    /// What else is known of the case that was begun last.
    pub fn case_value(&mut self, key: &str, value: Value<'_>) {
        let row = self.log.case_names.len() - 1;
        set(&mut self.log.case_columns, key, row, value);
    }

    pub fn finish(mut self) -> Log {
        self.log.starts.push(self.log.activity.len() as u32);
        self.log
    }
}

fn set(columns: &mut indexmap::IndexMap<Box<str>, Column>, key: &str, row: usize, value: Value<'_>) {
    let column = match columns.get_mut(key) {
        Some(column) => column,
        None => columns.entry(key.into()).or_insert(Column::new(kind(value))),
    };
    column.set(row, value);
}

fn kind(value: Value<'_>) -> Kind {
    match value {
        Value::Text(_) => Kind::Text,
        Value::Number(_) => Kind::Number,
        Value::Whole(_) => Kind::Whole,
        Value::Moment(_) => Kind::Moment,
        Value::Flag(_) => Kind::Flag,
    }
}
