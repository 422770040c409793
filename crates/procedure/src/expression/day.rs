//! Days and moments: reading them from text, moving them, measuring between them. No clock is ever read.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, Unit as Largest, Zoned};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Failure;
use crate::time::Duration;
use crate::value::Value;

/// Longest text that is read as a date or a length of time, in bytes.
const MAX_TEXT: usize = 64;

/// A day, or a moment seen in the calendar's zone.
#[derive(Debug, Clone)]
pub(super) enum Point {
    Day(Date),
    Moment(Zoned),
}

impl Point {
    pub(super) fn date(&self) -> Date {
        match self {
            Point::Day(date) => *date,
            Point::Moment(zoned) => zoned.date(),
        }
    }

    /// The clock on the wall; a day starts at midnight.
    pub(super) fn wall(&self) -> DateTime {
        match self {
            Point::Day(date) => date.to_datetime(jiff::civil::Time::midnight()),
            Point::Moment(zoned) => zoned.datetime(),
        }
    }

    pub(super) fn value(self) -> Value {
        match self {
            Point::Day(date) => Value::Date(date),
            Point::Moment(zoned) => Value::Moment(zoned.timestamp()),
        }
    }
}

/// Reads a date, a moment, or a text that spells one (ISO 8601). A date-time without an offset is the zone's.
pub(super) fn point(value: &Value, zone: &TimeZone) -> Result<Point, Failure> {
    match value {
        Value::Date(date) => Ok(Point::Day(*date)),
        Value::Moment(moment) => Ok(Point::Moment(moment.to_zoned(zone.clone()))),
        Value::Text(text) => read(text, zone).ok_or_else(|| {
            let shown: String = text.chars().take(40).collect();
            Failure::bad(format!("'{shown}' is no date; write 2026-01-31 or 2026-01-31T09:30:00Z"))
        }),
        other => Err(Failure::bad(format!("{} is no date", other.kind()))),
    }
}

/// A day or a moment from its ISO 8601 text.
pub(crate) fn read_iso(text: &str, zone: &TimeZone) -> Option<Value> {
    read(text, zone).map(Point::value)
}

fn read(text: &str, zone: &TimeZone) -> Option<Point> {
    let text = text.trim();
    let bytes = text.as_bytes();
    if bytes.len() > MAX_TEXT || bytes.len() < 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    if bytes.len() == 10 {
        return text.parse().ok().map(Point::Day);
    }
    if !matches!(bytes[10], b'T' | b't' | b' ') {
        return None;
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(Point::Moment(moment.to_zoned(zone.clone())));
    }
    text.parse::<DateTime>().ok()?.to_zoned(zone.clone()).ok().map(Point::Moment)
}

/// A unit of the date methods, under ZEN's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

impl Unit {
    pub(super) fn named(name: &str) -> Option<Unit> {
        Some(match name {
            "s" | "second" | "seconds" => Unit::Second,
            "m" | "minute" | "minutes" => Unit::Minute,
            "h" | "hour" | "hours" => Unit::Hour,
            "d" | "day" | "days" => Unit::Day,
            "w" | "week" | "weeks" => Unit::Week,
            "M" | "month" | "months" => Unit::Month,
            "q" | "Q" | "quarter" | "quarters" => Unit::Quarter,
            "y" | "Y" | "year" | "years" => Unit::Year,
            _ => return None,
        })
    }

    fn seconds(self) -> Option<i64> {
        match self {
            Unit::Second => Some(1),
            Unit::Minute => Some(60),
            Unit::Hour => Some(3_600),
            Unit::Day => Some(86_400),
            Unit::Week => Some(604_800),
            Unit::Month | Unit::Quarter | Unit::Year => None,
        }
    }

    fn months(self) -> i64 {
        match self {
            Unit::Month => 1,
            Unit::Quarter => 3,
            Unit::Year => 12,
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Week => 0,
        }
    }
}

pub(super) fn unit(value: &Value) -> Result<Unit, Failure> {
    match value {
        Value::Text(name) => Unit::named(name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            Failure::bad(format!("'{shown}' is no unit; use second, minute, hour, day, week, month, quarter or year"))
        }),
        other => Err(Failure::bad(format!("a unit is a text, and found {}", other.kind()))),
    }
}

