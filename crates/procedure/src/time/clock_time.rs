//! A time of day to the minute, as in `at: '18:00'`.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;

use super::written::{excerpt, written_as_text};

/// A time of day, 00:00 to 23:59.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClockTime(Time);

/// Why a text is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no time of day; write hours and minutes from `00:00` to `23:59`, as in `'18:00'`")]
pub struct ClockTimeError {
    pub found: String,
}

impl ClockTime {
    /// `None` when there is no such hour or minute.
    pub fn new(hour: i8, minute: i8) -> Option<Self> {
        Time::new(hour, minute, 0, 0).ok().map(ClockTime)
    }

    pub fn time(self) -> Time {
        self.0
    }
}

impl FromStr for ClockTime {
    type Err = ClockTimeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        minutes_of_day(text.trim())
            .and_then(|minutes| ClockTime::new(i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?))
            .ok_or_else(|| ClockTimeError { found: excerpt(text) })
    }
}

/// Minutes since midnight of `H:MM` or `HH:MM`; `24:00` is 1440.
pub(super) fn minutes_of_day(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hour) || !digits(minute) || minute.len() != 2 || hour.is_empty() || hour.len() > 2 {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && (hour < 24 || (hour == 24 && minute == 0))).then_some(hour * 60 + minute)
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

written_as_text!(ClockTime, "ClockTime", {
    "type": "string",
    "description": "A time of day in the calendar's zone.",
    "pattern": "^([01]?[0-9]|2[0-3]):[0-5][0-9]$",
    "examples": ["18:00"]
});
