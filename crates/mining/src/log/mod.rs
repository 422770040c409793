//! An event log in columns: what was done, in which case, when and by whom.
//!
//! Events lie case by case, in the order in which the log gives them; names are interned. What else a log says about an
//! event or a case stands in columns of its own, which a reader fills only when it is asked to. A log is not changed
//! after it was built: a filter makes another.

mod build;
mod column;
pub mod filter;
mod moment;
mod names;
mod people;
mod select;
mod variants;

use std::ops::Range;

use indexmap::IndexMap;

pub use build::Builder;
pub(crate) use build::Place;
pub use column::{Column, Kind, Value};
pub use filter::Filter;
pub use moment::{Moment, Zone};
pub(crate) use moment::{fraction, offset};
pub(crate) use names::Texts;
pub use names::{Name, Names};
pub use people::{ByPerson, Group, Guard, Person, Pseudonyms, Rest, Shown};
pub(crate) use select::Selection;
pub use variants::{Variant, Variants};

/// Which activity: an index into [`Log::activities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Activity(pub u32);

impl Activity {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

type Columns = IndexMap<Box<str>, Column>;

/// An event log, case by case.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Log {
    activities: Names,
    people: Names,
    transitions: Names,
    case_names: Texts,
    /// Where each case begins; one more than there are cases.
    starts: Vec<u32>,
    activity: Vec<Activity>,
    /// Microseconds; `NO_TIME` where the log gives none.
    time: Vec<i64>,
    /// [`Names::NONE`] where nobody is named.
    person: Vec<u32>,
    transition: Vec<u32>,
    event_columns: Columns,
    case_columns: Columns,
}

const NO_TIME: i64 = i64::MIN;

/// Frees what was reserved, where that is more than what is used: less than that does not pay for moving it all.
fn trim<T>(values: &mut Vec<T>) {
    if values.len() < values.capacity() / 2 {
        values.shrink_to_fit();
    }
}

/// One case of a log.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    log: &'a Log,
    /// Which of the log's cases.
    pub index: usize,
}

/// One event of a log.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    log: &'a Log,
    /// Which of the log's events.
    pub index: usize,
}

impl Log {
    /// How many cases there are.
    pub fn len(&self) -> usize {
        self.case_names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many events all cases have together.
    pub fn events(&self) -> usize {
        self.activity.len()
    }

    /// The names of the activities, in the order in which they first appear.
    pub fn activities(&self) -> &Names {
        &self.activities
    }

    /// How many people did something (`org:resource`). Who they are is told only by what [`ByPerson`] lets out.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// Who somebody is, for exporting a log.
    pub(crate) fn person_name(&self, person: Person) -> &str {
        self.people.text(person.0)
    }

    /// The names of all people, for telling whether an attribute names people as well.
    pub(crate) fn people_names(&self) -> &Names {
        &self.people
    }

    /// Forgets attributes, of events and of cases.
    pub fn retain_columns(&mut self, mut keep: impl FnMut(&str, &Column) -> bool) {
        self.event_columns.retain(|key, column| keep(key, column));
        self.case_columns.retain(|key, column| keep(key, column));
    }

    /// The lifecycle transitions that events name (`complete`, `start`, ...), as the log writes them.
    pub fn transitions(&self) -> &Names {
        &self.transitions
    }

    /// The name of an activity of this log.
    pub fn name(&self, activity: Activity) -> &str {
        self.activities.text(Name(activity.0))
    }

    pub fn cases(&self) -> impl ExactSizeIterator<Item = Case<'_>> {
        (0..self.len()).map(|index| Case { log: self, index })
    }

    pub fn case(&self, index: usize) -> Case<'_> {
        assert!(index < self.len(), "a case of this log");
        Case { log: self, index }
    }

    /// One event, by its place among all.
    pub(crate) fn event(&self, index: usize) -> Event<'_> {
        Event { log: self, index }
    }

    /// The activities of one case, in order.
    pub fn trace(&self, case: usize) -> &[Activity] {
        &self.activity[self.range(case)]
    }

    /// Which events belong to a case.
    pub fn range(&self, case: usize) -> Range<usize> {
        self.starts[case] as usize..self.starts[case + 1] as usize
    }

    /// About how much memory the log takes, in bytes.
    pub fn bytes(&self) -> usize {
        let names = [&self.activities, &self.people, &self.transitions].into_iter().map(Names::bytes).sum::<usize>();
        let columns = self.event_columns.iter().chain(&self.case_columns);
        let columns: usize = columns.map(|(key, column)| key.len() + column.bytes() + 64).sum();
        let rows = (self.starts.capacity() + self.activity.capacity() + self.person.capacity()) * 4
            + self.transition.capacity() * 4
            + self.time.capacity() * 8;
        names + columns + self.case_names.bytes() + rows
    }

    /// Frees what was reserved while the log was built.
    fn pack(&mut self) {
        let (cases, events) = (self.len(), self.events());
        self.event_columns.values_mut().for_each(|column| column.pack(events));
        self.case_columns.values_mut().for_each(|column| column.pack(cases));
        self.event_columns.retain(|_, column| column.given() > 0);
        self.case_columns.retain(|_, column| column.given() > 0);
        self.case_names.shrink();
        trim(&mut self.starts);
        trim(&mut self.activity);
        trim(&mut self.time);
        trim(&mut self.person);
        trim(&mut self.transition);
    }

    /// When an event happened; what has no time is before all others.
    pub(crate) fn moment(&self, event: usize) -> Moment {
        Moment(self.time[event])
    }

    /// What else the log says about events, by key.
    pub fn event_columns(&self) -> &IndexMap<Box<str>, Column> {
        &self.event_columns
    }

    /// What else the log says about cases, by key.
    pub fn case_columns(&self) -> &IndexMap<Box<str>, Column> {
        &self.case_columns
    }
}

impl<'a> Case<'a> {
    pub fn name(self) -> &'a str {
        self.log.case_names.get(self.index)
    }

    pub fn trace(self) -> &'a [Activity] {
        self.log.trace(self.index)
    }

    pub fn events(self) -> impl ExactSizeIterator<Item = Event<'a>> + DoubleEndedIterator {
        self.log.range(self.index).map(move |index| Event { log: self.log, index })
    }

    /// What the log says about this case under a key.
    pub fn value(self, key: &str) -> Option<Value<'a>> {
        self.log.case_columns.get(key)?.get(self.index)
    }
}

impl<'a> Event<'a> {
    pub fn activity(self) -> Activity {
        self.log.activity[self.index]
    }

    /// When it happened, if the log says.
    pub fn time(self) -> Option<Moment> {
        let time = self.log.time[self.index];
        (time != NO_TIME).then_some(Moment(time))
    }

    /// Who did it, if the log says.
    pub fn person(self) -> Option<Person> {
        Name::of(self.log.person[self.index]).map(Person)
    }

    /// The lifecycle transition, if the log says: a name of [`Log::transitions`].
    pub fn transition(self) -> Option<Name> {
        Name::of(self.log.transition[self.index])
    }

    /// What the log says about this event under a key.
    pub fn value(self, key: &str) -> Option<Value<'a>> {
        self.log.event_columns.get(key)?.get(self.index)
    }
}
