//! Cron with five fields: minute, hour, day of the month, month, day of the week.
//!
//! Names (`MON`, `JAN`), `L` (last), `#` (n-th weekday) and `W` (nearest weekday) are understood, and `@monthly` and its
//! kin. With both day fields given, either suffices, as in Vixie cron.
//!
//! A fixed time that clocks skip comes right after the skip; one that comes twice runs once. A wildcard hour runs on
//! both. Fields for seconds or years are refused.

use std::fmt;
use std::str::FromStr;

use croner::parser::{CronParser, Seconds, Year};
use jiff::{SignedDuration, Timestamp};

use super::{ScheduleError, short};
use crate::time::calendar::{Calendar, HORIZON_DAYS};

const FIELDS: [&str; 5] = ["minute", "hour", "day of the month", "month", "day of the week"];

/// A cron text that has been understood. Two are equal when they are written alike.
#[derive(Debug, Clone)]
pub struct Cron {
    text: String,
    rule: Box<croner::Cron>,
}

impl PartialEq for Cron {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Cron {}

impl Cron {
    pub(super) fn next_after(&self, calendar: &Calendar, moment: Timestamp) -> Option<Timestamp> {
        let start = moment.to_zoned(calendar.timezone.time_zone().clone());
        let next = self.rule.find_next_occurrence(&start, false).ok()?.timestamp();
        let days = i64::try_from(HORIZON_DAYS).ok()?;
        (moment.duration_until(next) <= SignedDuration::from_hours(24 * days)).then_some(next)
    }
}

fn rule(text: &str) -> Result<croner::Cron, croner::errors::CronError> {
    CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build().parse(text)
}

impl FromStr for Cron {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fields: Vec<&str> = short(text)?.split_whitespace().collect();
        let written = fields.join(" ");
        let is_named = fields.len() == 1 && written.starts_with('@');
        if !is_named && fields.len() != FIELDS.len() {
            let problem = format!(
                "a cron text has five fields (minute, hour, day of the month, month, day of the week), this has {}; \
                 write for example `0 7 1 * *`, or a rule as `FREQ=MONTHLY;BYDAY=-1FR`",
                fields.len()
            );
            return Err(ScheduleError::new(text, problem));
        }
        match rule(&written) {
            Ok(rule) => Ok(Cron { text: written, rule: Box::new(rule) }),
            Err(_) if is_named => {
                let problem = "write `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`, or five fields";
                Err(ScheduleError::new(text, problem))
            }
            Err(whole) => Err(ScheduleError::new(text, faulty_field(&fields).unwrap_or_else(|| whole.to_string()))),
        }
    }
}

/// The first field that is wrong by itself, with what is wrong in it.
fn faulty_field(fields: &[&str]) -> Option<String> {
    fields.iter().enumerate().find_map(|(place, field)| {
        let mut alone = ["*"; 5];
        *alone.get_mut(place)? = field;
        let wrong = rule(&alone.join(" ")).err()?;
        Some(format!("`{field}` is no {} ({wrong})", FIELDS.get(place)?))
    })
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
