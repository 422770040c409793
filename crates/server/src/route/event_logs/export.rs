//! An event log, taken away.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use engine::watching::ExportFormat;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::filter::{FilterQuery, Filtered};
use super::log;
use crate::decode::{Json, Path, Query};
use crate::download;
use crate::gate::{HoldsSecret, SignedIn};
use crate::problem::Problem;
use crate::route::runs::export::Revealing;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(pseudonymous, named))
}

/// In which format a log is taken away.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum LogFormat {
    /// XES, IEEE 1849-2016.
    #[default]
    Xes,
    /// OCEL 2.0 as JSON.
    Ocel,
}

/// How it is taken away.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Taking {
    #[serde(default)]
    #[param(inline)]
    format: LogFormat,
}

/// The log as a file; people are told by pseudonyms, the same in every log.
#[utoipa::path(
    get, path = "/event-logs/{log}/export", tag = "event logs", operation_id = "export_event_log",
    params(("log" = String, Path), Taking, FilterQuery),
    responses((status = OK, description = "The log.", content_type = "application/octet-stream", body = String)),
)]
async fn pseudonymous(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(taking): Query<Taking>,
    Filtered(filter): Filtered,
) -> Result<Response, Problem> {
    file(&server, &signed, (&id, &filter), taking.format, None).await
}

/// The log as a file, with the names of people, for those who may see the ledger. That they were told, and why, stands in
/// the ledger. A log that was brought without names has none.
#[utoipa::path(
    post, path = "/event-logs/{log}/export", tag = "event logs", operation_id = "export_event_log_named",
    params(("log" = String, Path), Taking, FilterQuery), request_body = Revealing,
    responses((status = OK, description = "The log.", content_type = "application/octet-stream", body = String)),
)]
async fn named(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(taking): Query<Taking>,
    Filtered(filter): Filtered,
    Json(sent): Json<Revealing>,
) -> Result<impl IntoResponse, Problem> {
    Ok((Extension(HoldsSecret), file(&server, &signed, (&id, &filter), taking.format, Some(&sent.reason)).await?))
}

async fn file(
    server: &Server,
    signed: &SignedIn,
    (id, filter): (&str, &engine::watching::Filter),
    format: LogFormat,
    reveal: Option<&str>,
) -> Result<Response, Problem> {
    let (format, kind, name) = match format {
        LogFormat::Xes => (ExportFormat::Xes, "application/xml", "log.xes"),
        LogFormat::Ocel => (ExportFormat::Ocel, "application/json", "log.jsonocel"),
    };
    let export = server.engine().export_log(&signed.caller, (&log(id)?, filter), format, reveal).await?;
    Ok(download::pieces(export, kind, name))
}
