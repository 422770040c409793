//! The connectors of a configuration, by name, with what the dispatcher needs to know of each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use engine::port::{Connectors, Link};
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

/// Connectors by name.
#[derive(Clone, Default)]
pub struct Registry {
    links: BTreeMap<String, Link>,
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bounds = |link: &Link| (link.concurrency, link.time_limit);
        f.debug_map().entries(self.links.iter().map(|(name, link)| (name, bounds(link)))).finish()
    }
}

impl Connectors for Registry {
    fn link(&self, name: &str) -> Option<Link> {
        self.links.get(name).cloned()
    }

    fn names(&self) -> Vec<String> {
        self.links.keys().cloned().collect()
    }
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
            let link = match kind {
                Kind::Table(settings) => {
                    let file = configuration.folder.join(&settings.file);
                    let table = table::load(name, &file, settings, limits)
                        .map_err(|error| ConfigurationError::table(configuration, name, error))?;
                    Link { connector: Arc::new(table), concurrency: table::CONCURRENCY, time_limit: table::TIME_LIMIT }
                }
                Kind::Http(settings) => {
                    let http = http::Http::build(name, settings, secrets, limits)
                        .map_err(|error| ConfigurationError::http(configuration, name, error))?;
                    Link {
                        concurrency: settings.concurrency.get(),
                        time_limit: settings.longest(),
                        connector: Arc::new(http),
                    }
                }
                Kind::Scripted(settings) => Link {
                    connector: Arc::new(scripted::Scripted::new(name, settings)),
                    concurrency: scripted::CONCURRENCY,
                    time_limit: scripted::TIME_LIMIT,
                },
            };
            registry.insert(name.clone(), link);
        }
        Ok(registry)
    }

    /// Adds a connector, or puts it in the place of the one of that name.
    pub fn insert(&mut self, name: impl Into<String>, link: Link) {
        self.links.insert(name.into(), link);
    }

    pub fn get(&self, name: &str) -> Option<&Link> {
        self.links.get(name)
    }

    /// All connectors, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Link)> {
        self.links.iter().map(|(name, link)| (name.as_str(), link))
    }

    /// "did you mean …?" for a connector that is not there.
    pub fn nearest(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.links.keys().map(String::as_str))
    }
}
