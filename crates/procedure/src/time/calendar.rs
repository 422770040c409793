//! A working calendar: whose clocks, which hours of the week, which days are holidays.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hours::Span;
use super::{Holidays, Hours, Zone};

/// `{timezone: Europe/Berlin, hours: Mon-Fri 09:00-17:00, holidays: de-by}`; each key may be left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(deny_unknown_fields)]
pub struct Calendar {
    /// The zone whose clocks count; default UTC.
    #[schemars(default)]
    pub timezone: Zone,
    /// The working hours of a week; default Monday to Friday, 09:00 to 17:00.
    #[schemars(default)]
    pub hours: Hours,
    /// Days that are not worked although the week would; default none.
    #[serde(skip_serializing_if = "Holidays::is_empty")]
    #[schemars(default)]
    pub holidays: Holidays,
}

/// Why a moment cannot be counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    #[error(
        "the moment lies more than {HORIZON_YEARS} years from {from}; shorten the duration, or give the calendar more working time"
    )]
    TooFar { from: Timestamp },
    #[error("the moment lies outside of the years -9999 to 9999; shorten the duration")]
    OutOfRange,
}

impl TimeError {
    /// Stable, kebab-case.
    pub fn code(self) -> &'static str {
        match self {
            TimeError::TooFar { .. } => "time-too-far",
            TimeError::OutOfRange => "time-out-of-range",
        }
    }
}

/// Working time is counted this far from where the counting starts, and no further.
pub const HORIZON_YEARS: u16 = 100;
pub(super) const HORIZON_DAYS: usize = HORIZON_YEARS as usize * 366;

/// A calendar with the holidays of the year last asked for, for walks from day to day.
pub(super) struct Days<'a> {
    calendar: &'a Calendar,
    year: Option<i16>,
    holidays: BTreeMap<Date, &'static str>,
}

impl<'a> Days<'a> {
    pub(super) fn of(calendar: &'a Calendar) -> Self {
        Days { calendar, year: None, holidays: BTreeMap::new() }
    }

    /// The spans worked on `date`; none on a holiday.
    pub(super) fn spans(&mut self, date: Date) -> &'a [Span] {
        if self.year != Some(date.year()) {
            self.holidays = self.calendar.holidays.of_year(date.year());
            self.year = Some(date.year());
        }
        if self.holidays.contains_key(&date) { &[] } else { self.calendar.hours.of(date.weekday()) }
    }

    pub(super) fn works(&mut self, date: Date) -> bool {
        !self.spans(date).is_empty()
    }

    /// The spans worked on `date` as moments `from < to`, in order, none within another.
    pub(super) fn worked(&mut self, date: Date) -> Result<Vec<(Timestamp, Timestamp)>, TimeError> {
        let mut worked: Vec<(Timestamp, Timestamp)> = Vec::new();
        for span in self.spans(date) {
            let mut from = self.calendar.moment_at(date, span.from)?;
            let to = self.calendar.moment_at(date, span.to)?;
            // Where clocks go forward, an end within the skipped hour can come after the next span's beginning.
            if let Some((_, before)) = worked.last() {
                from = from.max(*before);
            }
            if from < to {
                worked.push((from, to));
            }
        }
        Ok(worked)
    }
}

impl Calendar {
    /// The moment at which clocks show that many minutes since midnight of `date`; 1440 is midnight of the next day.
    pub(super) fn moment_at(&self, date: Date, minutes: u16) -> Result<Timestamp, TimeError> {
        let (date, minutes) =
            if minutes >= 1440 { (date.tomorrow().map_err(|_| TimeError::OutOfRange)?, 0) } else { (date, minutes) };
        let hour_and_minute = (i8::try_from(minutes / 60), i8::try_from(minutes % 60));
        let (Ok(hour), Ok(minute)) = hour_and_minute else { return Err(TimeError::OutOfRange) };
        self.moment_of(date.at(hour, minute, 0, 0))
    }

    pub(super) fn moment_of(&self, civil: DateTime) -> Result<Timestamp, TimeError> {
        self.timezone.moment(civil).ok_or(TimeError::OutOfRange)
    }

    /// Whether any hour of `date` is worked.
    pub fn is_working_day(&self, date: Date) -> bool {
        Days::of(self).works(date)
    }

    /// Whether `moment` lies within working hours; the closing moment does not.
    pub fn is_working(&self, moment: Timestamp) -> bool {
        let worked = Days::of(self).worked(self.timezone.civil(moment).date()).unwrap_or_default();
        worked.iter().any(|(from, to)| *from <= moment && moment < *to)
    }

    /// The first moment within working hours, `moment` itself when it is.
    pub fn next_working_moment(&self, moment: Timestamp) -> Result<Timestamp, TimeError> {
        let mut days = Days::of(self);
        let mut date = self.timezone.civil(moment).date();
        for _ in 0..HORIZON_DAYS {
            for (from, to) in days.worked(date)? {
                if moment < to {
                    return Ok(from.max(moment));
                }
            }
            date = date.tomorrow().map_err(|_| TimeError::OutOfRange)?;
        }
        Err(TimeError::TooFar { from: moment })
    }

    /// The working time from `earlier` to `later`; negative when they are the other way round.
    pub fn working_time_between(&self, earlier: Timestamp, later: Timestamp) -> Result<SignedDuration, TimeError> {
        if later < earlier {
            return self.working_time_between(later, earlier).map(|time| -time);
        }
        let mut days = Days::of(self);
        let mut date = self.timezone.civil(earlier).date();
        let last = self.timezone.civil(later).date();
        let mut sum = SignedDuration::ZERO;
        for _ in 0..HORIZON_DAYS {
            if date > last {
                return Ok(sum);
            }
            for (from, to) in days.worked(date)? {
                let (from, to) = (from.max(earlier), to.min(later));
                if from < to {
                    sum += from.duration_until(to);
                }
            }
            match date.tomorrow() {
                Ok(next) => date = next,
                Err(_) => return Ok(sum),
            }
        }
        Err(TimeError::TooFar { from: earlier })
    }

    /// When work on `date` ends; where it is not worked, when the day ends.
    pub fn end_of(&self, date: Date) -> Result<Timestamp, TimeError> {
        let minutes = Days::of(self).spans(date).last().map_or(1440, |span| span.to);
        self.moment_at(date, minutes)
    }

    /// When work on `date` begins; where it is not worked, when the day begins.
    pub fn start_of(&self, date: Date) -> Result<Timestamp, TimeError> {
        let minutes = Days::of(self).spans(date).first().map_or(0, |span| span.from);
        self.moment_at(date, minutes)
    }

    /// `date` at a time of day.
    pub fn at(&self, date: Date, time: Time) -> Result<Timestamp, TimeError> {
        self.moment_of(date.to_datetime(time))
    }
}
