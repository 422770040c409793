//! Time as procedures speak of it: lengths, working calendars, due moments, schedules.
//!
//! Every function is given the moment it counts from; none reads a clock, and none reads the time zones or the locale of
//! the machine. Every text that comes from outside is at most [`LONGEST`] bytes, and every search ends at a horizon.

mod calendar;
mod clock_time;
mod counting;
mod due;
mod duration;
mod holidays;
mod hours;
mod interval;
mod schedule;
mod written;
mod zone;

pub use calendar::{Calendar, HORIZON_YEARS, TimeError};
pub use clock_time::{ClockTime, ClockTimeError};
pub use due::{Base, due_moment};
pub use duration::{Duration, DurationError};
pub use holidays::{HolidayError, Holidays, MOST_HOLIDAYS, Region};
pub use hours::{Hours, HoursError, HoursProblem, Span};
pub use interval::{Interval, IntervalError, IntervalUnit};
pub use schedule::{Cron, Period, Recurrence, Schedule, ScheduleError, WorkingDay};
pub use written::LONGEST;
pub use zone::{Zone, ZoneError};
