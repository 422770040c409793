//! How often something comes round: `every 90 days`, `every 3 months`.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;

use super::written::{LONGEST, excerpt, written_as_text};

/// `every 90 days`, `every 26 weeks`, `every 3 months`, `every year`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Interval {
    count: u16,
    unit: IntervalUnit,
}

/// What an [`Interval`] counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IntervalUnit {
    Day,
    Week,
    Month,
    Year,
}

/// Why a text is no interval.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no interval; write `every 90 days`, `every 26 weeks`, `every 3 months` or `every year`, at most 100 years"
)]
pub struct IntervalError {
    pub found: String,
}

const MOST_YEARS: u16 = 100;

impl Interval {
    /// `None` for 0, and for more than 100 years.
    pub fn new(count: u16, unit: IntervalUnit) -> Option<Self> {
        let most = match unit {
            IntervalUnit::Day => 366 * MOST_YEARS,
            IntervalUnit::Week => 53 * MOST_YEARS,
            IntervalUnit::Month => 12 * MOST_YEARS,
            IntervalUnit::Year => MOST_YEARS,
        };
        (1..=most).contains(&count).then_some(Interval { count, unit })
    }

    pub fn count(self) -> u16 {
        self.count
    }

    pub fn unit(self) -> IntervalUnit {
        self.unit
    }

    /// The same day one interval later; where a month is shorter, its last day. `None` past the year 9999.
    pub fn next(self, from: Date) -> Option<Date> {
        let count = i64::from(self.count);
        let span = match self.unit {
            IntervalUnit::Day => count.days(),
            IntervalUnit::Week => count.weeks(),
            IntervalUnit::Month => count.months(),
            IntervalUnit::Year => count.years(),
        };
        from.checked_add(span).ok()
    }
}

impl FromStr for Interval {
    type Err = IntervalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| IntervalError { found: excerpt(text) })
    }
}

fn parse(text: &str) -> Option<Interval> {
    if text.len() > LONGEST {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let (count, unit) = match words.as_slice() {
        ["every", unit] => (1, *unit),
        ["every", count, unit] if count.bytes().all(|byte| byte.is_ascii_digit()) => (count.parse().ok()?, *unit),
        _ => return None,
    };
    let unit = match unit {
        "day" | "days" => IntervalUnit::Day,
        "week" | "weeks" => IntervalUnit::Week,
        "month" | "months" => IntervalUnit::Month,
        "year" | "years" => IntervalUnit::Year,
        _ => return None,
    };
    Interval::new(count, unit)
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            IntervalUnit::Day => "day",
            IntervalUnit::Week => "week",
            IntervalUnit::Month => "month",
            IntervalUnit::Year => "year",
        };
        match self.count {
            1 => write!(f, "every {unit}"),
            count => write!(f, "every {count} {unit}s"),
        }
    }
}

written_as_text!(Interval, "Interval", {
    "type": "string",
    "description": "How often something comes round.",
    "pattern": "^every ([0-9]+ )?(day|week|month|year)s?$",
    "examples": ["every 90 days", "every 26 weeks", "every 3 months", "every year"]
});
