//! The connectors of a configuration, by name, with what the dispatcher needs to know of each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use engine::port::Connector;
use procedure::diagnostic::did_you_mean;

use crate::configuration::{Configuration, ConfigurationError, Kind};
use crate::secret::Secrets;
use crate::{http, scripted, table};

/// Bounds on what connectors read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest table file, in bytes; a workbook may hold eight times as much once unpacked.
    pub file_bytes: u64,
    /// Most rows of a table.
    pub rows: usize,
    /// Most cells of a table.
    pub cells: usize,
    /// Most rows that one call gives.
    pub answer_rows: usize,
    /// Largest `max_response` a configuration may ask for, in bytes.
    pub response_bytes: usize,
}

impl Default for Limits {
    /// 64 MiB, 1,000,000 rows, 5,000,000 cells, 10,000 rows an answer, 64 MiB.
    fn default() -> Self {
        Limits {
            file_bytes: 64 << 20,
            rows: 1_000_000,
            cells: 5_000_000,
            answer_rows: 10_000,
            response_bytes: 64 << 20,
        }
    }
}

/// One connector, ready to be called.
#[derive(Clone)]
pub struct Entry {
    pub connector: Arc<dyn Connector>,
    /// How many requests may be under way at once.
    pub concurrency: usize,
    /// How long a request may take, unless the step says otherwise.
    pub time_limit: Duration,
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("concurrency", &self.concurrency)
            .field("time_limit", &self.time_limit)
            .finish_non_exhaustive()
    }
}

/// Connectors by name.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    entries: BTreeMap<String, Entry>,
}

impl Registry {
    /// Loads tables, resolves secrets, and makes every connector of the configuration. Nothing is sent.
    pub fn build(
        configuration: &Configuration,
        secrets: &Secrets<'_>,
        limits: &Limits,
    ) -> Result<Self, ConfigurationError> {
        let mut registry = Registry::default();
        for (name, kind) in &configuration.connectors {
            let entry = match kind {
                Kind::Table(settings) => {
                    let file = configuration.folder.join(&settings.file);
                    let table = table::load(name, &file, settings, limits)
                        .map_err(|error| ConfigurationError::table(configuration, name, error))?;
                    Entry { connector: Arc::new(table), concurrency: table::CONCURRENCY, time_limit: table::TIME_LIMIT }
                }
                Kind::Http(settings) => {
                    let http = http::Http::build(name, settings, secrets, limits)
                        .map_err(|error| ConfigurationError::http(configuration, name, error))?;
                    Entry {
                        concurrency: settings.concurrency.get(),
                        time_limit: settings.longest(),
                        connector: Arc::new(http),
                    }
                }
                Kind::Scripted(settings) => Entry {
                    connector: Arc::new(scripted::Scripted::new(name, settings)),
                    concurrency: scripted::CONCURRENCY,
                    time_limit: scripted::TIME_LIMIT,
                },
            };
            registry.insert(name.clone(), entry);
        }
        Ok(registry)
    }

    /// Adds a connector, or puts it in the place of the one of that name.
    pub fn insert(&mut self, name: impl Into<String>, entry: Entry) {
        self.entries.insert(name.into(), entry);
    }

    pub fn get(&self, name: &str) -> Option<&Entry> {
        self.entries.get(name)
    }

    /// All connectors, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.entries.iter().map(|(name, entry)| (name.as_str(), entry))
    }

    /// "did you mean …?" for a connector that is not there.
    pub fn nearest(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.entries.keys().map(String::as_str))
    }
}
