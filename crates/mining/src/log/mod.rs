//! An event log in columns: what was done, in which case, when and by whom.
//!
//! Events lie case by case, in the order in which the log gives them; names are interned. What else a log says about an
//! event or a case stands in columns of its own, which a reader fills only when it is asked to. A log is not changed
//! after it was built: a filter makes another.

mod build;
mod column;
mod names;
mod variants;

use std::ops::Range;

use indexmap::IndexMap;

pub use build::Builder;
pub use column::{Column, Kind, Value};
pub use names::{Name, Names};
pub use variants::{Variant, Variants};

/// Which activity: an index into [`Log::activities`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Activity(pub u32);

impl Activity {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A moment in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// An event log, case by case.
#[derive(Debug, Clone, Default)]
pub struct Log {
    activities: Names,
    people: Names,
    transitions: Names,
    case_names: Vec<Box<str>>,
    /// Where each case begins; one more than there are cases.
    starts: Vec<u32>,
    activity: Vec<Activity>,
    /// Microseconds; `NO_TIME` where the log gives none.
    time: Vec<i64>,
    /// [`Names::NONE`] where nobody is named.
    person: Vec<u32>,
    transition: Vec<u32>,
    event_columns: IndexMap<Box<str>, Column>,
    case_columns: IndexMap<Box<str>, Column>,
}

const NO_TIME: i64 = i64::MIN;

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
        self.case_names.is_empty()
    }

    /// How many events all cases have together.
    pub fn events(&self) -> usize {
        self.activity.len()
    }

    /// The names of the activities, in the order in which they first appear.
    pub fn activities(&self) -> &Names {
        &self.activities
    }

    /// Whoever did something (`org:resource`).
    pub fn people(&self) -> &Names {
        &self.people
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

    /// The activities of one case, in order.
    pub fn trace(&self, case: usize) -> &[Activity] {
        &self.activity[self.range(case)]
    }

    /// Which events belong to a case.
    pub fn range(&self, case: usize) -> Range<usize> {
        self.starts[case] as usize..self.starts[case + 1] as usize
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
        &self.log.case_names[self.index]
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

    /// Who did it, if the log says: a name of [`Log::people`].
    pub fn person(self) -> Option<Name> {
        Name::of(self.log.person[self.index])
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
