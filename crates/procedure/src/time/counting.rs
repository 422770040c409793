//! Adding to and taking from a moment or a day, in elapsed or in working time.
//!
//! * **Elapsed** time is time: `2d` are 48 hours, whatever clocks do in between.
//! * **Working days after a moment**: the same time of day on the n-th following working day. A moment on a day that is
//!   not worked, or before the day's opening, counts as the next opening. So 1 working day after Friday 15:00 is Monday
//!   15:00, and after Saturday 10:00 it is Tuesday at opening, which in working time is the same as Monday at closing.
//!   Taken away, a moment after the closing or on a day that is not worked counts as the closing before it.
//! * **Working days after a date**: the n-th working day after it; the date itself is never counted. 0 is the date
//!   itself, or the next working day (the one before, taken away).
//! * **Working hours**: the first moment by which so much working time has passed; taken away, the last since which so
//!   much passes. 0 is the moment itself.
//!
//! A time of day that clocks skip counts as the same distance after the skip; of one that comes twice, the first is
//! meant. Counting gives up at [`super::HORIZON_YEARS`] with an error.

use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};

use super::calendar::{Calendar, Days, HORIZON_DAYS, TimeError};
use super::duration::Duration;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Forward,
    Back,
}

impl Way {
    fn step(self, date: Date) -> Result<Date, TimeError> {
        match self {
            Way::Forward => date.tomorrow(),
            Way::Back => date.yesterday(),
        }
        .map_err(|_| TimeError::OutOfRange)
    }
}

impl Calendar {
    /// The moment `duration` after `moment`; the module says how each kind is counted.
    pub fn add(&self, moment: Timestamp, duration: Duration) -> Result<Timestamp, TimeError> {
        self.count(moment, duration, Way::Forward)
    }

    /// The moment `duration` before `moment`.
    pub fn subtract(&self, moment: Timestamp, duration: Duration) -> Result<Timestamp, TimeError> {
        self.count(moment, duration, Way::Back)
    }

    /// The n-th working day after `date`; for 0, `date` or the next working day.
    pub fn add_working_days(&self, date: Date, count: u32) -> Result<Date, TimeError> {
        self.walk(date, count, Way::Forward)
    }

    /// The n-th working day before `date`; for 0, `date` or the working day before it.
    pub fn subtract_working_days(&self, date: Date, count: u32) -> Result<Date, TimeError> {
        self.walk(date, count, Way::Back)
    }

    fn count(&self, moment: Timestamp, duration: Duration, way: Way) -> Result<Timestamp, TimeError> {
        match duration {
            Duration::Elapsed(seconds) => {
                let length = SignedDuration::from_secs(i64::try_from(seconds).map_err(|_| TimeError::OutOfRange)?);
                match way {
                    Way::Forward => moment.checked_add(length),
                    Way::Back => moment.checked_sub(length),
                }
                .map_err(|_| TimeError::OutOfRange)
            }
            Duration::WorkingDays(days) => self.count_days(moment, days, way),
            Duration::WorkingHours(hours) => {
                self.count_time(moment, SignedDuration::from_secs(i64::from(hours) * 3_600), way)
            }
        }
    }

    fn count_days(&self, moment: Timestamp, count: u32, way: Way) -> Result<Timestamp, TimeError> {
        let civil = self.timezone.civil(moment);
        let mut days = Days::of(self);
        let start = self.walk(civil.date(), 0, way)?;
        let edge = match way {
            Way::Forward => days.spans(start).first().map_or(0, |span| span.from),
            Way::Back => days.spans(start).last().map_or(1440, |span| span.to),
        };
        let minute = i32::from(civil.hour()) * 60 + i32::from(civil.minute());
        let is_outside = match way {
            Way::Forward => minute < i32::from(edge),
            Way::Back => minute >= i32::from(edge),
        };
        let date = if count == 0 { start } else { self.walk(start, count, way)? };
        if is_outside || start != civil.date() {
            self.moment_at(date, edge)
        } else if count == 0 {
            Ok(moment)
        } else {
            self.at(date, civil.time())
        }
    }

    fn walk(&self, from: Date, count: u32, way: Way) -> Result<Date, TimeError> {
        let mut days = Days::of(self);
        let mut left = count;
        let mut date = if count == 0 { from } else { way.step(from)? };
        for _ in 0..HORIZON_DAYS {
            if days.works(date) {
                left = left.saturating_sub(1);
                if left == 0 {
                    return Ok(date);
                }
            }
            date = way.step(date)?;
        }
        Err(TimeError::TooFar { from: self.at(from, Time::midnight())? })
    }

    fn count_time(&self, moment: Timestamp, time: SignedDuration, way: Way) -> Result<Timestamp, TimeError> {
        if time.is_zero() {
            return Ok(moment);
        }
        let mut days = Days::of(self);
        let mut left = time;
        let mut date = self.timezone.civil(moment).date();
        for _ in 0..HORIZON_DAYS {
            let mut worked = days.worked(date)?;
            if way == Way::Back {
                worked.reverse();
            }
            for (from, to) in worked {
                let (from, to) = match way {
                    Way::Forward => (from.max(moment), to),
                    Way::Back => (from, to.min(moment)),
                };
                if from >= to {
                    continue;
                }
                let length = from.duration_until(to);
                if left <= length {
                    let end = match way {
                        Way::Forward => from.checked_add(left),
                        Way::Back => to.checked_sub(left),
                    };
                    return end.map_err(|_| TimeError::OutOfRange);
                }
                left -= length;
            }
            date = way.step(date)?;
        }
        Err(TimeError::TooFar { from: moment })
    }
}
