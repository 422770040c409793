//! iCalendar recurrence (RFC 5545, RRULE): `FREQ=MONTHLY;BYDAY=-1FR;BYHOUR=7`.
//!
//! The rule is expanded on the wall clock and each result is then placed in the calendar's zone, so one set of zone
//! tables decides everything. Without `DTSTART:` a rule counts from Monday, 1 January 2001, 00:00: a weekly rule falls on
//! Mondays, a monthly one on the 1st, a yearly one on 1 January, all at midnight unless `BY…` says otherwise.
//!
//! Refused: steps finer than a day (`BYHOUR` and `BYMINUTE` say the times, cron what comes every few minutes), `COUNT`
//! without `DTSTART`, zones in the text (the calendar has one), `EXDATE` and the other lines of an iCalendar event.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rrule::RRuleSet;

use super::{ScheduleError, short};
use crate::diagnostic::did_you_mean;
use crate::time::calendar::Calendar;

/// A recurrence rule that has been understood. Two are equal when they are written alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// `KEY=VALUE` in the order written.
    parts: Vec<(&'static str, String)>,
    /// What `DTSTART:` says.
    start: Option<DateTime>,
    step: Step,
    interval: i32,
    counts: bool,
    until: Option<Until>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Day,
    Week,
    Month,
    Year,
}

/// The last moment, on the wall clock or everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Until {
    Wall(DateTime),
    Moment(Timestamp),
}

const KEYS: [&str; 13] = [
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "WKST",
    "BYDAY",
    "BYMONTH",
    "BYMONTHDAY",
    "BYYEARDAY",
    "BYWEEKNO",
    "BYHOUR",
    "BYMINUTE",
    "BYSETPOS",
];
/// A Monday, the first of a month and of a year.
const ORIGIN: DateTime = date(2001, 1, 1).at(0, 0, 0, 0);
const MOST_TIMES: u32 = 10_000;
const WIDEST_INTERVAL: u32 = 1_000;
/// The most times of one year: each minute of it. A year's rule lists them before it gives the first.
const MOST_STEPS: usize = 600_000;
const HORIZON_YEARS: i16 = 100;

impl Recurrence {
    pub(super) fn next_after(&self, calendar: &Calendar, moment: Timestamp) -> Option<Timestamp> {
        let wall = calendar.timezone.civil(moment);
        let rule = self.rule_from(self.start_before(wall)?).ok()?.limit();
        let mut found: Option<(Timestamp, DateTime)> = None;
        for time in rule.into_iter().take(MOST_STEPS) {
            let at = TimeZone::UTC.to_datetime(Timestamp::from_second(time.timestamp()).ok()?);
            // A time that clocks skip is placed after the skip, where a later time of the rule may come before it.
            if found.is_some_and(|(_, shown)| at > shown) || at.year() > wall.year().saturating_add(HORIZON_YEARS) {
                break;
            }
            let next = calendar.timezone.moment(at)?;
            match self.until {
                Some(Until::Wall(last)) if at > last => break,
                Some(Until::Moment(last)) if next > last => break,
                Some(Until::Wall(_) | Until::Moment(_)) | None => {}
            }
            if next > moment && found.is_none_or(|(before, _)| next < before) {
                found = Some((next, calendar.timezone.civil(next)));
            }
        }
        found.map(|(next, _)| next)
    }

    /// A time from which the rule gives the same results as from its start, at least one interval before `wall`: far
    /// years are not walked through. A rule that counts is always walked from its start.
    fn start_before(&self, wall: DateTime) -> Option<DateTime> {
        let start = self.start.unwrap_or(ORIGIN);
        if self.counts {
            return Some(start);
        }
        let (from, to) = (start.date(), wall.date());
        let months = |date: Date| i32::from(date.year()) * 12 + i32::from(date.month());
        let steps = match self.step {
            Step::Day => (to - from).get_days(),
            Step::Week => (to - from).get_days().div_euclid(7),
            Step::Month => months(to) - months(from),
            Step::Year => i32::from(to.year()) - i32::from(from.year()),
        };
        // A day such as the 31st or 29 February is not in each month or year: step back to one that has it.
        for back in 2..50 {
            let intervals = steps.div_euclid(self.interval) - back;
            if self.start.is_some() && intervals <= 0 {
                return Some(start);
            }
            let length = i64::from(intervals) * i64::from(self.interval);
            let moved = match self.step {
                Step::Day => from.checked_add(1.day().checked_mul(length).ok()?),
                Step::Week => from.checked_add(1.week().checked_mul(length).ok()?),
                Step::Month => from.checked_add(1.month().checked_mul(length).ok()?),
                Step::Year => from.checked_add(1.year().checked_mul(length).ok()?),
            };
            match moved {
                Ok(moved) if matches!(self.step, Step::Day | Step::Week) || moved.day() == from.day() => {
                    return Some(moved.to_datetime(start.time()));
                }
                Ok(_) => {}
                Err(_) => return None,
            }
        }
        Some(start)
    }

    /// The rule on a clock without a zone, which the expansion calls UTC.
    fn rule_from(&self, start: DateTime) -> Result<RRuleSet, rrule::RRuleError> {
        let parts: Vec<String> =
            self.parts.iter().filter(|(key, _)| *key != "UNTIL").map(|(key, value)| format!("{key}={value}")).collect();
        format!("DTSTART:{}Z\nRRULE:{}", start.strftime("%Y%m%dT%H%M%S"), parts.join(";")).parse()
    }
}

impl FromStr for Recurrence {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(short(text)?).map_err(|problem| ScheduleError::new(text, problem))
    }
}

