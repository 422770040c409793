//! Germany: the holidays of the whole country and of its 16 states.
//!
//! Sources: the unification treaty of 31 August 1990, article 2(2), for 3 October, and the Feiertagsgesetz (Sonn- und
//! Feiertagsgesetz, Feiertagsschutzgesetz) of each state. Holidays of single towns are left out: Corpus Christi in parts
//! of Saxony and Thuringia, the Peace Festival of Augsburg.

use jiff::civil::Weekday;

use super::rule::{Rule, after_easter, fixed, on_or_after};

const NEW_YEAR: Rule = fixed("New Year's Day", 1, 1);
const EPIPHANY: Rule = fixed("Epiphany", 1, 6);
const WOMENS_DAY: Rule = fixed("International Women's Day", 3, 8);
const GOOD_FRIDAY: Rule = after_easter("Good Friday", -2);
const EASTER_SUNDAY: Rule = after_easter("Easter Sunday", 0);
const EASTER_MONDAY: Rule = after_easter("Easter Monday", 1);
const LABOUR_DAY: Rule = fixed("Labour Day", 5, 1);
const ASCENSION: Rule = after_easter("Ascension Day", 39);
const WHIT_SUNDAY: Rule = after_easter("Whit Sunday", 49);
const WHIT_MONDAY: Rule = after_easter("Whit Monday", 50);
const CORPUS_CHRISTI: Rule = after_easter("Corpus Christi", 60);
const ASSUMPTION: Rule = fixed("Assumption Day", 8, 15);
const CHILDRENS_DAY: Rule = fixed("World Children's Day", 9, 20);
const UNITY: Rule = fixed("German Unity Day", 10, 3);
const REFORMATION: Rule = fixed("Reformation Day", 10, 31);
/// The 500th anniversary was a holiday everywhere.
const REFORMATION_2017: Rule = REFORMATION.only(2017);
const ALL_SAINTS: Rule = fixed("All Saints' Day", 11, 1);
const REPENTANCE: Rule = on_or_after("Day of Repentance and Prayer", 11, 16, Weekday::Wednesday);
const CHRISTMAS: Rule = fixed("Christmas Day", 12, 25);
const SECOND_CHRISTMAS: Rule = fixed("Second Day of Christmas", 12, 26);

/// The holidays that every state has.
pub(super) const NATIONAL: &[Rule] = &[
    NEW_YEAR,
    GOOD_FRIDAY,
    EASTER_MONDAY,
    LABOUR_DAY,
    ASCENSION,
    WHIT_MONDAY,
    UNITY,
    REFORMATION_2017,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

pub(super) const BADEN_WUERTTEMBERG: &[Rule] = &[EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS];
/// Where more Catholics than Protestants live, which is five sixths of the towns, Munich among them (BayFTG art. 1).
pub(super) const BAVARIA: &[Rule] = &[EPIPHANY, CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS];
/// Where more Protestants than Catholics live, Nuremberg among them: no Assumption Day.
pub(super) const BAVARIA_PROTESTANT: &[Rule] = &[EPIPHANY, CORPUS_CHRISTI, ALL_SAINTS];
pub(super) const BERLIN: &[Rule] = &[
    WOMENS_DAY.from(2019),
    fixed("75 years since the liberation", 5, 8).only(2020),
    fixed("80 years since the liberation", 5, 8).only(2025),
    fixed("75 years since the uprising of 17 June", 6, 17).only(2028),
];
pub(super) const BRANDENBURG: &[Rule] = &[EASTER_SUNDAY, WHIT_SUNDAY, REFORMATION];
pub(super) const REFORMATION_SINCE_2018: &[Rule] = &[REFORMATION.from(2018)];
pub(super) const HESSE: &[Rule] = &[CORPUS_CHRISTI];
pub(super) const MECKLENBURG: &[Rule] = &[WOMENS_DAY.from(2023), REFORMATION];
pub(super) const NORTH_RHINE_AND_PALATINATE: &[Rule] = &[CORPUS_CHRISTI, ALL_SAINTS];
pub(super) const SAARLAND: &[Rule] = &[CORPUS_CHRISTI, ASSUMPTION, ALL_SAINTS];
pub(super) const SAXONY: &[Rule] = &[REFORMATION, REPENTANCE];
pub(super) const SAXONY_ANHALT: &[Rule] = &[EPIPHANY, REFORMATION];
pub(super) const THURINGIA: &[Rule] = &[CHILDRENS_DAY.from(2019), REFORMATION];
