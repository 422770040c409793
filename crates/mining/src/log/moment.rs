//! Moments, as the formats of event logs write them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;

/// A moment in microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// What a written moment says of its distance from UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// Minutes east of Greenwich; `Z` is none.
    Offset(i16),
    /// It does not say; it was taken as UTC.
    Unsaid,
}

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

impl Moment {
    /// Reads `2012-10-09T14:50:17.123+02:00` and what is close to it: a space for the `T`, a comma for the point, no
    /// fraction, no seconds, no time of day, an offset with or without a colon, `Z`, or none.
    pub fn parse(text: &[u8]) -> Option<(Self, Zone)> {
        plain(text).or_else(|| general(std::str::from_utf8(text).ok()?.trim()))
    }

    /// A day and a time of day, at an offset from UTC of so many minutes; nothing where there is no such moment.
    pub(crate) fn of(day: (i64, u32, u32), time: (u32, u32, u32), micros: i64, offset: i64) -> Option<Self> {
        let ((year, month, day), (hour, minute, second)) = (day, time);
        let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        let length = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        // A leap second is the first of the next minute, as everywhere; 24:00 is the midnight after, as in ISO 8601.
        let midnight = hour == 24 && minute == 0 && second == 0;
        if !(1..=length).contains(&day) || (hour > 23 && !midnight) || minute > 59 || second > 60 {
            return None;
        }
        if !(-9999..=9999).contains(&year) {
            return None;
        }
        let of_day = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second) - offset * 60;
        Some(Self(days(year, month, day) * DAY + of_day * SECOND + micros))
    }
}

/// The days from 1970-01-01 to a date of the Gregorian calendar (Hinnant, *chrono-compatible low-level date
/// algorithms*).
fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = (i64::from(month) + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A number of two digits.
fn two(text: &[u8], at: usize) -> Option<u32> {
    let (tens, ones) = (text.get(at)?.wrapping_sub(b'0'), text.get(at + 1)?.wrapping_sub(b'0'));
    (tens <= 9 && ones <= 9).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// The shape that nearly every log uses.
fn plain(text: &[u8]) -> Option<(Moment, Zone)> {
    let year = two(text, 0)? * 100 + two(text, 2)?;
    if text.get(4) != Some(&b'-') || text.get(7) != Some(&b'-') {
        return None;
    }
    let (month, day) = (two(text, 5)?, two(text, 8)?);
    if !matches!(text.get(10), Some(b'T' | b' ')) || text.get(13) != Some(&b':') {
        return None;
    }
    let (hour, minute) = (two(text, 11)?, two(text, 14)?);
    let (second, micros, at) = match text.get(16) {
        Some(b':') => {
            let (micros, at) = fraction(text, 19)?;
            (two(text, 17)?, micros, at)
        }
        _ => (0, 0, 16),
    };
    let zone = offset(&text[at..])?;
    let minutes = match zone {
        Zone::Offset(minutes) => i64::from(minutes),
        Zone::Unsaid => 0,
    };
    Some((Moment::of((i64::from(year), month, day), (hour, minute, second), micros, minutes)?, zone))
}

/// A fraction of a second that begins here, if one does: its microseconds and where it ends.
pub(crate) fn fraction(text: &[u8], at: usize) -> Option<(i64, usize)> {
    if !matches!(text.get(at), Some(b'.' | b',')) {
        return Some((0, at));
    }
    let digits = text[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut micros = 0;
    for place in 0..6 {
        micros = micros * 10 + if place < digits { i64::from(text[at + 1 + place] - b'0') } else { 0 };
    }
    (digits > 0).then_some((micros, at + 1 + digits))
}

pub(crate) fn offset(text: &[u8]) -> Option<Zone> {
    let sign = match text {
        [] => return Some(Zone::Unsaid),
        [b'Z' | b'z'] => return Some(Zone::Offset(0)),
        [b' ', rest @ ..] if !rest.is_empty() => return offset(rest),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let hours = two(text, 1)?;
    let minutes = match text.len() {
        3 => 0,
        5 => two(text, 3)?,
        6 if text[3] == b':' => two(text, 4)?,
        _ => return None,
    };
    (hours <= 18 && minutes <= 59).then(|| Zone::Offset(sign * (hours * 60 + minutes) as i16))
}

fn general(text: &str) -> Option<(Moment, Zone)> {
    if text.len() > 64 {
        return None;
    }
    if let Ok(moment) = text.parse::<Timestamp>() {
        let zone = text.rfind(['+', '-', 'Z', 'z']).and_then(|at| offset(&text.as_bytes()[at..]));
        return Some((Moment(moment.as_microsecond()), zone.unwrap_or(Zone::Offset(0))));
    }
    let civil = text.parse::<DateTime>().ok()?;
    let (date, time) = (civil.date(), civil.time());
    let day = (i64::from(date.year()), date.month() as u32, date.day() as u32);
    let of_day = (time.hour() as u32, time.minute() as u32, time.second() as u32);
    Some((Moment::of(day, of_day, i64::from(time.subsec_nanosecond()) / 1000, 0)?, Zone::Unsaid))
}

/// As `2012-10-09T12:50:17.123Z`, in UTC, with as many places as it needs: none, three or six.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(stamp) = Timestamp::from_microsecond(self.0) else { return write!(f, "{}us", self.0) };
        let places = match (self.0.rem_euclid(SECOND), self.0.rem_euclid(1000)) {
            (0, _) => 0,
            (_, 0) => 3,
            _ => 6,
        };
        write!(f, "{stamp:.places$}")
    }
}
