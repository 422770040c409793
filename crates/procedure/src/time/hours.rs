//! Working hours of a week: `Mon-Fri 09:00-17:00`, `Mon-Thu 08:00-12:00 13:00-17:00, Fri 08:00-12:00`, `24/7`.
//!
//! A range never goes past midnight: a night shift is written as two ranges, because the second half belongs to the
//! next day, which may be a holiday.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Weekday;

use super::clock_time::minutes_of_day;
use super::written::{LONGEST, excerpt, written_as_text};

const NAMES: [(&str, &str); 7] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Fri", "Friday"),
    ("Sat", "Saturday"),
    ("Sun", "Sunday"),
];
const MIDNIGHT: u16 = 24 * 60;

/// A span of one day, in minutes since its midnight: `from < to <= 1440`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub from: u16,
    pub to: u16,
}

/// The working hours of each day of the week; at least one day works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    /// Monday first; sorted, apart from one another.
    days: [Vec<Span>; 7],
}

/// Why a text gives no working hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the working hours `{found}` cannot be read: {problem}")]
pub struct HoursError {
    pub found: String,
    pub problem: HoursProblem,
}

/// What is wrong with a text of working hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HoursProblem {
    #[error("there is nothing; write for example `Mon-Fri 09:00-17:00`")]
    Empty,
    #[error("it has more than {LONGEST} bytes")]
    TooLong,
    #[error("`{0}` is no day of the week; write `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`")]
    Day(String),
    #[error("`{0}` is no time range; write for example `09:00-17:00`, from `00:00` to `24:00`")]
    Range(String),
    #[error(
        "`{0}` does not end after it begins; write a span over midnight as two, `22:00-24:00` and `00:00-06:00` of the next day"
    )]
    Backwards(String),
    #[error("`{0}` overlaps another range of the same day")]
    Overlap(String),
    #[error("{0} is given twice")]
    Twice(&'static str),
    #[error("`{0}` has no times; write for example `{0} 09:00-17:00`")]
    NoTimes(String),
    #[error("the times `{0}` stand before any day; write for example `Mon-Fri {0}`")]
    NoDay(String),
}

impl Hours {
    /// Every hour of every day.
    pub fn always() -> Self {
        Hours { days: std::array::from_fn(|_| vec![Span { from: 0, to: MIDNIGHT }]) }
    }

    /// The spans of that day of the week, in order; empty when it does not work.
    pub fn of(&self, day: Weekday) -> &[Span] {
        &self.days[usize::from(day.to_monday_zero_offset().unsigned_abs())]
    }

    /// Minutes of work in a week without holidays.
    pub fn minutes_a_week(&self) -> u32 {
        self.days.iter().flatten().map(|span| u32::from(span.to - span.from)).sum()
    }
}

/// Monday to Friday, 09:00 to 17:00.
impl Default for Hours {
    fn default() -> Self {
        let day = vec![Span { from: 9 * 60, to: 17 * 60 }];
        Hours { days: std::array::from_fn(|index| if index < 5 { day.clone() } else { Vec::new() }) }
    }
}

impl FromStr for Hours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map_err(|problem| HoursError { found: excerpt(text), problem })
    }
}

