//! What an evaluation is given: the names it can see, the zone, and how much it may do.

use std::borrow::Cow;

use jiff::tz::TimeZone;

use crate::value::{Value, Values};

/// What an expression can see.
pub trait Scope {
    /// The value of a root name; nothing, or [`Value::Null`], is unknown.
    fn get(&self, name: &str) -> Option<Cow<'_, Value>>;

    /// A part of a root name that the scope would have to make as a whole for it; `None` where the root is to be asked.
    fn part(&self, root: &str, name: &str) -> Option<Option<Cow<'_, Value>>> {
        let _ = (root, name);
        None
    }

    /// The calendar's zone, in which moments have a day and an hour.
    fn zone(&self) -> &TimeZone;
}

static UTC: TimeZone = TimeZone::UTC;

/// Values alone, seen in UTC.
impl Scope for Values {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        Values::get(self, name).map(Cow::Borrowed)
    }

    fn zone(&self) -> &TimeZone {
        &UTC
    }
}

/// Values seen in a zone.
#[derive(Debug, Clone)]
pub struct Known<'a> {
    pub values: &'a Values,
    pub zone: TimeZone,
}

impl Scope for Known<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.values.get(name).map(Cow::Borrowed)
    }

    fn zone(&self) -> &TimeZone {
        &self.zone
    }
}

/// How much one evaluation may do. Counted, not timed, so that every machine stops at the same place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Parts and items visited, values copied, and one for every 16 bytes of text read or built.
    pub work: u32,
    /// Bytes of one text.
    pub text: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { work: 100_000, text: 65_536 }
    }
}
