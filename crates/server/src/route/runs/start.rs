//! Starting runs.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use engine::screen::ActDone;
use procedure::hash::ContentHash;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::done;
use crate::decode::{Json, header};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route::id;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(start))
}

/// A run to start.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Beginning {
    /// The procedure's id.
    procedure: String,
    /// The publication; the latest where absent.
    #[serde(default)]
    number: Option<u32>,
    /// By the names of the start's fields, as for completing a task.
    #[serde(default)]
    data: BTreeMap<String, serde_json::Value>,
}

/// Starts a run. With an `Idempotency-Key` that was seen before the answer is the run that was started then.
#[utoipa::path(
    post, path = "/runs", tag = "runs", operation_id = "start_run",
    request_body = Beginning, responses((status = CREATED, body = ActDone)),
)]
async fn start(
    State(server): State<Server>,
    signed: SignedIn,
    headers: HeaderMap,
    Json(sent): Json<Beginning>,
) -> Result<(StatusCode, Json<ActDone>), Problem> {
    let procedure = id("procedure", &sent.procedure)?;
    // The gate keeps what a key was used for; for a day, and after that the key may mean another run. What is asked is
    // therefore a part of the engine's, which is for ever: the very same request never starts a second run.
    let asked = || serde_json::to_vec(&(&sent.procedure, sent.number, &sent.data)).unwrap_or_default();
    let key = header(&headers, "idempotency-key");
    let key = key.map(|key| ContentHash::of(&[key.as_bytes(), b" ", &asked()].concat()).to_string());
    let changed = server.engine().start_filled(&signed.caller, &procedure, sent.number, &sent.data, key).await;
    Ok((StatusCode::CREATED, done(&server, &signed.caller, changed).await?))
}
