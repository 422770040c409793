//! Runs as a list.

use std::collections::BTreeSet;

use axum::extract::State;
use engine::port::store::{RunQuery, RunStatus, Words};
use engine::screen::RunItem;
use interpreter::id::{PersonId, RunId};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::route::named;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list))
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum StatusAsked {
    /// Running or paused.
    Open,
    Running,
    Paused,
    Ended,
    Cancelled,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    #[param(inline)]
    status: Option<StatusAsked>,
    procedure: Option<String>,
    /// The content hash of a version.
    version: Option<String>,
    /// `me`, or the id of a person.
    starter: Option<String>,
    /// The run whose steps began them.
    parent: Option<String>,
    outcome: Option<String>,
    /// Words that stand in the case or the id.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Started at this moment or later.
    since: Option<Timestamp>,
    /// Started before this moment.
    until: Option<Timestamp>,
}

/// Runs that the caller may see, newest first. A page can be shorter than asked.
#[utoipa::path(get, path = "/runs", tag = "runs", operation_id = "list_runs", params(Filter, Paging), responses((status = OK, body = Listed<RunItem>)))]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<RunItem>>, Problem> {
    let statuses: &[RunStatus] = match filter.status {
        None => &[],
        Some(StatusAsked::Open) => &[RunStatus::Running, RunStatus::Paused],
        Some(StatusAsked::Running) => &[RunStatus::Running],
        Some(StatusAsked::Paused) => &[RunStatus::Paused],
        Some(StatusAsked::Ended) => &[RunStatus::Ended],
        Some(StatusAsked::Cancelled) => &[RunStatus::Cancelled],
    };
    let starter = filter.starter.filter(|starter| !starter.is_empty());
    let query = RunQuery {
        procedure: named("procedure", filter.procedure)?,
        version: named("version", filter.version)?,
        statuses: statuses.iter().copied().collect::<BTreeSet<_>>(),
        starter: starter.map(|who| if who == "me" { signed.caller.person.clone() } else { PersonId::new(who) }),
        parent: filter.parent.map(RunId::new),
        outcome: named("outcome", filter.outcome)?,
        since: filter.since,
        until: filter.until,
        words: Words::of(filter.q.as_deref().unwrap_or_default()),
        ..RunQuery::default()
    };
    let found = server.engine().run_items(&signed.caller, &query, &paging.page()).await?;
    Ok(Json(Listed::of(found, |item| item)))
}
