//! The connectors of the installation: which there are, what they can do, whether they are reached.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;
use crate::port::{Connector, Repeat};

/// Longest time that a connector is tried.
const LONGEST: Duration = Duration::from_secs(10);

/// A connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectorItem {
    pub name: String,
    /// What it is: `http`, `table`, `scripted`.
    pub kind: String,
    pub actions: Vec<ActionItem>,
    /// How many requests may be under way at once.
    pub concurrency: usize,
    /// How long one request may take.
    pub time_limit_ms: u64,
    /// Requests to it that have not come back.
    pub under_way: usize,
}

/// Something that a connector does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActionItem {
    /// `connector.action`.
    pub action: String,
    pub title: String,
    /// Whether a request whose outcome is unknown is sent again: `safe`, `keyed`, `never`.
    pub repeat: String,
    /// The arguments that it must have.
    pub required: Vec<String>,
}

/// What came of trying a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectorTried {
    pub ok: bool,
    /// What was found, and what to do.
    pub words: String,
    pub took_ms: u64,
}

impl Engine {
    /// The connectors, by name.
    pub async fn connectors(&self, caller: &Caller) -> Result<Vec<ConnectorItem>, Error> {
        self.allow(caller, Deed::Read, Thing::Installation, "see the connectors")?;
        let effects = self.all_effects().await?;
        let connectors = &self.inner.ports.connectors;
        let mut items = Vec::new();
        for name in connectors.names() {
            let Some(link) = connectors.link(&name) else { continue };
            let actions = link.connector.actions().into_iter().map(|action| ActionItem {
                action: format!("{name}.{}", action.action),
                title: action.title,
                repeat: match action.repeat {
                    Repeat::Safe => "safe".to_owned(),
                    Repeat::Keyed => "keyed".to_owned(),
                    Repeat::Never => "never".to_owned(),
                },
                required: action.required,
            });
            let begins = format!("{name}.");
            items.push(ConnectorItem {
                kind: link.connector.kind().to_owned(),
                actions: actions.collect(),
                concurrency: link.concurrency,
                time_limit_ms: u64::try_from(link.time_limit.as_millis()).unwrap_or(u64::MAX),
                under_way: effects.iter().filter(|effect| effect.label.starts_with(&begins)).count(),
                name,
            });
        }
        Ok(items)
    }

    /// Tries whether a connector is reached. Nothing is changed in the other system.
    pub async fn try_connector(&self, caller: &Caller, name: &str) -> Result<ConnectorTried, Error> {
        self.allow(caller, Deed::Act, Thing::Installation, "try a connector")?;
        let nothing = || Error::Nothing { what: "connector", name: name.chars().take(80).collect() };
        let link = self.inner.ports.connectors.link(name).ok_or_else(nothing)?;
        let began = Instant::now();
        let probed = tokio::time::timeout(LONGEST.min(link.time_limit), link.connector.probe()).await;
        let (ok, words) = match probed {
            Ok(Ok(words)) => (true, words),
            Ok(Err(failure)) => (false, failure.message),
            Err(_) => (false, format!("no answer came within {} seconds", LONGEST.min(link.time_limit).as_secs())),
        };
        let took_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        Ok(ConnectorTried { ok, words, took_ms })
    }
}

/// What a connector that asks nobody answers to a probe.
pub fn works_here(connector: &(impl Connector + ?Sized)) -> String {
    match connector.actions().len() {
        1 => "it works within this program, and knows one action".to_owned(),
        actions => format!("it works within this program, and knows {actions} actions"),
    }
}
