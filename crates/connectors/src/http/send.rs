//! One request, from the connection to the last byte of its answer.

use std::error::Error as StdError;
use std::time::Duration;

use async_trait::async_trait;
use engine::port::{ActionDescription, Connector, Failure, Repeat, Request};
use opentelemetry_http::HeaderInjector;
use procedure::value::Value;
use reqwest::header;
use reqwest::redirect::Policy;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use super::address::is_inside;
use super::answer;
use super::{Http, Prepared};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// How long a connection is kept for the next request.
const IDLE: Duration = Duration::from_secs(4);

#[async_trait]
impl Connector for Http {
    fn kind(&self) -> &'static str {
        "http"
    }

    fn actions(&self) -> Vec<ActionDescription> {
        let describe = |(name, prepared): &(_, Prepared)| ActionDescription {
            action: procedure::document::Dotted::clone(name),
            title: prepared.action.title.clone().unwrap_or_else(|| name.to_string()),
            repeat: prepared.action.repeat(),
            required: prepared.required.clone(),
            closed: prepared.is_closed(),
        };
        self.actions.iter().map(describe).collect()
    }

    async fn probe(&self) -> Result<String, Failure> {
        let host = self.base.host_str().unwrap_or_default();
        let unreached = |problem: String| Failure::transient("unreachable", self.redact(&format!("{host}: {problem}")));
        let client = self.client.get_or_init(|| self.connect()).as_ref().map_err(|error| unreached(error.clone()))?;
        let sent = client.get(self.base.clone()).headers(self.headers.clone()).timeout(CONNECT).send().await;
        let answer = sent.map_err(|error| {
            let inside = is_inside(&error).then(|| "its name resolves to an address inside the network".to_owned());
            unreached(inside.unwrap_or_else(|| innermost(&error)))
        })?;
        let status = answer.status();
        match status.as_u16() {
            401 | 403 => Err(Failure::permanent("refused", format!("{host} was reached, and refuses us: {status}"))),
            500.. => Err(unreached(format!("it answers {status}"))),
            _ => Ok(format!("{host} was reached, and answers {status}")),
        }
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        let Some((_, prepared)) = self.actions.iter().find(|(name, _)| *name == request.action) else {
            let known: Vec<String> = self.actions.iter().map(|(name, _)| name.to_string()).collect();
            return Err(crate::scripted::unknown_action(&self.name, &request.action, &known));
        };
        let limit = prepared.timeout.min(request.time_limit);
        match tokio::time::timeout(limit, self.send(prepared, request, limit)).await {
            Ok(result) => result,
            Err(_) => {
                let message = self.tell(prepared, &format!("no whole answer within {} ms", limit.as_millis()));
                Err(self.after_sending(prepared, Failure::unknown("timeout", message)))
            }
        }
    }
}

impl Http {
    async fn send(&self, prepared: &Prepared, request: &Request, limit: Duration) -> Result<Value, Failure> {
        let filled = prepared
            .fill(self, &request.arguments, &request.key)
            .map_err(|problem| Failure::permanent("invalid", format!("{}.{}: {problem}", self.name, request.action)))?;
        let client = self.client.get_or_init(|| self.connect());
        let client = client.as_ref().map_err(|problem| {
            Failure::permanent("failure", format!("{}: cannot make requests: {problem}", self.name))
        })?;
        let mut headers = filled.headers;
        let trace = tracing::Span::current().context();
        opentelemetry::global::get_text_map_propagator(|known| {
            known.inject_context(&trace, &mut HeaderInjector(&mut headers));
        });
        let mut sent = client.request(prepared.action.method.as_http(), filled.url).headers(headers);
        if let Some(body) = filled.body {
            sent = sent.header(header::CONTENT_TYPE, "application/json").body(body);
        }
        match sent.send().await {
            Ok(response) => answer::read(self, prepared, &request.arguments, response).await,
            Err(error) => Err(self.unsent(prepared, &error, limit)),
        }
    }

    fn connect(&self) -> Result<reqwest::Client, String> {
        let mut defaults = header::HeaderMap::new();
        defaults.insert(header::ACCEPT, header::HeaderValue::from_static("application/json"));
        defaults.insert(header::ACCEPT_ENCODING, header::HeaderValue::from_static("identity"));
        let builder = match self.base.scheme() {
            // No certificate is ever judged, so none is read; a bare machine may have none.
            "http" => reqwest::Client::builder().tls_certs_only([]),
            _ => reqwest::Client::builder(),
        };
        builder
            .user_agent(concat!("understudy/", env!("CARGO_PKG_VERSION")))
            .default_headers(defaults)
            .redirect(Policy::none())
            .referer(false)
            // A proxy would resolve names itself, and so pass by the judgement of addresses.
            .no_proxy()
            // Repeating is the dispatcher's.
            .retry(reqwest::retry::never())
            .dns_resolver(self.allowed.clone())
            .connect_timeout(CONNECT)
            .pool_max_idle_per_host(self.concurrency)
            // Servers close idle connections after five seconds or more; a write on a closed one would be in doubt.
            .pool_idle_timeout(IDLE)
            .build()
            .map_err(|error| innermost(&error))
    }

    /// The failure of a request that got no answer.
    fn unsent(&self, prepared: &Prepared, error: &reqwest::Error, limit: Duration) -> Failure {
        if is_inside(error) {
            let problem = "the host's name resolves to an address inside the network; \
                           if that is meant, add the name to `allow_internal`";
            return Failure::permanent("refused", self.tell(prepared, problem));
        }
        if error.is_connect() {
            let seconds = CONNECT.min(limit).as_millis();
            let problem = if error.is_timeout() {
                format!("no connection within {seconds} ms")
            } else {
                format!("no connection: {}", innermost(error))
            };
            return Failure::transient("unreachable", self.tell(prepared, &problem));
        }
        let problem = format!("the connection broke before an answer came: {}", innermost(error));
        self.after_sending(prepared, Failure::unknown("unreachable", self.tell(prepared, &problem)))
    }

    /// A request that changes nothing has no unknown effect.
    pub(super) fn after_sending(&self, prepared: &Prepared, failure: Failure) -> Failure {
        match prepared.action.repeat() {
            Repeat::Safe => Failure { certainty: engine::port::Certainty::NotDone, ..failure },
            Repeat::Keyed | Repeat::Never => failure,
        }
    }

    /// A message that names the request without its arguments, and holds no secret.
    pub(super) fn tell(&self, prepared: &Prepared, problem: &str) -> String {
        let host = self.base.host_str().unwrap_or_default();
        let action = &prepared.action;
        self.redact(&format!("{} {} at {host}: {problem}", action.method.as_http(), action.path))
    }

    /// Puts `[secret]` in the place of every secret of this connector.
    pub(super) fn redact(&self, text: &str) -> String {
        self.hidden.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), "[secret]"))
    }
}

/// The cause of an error; what lies around it repeats the URL, and with it arguments.
fn innermost(error: &(dyn StdError + 'static)) -> String {
    let last = std::iter::successors(Some(error), |error: &&(dyn StdError + 'static)| (*error).source()).last();
    last.map(ToString::to_string).unwrap_or_default()
}
