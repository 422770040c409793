//! Tables of events: one event a row, with columns that name its case, activity, time and person.

mod csv;
mod json_lines;
mod mapping;
mod rows;
mod time;

pub(super) use csv::{head_of as head_of_csv, read as csv};
pub(super) use json_lines::{flat, head_of as head_of_json_lines, read as json_lines};
pub use mapping::Mapping;
pub use time::TimeFormat;
