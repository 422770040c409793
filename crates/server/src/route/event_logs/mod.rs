//! Event logs: bringing them, the list of them, and what their activities are.

mod bring;
mod cases;
mod conformance;
mod export;
mod figures;
mod filter;

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use engine::watching::{ActivityMapping, EventLogs, LogId};
use procedure::document::ProcedureId;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{IfMatch, Json, Path, Query, Tagged};
use crate::gate::SignedIn;
use crate::paging::Paging;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    bring::routes()
        .merge(figures::routes())
        .merge(cases::routes())
        .merge(conformance::routes())
        .merge(export::routes())
        .routes(routes!(list))
        .routes(routes!(remove))
        .routes(routes!(mapping, map))
}

/// The log that a path names. What is no id names none.
fn log(id: &str) -> Result<LogId, Problem> {
    id.parse().map_err(|_| Problem::new("nothing-there", "there is no such event log"))
}

/// Where a page of a list begins.
fn place(paging: &Paging) -> Result<usize, Problem> {
    Ok(usize::try_from(paging.after()?).unwrap_or(usize::MAX))
}

/// A share, from 0 to 1.
fn share(name: &str, share: f64) -> Result<f64, Problem> {
    let wrong = || Problem::new("invalid", format!("`{name}` is {share}, and no share from 0 to 1"));
    (0.0..=1.0).contains(&share).then_some(share).ok_or_else(wrong)
}

/// The event logs that the caller may look at: those that were brought, and our own runs.
#[utoipa::path(
    get, path = "/event-logs", tag = "event logs", operation_id = "list_event_logs",
    responses((status = OK, body = EventLogs)),
)]
async fn list(State(server): State<Server>, signed: SignedIn) -> Result<Json<EventLogs>, Problem> {
    Ok(Json(server.engine().event_logs(&signed.caller).await?))
}

/// Removes a log that was brought, with its content.
#[utoipa::path(
    delete, path = "/event-logs/{log}", tag = "event logs", operation_id = "remove_event_log",
    params(("log" = String, Path)), responses((status = NO_CONTENT)),
)]
async fn remove(State(server): State<Server>, signed: SignedIn, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    server.engine().remove_log(&signed.caller, &log(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Against which procedure.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Against {
    procedure: String,
}

impl Against {
    fn id(&self) -> Result<ProcedureId, Problem> {
        super::found(&self.procedure)
    }
}

/// Which activities of a log are which steps of a procedure: as was said, else guessed. Its `ETag` is what a change is to
/// match.
#[utoipa::path(
    get, path = "/event-logs/{log}/mapping", tag = "event logs", operation_id = "read_mapping",
    params(("log" = String, Path), Against), responses((status = OK, body = ActivityMapping)),
)]
async fn mapping(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(against): Query<Against>,
) -> Result<Tagged<ActivityMapping>, Problem> {
    let mapping = server.engine().activity_mapping(&signed.caller, &log(&id)?, &against.id()?).await?;
    Ok(Tagged(mapping.etag.clone(), mapping))
}

/// What is said of a log's activities, in the place of all that was said before. One that is not named is guessed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SaidMapping {
    /// By activity, the ids of the steps that it stands for; none where it is no step.
    activities: BTreeMap<String, Vec<String>>,
}

/// Says which activities of a log are which steps of a procedure.
#[utoipa::path(
    put, path = "/event-logs/{log}/mapping", tag = "event logs", operation_id = "say_mapping",
    params(("log" = String, Path), Against, ("If-Match" = String, Header)),
    request_body = SaidMapping, responses((status = OK, body = ActivityMapping)),
)]
async fn map(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(against): Query<Against>,
    matches: IfMatch,
    Json(sent): Json<SaidMapping>,
) -> Result<Tagged<ActivityMapping>, Problem> {
    let (log, procedure) = (log(&id)?, against.id()?);
    let upon = matches.upon()?;
    let said = server.engine().map_activities(&signed.caller, (&log, &procedure), upon, sent.activities).await?;
    Ok(Tagged(said.etag.clone(), said))
}