fn parse(text: &str) -> Result<Recurrence, String> {
    let upper = text.trim().to_ascii_uppercase();
    let mut start = None;
    let mut body = upper.as_str();
    if let Some(rest) = upper.strip_prefix("DTSTART") {
        let rest = rest.strip_prefix(':').ok_or("write `DTSTART:20260105T070000`; the zone is the calendar's")?;
        let (value, after) = rest.split_once(char::is_whitespace).ok_or("after `DTSTART:` the rule is missing")?;
        start = Some(match stamp(value) {
            Some(Stamp::Day(day)) => day.to_datetime(Time::midnight()),
            Some(Stamp::Wall(time)) => time,
            Some(Stamp::Utc(_)) => {
                return Err("`DTSTART` must not end in `Z`; it is read in the calendar's zone".into());
            }
            None => return Err(format!("`{value}` is no time; write `DTSTART:20260105T070000`")),
        });
        if start.is_some_and(|time| !(1900..=2200).contains(&time.year())) {
            return Err("`DTSTART` must lie in the years 1900 to 2200".into());
        }
        body = after.trim_start();
    }
    body = body.strip_prefix("RRULE:").unwrap_or(body);
    let parts = body.split(';').filter(|part| !part.is_empty()).map(part).collect::<Result<Vec<_>, _>>()?;
    let value = |key: &str| parts.iter().find(|(known, _)| *known == key).map(|(_, value)| value.as_str());
    for (place, (key, _)) in parts.iter().enumerate() {
        if parts.iter().take(place).any(|(earlier, _)| earlier == key) {
            return Err(format!("`{key}` is given twice"));
        }
    }
    let step = match value("FREQ") {
        Some("DAILY") => Step::Day,
        Some("WEEKLY") => Step::Week,
        Some("MONTHLY") => Step::Month,
        Some("YEARLY") => Step::Year,
        Some(finer @ ("HOURLY" | "MINUTELY" | "SECONDLY")) => {
            return Err(format!(
                "`FREQ={finer}` is finer than a day; list the times with `BYHOUR` and `BYMINUTE`, or write cron as `*/15 * * * *`"
            ));
        }
        Some(other) => return Err(format!("`FREQ={other}` is not `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`")),
        None => return Err("`FREQ` is missing; write for example `FREQ=MONTHLY;BYDAY=-1FR`".into()),
    };
    let interval = value("INTERVAL").map_or(Ok(1), |text| number("INTERVAL", text, WIDEST_INTERVAL))?;
    let counts = value("COUNT").is_some();
    if let Some(text) = value("COUNT") {
        number("COUNT", text, MOST_TIMES)?;
        if start.is_none() {
            return Err("`COUNT` needs to know from when; put `DTSTART:20260105T070000 ` before the rule".into());
        }
        if value("UNTIL").is_some() {
            return Err("`COUNT` and `UNTIL` exclude each other".into());
        }
    }
    let until = match value("UNTIL") {
        None => None,
        Some(text) => Some(match stamp(text) {
            Some(Stamp::Day(day)) => Until::Wall(day.at(23, 59, 59, 0)),
            Some(Stamp::Wall(time)) => Until::Wall(time),
            Some(Stamp::Utc(moment)) => Until::Moment(moment),
            None => {
                return Err(format!("`UNTIL={text}` is no time; write `UNTIL=20261231` or `UNTIL=20261231T235959`"));
            }
        }),
    };
    let interval = i32::try_from(interval).map_err(|_| "`INTERVAL` is too large".to_owned())?;
    let recurrence = Recurrence { parts, start, step, interval, counts, until };
    recurrence.rule_from(start.unwrap_or(ORIGIN)).map_err(|wrong| wrong.to_string())?;
    Ok(recurrence)
}

fn part(text: &str) -> Result<(&'static str, String), String> {
    let (key, value) = text.split_once('=').ok_or_else(|| format!("`{text}` is not written as `KEY=VALUE`"))?;
    let (key, value) = (key.trim(), value.trim());
    let known = KEYS.iter().find(|known| **known == key).ok_or_else(|| {
        let hint = did_you_mean(key, KEYS).map(|hint| format!("; {hint}")).unwrap_or_default();
        format!("`{key}` is no part of a recurrence rule that is understood here{hint}")
    })?;
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ',' | '+' | '-');
    if value.is_empty() || !value.chars().all(is_plain) {
        return Err(format!("`{key}={value}` has no value that can be read"));
    }
    Ok((known, value.to_owned()))
}

fn number(key: &str, text: &str, most: u32) -> Result<u32, String> {
    let read = if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None };
    read.filter(|number| (1..=most).contains(number)).ok_or_else(|| format!("`{key}={text}` is not 1 to {most}"))
}

enum Stamp {
    Day(Date),
    Wall(DateTime),
    Utc(Timestamp),
}

/// `20260105`, `20260105T070000` or `20260105T070000Z`.
fn stamp(text: &str) -> Option<Stamp> {
    let digits = |text: &str, length: usize| {
        (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    let day = |text: &str| {
        digits(text, 8)?;
        Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
    };
    let Some((date, time)) = text.split_once('T') else { return day(text).map(Stamp::Day) };
    let (time, is_utc) = time.strip_suffix('Z').map_or((time, false), |time| (time, true));
    digits(time, 6)?;
    let time = Time::new(time[..2].parse().ok()?, time[2..4].parse().ok()?, time[4..].parse().ok()?, 0).ok()?;
    let wall = day(date)?.to_datetime(time);
    if is_utc { TimeZone::UTC.to_timestamp(wall).ok().map(Stamp::Utc) } else { Some(Stamp::Wall(wall)) }
}

impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(start) = self.start {
            write!(f, "DTSTART:{} ", start.strftime("%Y%m%dT%H%M%S"))?;
        }
        for (place, (key, value)) in self.parts.iter().enumerate() {
            write!(f, "{}{key}={value}", if place == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}