/// How far to move: elapsed seconds, then months of the calendar.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shift {
    seconds: i64,
    months: i64,
}

fn too_far() -> Failure {
    Failure::bad("the date leaves the years -9999 to 9999")
}

impl Shift {
    fn plus(self, count: i64, unit: Unit) -> Option<Shift> {
        let seconds = self.seconds.checked_add(count.checked_mul(unit.seconds().unwrap_or(0))?)?;
        let months = self.months.checked_add(count.checked_mul(unit.months())?)?;
        Some(Shift { seconds, months })
    }

    /// `count` units; a fraction only where it makes whole seconds.
    pub(super) fn units(count: Decimal, unit: Unit) -> Result<Shift, Failure> {
        let scaled = count.checked_mul(unit.seconds().unwrap_or_else(|| unit.months()).into()).ok_or_else(too_far)?;
        let whole = scaled.is_integer().then(|| scaled.to_i64()).flatten();
        let Some(whole) = whole else {
            return Err(Failure::bad(format!("{count} does not make whole seconds or months")));
        };
        Ok(if unit.months() == 0 { Shift { seconds: whole, months: 0 } } else { Shift { seconds: 0, months: whole } })
    }

    /// `'3d'`, `'1d 12h'`, `'2 months'`, or a duration.
    pub(super) fn length(value: &Value) -> Result<Shift, Failure> {
        match value {
            Value::Duration(Duration::Elapsed(seconds)) => {
                Ok(Shift { seconds: i64::try_from(*seconds).map_err(|_| too_far())?, months: 0 })
            }
            Value::Duration(length) => {
                Err(Failure::bad(format!("`{length}` is counted by a calendar, which expressions do not have")))
            }
            Value::Text(text) => Shift::read(text).ok_or_else(|| {
                let shown: String = text.chars().take(40).collect();
                Failure::bad(format!("'{shown}' is no length of time; write '4h', '3d' or '2 months'"))
            }),
            other => Err(Failure::bad(format!("a length of time is a text like '3d', and found {}", other.kind()))),
        }
    }

    fn read(text: &str) -> Option<Shift> {
        let mut rest = text.trim();
        if rest.is_empty() || rest.len() > MAX_TEXT {
            return None;
        }
        let mut shift = Shift::default();
        while !rest.is_empty() {
            let (digits, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit())?);
            let after = after.trim_start();
            let (name, after) = after.split_at(after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len()));
            shift = shift.plus(digits.parse().ok()?, Unit::named(name)?)?;
            rest = after.trim_start();
        }
        Some(shift)
    }

    pub(super) fn backwards(self) -> Result<Shift, Failure> {
        match (self.seconds.checked_neg(), self.months.checked_neg()) {
            (Some(seconds), Some(months)) => Ok(Shift { seconds, months }),
            _ => Err(too_far()),
        }
    }
}

pub(super) fn moved(point: Point, shift: Shift) -> Result<Point, Failure> {
    let months = Span::new().try_months(shift.months).map_err(|_| too_far())?;
    match point {
        Point::Day(date) => {
            if shift.seconds % 86_400 != 0 {
                return Err(Failure::bad("a date takes whole days; hours need a moment"));
            }
            let days = Span::new().try_days(shift.seconds / 86_400).map_err(|_| too_far())?;
            let date = date.checked_add(days).and_then(|date| date.checked_add(months)).map_err(|_| too_far())?;
            Ok(Point::Day(date))
        }
        Point::Moment(zoned) => zoned
            .checked_add(SignedDuration::from_secs(shift.seconds))
            .and_then(|zoned| zoned.checked_add(months))
            .map(Point::Moment)
            .map_err(|_| too_far()),
    }
}

