//! The federal holidays of the United States and of Canada. Those of single states and provinces are to be listed beside
//! the code.

use jiff::civil::Weekday::{Monday, Thursday};

use super::rule::{Moved, Rule, after_easter, fixed, nth, on_or_after};

/// United States: 5 U.S.C. 6103(a); a day on a weekend is also kept on the nearest weekday.
pub(super) const UNITED_STATES: &[Rule] = &[
    fixed("New Year's Day", 1, 1).moved(Moved::ToNearest),
    nth("Birthday of Martin Luther King, Jr.", 1, Monday, 3),
    nth("Washington's Birthday", 2, Monday, 3),
    nth("Memorial Day", 5, Monday, -1),
    fixed("Juneteenth", 6, 19).moved(Moved::ToNearest).from(2021),
    fixed("Independence Day", 7, 4).moved(Moved::ToNearest),
    nth("Labor Day", 9, Monday, 1),
    nth("Columbus Day", 10, Monday, 2),
    fixed("Veterans Day", 11, 11).moved(Moved::ToNearest),
    nth("Thanksgiving Day", 11, Thursday, 4),
    fixed("Christmas Day", 12, 25).moved(Moved::ToNearest),
];

/// Canada: Canada Labour Code, sections 166 and 193; a day on a weekend is also kept on the next weekday.
pub(super) const CANADA: &[Rule] = &[
    fixed("New Year's Day", 1, 1).moved(Moved::ToNext),
    after_easter("Good Friday", -2),
    on_or_after("Victoria Day", 5, 18, Monday),
    fixed("Canada Day", 7, 1).moved(Moved::ToNext),
    nth("Labour Day", 9, Monday, 1),
    fixed("National Day for Truth and Reconciliation", 9, 30).moved(Moved::ToNext).from(2021),
    nth("Thanksgiving Day", 10, Monday, 2),
    fixed("Remembrance Day", 11, 11).moved(Moved::ToNext),
    fixed("Christmas Day", 12, 25).moved(Moved::ToNext),
    fixed("Boxing Day", 12, 26).moved(Moved::ToNext),
];
