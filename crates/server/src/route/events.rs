//! Live updates.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode;
use crate::gate::SignedIn;
use crate::live;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(watch))
}

/// What changes, as server-sent events: `task {run}`, `run {run, revision, status}`, `procedure {id}`, `draft {id}`,
/// `people {}`, and `reset {}` for whoever is too far behind. `Last-Event-ID` goes on where a connection was lost.
#[utoipa::path(
    get, path = "/events", tag = "events",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the last event that was seen.")),
    responses((status = OK, content_type = "text/event-stream", body = String)),
)]
async fn watch(State(server): State<Server>, signed: SignedIn, headers: HeaderMap) -> Result<Response, Problem> {
    let after = decode::header(&headers, "last-event-id").filter(|id| !id.is_empty());
    let unread = |_| Problem::new("bad-header", "Last-Event-ID is not one of these events");
    let after = after.map(|id| id.parse().map_err(unread)).transpose()?;
    let events = live::watch(&server, signed, after)?;
    let mut response = Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15))).into_response();
    // A proxy that gathers answers would keep them back.
    response.headers_mut().insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    Ok(response)
}
