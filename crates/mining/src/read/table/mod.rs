//! Tables of events: one event a row, with columns that name its case, activity, time and person.

mod csv;
mod json_lines;
mod mapping;
mod rows;
mod time;

pub(super) use csv::read as csv;
pub(super) use json_lines::{flat, read as json_lines};
pub use mapping::Mapping;
pub use time::TimeFormat;
