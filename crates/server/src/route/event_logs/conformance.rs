//! How a log departs from a procedure, and a procedure made of a log.

use axum::extract::State;
use engine::watching::DraftAsked;
use engine::watching::view::conformance::ConformanceReport;
use engine::watching::view::draft::DraftedProcedure;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::filter::{FilterQuery, Filtered};
use super::log;
use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route::{found, named};
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(draft))
}

/// From which publication.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Publication {
    procedure: String,
    /// Its number; the latest where absent.
    version: Option<u32>,
}

/// How a log departs from a procedure: on which steps, how often, since when and where.
#[utoipa::path(
    get, path = "/event-logs/{log}/conformance", tag = "event logs", operation_id = "read_conformance",
    params(("log" = String, Path), Publication, FilterQuery), responses((status = OK, body = ConformanceReport)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(publication): Query<Publication>,
    Filtered(filter): Filtered,
) -> Result<Json<ConformanceReport>, Problem> {
    let (log, procedure) = (log(&id)?, found(&publication.procedure)?);
    let report = server.engine().conformance(&signed.caller, (&log, &filter), &procedure, publication.version);
    Ok(Json(report.await?))
}

/// How a procedure is drafted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DraftQuery {
    /// How much of what cases do the steps should cover: 0 the main road only, 1 everything. Less is simpler.
    #[serde(default = "usual")]
    #[param(minimum = 0, maximum = 1, default = 0.8, required = false)]
    coverage: f64,
    /// Made of the log's name where absent.
    #[param(max_length = 200)]
    title: Option<String>,
    /// Made of the title where absent.
    id: Option<String>,
}

fn usual() -> f64 {
    0.8
}

/// A procedure drafted from a log: what most cases do as steps, rare work as exceptions. Nothing is kept of it.
#[utoipa::path(
    post, path = "/event-logs/{log}/draft", tag = "event logs", operation_id = "draft_from_log",
    params(("log" = String, Path), DraftQuery, FilterQuery), responses((status = OK, body = DraftedProcedure)),
)]
async fn draft(
    State(server): State<Server>,
    signed: SignedIn,
    Path(log_id): Path<String>,
    Query(asked): Query<DraftQuery>,
    Filtered(filter): Filtered,
) -> Result<Json<DraftedProcedure>, Problem> {
    let coverage = super::share("coverage", asked.coverage)?;
    let asked = DraftAsked { coverage, title: asked.title, id: named("id", asked.id)? };
    Ok(Json(server.engine().drafted(&signed.caller, (&log(&log_id)?, &filter), asked).await?))
}
