//! Lengths of time: `4h`, `2d`, `1h 30m` are elapsed; `3 working days`, `6 working hours` are the calendar's.

use std::fmt;
use std::str::FromStr;

use super::written::{LONGEST, excerpt, written_as_text};

/// A length of time. Elapsed days have 24 hours whatever the zone does; working time is counted by a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Duration {
    /// Whole seconds, never negative.
    Elapsed(u64),
    /// Days on which the calendar works.
    WorkingDays(u32),
    /// Hours within the calendar's working hours.
    WorkingHours(u32),
}

/// Why a text is no duration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no duration; write `30s`, `15m`, `4h`, `2d`, `1w`, `1h 30m`, `3 working days` or `6 working hours`"
)]
pub struct DurationError {
    pub found: String,
}

const UNITS: [(&str, u64); 5] = [("w", 7 * 86_400), ("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];

impl FromStr for Duration {
    type Err = DurationError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| DurationError { found: excerpt(text) })
    }
}

fn parse(text: &str) -> Option<Duration> {
    if text.len() > LONGEST {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    if let [count, "working", unit] = words.as_slice() {
        let count = whole(count)?.try_into().ok()?;
        return match *unit {
            "day" | "days" => Some(Duration::WorkingDays(count)),
            "hour" | "hours" => Some(Duration::WorkingHours(count)),
            _ => None,
        };
    }
    let mut seconds = 0_u64;
    let mut last = u64::MAX;
    for word in &words {
        let split = word.find(|c: char| !c.is_ascii_digit())?;
        let (count, unit) = word.split_at(split);
        let (_, factor) = UNITS.iter().find(|(name, _)| *name == unit)?;
        if *factor >= last {
            return None;
        }
        last = *factor;
        seconds = seconds.checked_add(whole(count)?.checked_mul(*factor)?)?;
    }
    // jiff holds about 19,999 years; ten thousand are more than any deadline needs.
    (!words.is_empty() && seconds <= 315_360_000_000).then_some(Duration::Elapsed(seconds))
}

/// Digits alone: Rust's own parser would let a `+` pass.
fn whole(digits: &str) -> Option<u64> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Duration::WorkingDays(1) => f.write_str("1 working day"),
            Duration::WorkingDays(count) => write!(f, "{count} working days"),
            Duration::WorkingHours(1) => f.write_str("1 working hour"),
            Duration::WorkingHours(count) => write!(f, "{count} working hours"),
            Duration::Elapsed(0) => f.write_str("0s"),
            Duration::Elapsed(seconds) => {
                let mut rest = *seconds;
                let mut first = true;
                for (name, factor) in UNITS.iter().filter(|(name, _)| *name != "w") {
                    let count = rest / factor;
                    rest %= factor;
                    if count > 0 {
                        write!(f, "{}{count}{name}", if first { "" } else { " " })?;
                        first = false;
                    }
                }
                Ok(())
            }
        }
    }
}

written_as_text!(Duration, "Duration", {
    "type": "string",
    "description": "A length of time: elapsed (units w, d, h, m, s from large to small), or counted by the calendar.",
    "pattern": "^\\s*([0-9]+(w|d|h|m|s)(\\s+[0-9]+(d|h|m|s))*|[0-9]+\\s+working\\s+(day|days|hour|hours))\\s*$",
    "maxLength": 200,
    "examples": ["4h", "2d", "1h 30m", "3 working days", "6 working hours"]
});
