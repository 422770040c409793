//! `http:` in a configuration.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::time::Duration;

use engine::port::Repeat;
use procedure::document::{Dotted, ErrorId};
use serde::{Deserialize, Deserializer};

use crate::configuration::TimeLimit;
use crate::secret::{Named, SecretName};

/// Another system.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// `https://host/path`, which every action's path is appended to.
    #[serde(deserialize_with = "base")]
    pub base: String,
    /// On every request.
    #[serde(default)]
    pub headers: BTreeMap<String, HeaderText>,
    pub auth: Option<Auth>,
    /// For one request, from connecting to the last byte of the answer.
    #[serde(default = "default_timeout")]
    pub timeout: TimeLimit,
    /// Largest answer, in bytes.
    #[serde(default = "default_max_response")]
    pub max_response: NonZeroUsize,
    /// How many requests may be under way at once.
    #[serde(default = "default_concurrency")]
    pub concurrency: NonZeroUsize,
    /// Host names, addresses and networks (`10.1.0.0/16`) inside the network that may be reached.
    #[serde(default)]
    pub allow_internal: Vec<String>,
    /// Whether `http://` may go outside the network.
    #[serde(default)]
    pub allow_plain: bool,
    pub actions: BTreeMap<Dotted, Action>,
}

/// A password within the URL would be shown wherever the URL is.
fn base<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.contains('@') {
        return Err(serde::de::Error::custom("a URL holds no user or password; write them under `auth`"));
    }
    Ok(text)
}

fn default_timeout() -> TimeLimit {
    TimeLimit(Duration::from_secs(30))
}

fn default_max_response() -> NonZeroUsize {
    NonZeroUsize::new(1 << 20).expect("a mebibyte is not zero")
}

fn default_concurrency() -> NonZeroUsize {
    NonZeroUsize::new(8).expect("eight is not zero")
}

impl Settings {
    /// The longest that any action may take, and a second for it to say so itself.
    pub fn longest(&self) -> Duration {
        let own = self.actions.values().filter_map(|action| action.timeout);
        own.chain([self.timeout]).max().map_or(self.timeout.0, |limit| limit.0) + Duration::from_secs(1)
    }
}

/// The value of a header: text, or a secret.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged, expecting = "a header is text (in quotes, if it looks like a number), or {secret: NAME}")]
pub enum HeaderText {
    Text(String),
    Secret(Named),
}

/// How a request shows who sends it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Auth {
    /// `Authorization: Bearer …`
    Bearer(Named),
    /// `Authorization: Basic …` (RFC 7617)
    Basic { user: String, secret: SecretName },
    /// The secret as the value of a header.
    Header { name: String, secret: SecretName },
}

/// An action's method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// Whether it changes nothing (RFC 9110, section 9.2.1).
    pub fn is_safe(self) -> bool {
        matches!(self, Method::Get | Method::Head)
    }

    /// The declared [`Repeat`] where an action says nothing: PUT and DELETE are idempotent (RFC 9110, section 9.2.2).
    pub(super) fn repeat(self) -> Repeat {
        match self {
            Method::Get | Method::Head => Repeat::Safe,
            Method::Put | Method::Delete => Repeat::Keyed,
            Method::Post | Method::Patch => Repeat::Never,
        }
    }

    pub(super) fn as_http(self) -> reqwest::Method {
        match self {
            Method::Get => reqwest::Method::GET,
            Method::Head => reqwest::Method::HEAD,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        }
    }
}

/// What one action sends, and how its answer is read.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub title: Option<String>,
    pub method: Method,
    /// Begins with `/`; `{name}` is an argument, percent-encoded.
    pub path: String,
    /// Parameters; one whose argument is missing or unknown is left out.
    #[serde(default)]
    pub query: BTreeMap<String, String>,
    /// Headers with `{name}` for arguments; one whose argument is missing or unknown is left out.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Where absent: `all` for POST, PUT and PATCH, else `none`.
    pub body: Option<Body>,
    /// Where absent: `safe` for GET and HEAD, `keyed` for PUT and DELETE, `never` for POST and PATCH.
    pub repeat: Option<Repeat>,
    /// The header that takes the request's key.
    pub idempotency_header: Option<String>,
    /// JSON Pointer (RFC 6901) to the part of the answer that is the result.
    pub result: Option<String>,
    /// Names for statuses: `404: not-found`.
    #[serde(default, deserialize_with = "statuses")]
    pub errors: BTreeMap<u16, ErrorId>,
    /// In place of the connector's.
    pub timeout: Option<TimeLimit>,
}

impl Action {
    /// What is sent as the body.
    pub(super) fn body(&self) -> Body {
        match (&self.body, self.method) {
            (Some(body), _) => body.clone(),
            (None, Method::Post | Method::Put | Method::Patch) => Body::All,
            (None, Method::Get | Method::Head | Method::Delete) => Body::None,
        }
    }

    pub(super) fn repeat(&self) -> Repeat {
        self.repeat.unwrap_or_else(|| self.method.repeat())
    }
}

/// Which arguments are the body, a JSON object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Every argument that path, query and headers do not take.
    All,
    /// These, all required.
    Named(Vec<String>),
    None,
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected `all`, `none`, or a list of arguments")]
        enum Written {
            Word(String),
            Names(Vec<String>),
        }
        match Written::deserialize(deserializer)? {
            Written::Names(names) => Ok(Body::Named(names)),
            Written::Word(word) if word == "all" => Ok(Body::All),
            Written::Word(word) if word == "none" => Ok(Body::None),
            Written::Word(_) => Err(serde::de::Error::custom("expected `all`, `none`, or a list of arguments")),
        }
    }
}

fn statuses<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<u16, ErrorId>, D::Error> {
    let written = BTreeMap::<String, ErrorId>::deserialize(deserializer)?;
    let read = |(status, error): (String, ErrorId)| match status.parse() {
        Ok(number) if (300..600).contains(&number) => Ok((number, error)),
        _ => Err(serde::de::Error::custom("`errors` names statuses from 300 to 599, such as `409: conflict`")),
    };
    written.into_iter().map(read).collect()
}
