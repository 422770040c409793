//! The ways in which tables write times.

use serde::Serialize;

use crate::log::{Moment, Zone, fraction, offset};

/// How a table writes times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeFormat {
    /// `2026-02-28T14:30:00+01:00` and what is close to it.
    Iso,
    /// `28.02.2026 14:30`, with any of `.`, `/` and `-`.
    DayFirst,
    /// `02/28/2026 2:30 PM`, likewise.
    MonthFirst,
    /// `2026/2/28 14:30`, likewise.
    YearFirst,
    /// Since 1970-01-01T00:00:00Z.
    Seconds,
    Milliseconds,
}

impl TimeFormat {
    const ALL: [Self; 6] =
        [Self::Iso, Self::DayFirst, Self::MonthFirst, Self::YearFirst, Self::Seconds, Self::Milliseconds];

    pub fn parse(self, text: &str) -> Option<(Moment, Zone)> {
        let text = text.trim();
        match self {
            Self::Iso => Moment::parse(text.as_bytes()),
            Self::DayFirst | Self::MonthFirst | Self::YearFirst => self.parts(text),
            Self::Seconds => number(text, 9..=10, 1e6),
            Self::Milliseconds => number(text, 12..=13, 1e3),
        }
    }

    fn parts(self, text: &str) -> Option<(Moment, Zone)> {
        let (date, rest) = text.split_once([' ', 'T', ',']).unwrap_or((text, ""));
        let mut numbers = date.split(['.', '/', '-']).map(|part| part.parse::<u32>().ok());
        let (first, second, third) = (numbers.next()??, numbers.next()??, numbers.next()??);
        if numbers.next().is_some() {
            return None;
        }
        let (year, month, day) = match self {
            Self::DayFirst => (third, second, first),
            Self::MonthFirst => (third, first, second),
            Self::YearFirst | Self::Iso | Self::Seconds | Self::Milliseconds => (first, second, third),
        };
        let year = match year {
            0..=69 => year + 2000,
            70..=99 => year + 1900,
            1000..=9999 => year,
            _ => return None,
        };
        let (time, micros, zone) = time_of_day(rest.trim())?;
        let minutes = match zone {
            Zone::Offset(minutes) => i64::from(minutes),
            Zone::Unsaid => 0,
        };
        Some((Moment::of((i64::from(year), month, day), time, micros, minutes)?, zone))
    }

    /// The way in which these are written, if nine in ten are written in one way, and whether another one reads them as
    /// well as this does: whether the day or the month comes first cannot be told then.
    pub(super) fn guess<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<(Self, bool)> {
        let all = texts.clone().count();
        let counts =
            Self::ALL.map(|format| (texts.clone().filter(|text| format.parse(text).is_some()).count(), format));
        // The first of those that read the most.
        let (most, format) = counts.into_iter().rev().max_by_key(|(count, _)| *count)?;
        let rival = counts.iter().any(|(count, other)| *other == Self::MonthFirst && *count == most);
        (all > 0 && most * 10 >= all * 9).then_some((format, format == Self::DayFirst && rival))
    }
}

fn number(text: &str, digits: std::ops::RangeInclusive<usize>, micros: f64) -> Option<(Moment, Zone)> {
    let whole = text.split('.').next()?;
    if !digits.contains(&whole.len()) || !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let number: f64 = text.parse().ok()?;
    Some((Moment((number * micros).round() as i64), Zone::Offset(0)))
}

type TimeOfDay = (u32, u32, u32);

/// `14:30`, `2:30:15.25 PM`, with an offset, or nothing, which is midnight.
fn time_of_day(text: &str) -> Option<(TimeOfDay, i64, Zone)> {
    if text.is_empty() {
        return Some(((0, 0, 0), 0, Zone::Unsaid));
    }
    let (hour, rest) = digits(text)?;
    let (minute, mut rest) = digits(rest.strip_prefix(':')?)?;
    let (mut second, mut micros) = (0, 0);
    if let Some(after) = rest.strip_prefix(':') {
        let (found, after) = digits(after)?;
        let (part, end) = fraction(after.as_bytes(), 0)?;
        (second, micros, rest) = (found, part, after.get(end..)?);
    }
    let rest = rest.trim_start();
    let half = rest.get(..2).map(str::to_ascii_lowercase);
    let (hour, rest) = match half.as_deref() {
        Some("am") => (if hour == 12 { 0 } else { hour }, &rest[2..]),
        Some("pm") => (if hour == 12 { 12 } else { hour + 12 }, &rest[2..]),
        Some(_) | None => (hour, rest),
    };
    Some(((hour, minute, second), micros, offset(rest.trim().as_bytes())?))
}

/// One or two digits.
fn digits(text: &str) -> Option<(u32, &str)> {
    let count = text.bytes().take(2).take_while(u8::is_ascii_digit).count();
    Some((text[..count].parse().ok()?, &text[count..]))
}
