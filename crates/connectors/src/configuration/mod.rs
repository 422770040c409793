//! The configuration of connectors: which there are, and where.
//!
//! A JSON, YAML or TOML file holds `connectors`, a mapping from a name to `table`, `http` or `scripted` with its options;
//! the mapping may also be the whole file. Paths are relative to the file.
//!
//! Refuses unknown keys (with the nearest known one), duplicate keys, and secrets in clear.

mod error;
mod read;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer};

pub use error::ConfigurationError;
pub use read::Format;

use crate::{http, scripted, table};

/// What a configuration says, before anything is loaded or connected.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The file it was read from, for messages.
    pub file: PathBuf,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// Connectors by name: letters, digits, `-` and `_`, starting with a letter.
    pub connectors: BTreeMap<String, Kind>,
}

/// What a connector is.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase", expecting = "a connector is one of `table`, `http`, `scripted` with its options")]
pub enum Kind {
    Table(table::Settings),
    Http(Box<http::Settings>),
    Scripted(scripted::Settings),
}

/// A length of time in a configuration: `500ms`, or as in a procedure: `30s`, `2m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeLimit(pub Duration);

impl<'de> Deserialize<'de> for TimeLimit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        time_limit(&text).map(TimeLimit).ok_or_else(|| {
            let found: String = text.chars().take(40).collect();
            serde::de::Error::custom(format!("`{found}` is no time limit; write `500ms`, `30s` or `2m`, at most `1h`"))
        })
    }
}

const LONGEST: Duration = Duration::from_secs(3600);

fn time_limit(text: &str) -> Option<Duration> {
    let found = match text.strip_suffix("ms").map(str::parse) {
        Some(Ok(milliseconds)) => Duration::from_millis(milliseconds),
        Some(Err(_)) => return None,
        None => match text.parse().ok()? {
            procedure::time::Duration::Elapsed(seconds) => Duration::from_secs(seconds),
            procedure::time::Duration::WorkingDays(_) | procedure::time::Duration::WorkingHours(_) => return None,
        },
    };
    (!found.is_zero() && found <= LONGEST).then_some(found)
}
