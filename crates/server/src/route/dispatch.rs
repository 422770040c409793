//! What the installation does by itself: whether it does, what was refused, what may have happened.

use axum::extract::State;
use axum::http::StatusCode;
use engine::port::store::DeadLetter;
use engine::run::once::Found;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(dead_letters))
        .routes(routes!(in_doubt))
        .routes(routes!(doubts))
        .routes(routes!(settle))
}

/// Whether anything happens by itself.
#[derive(Debug, Serialize, ToSchema)]
struct DispatchState {
    /// Whether it was stopped, by somebody or by a restore.
    paused: bool,
    /// Whether this process is the one that dispatches now.
    here: bool,
}

async fn state(server: &Server) -> Result<Json<DispatchState>, Problem> {
    let engine = server.engine();
    Ok(Json(DispatchState { paused: engine.is_paused().await?, here: engine.dispatches() }))
}

/// Whether anything happens by itself.
#[utoipa::path(get, path = "/dispatch", tag = "installation", operation_id = "read_dispatch", responses((status = OK, body = DispatchState)))]
async fn read(State(server): State<Server>, signed: SignedIn) -> Result<Json<DispatchState>, Problem> {
    server.engine().may_look(&signed.caller)?;
    state(&server).await
}

/// Why dispatch is stopped, or goes on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DispatchReason {
    #[schema(min_length = 1)]
    reason: String,
}

/// Stops dispatch: nothing new is sent to other systems, and no clock is followed.
#[utoipa::path(
    post, path = "/dispatch/pause", tag = "installation", operation_id = "pause_dispatch",
    request_body = DispatchReason, responses((status = OK, body = DispatchState)),
)]
async fn pause(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<DispatchReason>,
) -> Result<Json<DispatchState>, Problem> {
    server.engine().pause_dispatch(&signed.caller, &sent.reason).await?;
    state(&server).await
}

/// Lets dispatch go on.
#[utoipa::path(
    post, path = "/dispatch/resume", tag = "installation", operation_id = "resume_dispatch",
    request_body = DispatchReason, responses((status = OK, body = DispatchState)),
)]
async fn resume(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<DispatchReason>,
) -> Result<Json<DispatchState>, Problem> {
    server.engine().resume_dispatch(&signed.caller, &sent.reason).await?;
    state(&server).await
}

/// Something that a run refused of the engine's own, so that what it carried was not accepted.
#[derive(Debug, Serialize, ToSchema)]
struct DeadLetterItem {
    at: Timestamp,
    run: String,
    /// What was to happen.
    what: String,
    /// The code of the refusal.
    code: String,
    reason: String,
}

/// What runs refused of the engine's own, newest first.
#[utoipa::path(
    get, path = "/dead-letters", tag = "installation", operation_id = "list_dead_letters",
    params(Paging), responses((status = OK, body = Listed<DeadLetterItem>)),
)]
async fn dead_letters(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<DeadLetterItem>>, Problem> {
    let found = server.engine().dead_letters(&signed.caller, &paging.page()).await?;
    let item =
        |DeadLetter { at, run, what, code, reason }| DeadLetterItem { at, run: run.to_string(), what, code, reason };
    Ok(Json(Listed::of(found, item)))
}

/// A request whose answer has not come. After a restore it may have been carried out.
#[derive(Debug, Serialize, ToSchema)]
struct InDoubt {
    run: String,
    /// Its number within the run.
    effect: String,
    /// The action, or `agent`, `document`, `notify`, `procedure`.
    what: String,
    /// The key that went to the other system.
    key: String,
    attempt: u32,
}

/// The requests to other systems that have not come back. After a restore these may have been carried out.
#[utoipa::path(
    get, path = "/in-doubt", tag = "installation", operation_id = "list_in_doubt",
    params(Paging), responses((status = OK, body = Listed<InDoubt>)),
)]
async fn in_doubt(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<InDoubt>>, Problem> {
    let all = server.engine().may_have_happened(&signed.caller).await?;
    let items = all.into_iter().map(|effect| InDoubt {
        run: effect.run.to_string(),
        effect: effect.effect.to_string(),
        what: effect.what,
        key: effect.key,
        attempt: effect.attempt,
    });
    Ok(Json(Listed::part(&paging, items)?))
}

/// A `once` key that nobody knows the truth of: its request ended without an answer. No run sends it again until somebody
/// says what happened.
#[derive(Debug, Serialize, ToSchema)]
struct DoubtItem {
    /// The action and the step's key, as it is settled: `shop.refund ORD-1`.
    key: String,
    /// The run whose request it was.
    run: String,
}

/// The `once` keys in doubt.
#[utoipa::path(
    get, path = "/doubts", tag = "installation", operation_id = "list_doubts",
    params(Paging), responses((status = OK, body = Listed<DoubtItem>)),
)]
async fn doubts(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<DoubtItem>>, Problem> {
    let found = server.engine().doubts(&signed.caller, &paging.page()).await?;
    Ok(Json(Listed::of(found, |doubt| DoubtItem { key: doubt.key, run: doubt.run.to_string() })))
}

/// What somebody found out about a request in doubt.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DoubtSettled {
    /// The action and the step's `once` key, with a space between them: `shop.refund ORD-1`.
    key: String,
    /// Whether it was carried out.
    happened: bool,
    /// What it came to, where it was carried out: later runs use it.
    #[serde(default)]
    result: Option<serde_json::Value>,
    /// How that is known.
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Says of a `once` key in doubt what really happened.
#[utoipa::path(
    post, path = "/in-doubt/settle", tag = "installation", operation_id = "settle_in_doubt",
    request_body = DoubtSettled, responses((status = NO_CONTENT)),
)]
async fn settle(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<DoubtSettled>,
) -> Result<StatusCode, Problem> {
    let result = engine::screen::filled(None, &sent.result.unwrap_or_default());
    let result = result.map_err(|because| Problem::new("invalid", format!("the result cannot be kept: {because}")))?;
    let found = if sent.happened { Found::Happened(result) } else { Found::DidNot };
    server.engine().settle_once(&signed.caller, &sent.key, found, &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
