//! From [`Settings`] to a connector: everything that can be wrong before a request is found here.

use std::net::IpAddr;

use base64::Engine as _;
use procedure::document::Dotted;
use reqwest::Url;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::address::{Allowed, is_internal};
use super::settings::{Action, Auth, Body, HeaderText, Method, Settings};
use super::template::Template;
use super::{Http, HttpError, Prepared};
use crate::registry::Limits;
use crate::secret::{Secret, SecretName, Secrets};

/// Headers that say who sends a request.
const CREDENTIALS: [HeaderName; 3] = [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE];

/// Headers that say how a message is framed or where it goes; they are not an action's to set.
const OURS: [HeaderName; 9] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::UPGRADE,
    header::TE,
    header::TRAILER,
    header::ACCEPT_ENCODING,
    header::EXPECT,
];

fn wrong(key: impl Into<String>, problem: impl Into<String>) -> HttpError {
    HttpError::Key { key: key.into(), problem: problem.into() }
}

impl Http {
    pub(crate) fn build(
        name: &str,
        settings: &Settings,
        secrets: &Secrets<'_>,
        limits: &Limits,
    ) -> Result<Self, HttpError> {
        let allowed = Allowed::parse(&settings.allow_internal).map_err(|problem| wrong("allow_internal", problem))?;
        let base = base(settings, &allowed)?;
        let max_response = settings.max_response.get();
        if max_response > limits.response_bytes {
            return Err(wrong("max_response", format!("at most {} bytes are read", limits.response_bytes)));
        }
        let mut hidden = Vec::new();
        let headers = headers(settings, secrets, &mut hidden)?;
        let mut actions = Vec::new();
        for (action, written) in &settings.actions {
            actions.push((action.clone(), prepare(action, written, settings)?));
        }
        Ok(Http {
            name: name.to_owned(),
            base,
            headers,
            hidden,
            allowed,
            concurrency: settings.concurrency.get(),
            max_response,
            actions,
            client: std::sync::OnceLock::new(),
        })
    }
}

fn base(settings: &Settings, allowed: &Allowed) -> Result<Url, HttpError> {
    let base = Url::parse(&settings.base).map_err(|error| wrong("base", format!("it is no URL: {error}")))?;
    if base.query().is_some() || base.fragment().is_some() {
        return Err(wrong("base", "it ends with its path; parameters belong to an action's `query`"));
    }
    let host = match base.host() {
        Some(host) => host,
        None => return Err(wrong("base", "it names no host")),
    };
    let address = match host {
        url::Host::Domain(_) => None,
        url::Host::Ipv4(address) => Some(IpAddr::V4(address)),
        url::Host::Ipv6(address) => Some(IpAddr::V6(address)),
    };
    let named = host.to_string();
    let inside = address.is_some_and(|address| is_internal(address) && !allowed.network(address));
    if inside {
        return Err(wrong(
            "base",
            format!("{named} is inside the network; if that is meant, add it to `allow_internal`"),
        ));
    }
    let trusted = allowed.host(&named) || address.is_some_and(|address| allowed.network(address));
    match base.scheme() {
        "https" => Ok(base),
        "http" if trusted || settings.allow_plain => Ok(base),
        "http" => Err(wrong(
            "base",
            "plain http can be read on the way; use https, or add the host to `allow_internal`, or set `allow_plain: true`",
        )),
        _ => Err(wrong("base", "only https and http are spoken here")),
    }
}

fn headers(settings: &Settings, secrets: &Secrets<'_>, hidden: &mut Vec<String>) -> Result<HeaderMap, HttpError> {
    let mut headers = HeaderMap::new();
    for (name, text) in &settings.headers {
        let key = format!("headers.{name}");
        let header = header_name(name, &key)?;
        let value = match text {
            HeaderText::Text(_) if CREDENTIALS.contains(&header) => {
                return Err(wrong(&key, "a secret is only named here; use `auth`, or write {secret: NAME}"));
            }
            HeaderText::Text(text) => {
                HeaderValue::from_str(text).map_err(|_| wrong(&key, "it holds characters that no header may"))?
            }
            HeaderText::Secret(name) => sensitive(&resolve(&name.secret, secrets)?, "", &name.secret, hidden)?,
        };
        headers.insert(header, value);
    }
    match &settings.auth {
        None => {}
        Some(Auth::Bearer(name)) => {
            let secret = resolve(&name.secret, secrets)?;
            headers.insert(header::AUTHORIZATION, sensitive(&secret, "Bearer ", &name.secret, hidden)?);
        }
        Some(Auth::Basic { user, secret }) => {
            if user.contains(':') {
                return Err(wrong("auth.basic.user", "a user's name holds no `:` (RFC 7617)"));
            }
            let password = resolve(secret, secrets)?;
            let pair = format!("{user}:{}", password.reveal());
            hide(password.reveal(), hidden);
            let encoded = Secret::new(base64::engine::general_purpose::STANDARD.encode(pair));
            headers.insert(header::AUTHORIZATION, sensitive(&encoded, "Basic ", secret, hidden)?);
        }
        Some(Auth::Header { name, secret }) => {
            let header = header_name(name, "auth.header.name")?;
            headers.insert(header, sensitive(&resolve(secret, secrets)?, "", secret, hidden)?);
        }
    }
    Ok(headers)
}

