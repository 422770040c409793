//! What is in a log: figures, the map, the ways that cases went.

use axum::extract::State;
use engine::watching::view::map::{Detail, ProcessMap};
use engine::watching::view::overview::LogFigures;
use engine::watching::view::variants::VariantsListed;
use engine::watching::{ImportReport, LogSummary};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::filter::{FilterQuery, Filtered};
use super::{log, place};
use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::paging::Paging;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(map)).routes(routes!(variants))
}

/// A log: what it is, and what is in it, or in the part of it that is looked at.
#[derive(Debug, Serialize, ToSchema)]
struct LogOverview {
    /// All of the log, whatever part is looked at.
    summary: LogSummary,
    /// What was said of it when it was brought.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    report: Option<ImportReport>,
    #[serde(flatten)]
    figures: LogFigures,
}

/// What is in a log.
#[utoipa::path(
    get, path = "/event-logs/{log}", tag = "event logs", operation_id = "read_event_log",
    params(("log" = String, Path), FilterQuery), responses((status = OK, body = LogOverview)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Filtered(filter): Filtered,
) -> Result<Json<LogOverview>, Problem> {
    let id = log(&id)?;
    let (summary, report) = server.engine().event_log(&signed.caller, &id).await?;
    let figures = server.engine().log_figures(&signed.caller, &id, &filter).await?;
    Ok(Json(LogOverview { summary, report, figures }))
}

/// How much of the map is shown.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct DetailQuery {
    /// Of the activities, the most frequent first; one at least.
    #[serde(default = "all")]
    #[param(minimum = 0, maximum = 1, default = 1, required = false)]
    activities: f64,
    /// Of the paths between them, the most frequent first. Those without which an activity could not be reached, or not left,
    /// stay.
    #[serde(default = "all")]
    #[param(minimum = 0, maximum = 1, default = 1, required = false)]
    paths: f64,
}

fn all() -> f64 {
    1.0
}

/// Which activity follows which, how often, and how long cases wait in between. At most 300 activities are shown.
#[utoipa::path(
    get, path = "/event-logs/{log}/map", tag = "event logs", operation_id = "read_process_map",
    params(("log" = String, Path), DetailQuery, FilterQuery), responses((status = OK, body = ProcessMap)),
)]
async fn map(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(detail): Query<DetailQuery>,
    Filtered(filter): Filtered,
) -> Result<Json<ProcessMap>, Problem> {
    let detail = Detail {
        activities: super::share("activities", detail.activities)?,
        paths: super::share("paths", detail.paths)?,
    };
    Ok(Json(server.engine().process_map(&signed.caller, (&log(&id)?, &filter), detail).await?))
}

/// The ways that cases went, the most frequent first.
#[utoipa::path(
    get, path = "/event-logs/{log}/variants", tag = "event logs", operation_id = "list_variants",
    params(("log" = String, Path), FilterQuery, Paging), responses((status = OK, body = VariantsListed)),
)]
async fn variants(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Filtered(filter): Filtered,
    Query(paging): Query<Paging>,
) -> Result<Json<VariantsListed>, Problem> {
    let part = (place(&paging)?, paging.limit());
    Ok(Json(server.engine().log_variants(&signed.caller, (&log(&id)?, &filter), part).await?))
}
