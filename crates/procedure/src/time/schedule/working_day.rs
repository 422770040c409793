//! The n-th working day of a week, month, quarter or year, from its beginning or its end.

use std::fmt;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::ScheduleError;
use crate::time::calendar::{Calendar, Days};
use crate::time::clock_time::ClockTime;

/// `{working_day: -3, of: month, at: '07:00'}`: the third working day from the end of each month, at 07:00. A period with
/// fewer working days is passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct WorkingDay {
    /// Counted from 1 at the beginning of the period, or from -1 at its end.
    #[schemars(range(min = -366, max = 366))]
    working_day: i16,
    of: Period,
    /// Default: when that day's work begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<ClockTime>,
}

/// What a working day is counted in. Weeks begin on Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    Week,
    Month,
    Quarter,
    Year,
}

const HORIZON_YEARS: i64 = 30;

impl WorkingDay {
    /// Refuses 0, and numbers that no such period can have.
    pub fn new(working_day: i16, of: Period, at: Option<ClockTime>) -> Result<Self, ScheduleError> {
        let day = WorkingDay { working_day, of, at };
        let most = of.longest();
        if working_day == 0 || working_day.unsigned_abs() > most {
            let problem = format!("`working_day` of a {of} is 1 to {most}, or -1 to -{most} from its end");
            return Err(ScheduleError::new(&day.to_string(), problem));
        }
        Ok(day)
    }

    /// Counted from 1 at the beginning of the period, or from -1 at its end.
    pub fn working_day(&self) -> i16 {
        self.working_day
    }

    pub fn of(&self) -> Period {
        self.of
    }

    pub fn at(&self) -> Option<ClockTime> {
        self.at
    }

    pub(super) fn next_after(&self, calendar: &Calendar, moment: Timestamp) -> Option<Timestamp> {
        let mut days = Days::of(calendar);
        let mut first = self.of.first_day(calendar.timezone.civil(moment).date())?;
        let horizon = first.checked_add(HORIZON_YEARS.years()).ok()?;
        while first <= horizon {
            let next = self.of.next(first)?;
            let found = self.in_period(&mut days, first, next.yesterday().ok()?).and_then(|date| {
                match self.at {
                    Some(at) => calendar.at(date, at.time()),
                    None => calendar.start_of(date),
                }
                .ok()
            });
            if let Some(found) = found.filter(|found| *found > moment) {
                return Some(found);
            }
            first = next;
        }
        None
    }

    fn in_period(&self, days: &mut Days<'_>, first: Date, last: Date) -> Option<Date> {
        let mut left = self.working_day.unsigned_abs();
        let mut date = if self.working_day > 0 { first } else { last };
        while first <= date && date <= last {
            if days.works(date) {
                left -= 1;
                if left == 0 {
                    return Some(date);
                }
            }
            date = if self.working_day > 0 { date.tomorrow() } else { date.yesterday() }.ok()?;
        }
        None
    }
}

impl Period {
    fn longest(self) -> u16 {
        match self {
            Period::Week => 7,
            Period::Month => 31,
            Period::Quarter => 92,
            Period::Year => 366,
        }
    }

    fn first_day(self, date: Date) -> Option<Date> {
        match self {
            Period::Week => date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok(),
            Period::Month => Some(date.first_of_month()),
            Period::Quarter => Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).ok(),
            Period::Year => Some(date.first_of_year()),
        }
    }

    fn next(self, first: Date) -> Option<Date> {
        let length = match self {
            Period::Week => 1.week(),
            Period::Month => 1.month(),
            Period::Quarter => 3.months(),
            Period::Year => 1.year(),
        };
        first.checked_add(length).ok()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Period::Week => "week",
            Period::Month => "month",
            Period::Quarter => "quarter",
            Period::Year => "year",
        })
    }
}

/// As a document writes it.
impl fmt::Display for WorkingDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{working_day: {}, of: {}", self.working_day, self.of)?;
        if let Some(at) = self.at {
            write!(f, ", at: '{at}'")?;
        }
        f.write_str("}")
    }
}

impl<'de> Deserialize<'de> for WorkingDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            working_day: i16,
            of: Period,
            at: Option<ClockTime>,
        }
        let Written { working_day, of, at } = Written::deserialize(deserializer)?;
        WorkingDay::new(working_day, of, at).map_err(serde::de::Error::custom)
    }
}
