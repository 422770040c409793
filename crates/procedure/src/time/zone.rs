//! Time zones by their IANA name, always from the tables built into this program.
//!
//! The zone tables of the machine are never read: the same document gives the same moments on every machine, and a
//! journal replays the same after the machine's tables are updated. New tables come with a new version of this program.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::written::{LONGEST, excerpt, written_as_text};

static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone of the IANA database, such as `Europe/Berlin`.
#[derive(Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// Why a text names no time zone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{found}` is no time zone; write an IANA name such as `Europe/Berlin` or `UTC`{}",
    nearest.as_ref().map(|hint| format!("; {hint}")).unwrap_or_default()
)]
pub struct ZoneError {
    pub found: String,
    pub nearest: Option<String>,
}

impl Zone {
    pub fn utc() -> Self {
        Zone(TimeZone::UTC)
    }

    /// The IANA name, spelled as the database spells it.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }

    /// The day and time of day that clocks here show at `moment`.
    pub fn civil(&self, moment: Timestamp) -> DateTime {
        self.0.to_datetime(moment)
    }

    /// The moment at which clocks here show `civil`. A time that is skipped when clocks go forward counts as the same
    /// distance after the skip; of a time that comes twice, the first is meant. `None` outside of years -9999 to 9999.
    pub fn moment(&self, civil: DateTime) -> Option<Timestamp> {
        self.0.to_ambiguous_timestamp(civil).compatible().ok()
    }
}

impl Default for Zone {
    fn default() -> Self {
        Zone::utc()
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let name = text.trim();
        let known = if name.len() <= LONGEST { ZONES.get(name).ok() } else { None };
        // jiff answers `Etc/Unknown` with a zone of its own; as a document's zone it would be a mistake unseen.
        known.filter(|zone| zone.iana_name().is_some() && !zone.is_unknown()).map(Zone).ok_or_else(|| ZoneError {
            found: excerpt(text),
            nearest: if name.len() <= 40 { nearest(name) } else { None },
        })
    }
}

fn nearest(name: &str) -> Option<String> {
    let names: Vec<String> = ZONES.available().map(|zone| zone.as_str().to_owned()).collect();
    let city = names.iter().find(|known| known.rsplit('/').next().is_some_and(|city| city.eq_ignore_ascii_case(name)));
    match city {
        Some(known) => Some(format!("did you mean `{known}`?")),
        None => crate::diagnostic::did_you_mean(name, names.iter().map(String::as_str)),
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

written_as_text!(Zone, "TimeZone", {
    "type": "string",
    "description": "A time zone by its IANA name.",
    "pattern": "^[A-Za-z][A-Za-z0-9_+/-]*$",
    "examples": ["Europe/Berlin", "UTC"]
});
