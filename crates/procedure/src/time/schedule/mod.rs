//! When runs start by themselves: cron, iCalendar recurrence, or the n-th working day of a period.
//!
//! All are read in the calendar's zone. A schedule keeps no state: the next moment follows from the rule, the calendar
//! and the moment before. A rule that never holds (30 February) has no next moment, and finding that out is bounded.

mod cron;
mod recurrence;
mod working_day;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::calendar::Calendar;
use super::written::{LONGEST, excerpt};
pub use cron::Cron;
pub use recurrence::Recurrence;
pub use working_day::{Period, WorkingDay};

/// When runs start by themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Schedule {
    /// `0 7 1 * *`
    Cron(Cron),
    /// `FREQ=MONTHLY;BYDAY=-1FR`
    Recurrence(Recurrence),
    /// `{working_day: -3, of: month, at: '07:00'}`
    WorkingDay(WorkingDay),
}

/// Why a schedule cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the schedule `{found}` cannot be read: {problem}")]
pub struct ScheduleError {
    pub found: String,
    /// What is wrong and what to write instead, as half a sentence.
    pub problem: String,
}

impl ScheduleError {
    fn new(found: &str, problem: impl Into<String>) -> Self {
        ScheduleError { found: excerpt(found), problem: problem.into() }
    }
}

/// The text, when it is short enough to be looked at.
fn short(text: &str) -> Result<&str, ScheduleError> {
    if text.len() <= LONGEST {
        Ok(text)
    } else {
        Err(ScheduleError::new(text, format!("it has more than {LONGEST} bytes")))
    }
}

impl Schedule {
    /// The first moment strictly later than `moment`; `None` when there is none within the next 100 years (30 for
    /// working days).
    pub fn next_after(&self, calendar: &Calendar, moment: Timestamp) -> Option<Timestamp> {
        match self {
            Schedule::Cron(cron) => cron.next_after(calendar, moment),
            Schedule::Recurrence(recurrence) => recurrence.next_after(calendar, moment),
            Schedule::WorkingDay(day) => day.next_after(calendar, moment),
        }
        .filter(|next| *next > moment)
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    /// Reads a cron or recurrence text; a working day is a mapping, see [`WorkingDay::new`].
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.contains('=') || text.contains(':') {
            text.parse().map(Schedule::Recurrence)
        } else {
            text.parse().map(Schedule::Cron)
        }
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Schedule::Cron(cron) => cron.fmt(f),
            Schedule::Recurrence(recurrence) => recurrence.fmt(f),
            Schedule::WorkingDay(day) => day.fmt(f),
        }
    }
}

/// A text for cron and recurrence, a mapping for a working day.
impl Serialize for Schedule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Schedule::Cron(cron) => serializer.collect_str(cron),
            Schedule::Recurrence(recurrence) => serializer.collect_str(recurrence),
            Schedule::WorkingDay(day) => day.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Schedule {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a cron text, a recurrence text, or `{working_day: N, of: month, at: '07:00'}`")]
        enum Written {
            Text(String),
            WorkingDay(WorkingDay),
        }
        match Written::deserialize(deserializer)? {
            Written::Text(text) => text.parse().map_err(D::Error::custom),
            Written::WorkingDay(day) => Ok(Schedule::WorkingDay(day)),
        }
    }
}

impl JsonSchema for Schedule {
    fn schema_name() -> Cow<'static, str> {
        "Schedule".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let day = generator.subschema_for::<WorkingDay>();
        json_schema!({
            "description": "A cron text of five fields, an iCalendar recurrence rule, or a working day of a period.",
            "anyOf": [{"type": "string", "maxLength": LONGEST}, day],
            "examples": ["0 7 1 * *", "FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=7", {"working_day": -3, "of": "month", "at": "07:00"}]
        })
    }
}