fn first_day(date: Date, unit: Unit) -> Result<Date, Failure> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Err(Failure::bad("a date has no hours; use a moment")),
        Unit::Day => Ok(date),
        Unit::Week => {
            let back = Span::new().days(i64::from(date.weekday().to_monday_zero_offset()));
            date.checked_sub(back).map_err(|_| too_far())
        }
        Unit::Month => Ok(date.first_of_month()),
        Unit::Quarter => Date::new(date.year(), (date.month() - 1) / 3 * 3 + 1, 1).map_err(|_| too_far()),
        Unit::Year => Ok(date.first_of_year()),
    }
}

/// The first day, or the first moment, of the unit that the point lies in.
pub(super) fn start(point: &Point, unit: Unit) -> Result<Point, Failure> {
    match point {
        Point::Day(date) => first_day(*date, unit).map(Point::Day),
        Point::Moment(zoned) => {
            let wall = zoned.datetime();
            let time = wall.time();
            let start = match unit {
                Unit::Second => wall.date().at(time.hour(), time.minute(), time.second(), 0),
                Unit::Minute => wall.date().at(time.hour(), time.minute(), 0, 0),
                Unit::Hour => wall.date().at(time.hour(), 0, 0, 0),
                Unit::Day | Unit::Week | Unit::Month | Unit::Quarter | Unit::Year => {
                    first_day(wall.date(), unit)?.at(0, 0, 0, 0)
                }
            };
            // Within an hour the offset is kept, so that the hour repeated in autumn starts in itself.
            if unit < Unit::Day {
                let back = wall.duration_since(start);
                return zoned.checked_sub(back).map(Point::Moment).map_err(|_| too_far());
            }
            start.to_zoned(zoned.time_zone().clone()).map(Point::Moment).map_err(|_| too_far())
        }
    }
}

/// The last day, or the last nanosecond, of the unit that the point lies in.
pub(super) fn end(point: &Point, unit: Unit) -> Result<Point, Failure> {
    let start = start(point, unit)?;
    let span = match unit {
        Unit::Second => Span::new().seconds(1),
        Unit::Minute => Span::new().minutes(1),
        Unit::Hour => Span::new().hours(1),
        Unit::Day => Span::new().days(1),
        Unit::Week => Span::new().weeks(1),
        Unit::Month => Span::new().months(1),
        Unit::Quarter => Span::new().months(3),
        Unit::Year => Span::new().years(1),
    };
    match start {
        Point::Day(date) => date
            .checked_add(span)
            .and_then(|next| next.checked_sub(Span::new().days(1)))
            .map(Point::Day)
            .map_err(|_| too_far()),
        Point::Moment(zoned) => zoned
            .checked_add(span)
            .and_then(|next| next.checked_sub(SignedDuration::from_nanos(1)))
            .map(Point::Moment)
            .map_err(|_| too_far()),
    }
}

/// Both as days when one of them is.
pub(super) fn alike(left: Point, right: Point) -> (Point, Point) {
    match (&left, &right) {
        (Point::Moment(_), Point::Moment(_)) => (left, right),
        _ => (Point::Day(left.date()), Point::Day(right.date())),
    }
}

/// Whole units from `from` to `to`, towards zero; without a unit, milliseconds.
pub(super) fn between(to: &Point, from: &Point, unit: Option<Unit>) -> Result<i64, Failure> {
    let elapsed = match (to, from) {
        (Point::Moment(to), Point::Moment(from)) => to.timestamp().as_millisecond() - from.timestamp().as_millisecond(),
        _ => to.wall().duration_since(from.wall()).as_secs() * 1_000,
    };
    let civil = |largest| to.wall().since((largest, from.wall())).map_err(|_| too_far());
    Ok(match unit {
        None => elapsed,
        Some(Unit::Second) => elapsed / 1_000,
        Some(Unit::Minute) => elapsed / 60_000,
        Some(Unit::Hour) => elapsed / 3_600_000,
        Some(Unit::Day) => i64::from(civil(Largest::Day)?.get_days()),
        Some(Unit::Week) => i64::from(civil(Largest::Day)?.get_days()) / 7,
        Some(Unit::Month) => i64::from(civil(Largest::Month)?.get_months()),
        Some(Unit::Quarter) => i64::from(civil(Largest::Month)?.get_months()) / 3,
        Some(Unit::Year) => i64::from(civil(Largest::Month)?.get_months()) / 12,
    })
}
