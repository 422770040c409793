//! How a public holiday's date follows from the year.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::easter::easter;

/// Where in a year a holiday lies.
#[derive(Debug, Clone, Copy)]
pub(super) enum When {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday; Good Friday is -2.
    Easter(i64),
    /// The n-th such weekday of the month; -1 is the last.
    Nth(i8, Weekday, i8),
    /// The first such weekday on or after that month and day.
    OnOrAfter(i8, i8, Weekday),
    /// What no other form says: a function of the year.
    Computed(fn(i16) -> Option<Date>),
}

/// What happens when the date falls on a weekend. The date itself stays a holiday as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    Never,
    /// Saturday is also kept on the Friday before, Sunday on the Monday after (5 U.S.C. 6103(b), E.O. 11582).
    ToNearest,
    /// Saturday and Sunday are also kept on the next weekday that is no holiday yet (United Kingdom, Canada).
    ToNext,
    /// Sunday moves to the Saturday before (King's Day in the Netherlands).
    SundayToSaturday,
}

/// One public holiday of a region.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule {
    pub(super) name: &'static str,
    pub(super) when: When,
    pub(super) moved: Moved,
    /// First and last year.
    pub(super) years: (i16, i16),
}

impl Rule {
    pub(super) const fn from(self, year: i16) -> Rule {
        Rule { years: (year, self.years.1), ..self }
    }

    pub(super) const fn until(self, year: i16) -> Rule {
        Rule { years: (self.years.0, year), ..self }
    }

    pub(super) const fn only(self, year: i16) -> Rule {
        Rule { years: (year, year), ..self }
    }

    pub(super) const fn moved(self, moved: Moved) -> Rule {
        Rule { moved, ..self }
    }

    fn date(&self, year: i16) -> Option<Date> {
        if year < self.years.0 || year > self.years.1 {
            return None;
        }
        match self.when {
            When::Fixed(month, day) => Date::new(year, month, day).ok(),
            When::Easter(days) => easter(year)?.checked_add(days.days()).ok(),
            When::Nth(month, weekday, nth) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok(),
            When::OnOrAfter(month, day, weekday) => {
                Date::new(year, month, day).ok()?.yesterday().ok()?.nth_weekday(1, weekday).ok()
            }
            When::Computed(date) => date(year),
        }
    }
}

pub(super) const fn fixed(name: &'static str, month: i8, day: i8) -> Rule {
    Rule { name, when: When::Fixed(month, day), moved: Moved::Never, years: (i16::MIN, i16::MAX) }
}

pub(super) const fn after_easter(name: &'static str, days: i64) -> Rule {
    Rule { name, when: When::Easter(days), moved: Moved::Never, years: (i16::MIN, i16::MAX) }
}

pub(super) const fn nth(name: &'static str, month: i8, weekday: Weekday, nth: i8) -> Rule {
    Rule { name, when: When::Nth(month, weekday, nth), moved: Moved::Never, years: (i16::MIN, i16::MAX) }
}

pub(super) const fn on_or_after(name: &'static str, month: i8, day: i8, weekday: Weekday) -> Rule {
    Rule { name, when: When::OnOrAfter(month, day, weekday), moved: Moved::Never, years: (i16::MIN, i16::MAX) }
}

pub(super) const fn computed(name: &'static str, date: fn(i16) -> Option<Date>) -> Rule {
    Rule { name, when: When::Computed(date), moved: Moved::Never, years: (i16::MIN, i16::MAX) }
}

/// The holidays that `rules` give in `year`, those moved into it from the years beside it included.
pub(super) fn holidays_of(rules: &[Rule], year: i16) -> BTreeMap<Date, &'static str> {
    let years = [year.checked_sub(1), Some(year), year.checked_add(1)];
    let mut dated: Vec<(Date, &Rule)> = years
        .iter()
        .flatten()
        .flat_map(|year| rules.iter().filter_map(|rule| Some((rule.date(*year)?, rule))))
        .collect();
    dated.sort_by_key(|(date, _)| *date);
    let mut days: BTreeMap<Date, &'static str> = BTreeMap::new();
    for (date, rule) in &dated {
        if rule.moved != Moved::SundayToSaturday || date.weekday() != Weekday::Sunday {
            days.entry(*date).or_insert(rule.name);
        }
    }
    for (date, rule) in dated {
        let weekday = date.weekday();
        let instead = match rule.moved {
            Moved::ToNearest if weekday == Weekday::Saturday => date.yesterday().ok(),
            Moved::ToNearest if weekday == Weekday::Sunday => date.tomorrow().ok(),
            Moved::SundayToSaturday if weekday == Weekday::Sunday => date.yesterday().ok(),
            Moved::ToNext if is_weekend(date) => next_free_weekday(&days, date),
            Moved::Never | Moved::ToNearest | Moved::SundayToSaturday | Moved::ToNext => None,
        };
        if let Some(instead) = instead {
            days.entry(instead).or_insert(rule.name);
        }
    }
    days.retain(|date, _| date.year() == year);
    days
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn next_free_weekday(days: &BTreeMap<Date, &'static str>, date: Date) -> Option<Date> {
    let mut next = date.tomorrow().ok()?;
    while is_weekend(next) || days.contains_key(&next) {
        next = next.tomorrow().ok()?;
    }
    Some(next)
}
