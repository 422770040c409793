//! Time as procedures speak of it: lengths, working-day calendars, due moments, schedules.

mod duration;

pub use duration::{Duration, DurationError};