fn resolve(name: &SecretName, secrets: &Secrets<'_>) -> Result<Secret, HttpError> {
    secrets(name).filter(|secret| !secret.reveal().is_empty()).ok_or_else(|| HttpError::Secret { name: name.clone() })
}

fn sensitive(
    secret: &Secret,
    before: &str,
    name: &SecretName,
    hidden: &mut Vec<String>,
) -> Result<HeaderValue, HttpError> {
    let mut value = HeaderValue::from_str(&format!("{before}{}", secret.reveal())).map_err(|_| {
        wrong(format!("secret `{name}`"), "it holds characters that no header may, perhaps a line break")
    })?;
    value.set_sensitive(true);
    hide(secret.reveal(), hidden);
    Ok(value)
}

/// Remembers a secret as it may come back in an answer: as it is, and as a JSON text.
fn hide(secret: &str, hidden: &mut Vec<String>) {
    let escaped = serde_json::Value::from(secret).to_string();
    hidden.push(secret.to_owned());
    hidden.push(escaped.trim_matches('"').to_owned());
    // The longest first, so that none is cut in two by another.
    hidden.sort_by_key(|text| std::cmp::Reverse(text.len()));
}

fn header_name(name: &str, key: &str) -> Result<HeaderName, HttpError> {
    let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong(key, "it is no name of a header"))?;
    if OURS.contains(&header) {
        return Err(wrong(key, format!("`{name}` is set by the connector; remove it")));
    }
    Ok(header)
}

fn prepare(name: &Dotted, action: &Action, settings: &Settings) -> Result<Prepared, HttpError> {
    let key = |part: &str| format!("actions.{name}.{part}");
    let template = |part: &str, text: &str| Template::parse(text).map_err(|problem| wrong(key(part), problem));
    if !action.path.starts_with('/') || action.path.starts_with("//") {
        return Err(wrong(key("path"), "it begins with one `/`"));
    }
    if action.path.contains(['?', '#', '\\']) || action.path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Err(wrong(key("path"), "it holds no `?`, `#`, `\\`, `.` or `..`; parameters belong under `query`"));
    }
    let path = template("path", &action.path)?;
    let mut query = Vec::new();
    for (parameter, text) in &action.query {
        query.push((parameter.clone(), template(&format!("query.{parameter}"), text)?));
    }
    let mut headers = Vec::new();
    for (header, text) in &action.headers {
        let part = format!("headers.{header}");
        let name = header_name(header, &key(&part))?;
        if CREDENTIALS.contains(&name) {
            return Err(wrong(
                key(&part),
                "arguments are journalled, so they hold no secret; use the connector's `auth`",
            ));
        }
        headers.push((name, template(&part, text)?));
    }
    let body = action.body();
    if action.method.is_safe() && body != Body::None {
        return Err(wrong(key("body"), "GET and HEAD have none; remove it"));
    }
    if action.method == Method::Head && action.result.is_some() {
        return Err(wrong(key("result"), "the answer to HEAD is empty; remove it"));
    }
    if action.result.as_ref().is_some_and(|pointer| !pointer.is_empty() && !pointer.starts_with('/')) {
        return Err(wrong(key("result"), "it is a JSON Pointer, such as `/data/order`"));
    }
    let written = action.idempotency_header.as_deref().unwrap_or("Idempotency-Key");
    let idempotency_header = header_name(written, &key("idempotency_header"))?;
    let mut required: Vec<String> = path.holes().map(str::to_owned).collect();
    if let Body::Named(names) = body {
        required.extend(names);
    }
    required.sort();
    required.dedup();
    let timeout = action.timeout.unwrap_or(settings.timeout).0;
    Ok(Prepared { action: action.clone(), path, query, headers, idempotency_header, timeout, required })
}
