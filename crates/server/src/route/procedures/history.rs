//! The publications of a procedure, and what differs between them.

use axum::extract::State;
use engine::catalogue::shelf::{ChangeShown, VersionItem};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::route::found;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(versions)).routes(routes!(differences))
}

/// The publications of a procedure, newest first.
#[utoipa::path(
    get, path = "/procedures/{id}/versions", tag = "procedures", operation_id = "list_versions",
    params(("id" = String, Path), Paging), responses((status = OK, body = Listed<VersionItem>)),
)]
async fn versions(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<VersionItem>>, Problem> {
    let all = server.engine().versions(&signed.caller, &found(&id)?).await?;
    Ok(Json(Listed::part(&paging, all)?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Between {
    /// A publication's number.
    from: u32,
    /// A publication's number.
    to: u32,
}

/// What differs, in words and in the order of the document.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::route) struct Differences {
    pub(in crate::route) changes: Vec<ChangeShown>,
}

/// What differs between two publications, in the order of the document.
#[utoipa::path(
    get, path = "/procedures/{id}/diff", tag = "procedures", operation_id = "compare_versions",
    params(("id" = String, Path), Between), responses((status = OK, body = Differences)),
)]
async fn differences(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(between): Query<Between>,
) -> Result<Json<Differences>, Problem> {
    let procedure = found(&id)?;
    let changes = server.engine().differences(&signed.caller, &procedure, between.from, between.to).await?;
    Ok(Json(Differences { changes }))
}
