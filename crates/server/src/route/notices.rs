//! What was said to people.

use axum::extract::State;
use axum::http::StatusCode;
use engine::installation::notices::NoticeItem;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read))
}

/// What was said to the person and to their roles, newest first.
#[utoipa::path(
    get, path = "/notices", tag = "notices", operation_id = "list_notices",
    params(Paging), responses((status = OK, body = Listed<NoticeItem>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<NoticeItem>>, Problem> {
    let found = server.engine().notice_items(&signed.caller, &paging.page()).await?;
    Ok(Json(Listed::of(found, |notice| notice)))
}

/// How far somebody has read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReadUntil {
    /// The `at` of the latest notice that was read.
    until: Timestamp,
}

/// Notes that everything up to a moment was read.
#[utoipa::path(
    post, path = "/notices/read", tag = "notices", operation_id = "read_notices",
    request_body = ReadUntil, responses((status = NO_CONTENT)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<ReadUntil>,
) -> Result<StatusCode, Problem> {
    server.engine().read_notices(&signed.caller, sent.until).await?;
    Ok(StatusCode::NO_CONTENT)
}
