//! Cases of a log: lists of them, and one with what was done in it.

use axum::extract::State;
use engine::watching::CaseQuery;
use engine::watching::view::cases::CasesListed;
use engine::watching::view::timeline::CaseTimeline;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::filter::{FilterQuery, Filtered};
use super::{log, place};
use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::paging::Paging;
use crate::problem::Problem;
use crate::route::found;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// Which cases.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CasesAsked {
    /// Those that went this way: `variant` of the list of ways, of the same part of the log.
    variant: Option<usize>,
    /// Those in which this deviation occurs: `place` of the report on conformance, of the same part of the log, with the
    /// `procedure` that the report is about.
    deviation: Option<usize>,
    procedure: Option<String>,
    /// The number of a publication; the latest where absent.
    version: Option<u32>,
    /// Those in whose name this text stands.
    #[param(max_length = 200)]
    search: Option<String>,
}

/// Cases, in the log's order.
#[utoipa::path(
    get, path = "/event-logs/{log}/cases", tag = "event logs", operation_id = "list_cases",
    params(("log" = String, Path), CasesAsked, FilterQuery, Paging), responses((status = OK, body = CasesListed)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(asked): Query<CasesAsked>,
    Filtered(filter): Filtered,
    Query(paging): Query<Paging>,
) -> Result<Json<CasesListed>, Problem> {
    let deviation = match (asked.deviation, asked.procedure.filter(|id| !id.is_empty())) {
        (None, _) => None,
        (Some(place), Some(procedure)) => Some((place, found(&procedure)?, asked.version)),
        (Some(_), None) => {
            return Err(Problem::new("bad-query", "say the `procedure` that the deviation is one from"));
        }
    };
    let query = CaseQuery { variant: asked.variant, deviation, search: asked.search.unwrap_or_default() };
    let part = (place(&paging)?, paging.limit());
    Ok(Json(server.engine().log_cases(&signed.caller, (&log(&id)?, &filter), query, part).await?))
}

/// Beside which procedure a case is seen.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Beside {
    procedure: Option<String>,
    /// The number of a publication; the latest where absent.
    version: Option<u32>,
}

/// A case: what was done in it, in order. With a procedure also move by move beside it, with what departs at each.
#[utoipa::path(
    get, path = "/event-logs/{log}/cases/{case}", tag = "event logs", operation_id = "read_case",
    params(("log" = String, Path), ("case" = usize, Path), Beside, FilterQuery),
    responses((status = OK, body = CaseTimeline)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path((id, case)): Path<(String, String)>,
    Query(beside): Query<Beside>,
    Filtered(filter): Filtered,
) -> Result<Json<CaseTimeline>, Problem> {
    let case = case.parse().map_err(|_| Problem::new("nothing-there", "a case is named by its place in the log"))?;
    let procedure = beside.procedure.filter(|id| !id.is_empty()).map(|id| found(&id)).transpose()?;
    let procedure = procedure.as_ref().map(|procedure| (procedure, beside.version));
    Ok(Json(server.engine().case_timeline(&signed.caller, (&log(&id)?, &filter), case, procedure).await?))
}
