//! The configuration's file.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use connectors::Secret;
use procedure::diagnostic::did_you_mean;
use procedure::document::AutonomyLevel;
use procedure::time::Calendar;
use serde::{Deserialize, Serialize};

use super::{Connectors, Person};

/// Largest configuration, in bytes.
const MOST_BYTES: u64 = 4 << 20;

/// What the file says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub data: Option<PathBuf>,
    pub socket: Option<PathBuf>,
    pub connectors: Option<Given>,
    pub calendar: Option<Calendar>,
    pub autonomy: Option<AutonomyLevel>,
    #[serde(default)]
    pub people: BTreeMap<String, Person>,
    pub limits: Option<Limits>,
    pub time_limits: Option<TimeLimits>,
    pub watching: Option<Watching>,
    pub server: Option<super::server::Given>,
    pub telemetry: Option<super::telemetry::Given>,
    #[serde(default)]
    pub secrets: BTreeMap<String, Secret>,
}

/// Connectors: a file's name, or the connectors themselves.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "connectors are the name of a file, or a table a connector: [connectors.NAME.table]")]
pub enum Given {
    File(PathBuf),
    Inline(BTreeMap<String, serde_json::Value>),
}

impl Given {
    /// Relative names start from the configuration's folder.
    pub fn from(self, folder: &Path) -> Connectors {
        match self {
            Given::File(file) => Connectors::File(folder.join(file)),
            Given::Inline(all) => Connectors::Inline(serde_json::Value::Object(all.into_iter().collect())),
        }
    }
}

/// How much is done at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Cases of a `--batch` under way at once.
    pub cases: NonZeroUsize,
}

impl Default for Limits {
    fn default() -> Self {
        let limit = |number| NonZeroUsize::new(number).expect("the limits written here are not zero");
        Limits { cases: limit(256) }
    }
}

/// How long something may take, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct TimeLimits {
    /// Until a stopping program lets go of requests under way.
    pub shutdown: u64,
    /// Until a command gives up a server that says nothing at all.
    pub answer: u64,
}

impl Default for TimeLimits {
    fn default() -> Self {
        TimeLimits { shutdown: 10, answer: 10 }
    }
}

/// What is told of people where event logs are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Watching {
    /// The fewest people of whom a figure about people is shown.
    pub smallest_group: NonZeroUsize,
}

impl Default for Watching {
    fn default() -> Self {
        let smallest = mining::log::Guard::default().smallest();
        Watching { smallest_group: NonZeroUsize::new(smallest).expect("a group has somebody in it") }
    }
}

impl File {
    pub fn read(path: &Path) -> Result<Self> {
        let about = std::fs::metadata(path).context("it cannot be opened")?;
        if !about.is_file() {
            bail!("it is no file");
        }
        if about.len() > MOST_BYTES {
            bail!("it has {} bytes, and {MOST_BYTES} are the most", about.len());
        }
        let text = std::fs::read_to_string(path).context("it is no text in UTF-8")?;
        File::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|error| {
            let message = explain(error.message());
            match error.span() {
                Some(span) => {
                    let before = &text[..span.start.min(text.len())];
                    let line = before.matches('\n').count() + 1;
                    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
                    anyhow::anyhow!("line {line}, column {column}: {message}")
                }
                None => anyhow::anyhow!(message),
            }
        })
    }
}

/// Adds the nearest known key to "unknown field `x`, expected one of `a`, `b`".
fn explain(message: &str) -> String {
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let hint = names.next().filter(|_| unknown).and_then(|found| did_you_mean(found, names));
    hint.map_or_else(|| message.to_owned(), |hint| format!("{message}; {hint}"))
}

/// A warning where others on the machine can read the file's secrets.
pub fn exposed(path: &Path, file: &File) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;
    if file.secrets.is_empty() {
        return None;
    }
    let mode = std::fs::metadata(path).ok()?.permissions().mode();
    (mode & 0o077 != 0)
        .then(|| format!("{} holds secrets, and others on this machine may read it; `chmod 600` it", path.display()))
}
