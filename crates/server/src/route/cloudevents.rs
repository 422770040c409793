//! Events from other systems, as CloudEvents 1.0 over HTTP in its three modes: structured, batched, binary.
//!
//! An event that comes again changes nothing, so whoever got no answer sends it again. Data is JSON; anything else is
//! refused.

use axum::extract::State;
use axum::http::{HeaderMap, header as name};
use engine::run::start::{CloudEvent, Delivered};
use interpreter::id::RunId;
use jiff::Timestamp;
use procedure::value::Value;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Bytes, Json, Path, header, percent_decoded};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(deliver)).routes(routes!(signal))
}

/// Most events of one batch.
const MOST: usize = 100;

const STRUCTURED: &str = "application/cloudevents+json";
const BATCHED: &str = "application/cloudevents-batch+json";

/// An event in the JSON format of CloudEvents 1.0. Attributes that are not named here are left alone.
#[derive(Debug, Deserialize, ToSchema)]
struct SentEvent {
    /// `1.0`.
    specversion: String,
    /// Unique with its source: an event that comes again changes nothing.
    #[schema(min_length = 1)]
    id: String,
    /// Who sends it, as a URI or a name.
    #[schema(min_length = 1)]
    source: String,
    /// What a procedure's `event:` names, such as `com.example.ticket.created`.
    #[serde(rename = "type")]
    event: String,
    time: Option<Timestamp>,
    data: Option<serde_json::Value>,
    /// Binary data, which no procedure can read: refused.
    data_base64: Option<String>,
}

/// What an event came to.
#[derive(Debug, Serialize, ToSchema)]
struct DeliveredEvent {
    id: String,
    /// Runs that it started.
    started: Vec<String>,
    /// Runs that took it, or keep it until a step waits for it.
    reached: Vec<String>,
    /// Triggers that could not be judged, in words.
    failed: Vec<String>,
}

/// What the events came to, in their order.
#[derive(Debug, Serialize, ToSchema)]
struct DeliveredEvents {
    items: Vec<DeliveredEvent>,
}

/// Takes events from outside: they start the runs whose triggers fit, and reach the runs that wait for them. In binary mode
/// the body is the data, and the attributes come as `ce-id`, `ce-source`, `ce-type`, `ce-specversion` and `ce-time`.
#[utoipa::path(
    post, path = "/cloudevents", tag = "events", operation_id = "deliver_event",
    request_body(content(
        (SentEvent = "application/cloudevents+json"),
        (Vec<SentEvent> = "application/cloudevents-batch+json"),
        (serde_json::Value = "application/json"),
    )),
    responses((status = OK, body = DeliveredEvents)),
)]
async fn deliver(
    State(server): State<Server>,
    signed: SignedIn,
    headers: HeaderMap,
    Bytes(body): Bytes,
) -> Result<Json<DeliveredEvents>, Problem> {
    let mut items = Vec::new();
    for event in read(&headers, &body)? {
        let id = event.id.clone();
        items.push(told(id, server.engine().deliver(&signed.caller, event).await?));
    }
    Ok(Json(DeliveredEvents { items }))
}

/// Brings events from outside to one run, by a sender who knows which.
#[utoipa::path(
    post, path = "/runs/{run}/cloudevents", tag = "events", operation_id = "signal_run",
    params(("run" = String, Path)),
    request_body(content(
        (SentEvent = "application/cloudevents+json"),
        (Vec<SentEvent> = "application/cloudevents-batch+json"),
        (serde_json::Value = "application/json"),
    )),
    responses((status = OK, body = DeliveredEvents)),
)]
async fn signal(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    headers: HeaderMap,
    Bytes(body): Bytes,
) -> Result<Json<DeliveredEvents>, Problem> {
    let run = RunId::new(run);
    let mut items = Vec::new();
    for event in read(&headers, &body)? {
        let delivered = server.engine().signal(&signed.caller, &run, &event).await?;
        items.push(told(event.id, delivered));
    }
    Ok(Json(DeliveredEvents { items }))
}

fn told(id: String, delivered: Delivered) -> DeliveredEvent {
    let ids = |runs: Vec<RunId>| runs.iter().map(ToString::to_string).collect();
    DeliveredEvent { id, started: ids(delivered.started), reached: ids(delivered.reached), failed: delivered.failed }
}

fn read(headers: &HeaderMap, body: &[u8]) -> Result<Vec<CloudEvent>, Problem> {
    let kind = header(headers, name::CONTENT_TYPE.as_str()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        STRUCTURED => Ok(vec![event(parsed(body)?)?]),
        BATCHED => {
            let all: Vec<SentEvent> = parsed(body)?;
            if all.len() > MOST {
                let words = format!("the batch has {} events, and {MOST} are the most", all.len());
                return Err(Problem::new("invalid", words));
            }
            all.into_iter().map(event).collect()
        }
        _ if headers.contains_key("ce-id") => Ok(vec![event(of_headers(headers, &kind, body)?)?]),
        _ => {
            let words = format!("send {STRUCTURED}, {BATCHED}, or the attributes of the event as `ce-` headers");
            Err(Problem::new("not-json", words))
        }
    }
}

fn parsed<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => Problem::new("invalid", format!("the event cannot be read: {error}")),
        _ => Problem::new("bad-json", format!("the body is no JSON: {error}")),
    })
}

/// Binary mode.
fn of_headers(headers: &HeaderMap, kind: &str, body: &[u8]) -> Result<SentEvent, Problem> {
    let attribute = |attribute: &str| {
        let found = header(headers, attribute).map(percent_decoded);
        found.ok_or_else(|| Problem::new("bad-header", format!("the header `{attribute}` is missing")))
    };
    let data = match (body.is_empty(), kind) {
        (true, _) => None,
        (false, kind) if kind == "application/json" || kind.ends_with("+json") => Some(parsed(body)?),
        (false, kind) => {
            return Err(Problem::new("not-json", format!("the data is of the type `{kind}`, where JSON is wanted")));
        }
    };
    let no_time = |error| Problem::new("bad-header", format!("the header `ce-time` is no moment: {error}"));
    let time = headers.contains_key("ce-time").then(|| attribute("ce-time")).transpose()?;
    Ok(SentEvent {
        specversion: attribute("ce-specversion")?,
        id: attribute("ce-id")?,
        source: attribute("ce-source")?,
        event: attribute("ce-type")?,
        time: time.map(|time| time.parse().map_err(no_time)).transpose()?,
        data,
        data_base64: None,
    })
}

fn event(sent: SentEvent) -> Result<CloudEvent, Problem> {
    let invalid = |words: String| Problem::new("invalid", words);
    if sent.specversion != "1.0" {
        return Err(invalid(format!("the event is of CloudEvents `{}`; this reads `1.0`", sent.specversion)));
    }
    if sent.data_base64.is_some() {
        return Err(invalid("the event has `data_base64`; procedures read JSON, so send it as `data`".to_owned()));
    }
    let data = sent.data.unwrap_or_default();
    Ok(CloudEvent {
        event: super::id("event's type", &sent.event)?,
        id: sent.id,
        source: sent.source,
        time: sent.time,
        data: Value::from_plain(&data).map_err(|error| invalid(format!("the event's data: {error}")))?,
    })
}
