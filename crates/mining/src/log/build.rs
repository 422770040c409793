//! Builds a log, case by case.

use super::column::{Column, Kind, Value};
use super::names::{Name, Names};
use super::{Activity, Columns, Log, Moment, NO_TIME};

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

/// Which column of a builder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(usize);

impl Builder {
    /// Begins a case. Events that follow belong to it.
    pub fn case(&mut self, name: &str) {
        self.log.starts.push(self.log.activity.len() as u32);
        self.log.case_names.push(name);
    }

    /// Adds an event to the case that was begun last.
    ///
    /// # Panics
    /// If no case was begun.
    pub fn event(&mut self, activity: &str, time: Option<Moment>) {
        let activity = self.activity(activity);
        self.push(activity, time, None, None);
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

    /// What else is known of the event that was added last. A number that is none (NaN) and the smallest whole number
    /// are no values.
    pub fn event_value(&mut self, key: &str, value: Value<'_>) {
        let row = self.log.activity.len() - 1;
        let Place(column) = place(&mut self.log.event_columns, key, value.kind());
        self.log.event_columns[column].set(row, value);
    }

    /// What else is known of the case that was begun last.
    pub fn case_value(&mut self, key: &str, value: Value<'_>) {
        let row = self.log.case_names.len() - 1;
        let Place(column) = place(&mut self.log.case_columns, key, value.kind());
        self.log.case_columns[column].set(row, value);
    }

    pub fn finish(mut self) -> Log {
        self.log.starts.push(self.log.activity.len() as u32);
        self.log.pack();
        self.log
    }
}

/// What readers build with: an event's values may come before its name, and an event may turn out to be none.
impl Builder {
    /// How many cases were named.
    pub(crate) fn cases(&self) -> usize {
        self.log.case_names.len()
    }

    pub(crate) fn events(&self) -> usize {
        self.log.activity.len()
    }

    /// The number of an activity's name.
    pub(crate) fn activity(&mut self, name: &str) -> Activity {
        Activity(self.log.activities.intern(name).0)
    }

    pub(crate) fn activities_mut(&mut self) -> &mut Names {
        &mut self.log.activities
    }

    pub(crate) fn people_mut(&mut self) -> &mut Names {
        &mut self.log.people
    }

    pub(crate) fn transitions_mut(&mut self) -> &mut Names {
        &mut self.log.transitions
    }

    /// Begins a case whose name comes later, by [`Self::end_case`].
    pub(crate) fn begin_case(&mut self) {
        self.log.starts.push(self.log.activity.len() as u32);
    }

    pub(crate) fn end_case(&mut self, name: &str) {
        self.log.case_names.push(name);
    }

    /// Takes the case back that was begun last: it has no name and no events.
    pub(crate) fn abandon_case(&mut self) {
        self.log.starts.pop();
        let row = self.log.case_names.len();
        self.log.case_columns.values_mut().for_each(|column| column.unset(row));
    }

    /// Adds an event; what is set for the next event before it belongs to it.
    pub(crate) fn push(
        &mut self,
        activity: Activity,
        time: Option<Moment>,
        person: Option<Name>,
        transition: Option<Name>,
    ) {
        assert!(!self.log.starts.is_empty(), "a case was begun");
        self.log.activity.push(activity);
        self.log.time.push(time.map_or(NO_TIME, |moment| moment.0));
        self.log.person.push(person.map_or(Names::NONE, |name| name.0));
        self.log.transition.push(transition.map_or(Names::NONE, |name| name.0));
    }

    pub(crate) fn event_place(&mut self, key: &str, kind: Kind) -> Place {
        place(&mut self.log.event_columns, key, kind)
    }

    pub(crate) fn case_place(&mut self, key: &str, kind: Kind) -> Place {
        place(&mut self.log.case_columns, key, kind)
    }

    /// Sets a value of the event that is added next.
    pub(crate) fn set_next_event(&mut self, place: Place, value: Value<'_>) {
        let row = self.log.activity.len();
        self.log.event_columns[place.0].set(row, value);
    }

    /// Takes back a value that was set for an event that will not be added.
    pub(crate) fn unset_next_event(&mut self, place: Place) {
        let row = self.log.activity.len();
        self.log.event_columns[place.0].unset(row);
    }

    /// Sets a value of the case that is named next.
    pub(crate) fn set_next_case(&mut self, place: Place, value: Value<'_>) {
        let row = self.log.case_names.len();
        self.log.case_columns[place.0].set(row, value);
    }

    /// About how much memory the log takes.
    pub(crate) fn bytes(&self) -> usize {
        self.log.bytes()
    }
}

fn place(columns: &mut Columns, key: &str, kind: Kind) -> Place {
    Place(match columns.get_index_of(key) {
        Some(index) => index,
        None => columns.insert_full(key.into(), Column::new(kind)).0,
    })
}
