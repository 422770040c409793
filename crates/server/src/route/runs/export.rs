//! A run's journal to take away.

use axum::Extension;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use interpreter::id::RunId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path};
use crate::gate::{HoldsSecret, SignedIn};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(masked, revealed))
}

/// The journal as JSON Lines, sensitive values masked. It verifies offline.
#[utoipa::path(
    get, path = "/runs/{run}/export", tag = "runs", operation_id = "export_run", params(("run" = String, Path)),
    responses((status = OK, description = "JSON Lines", content_type = "application/x-ndjson", body = String)),
)]
async fn masked(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
) -> Result<impl IntoResponse, Problem> {
    lines(&server, &signed, &run, None).await
}

/// Why everything is to be shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Revealing {
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
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

async fn lines(
    server: &Server,
    signed: &SignedIn,
    run: &str,
    reveal: Option<&str>,
) -> Result<impl IntoResponse + use<>, Problem> {
    let mut body = String::new();
    let line = |line: String| {
        body.push_str(&line);
        body.push('\n');
    };
    server.engine().export_run(&signed.caller, &RunId::new(run), reveal, line).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/x-ndjson"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"run.jsonl\""),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, body))
}
