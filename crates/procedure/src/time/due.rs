//! When something is due: a base, more or less time, and a time of day.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::calendar::{Calendar, TimeError};
use super::clock_time::ClockTime;
use super::duration::Duration;

/// What a due moment counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Moment(Timestamp),
    Date(Date),
}

const DAY: u64 = 86_400;

/// The due moment of `{after: base, plus: …, minus: …, at: …}`; `plus` is applied before `minus`.
///
/// From a moment, both are counted as [`Calendar::add`] and [`Calendar::subtract`] do, and `at` then sets the time of
/// day on the day that came out.
///
/// From a date, working days and whole elapsed days move the date. The date then stands for one moment: `at`, or the
/// end of its working hours, or where it is not worked the end of the day. Hours, minutes and seconds, elapsed or
/// working, are counted from that moment.
pub fn due_moment(
    calendar: &Calendar,
    base: Base,
    plus: Option<Duration>,
    minus: Option<Duration>,
    at: Option<ClockTime>,
) -> Result<Timestamp, TimeError> {
    match base {
        Base::Moment(moment) => {
            let moment = plus.map_or(Ok(moment), |plus| calendar.add(moment, plus))?;
            let moment = minus.map_or(Ok(moment), |minus| calendar.subtract(moment, minus))?;
            match at {
                Some(at) => calendar.at(calendar.timezone.civil(moment).date(), at.time()),
                None => Ok(moment),
            }
        }
        Base::Date(date) => {
            let mut date = date;
            let (mut hours_more, mut hours_less) = (None, None);
            match plus {
                None => {}
                Some(Duration::WorkingDays(days)) => date = calendar.add_working_days(date, days)?,
                Some(Duration::Elapsed(seconds)) => {
                    date = date.checked_add(days_of(seconds)?).map_err(|_| TimeError::OutOfRange)?;
                    hours_more = Some(Duration::Elapsed(seconds % DAY));
                }
                Some(hours @ Duration::WorkingHours(_)) => hours_more = Some(hours),
            }
            match minus {
                None => {}
                Some(Duration::WorkingDays(days)) => date = calendar.subtract_working_days(date, days)?,
                Some(Duration::Elapsed(seconds)) => {
                    date = date.checked_sub(days_of(seconds)?).map_err(|_| TimeError::OutOfRange)?;
                    hours_less = Some(Duration::Elapsed(seconds % DAY));
                }
                Some(hours @ Duration::WorkingHours(_)) => hours_less = Some(hours),
            }
            let moment = at.map_or_else(|| calendar.end_of(date), |at| calendar.at(date, at.time()))?;
            let moment = hours_more.map_or(Ok(moment), |more| calendar.add(moment, more))?;
            hours_less.map_or(Ok(moment), |less| calendar.subtract(moment, less))
        }
    }
}

fn days_of(seconds: u64) -> Result<jiff::Span, TimeError> {
    let days = i32::try_from(seconds / DAY).map_err(|_| TimeError::OutOfRange)?;
    1.day().checked_mul(i64::from(days)).map_err(|_| TimeError::OutOfRange)
}
