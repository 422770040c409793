//! The Nordic countries, Poland and Czechia.
//!
//! Eves that most people have off by custom or agreement (Midsummer Eve, 24 and 31 December in the Nordic countries) are
//! no public holidays by law and are left out; list them beside the code where they are not worked.

use jiff::civil::Weekday;

use super::rule::{Rule, after_easter, fixed, on_or_after};

const NEW_YEAR: Rule = fixed("New Year's Day", 1, 1);
const EPIPHANY: Rule = fixed("Epiphany", 1, 6);
const MAUNDY_THURSDAY: Rule = after_easter("Maundy Thursday", -3);
const GOOD_FRIDAY: Rule = after_easter("Good Friday", -2);
const EASTER_SUNDAY: Rule = after_easter("Easter Sunday", 0);
const EASTER_MONDAY: Rule = after_easter("Easter Monday", 1);
const LABOUR_DAY: Rule = fixed("Labour Day", 5, 1);
const ASCENSION: Rule = after_easter("Ascension Day", 39);
const WHIT_SUNDAY: Rule = after_easter("Whit Sunday", 49);
const WHIT_MONDAY: Rule = after_easter("Whit Monday", 50);
const MIDSUMMER: Rule = on_or_after("Midsummer Day", 6, 20, Weekday::Saturday);
const NORDIC_ALL_SAINTS: Rule = on_or_after("All Saints' Day", 10, 31, Weekday::Saturday);
const CHRISTMAS_EVE: Rule = fixed("Christmas Eve", 12, 24);
const CHRISTMAS: Rule = fixed("Christmas Day", 12, 25);
const SECOND_CHRISTMAS: Rule = fixed("Second Day of Christmas", 12, 26);

/// Denmark: the holidays of the national church; the Great Prayer Day was abolished from 2024 (law no. 214 of 2023).
pub(super) const DENMARK: &[Rule] = &[
    NEW_YEAR,
    MAUNDY_THURSDAY,
    GOOD_FRIDAY,
    EASTER_SUNDAY,
    EASTER_MONDAY,
    after_easter("Great Prayer Day", 26).until(2023),
    ASCENSION,
    WHIT_SUNDAY,
    WHIT_MONDAY,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Sweden: lag (1989:253) om allmänna helgdagar.
pub(super) const SWEDEN: &[Rule] = &[
    NEW_YEAR,
    EPIPHANY,
    GOOD_FRIDAY,
    EASTER_SUNDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    ASCENSION,
    WHIT_SUNDAY,
    fixed("National Day", 6, 6).from(2005),
    MIDSUMMER,
    NORDIC_ALL_SAINTS,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Norway: lov om helligdager og helligdagsfred (1995), section 2, and the law of 26 April 1947 for 1 and 17 May.
pub(super) const NORWAY: &[Rule] = &[
    NEW_YEAR,
    MAUNDY_THURSDAY,
    GOOD_FRIDAY,
    EASTER_SUNDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    fixed("Constitution Day", 5, 17),
    ASCENSION,
    WHIT_SUNDAY,
    WHIT_MONDAY,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Finland: Church Act 652/2023 for the church holidays, the laws on 1 May (272/1944) and 6 December (388/1937).
pub(super) const FINLAND: &[Rule] = &[
    NEW_YEAR,
    EPIPHANY,
    GOOD_FRIDAY,
    EASTER_SUNDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    ASCENSION,
    WHIT_SUNDAY,
    MIDSUMMER,
    NORDIC_ALL_SAINTS,
    fixed("Independence Day", 12, 6),
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Poland: ustawa z dnia 18 stycznia 1951 r. o dniach wolnych od pracy; 24 December since 2025.
pub(super) const POLAND: &[Rule] = &[
    NEW_YEAR,
    EPIPHANY.from(2011),
    EASTER_SUNDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    fixed("Constitution Day", 5, 3),
    WHIT_SUNDAY,
    after_easter("Corpus Christi", 60),
    fixed("Assumption Day", 8, 15),
    fixed("All Saints' Day", 11, 1),
    fixed("Independence Day", 11, 11),
    fixed("100 years of independence", 11, 12).only(2018),
    CHRISTMAS_EVE.from(2025),
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Czechia: zákon č. 245/2000 Sb.; Good Friday since 2016.
pub(super) const CZECHIA: &[Rule] = &[
    NEW_YEAR,
    GOOD_FRIDAY.from(2016),
    EASTER_MONDAY,
    LABOUR_DAY,
    fixed("Victory Day", 5, 8),
    fixed("Saints Cyril and Methodius", 7, 5),
    fixed("Jan Hus Day", 7, 6),
    fixed("Czech Statehood Day", 9, 28),
    fixed("Independent Czechoslovak State Day", 10, 28),
    fixed("Struggle for Freedom and Democracy Day", 11, 17),
    CHRISTMAS_EVE,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];