fn parse(text: &str) -> Result<Hours, HoursProblem> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(HoursProblem::TooLong);
    }
    if text == "24/7" {
        return Ok(Hours::always());
    }
    let mut days: [Option<Vec<Span>>; 7] = Default::default();
    // Days named since the last times: in `Mon, Wed 09:00-17:00` both have them. Times after a comma go on with the
    // days before it: `Mon-Fri 08:00-12:00, 13:00-17:00`.
    let mut named: Vec<usize> = Vec::new();
    let mut waiting: Option<&str> = None;
    for part in text.split(',').map(str::trim) {
        let mut times = Vec::new();
        for word in part.split_whitespace() {
            if word.starts_with(|c: char| c.is_ascii_digit()) {
                times.push((word, range(word)?));
            } else if times.is_empty() {
                if waiting.is_none() {
                    named.clear();
                }
                waiting = Some(word);
                for day in day_range(word)? {
                    if days[day].is_some() || named.contains(&day) {
                        return Err(HoursProblem::Twice(NAMES[day].1));
                    }
                    named.push(day);
                }
            } else {
                // A day after times within one part: the comma between is missing, and the word is no range.
                return Err(HoursProblem::Range(word.to_owned()));
            }
        }
        if let Some((first, _)) = times.first() {
            if named.is_empty() {
                return Err(HoursProblem::NoDay((*first).to_owned()));
            }
            waiting = None;
        }
        for (word, span) in times {
            for day in &named {
                let spans = days[*day].get_or_insert_default();
                if spans.iter().any(|other| span.from < other.to && other.from < span.to) {
                    return Err(HoursProblem::Overlap(word.to_owned()));
                }
                spans.push(span);
            }
        }
    }
    if let Some(word) = waiting {
        return Err(HoursProblem::NoTimes(word.to_owned()));
    }
    if named.is_empty() {
        return Err(HoursProblem::Empty);
    }
    Ok(Hours { days: days.map(|spans| joined(spans.unwrap_or_default())) })
}

/// The days of `Mon`, `Monday`, `Mon-Fri` or `Sun-Thu`, as offsets from Monday.
fn day_range(word: &str) -> Result<Vec<usize>, HoursProblem> {
    let day = |name: &str| {
        NAMES
            .iter()
            .position(|(short, long)| name.eq_ignore_ascii_case(short) || name.eq_ignore_ascii_case(long))
            .ok_or_else(|| HoursProblem::Day(excerpt(name)))
    };
    match word.split_once('-') {
        None => Ok(vec![day(word)?]),
        Some((first, last)) => {
            let (first, last) = (day(first)?, day(last)?);
            let count = (last + 7 - first) % 7 + 1;
            Ok((0..count).map(|step| (first + step) % 7).collect())
        }
    }
}

fn range(word: &str) -> Result<Span, HoursProblem> {
    let bounds = word.split_once('-').and_then(|(from, to)| Some((minutes_of_day(from)?, minutes_of_day(to)?)));
    match bounds {
        Some((from, to)) if from < to => Ok(Span { from, to }),
        Some(_) => Err(HoursProblem::Backwards(word.to_owned())),
        None => Err(HoursProblem::Range(excerpt(word))),
    }
}

/// Sorted, with spans that touch made one.
fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut whole: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match whole.last_mut() {
            Some(last) if last.to == span.from => last.to = span.to,
            _ => whole.push(span),
        }
    }
    whole
}

/// The shortest form: days in a row with the same spans as one range, Monday first.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Hours::always() {
            return f.write_str("24/7");
        }
        let mut day = 0;
        let mut first = true;
        while day < 7 {
            let spans = &self.days[day];
            let length = self.days[day..].iter().take_while(|other| *other == spans).count();
            if !spans.is_empty() {
                f.write_str(if first { "" } else { ", " })?;
                first = false;
                f.write_str(NAMES[day].0)?;
                if length > 1 {
                    write!(f, "-{}", NAMES[day + length - 1].0)?;
                }
                for span in spans {
                    let Span { from, to } = span;
                    write!(f, " {:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60)?;
                }
            }
            day += length;
        }
        Ok(())
    }
}

written_as_text!(Hours, "WorkingHours", {
    "type": "string",
    "description": "The working hours of a week: days with one or more time ranges, parted by commas; or 24/7.",
    "pattern": "^(24/7|[A-Za-z0-9:, -]+)$",
    "maxLength": 200,
    "examples": ["Mon-Fri 09:00-17:00", "Mon-Thu 08:00-12:00 13:00-17:00, Fri 08:00-12:00", "24/7"]
});
