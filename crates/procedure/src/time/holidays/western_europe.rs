//! The countries of western and southern Europe, Germany and the British isles apart.

use jiff::civil::Date;

use super::rule::{Moved, Rule, after_easter, computed, fixed};

const NEW_YEAR: Rule = fixed("New Year's Day", 1, 1);
const EPIPHANY: Rule = fixed("Epiphany", 1, 6);
const GOOD_FRIDAY: Rule = after_easter("Good Friday", -2);
const EASTER_SUNDAY: Rule = after_easter("Easter Sunday", 0);
const EASTER_MONDAY: Rule = after_easter("Easter Monday", 1);
const LABOUR_DAY: Rule = fixed("Labour Day", 5, 1);
const ASCENSION: Rule = after_easter("Ascension Day", 39);
const WHIT_SUNDAY: Rule = after_easter("Whit Sunday", 49);
const WHIT_MONDAY: Rule = after_easter("Whit Monday", 50);
const CORPUS_CHRISTI: Rule = after_easter("Corpus Christi", 60);
const ASSUMPTION: Rule = fixed("Assumption Day", 8, 15);
const ALL_SAINTS: Rule = fixed("All Saints' Day", 11, 1);
const IMMACULATE: Rule = fixed("Immaculate Conception", 12, 8);
const CHRISTMAS: Rule = fixed("Christmas Day", 12, 25);
const SECOND_CHRISTMAS: Rule = fixed("Saint Stephen's Day", 12, 26);

/// Austria: Feiertagsruhegesetz 1957 and Arbeitsruhegesetz section 7.
pub(super) const AUSTRIA: &[Rule] = &[
    NEW_YEAR,
    EPIPHANY,
    EASTER_MONDAY,
    LABOUR_DAY,
    ASCENSION,
    WHIT_MONDAY,
    CORPUS_CHRISTI,
    ASSUMPTION,
    fixed("National Day", 10, 26),
    ALL_SAINTS,
    IMMACULATE,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Switzerland: 1 August is the only federal holiday (federal constitution, article 110(3)); the other three are kept
/// by every canton. A canton's own days are to be listed beside the code.
pub(super) const SWITZERLAND: &[Rule] = &[NEW_YEAR, ASCENSION, fixed("National Day", 8, 1), CHRISTMAS];

/// France: Code du travail, article L3133-1.
pub(super) const FRANCE: &[Rule] = &[
    NEW_YEAR,
    EASTER_MONDAY,
    LABOUR_DAY,
    fixed("Victory Day", 5, 8),
    ASCENSION,
    WHIT_MONDAY,
    fixed("National Day", 7, 14),
    ASSUMPTION,
    ALL_SAINTS,
    fixed("Armistice Day", 11, 11),
    CHRISTMAS,
];

/// Italy: legge 27 maggio 1949, n. 260, as amended; 4 October again since 2026 (legge 8 ottobre 2025, n. 151).
pub(super) const ITALY: &[Rule] = &[
    NEW_YEAR,
    EPIPHANY,
    EASTER_SUNDAY,
    EASTER_MONDAY,
    fixed("150 years of unity", 3, 17).only(2011),
    fixed("Liberation Day", 4, 25),
    LABOUR_DAY,
    fixed("Republic Day", 6, 2),
    ASSUMPTION,
    fixed("Saint Francis' Day", 10, 4).from(2026),
    ALL_SAINTS,
    IMMACULATE,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Spain: Real Decreto 2001/1983, article 45, the days that every region keeps. Regional and local days are to be
/// listed beside the code.
pub(super) const SPAIN: &[Rule] = &[
    NEW_YEAR,
    EPIPHANY,
    GOOD_FRIDAY,
    LABOUR_DAY,
    ASSUMPTION,
    fixed("National Day", 10, 12),
    ALL_SAINTS,
    fixed("Constitution Day", 12, 6),
    IMMACULATE,
    CHRISTMAS,
];

/// Netherlands: Algemene termijnenwet, article 3, as work is mostly arranged: Good Friday is worked, and Liberation Day
/// is free once in five years.
pub(super) const NETHERLANDS: &[Rule] = &[
    NEW_YEAR,
    EASTER_SUNDAY,
    EASTER_MONDAY,
    fixed("Queen's Day", 4, 30).until(2013),
    fixed("King's Day", 4, 27).from(2014).moved(Moved::SundayToSaturday),
    computed("Liberation Day", dutch_liberation_day),
    ASCENSION,
    WHIT_SUNDAY,
    WHIT_MONDAY,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Belgium: royal decree of 18 April 1974, article 1.
pub(super) const BELGIUM: &[Rule] = &[
    NEW_YEAR,
    EASTER_MONDAY,
    LABOUR_DAY,
    ASCENSION,
    WHIT_MONDAY,
    fixed("National Day", 7, 21),
    ASSUMPTION,
    ALL_SAINTS,
    fixed("Armistice Day", 11, 11),
    CHRISTMAS,
];

/// Luxembourg: Code du travail, article L. 232-2; 9 May since the law of 25 April 2019.
pub(super) const LUXEMBOURG: &[Rule] = &[
    NEW_YEAR,
    EASTER_MONDAY,
    LABOUR_DAY,
    fixed("Europe Day", 5, 9).from(2019),
    ASCENSION,
    WHIT_MONDAY,
    fixed("National Day", 6, 23),
    ASSUMPTION,
    ALL_SAINTS,
    CHRISTMAS,
    SECOND_CHRISTMAS,
];

/// Portugal: Código do Trabalho, article 234; four of the days were suspended from 2013 to 2015 (lei 23/2012).
pub(super) const PORTUGAL: &[Rule] = &[
    NEW_YEAR,
    GOOD_FRIDAY,
    EASTER_SUNDAY,
    fixed("Freedom Day", 4, 25),
    LABOUR_DAY,
    CORPUS_CHRISTI.until(2012),
    CORPUS_CHRISTI.from(2016),
    fixed("Portugal Day", 6, 10),
    ASSUMPTION,
    REPUBLIC_DAY.until(2012),
    REPUBLIC_DAY.from(2016),
    ALL_SAINTS.until(2012),
    ALL_SAINTS.from(2016),
    INDEPENDENCE.until(2012),
    INDEPENDENCE.from(2016),
    IMMACULATE,
    CHRISTMAS,
];
const REPUBLIC_DAY: Rule = fixed("Republic Day", 10, 5);
const INDEPENDENCE: Rule = fixed("Restoration of Independence", 12, 1);

fn dutch_liberation_day(year: i16) -> Option<Date> {
    if year % 5 == 0 { Date::new(year, 5, 5).ok() } else { None }
}
