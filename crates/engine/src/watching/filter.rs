//! Which part of a log is looked at.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use mining::log::filter::{Test, When};
use mining::log::{Log, Moment};

use super::view::Hidden;
use crate::error::Error;

/// Which part of a log is looked at: cases for which all of this holds. Nothing given is everything.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    /// Cases that began at this moment or later, and at the other or before.
    pub from: Option<Moment>,
    pub to: Option<Moment>,
    /// Cases in which all of these activities happened, and none of those.
    pub has: BTreeSet<Box<str>>,
    pub lacks: BTreeSet<Box<str>>,
    /// Cases of which, or of an event of which, the log says this: an attribute and its value as a text.
    pub value: Option<(Box<str>, Box<str>)>,
    /// Cases that went the most frequent ways, as few as cover this share of what is left (0 to 1).
    pub ways: Option<f64>,
}

impl Filter {
    /// The beginning of a range of time: a moment as RFC 3339 has it, or a day, which begins in this zone.
    pub fn beginning(text: &str, zone: &TimeZone) -> Result<Moment, Error> {
        moment("from", text, |day| day.at(0, 0, 0, 0), zone)
    }

    /// The end of a range of time: a moment as RFC 3339 has it, or a day, all of it.
    pub fn end(text: &str, zone: &TimeZone) -> Result<Moment, Error> {
        moment("to", text, |day| day.to_datetime(Time::MAX), zone)
    }

    /// A share of the cases, 0 to 1.
    pub fn share(name: &'static str, text: &str) -> Result<f64, Error> {
        let share = text.parse::<f64>().ok().filter(|share| (0.0..=1.0).contains(share));
        share.ok_or_else(|| Error::Invalid { what: name, because: format!("`{text}` is no share from 0 to 1") })
    }

    /// Whether everything is looked at.
    pub fn is_everything(&self) -> bool {
        *self == Filter::default()
    }

    /// The same for the same part of a log.
    pub(super) fn key(&self) -> String {
        if self.is_everything() { String::new() } else { format!("{self:?}") }
    }

    /// Refuses a filter by what the log does not have, and by what tells who somebody is.
    pub(super) fn judge(&self, log: &Log, hidden: &Hidden) -> Result<(), Error> {
        let shown = |text: &str| text.chars().take(80).collect::<String>();
        for (what, names) in [("has", &self.has), ("lacks", &self.lacks)] {
            if let Some(name) = names.iter().find(|name| log.activities().find(name).is_none()) {
                return Err(Error::Invalid { what, because: format!("the log has no activity `{}`", shown(name)) });
            }
        }
        let Some((key, _)) = &self.value else { return Ok(()) };
        let invalid = |because| Err(Error::Invalid { what: "key", because });
        if !log.case_columns().contains_key(&**key) && !log.event_columns().contains_key(&**key) {
            return invalid(format!("the log has no attribute `{}`", shown(key)));
        }
        if hidden.contains(key) {
            return invalid(format!("`{}` tells who somebody is, and a log is not looked at by person", shown(key)));
        }
        Ok(())
    }

    pub(super) fn apply(&self, log: &Log) -> Log {
        let mut filters = self.filters(log).into_iter();
        let Some(first) = filters.next() else { return log.clone() };
        filters.fold(first.apply(log), |log, filter| filter.apply(&log))
    }

    /// In the order in which they are applied: the most frequent ways are those of what the others left.
    fn filters(&self, log: &Log) -> Vec<mining::log::Filter> {
        use mining::log::Filter as One;
        let mut filters = Vec::new();
        if self.from.is_some() || self.to.is_some() {
            let range: RangeInclusive<Moment> =
                self.from.unwrap_or(Moment(i64::MIN + 1))..=self.to.unwrap_or(Moment(i64::MAX));
            filters.push(One::Time { range, when: When::Started });
        }
        if !self.has.is_empty() {
            filters.push(One::Contains(self.has.clone()));
        }
        if !self.lacks.is_empty() {
            filters.push(One::Lacks(self.lacks.clone()));
        }
        if let Some((key, value)) = &self.value {
            let (key, test) = (key.clone(), Test::OneOf([value.clone()].into()));
            filters.push(if log.case_columns().contains_key(&*key) {
                One::CaseValue { key, test }
            } else {
                One::HasEventValue { key, test }
            });
        }
        filters.extend(self.ways.map(One::Coverage));
        filters
    }
}

fn moment(
    name: &'static str,
    text: &str,
    of_day: impl Fn(Date) -> jiff::civil::DateTime,
    zone: &TimeZone,
) -> Result<Moment, Error> {
    let exact = text.parse::<Timestamp>().ok();
    let of_day = || zone.to_timestamp(of_day(text.parse::<Date>().ok()?)).ok();
    let wrong = || Error::Invalid {
        what: name,
        because: format!("`{text}` is no day such as 2026-02-28, and no moment such as 2026-02-28T14:30:00Z"),
    };
    Ok(Moment(exact.or_else(of_day).ok_or_else(wrong)?.as_microsecond()))
}
