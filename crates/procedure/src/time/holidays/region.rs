//! The regions whose public holidays are known, by code: an ISO 3166 country or subdivision in lower case.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::{
    HolidayError, Rule, british_isles as isles, excerpt, germany as de, holidays_of, north_america as america,
    north_and_east as north, western_europe as west,
};

/// A region whose public holidays are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(usize);

struct Entry {
    code: &'static str,
    name: &'static str,
    tables: &'static [&'static [Rule]],
}

const fn entry(code: &'static str, name: &'static str, tables: &'static [&'static [Rule]]) -> Entry {
    Entry { code, name, tables }
}

/// In order of the codes, which makes a region's place here its order.
const REGIONS: &[Entry] = &[
    entry("at", "Austria", &[west::AUSTRIA]),
    entry("be", "Belgium", &[west::BELGIUM]),
    entry("ca", "Canada, federal", &[america::CANADA]),
    entry("ch", "Switzerland, all cantons", &[west::SWITZERLAND]),
    entry("cz", "Czechia", &[north::CZECHIA]),
    entry("de", "Germany, all states", &[de::NATIONAL]),
    entry("de-bb", "Brandenburg", &[de::NATIONAL, de::BRANDENBURG]),
    entry("de-be", "Berlin", &[de::NATIONAL, de::BERLIN]),
    entry("de-bw", "Baden-Württemberg", &[de::NATIONAL, de::BADEN_WUERTTEMBERG]),
    entry("de-by", "Bavaria, with Assumption Day", &[de::NATIONAL, de::BAVARIA]),
    entry("de-by-protestant", "Bavaria, without Assumption Day", &[de::NATIONAL, de::BAVARIA_PROTESTANT]),
    entry("de-hb", "Bremen", &[de::NATIONAL, de::REFORMATION_SINCE_2018]),
    entry("de-he", "Hesse", &[de::NATIONAL, de::HESSE]),
    entry("de-hh", "Hamburg", &[de::NATIONAL, de::REFORMATION_SINCE_2018]),
    entry("de-mv", "Mecklenburg-Vorpommern", &[de::NATIONAL, de::MECKLENBURG]),
    entry("de-ni", "Lower Saxony", &[de::NATIONAL, de::REFORMATION_SINCE_2018]),
    entry("de-nw", "North Rhine-Westphalia", &[de::NATIONAL, de::NORTH_RHINE_AND_PALATINATE]),
    entry("de-rp", "Rhineland-Palatinate", &[de::NATIONAL, de::NORTH_RHINE_AND_PALATINATE]),
    entry("de-sh", "Schleswig-Holstein", &[de::NATIONAL, de::REFORMATION_SINCE_2018]),
    entry("de-sl", "Saarland", &[de::NATIONAL, de::SAARLAND]),
    entry("de-sn", "Saxony", &[de::NATIONAL, de::SAXONY]),
    entry("de-st", "Saxony-Anhalt", &[de::NATIONAL, de::SAXONY_ANHALT]),
    entry("de-th", "Thuringia", &[de::NATIONAL, de::THURINGIA]),
    entry("dk", "Denmark", &[north::DENMARK]),
    entry("es", "Spain, all regions", &[west::SPAIN]),
    entry("fi", "Finland", &[north::FINLAND]),
    entry("fr", "France", &[west::FRANCE]),
    entry("gb-eng", "England", &[isles::UNITED_KINGDOM, isles::ENGLAND_AND_WALES]),
    entry("gb-nir", "Northern Ireland", &[isles::UNITED_KINGDOM, isles::NORTHERN_IRELAND]),
    entry("gb-sct", "Scotland", &[isles::UNITED_KINGDOM, isles::SCOTLAND]),
    entry("gb-wls", "Wales", &[isles::UNITED_KINGDOM, isles::ENGLAND_AND_WALES]),
    entry("ie", "Ireland", &[isles::IRELAND]),
    entry("it", "Italy", &[west::ITALY]),
    entry("lu", "Luxembourg", &[west::LUXEMBOURG]),
    entry("nl", "Netherlands", &[west::NETHERLANDS]),
    entry("no", "Norway", &[north::NORWAY]),
    entry("pl", "Poland", &[north::POLAND]),
    entry("pt", "Portugal", &[west::PORTUGAL]),
    entry("se", "Sweden", &[north::SWEDEN]),
    entry("us", "United States, federal", &[america::UNITED_STATES]),
];

impl Region {
    /// Every region, in order of the codes.
    pub fn all() -> impl Iterator<Item = Region> {
        (0..REGIONS.len()).map(Region)
    }

    pub fn code(self) -> &'static str {
        REGIONS[self.0].code
    }

    /// What it is called in English.
    pub fn name(self) -> &'static str {
        REGIONS[self.0].name
    }

    /// Its public holidays of one year, in order, with their English names.
    pub fn of_year(self, year: i16) -> BTreeMap<Date, &'static str> {
        let rules: Vec<Rule> = REGIONS[self.0].tables.iter().flat_map(|table| table.iter().copied()).collect();
        holidays_of(&rules, year)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Region {
    type Err = HolidayError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Region::all().find(|region| region.code().eq_ignore_ascii_case(text)).ok_or_else(|| HolidayError::Unknown {
            found: excerpt(text),
            nearest: if text.len() <= 40 { nearest(&text.to_ascii_lowercase()) } else { None },
        })
    }
}

/// The code of a region called so, the regions of a country that has no code of its own (`gb`), or the code spelled most
/// alike.
fn nearest(text: &str) -> Option<String> {
    let called = |region: &Region| text.len() > 3 && region.name().to_lowercase().starts_with(text);
    if let Some(region) = Region::all().find(called) {
        return Some(format!("did you mean `{}`?", region.code()));
    }
    let country = match text.split('-').next().unwrap_or(text) {
        "uk" => "gb",
        country => country,
    };
    let parts: Vec<&str> =
        Region::all().map(Region::code).filter(|code| code.split('-').next() == Some(country)).collect();
    match parts.as_slice() {
        [] => crate::diagnostic::did_you_mean(text, Region::all().map(Region::code)),
        [one] => Some(format!("did you mean `{one}`?")),
        many => Some(format!("known there are `{}`", many.join("`, `"))),
    }
}
