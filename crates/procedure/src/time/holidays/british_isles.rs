//! The United Kingdom by its three bank holiday regions, and Ireland.
//!
//! Sources: Banking and Financial Dealings Act 1971, schedule 1, and royal proclamations under it for the days moved or
//! added in single years; Ireland: Organisation of Working Time Act 1997, second schedule.

use jiff::civil::Date;
use jiff::civil::Weekday::{Friday, Monday};

use super::rule::{Moved, Rule, after_easter, computed, fixed, nth};

const NEW_YEAR: Rule = fixed("New Year's Day", 1, 1).moved(Moved::ToNext);
const SAINT_PATRICK: Rule = fixed("Saint Patrick's Day", 3, 17);
const GOOD_FRIDAY: Rule = after_easter("Good Friday", -2);
const EASTER_MONDAY: Rule = after_easter("Easter Monday", 1);
const EARLY_MAY: Rule = nth("Early May bank holiday", 5, Monday, 1);
const SPRING: Rule = nth("Spring bank holiday", 5, Monday, -1);
const SUMMER: Rule = nth("Summer bank holiday", 8, Monday, -1);
const CHRISTMAS: Rule = fixed("Christmas Day", 12, 25).moved(Moved::ToNext);
const BOXING_DAY: Rule = fixed("Boxing Day", 12, 26).moved(Moved::ToNext);

/// Days that the whole kingdom had, with those that moved in single years: 2012, 2020 and 2022.
const SHARED: [Rule; 14] = [
    EARLY_MAY.until(2019),
    fixed("Early May bank holiday (VE day)", 5, 8).only(2020),
    EARLY_MAY.from(2021),
    SPRING.until(2011),
    fixed("Spring bank holiday", 6, 4).only(2012),
    nth("Spring bank holiday", 5, Monday, -1).from(2013).until(2021),
    fixed("Spring bank holiday", 6, 2).only(2022),
    SPRING.from(2023),
    fixed("Wedding of Prince William", 4, 29).only(2011),
    fixed("Diamond Jubilee", 6, 5).only(2012),
    fixed("Platinum Jubilee", 6, 3).only(2022),
    fixed("State Funeral of Queen Elizabeth II", 9, 19).only(2022),
    fixed("Coronation of King Charles III", 5, 8).only(2023),
    GOOD_FRIDAY,
];

pub(super) const UNITED_KINGDOM: &[Rule] = &SHARED;
pub(super) const ENGLAND_AND_WALES: &[Rule] = &[NEW_YEAR, EASTER_MONDAY, SUMMER, CHRISTMAS, BOXING_DAY];
/// With Saint Andrew's Day (St Andrew's Day Bank Holiday (Scotland) Act 2007), and without Easter Monday.
pub(super) const SCOTLAND: &[Rule] = &[
    NEW_YEAR,
    fixed("2 January", 1, 2).moved(Moved::ToNext),
    nth("Summer bank holiday", 8, Monday, 1),
    fixed("World Cup bank holiday", 6, 15).only(2026),
    fixed("Saint Andrew's Day", 11, 30).moved(Moved::ToNext).from(2007),
    CHRISTMAS,
    BOXING_DAY,
];
pub(super) const NORTHERN_IRELAND: &[Rule] = &[
    NEW_YEAR,
    SAINT_PATRICK.moved(Moved::ToNext),
    EASTER_MONDAY,
    fixed("Battle of the Boyne", 7, 12).moved(Moved::ToNext),
    SUMMER,
    CHRISTMAS,
    BOXING_DAY,
];

/// A day on a weekend is not moved: the law gives the worker another day off, not everybody the same one. Saint
/// Brigid's Day is the first Monday of February, or 1 February when that is a Friday (S.I. No. 50 of 2022).
pub(super) const IRELAND: &[Rule] = &[
    fixed("New Year's Day", 1, 1),
    computed("Saint Brigid's Day", saint_brigid).from(2023),
    SAINT_PATRICK,
    fixed("Day of Remembrance and Recognition", 3, 18).only(2022),
    EASTER_MONDAY,
    nth("May Day", 5, Monday, 1),
    nth("June holiday", 6, Monday, 1),
    nth("August holiday", 8, Monday, 1),
    nth("October holiday", 10, Monday, -1),
    fixed("Christmas Day", 12, 25),
    fixed("Saint Stephen's Day", 12, 26),
];

fn saint_brigid(year: i16) -> Option<Date> {
    let first = Date::new(year, 2, 1).ok()?;
    if first.weekday() == Friday { Some(first) } else { first.nth_weekday_of_month(1, Monday).ok() }
}
