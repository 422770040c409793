//! A run's journal: taken away, and erased.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use interpreter::id::RunId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path};
use crate::download;
use crate::gate::{HoldsSecret, SignedIn};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(masked, revealed)).routes(routes!(erase))
}

/// The journal as JSON Lines, sensitive values masked. It verifies offline.
#[utoipa::path(
    get, path = "/runs/{run}/export", tag = "runs", operation_id = "export_run", params(("run" = String, Path)),
    responses((status = OK, description = "JSON Lines", content_type = "application/x-ndjson", body = String)),
)]
async fn masked(State(server): State<Server>, signed: SignedIn, Path(run): Path<String>) -> Result<Response, Problem> {
    lines(&server, &signed, &run, None).await
}

/// Why everything is to be shown: for exports.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::route) struct Revealing {
    #[schema(min_length = 1, max_length = 10_000)]
    pub reason: String,
}

/// The journal as JSON Lines with its sensitive values, for those who may see the ledger. That they were shown, and why,
/// stands in the ledger.
#[utoipa::path(
    post, path = "/runs/{run}/export", tag = "runs", operation_id = "export_run_revealed",
    params(("run" = String, Path)), request_body = Revealing,
    responses((status = OK, description = "JSON Lines", content_type = "application/x-ndjson", body = String)),
)]
async fn revealed(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Revealing>,
) -> Result<impl IntoResponse, Problem> {
    Ok((Extension(HoldsSecret), lines(&server, &signed, &run, Some(&sent.reason)).await?))
}

async fn lines(server: &Server, signed: &SignedIn, run: &str, reveal: Option<&str>) -> Result<Response, Problem> {
    let export = server.engine().export_run(&signed.caller, &RunId::new(run), reveal).await?;
    download::lines(export, "run.jsonl").await
}

/// Erases what the journal of an ended run holds: administrators only. That it happened, when and by whom stays, and still
/// verifies.
#[utoipa::path(
    post, path = "/runs/{run}/erase", tag = "runs", operation_id = "erase_run",
    params(("run" = String, Path)), request_body = Erasing, responses((status = NO_CONTENT)),
)]
async fn erase(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Erasing>,
) -> Result<StatusCode, Problem> {
    server.engine().erase_run(&signed.caller, &RunId::new(run), &sent.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why content is erased.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Erasing {
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}
