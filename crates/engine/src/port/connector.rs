//! The port through which a run reaches other systems.
//!
//! A connector sends one request and reports what came of it. It never retries: retry, back-off, concurrency and time
//! limits are the dispatcher's. What it returns is untrusted data.

use std::time::Duration;

use async_trait::async_trait;
use procedure::document::{Dotted, ErrorId};
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};

/// Whether a request whose outcome is unknown may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Repeat {
    /// It changes nothing, or the same thing twice.
    Safe,
    /// The other system recognises the request's key.
    Keyed,
    /// A second request would be a second effect: an unknown outcome is a person's to settle.
    Never,
}

/// What an action is, for checks, screens and the dispatcher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDescription {
    pub action: Dotted,
    pub title: String,
    pub repeat: Repeat,
    /// Names of the arguments it must have.
    pub required: Vec<String>,
    /// Whether other arguments are refused.
    pub closed: bool,
}

/// One request to another system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub action: Dotted,
    pub arguments: Values,
    /// The same for every try of one effect; goes to the other system and stands by the result.
    pub key: String,
    /// 1 for the first try.
    pub attempt: u32,
    /// The dispatcher drops the call after this long.
    pub time_limit: Duration,
}

/// What is known about a request that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The other system did not act.
    NotDone,
    /// It may have acted.
    Unknown,
}

/// Why a request failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{error}: {message}")]
pub struct Failure {
    /// What `on_error` names: `not-found`, `refused`, `invalid`, `timeout`, `unreachable`, `failure`, or the connector's own.
    pub error: ErrorId,
    /// What was attempted, what was found, what to do; without secrets.
    pub message: String,
    pub certainty: Certainty,
    /// Whether the same request could succeed later.
    pub transient: bool,
}

impl Failure {
    /// A failure after which the other system is known not to have acted, and that would come again.
    ///
    /// # Panics
    /// If `error` is no kebab-case name; callers pass literals.
    pub fn permanent(error: &str, message: impl Into<String>) -> Self {
        Failure { error: name(error), message: message.into(), certainty: Certainty::NotDone, transient: false }
    }

    /// A failure that may pass, of a request that was not carried out.
    pub fn transient(error: &str, message: impl Into<String>) -> Self {
        Failure { transient: true, ..Failure::permanent(error, message) }
    }

    /// A failure that may pass, of a request that may have been carried out.
    pub fn unknown(error: &str, message: impl Into<String>) -> Self {
        Failure { certainty: Certainty::Unknown, ..Failure::transient(error, message) }
    }
}

fn name(error: &str) -> ErrorId {
    error.parse().expect("error names are kebab-case literals")
}

/// Another system.
#[async_trait]
pub trait Connector: Send + Sync {
    /// What it can do, in a stable order.
    fn actions(&self) -> Vec<ActionDescription>;

    /// What kind of connector it is, in one word.
    fn kind(&self) -> &'static str {
        "connector"
    }

    /// Whether the other system is reached, in words; changes nothing there.
    async fn probe(&self) -> Result<String, Failure> {
        Ok(crate::installation::links::works_here(self))
    }

    /// Sends one request. Dropping the future abandons it; its outcome is then unknown.
    async fn call(&self, request: &Request) -> Result<Value, Failure>;
}
