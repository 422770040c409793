//! `http`: another system's JSON over HTTP.
//!
//! An action is a method, a path, and where each argument goes. The request's key travels as `Idempotency-Key`.
//!
//! Refuses addresses inside the network unless allowed (also when a public name resolves to one), plain HTTP to the
//! outside, redirects, compressed answers, answers that are too large or no JSON. Never shows a secret or an argument.

mod address;
mod answer;
mod build;
mod fill;
mod send;
mod settings;
mod template;

use std::sync::OnceLock;
use std::time::Duration;

use procedure::document::Dotted;
use reqwest::header::{HeaderMap, HeaderName};

pub use settings::{Action, Auth, Body, HeaderText, Method, Settings};

use crate::secret::SecretName;
use address::Allowed;
use template::Template;

/// Why an `http` connector cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HttpError {
    #[error("{key}: {problem}")]
    Key { key: String, problem: String },
    #[error(
        "the secret `{name}` is not set; set the environment variable {}, or `{name}` under [secrets]",
        crate::secret::variable(name)
    )]
    Secret { name: SecretName },
}

/// A connector to one system.
pub(crate) struct Http {
    name: String,
    base: reqwest::Url,
    /// On every request; those with secrets are marked sensitive.
    headers: HeaderMap,
    /// Texts that must not be repeated in a message: secrets, as sent.
    hidden: Vec<String>,
    allowed: Allowed,
    concurrency: usize,
    max_response: usize,
    /// Sorted by name.
    actions: Vec<(Dotted, Prepared)>,
    /// Made at the first call, since reading the system's certificates takes time that a short command does not have.
    client: OnceLock<Result<reqwest::Client, String>>,
}

/// An action whose texts are parsed.
struct Prepared {
    action: Action,
    path: Template,
    query: Vec<(String, Template)>,
    headers: Vec<(HeaderName, Template)>,
    idempotency_header: HeaderName,
    timeout: Duration,
    required: Vec<String>,
}
