//! Public holidays by region, computed, and dates that a document lists itself.
//!
//! Nothing is looked up: a region is a table of rules, so the days of any year are known. The tables hold the law from
//! 2010 on; an earlier year gets the same rules. Half days, school holidays, and what a town or an employer keeps on its
//! own are not in them.

mod british_isles;
mod easter;
mod germany;
mod north_america;
mod north_and_east;
mod region;
mod rule;
mod western_europe;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::written::excerpt;
pub use region::Region;
use rule::{Rule, holidays_of};

/// The most regions and dates that one calendar may list.
pub const MOST_HOLIDAYS: usize = 1_000;

/// The days on which a calendar does not work although its week would: those of regions, and single dates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holidays {
    regions: BTreeSet<Region>,
    dates: BTreeSet<Date>,
}

/// Why an entry of `holidays` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolidayError {
    #[error(
        "`{found}` is neither a holiday region nor a date; write a code such as `de-by`, `gb-eng` or `us`, or a date as \
         `2026-12-24`{}",
        nearest.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default()
    )]
    Unknown { found: String, nearest: Option<String> },
    #[error("there are more than {MOST_HOLIDAYS} holidays in the list; use a region's code for what it covers")]
    TooMany,
}

impl Holidays {
    pub fn none() -> Self {
        Holidays::default()
    }

    /// From region codes and ISO dates in any order.
    pub fn read<'a>(entries: impl IntoIterator<Item = &'a str>) -> Result<Self, HolidayError> {
        let mut holidays = Holidays::none();
        for (count, entry) in entries.into_iter().enumerate() {
            if count >= MOST_HOLIDAYS {
                return Err(HolidayError::TooMany);
            }
            let entry = entry.trim();
            match iso_date(entry) {
                Some(date) => holidays.dates.insert(date),
                None => holidays.regions.insert(entry.parse()?),
            };
        }
        Ok(holidays)
    }

    pub fn is_empty(&self) -> bool {
        self.regions.is_empty() && self.dates.is_empty()
    }

    pub fn regions(&self) -> impl Iterator<Item = Region> + '_ {
        self.regions.iter().copied()
    }

    /// The dates listed beside the regions.
    pub fn dates(&self) -> impl Iterator<Item = Date> + '_ {
        self.dates.iter().copied()
    }

    /// The holidays of one year, in order, with their English names; a listed date without a name of its own is
    /// "Holiday".
    pub fn of_year(&self, year: i16) -> BTreeMap<Date, &'static str> {
        let mut days = BTreeMap::new();
        for region in &self.regions {
            for (date, name) in region.of_year(year) {
                days.entry(date).or_insert(name);
            }
        }
        for date in self.dates.iter().filter(|date| date.year() == year) {
            days.entry(*date).or_insert("Holiday");
        }
        days
    }

    /// The name of the holiday that `date` is.
    pub fn on(&self, date: Date) -> Option<&'static str> {
        self.of_year(date.year()).get(&date).copied()
    }

    /// The entries as a document lists them: codes in order of the alphabet, then dates.
    pub fn entries(&self) -> impl Iterator<Item = String> + '_ {
        self.regions.iter().map(|region| region.code().to_owned()).chain(self.dates.iter().map(Date::to_string))
    }
}

fn iso_date(text: &str) -> Option<Date> {
    let is_iso = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_iso { Date::from_str(text).ok() } else { None }
}

/// A single code is written as itself, anything else as a list.
impl Serialize for Holidays {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.regions.first(), self.regions.len(), self.dates.is_empty()) {
            (Some(region), 1, true) => serializer.serialize_str(region.code()),
            _ => serializer.collect_seq(self.entries()),
        }
    }
}

impl<'de> Deserialize<'de> for Holidays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a region code, or a list of region codes and ISO dates")]
        enum Written {
            One(String),
            Many(Vec<String>),
        }
        let entries = match Written::deserialize(deserializer)? {
            Written::One(entry) => vec![entry],
            Written::Many(entries) => entries,
        };
        Holidays::read(entries.iter().map(String::as_str)).map_err(D::Error::custom)
    }
}

impl JsonSchema for Holidays {
    fn schema_name() -> Cow<'static, str> {
        "Holidays".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let codes: Vec<&str> = Region::all().map(Region::code).collect();
        let entry = serde_json::json!({
            "anyOf": [
                {"enum": codes},
                {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
            ]
        });
        json_schema!({
            "description": "Public holidays: a region's code, or a list of codes and dates.",
            "anyOf": [entry, {"type": "array", "maxItems": MOST_HOLIDAYS, "items": entry}],
            "examples": ["de-by", ["de-by", "2026-12-24"]]
        })
    }
}
