//! What starts by itself.

use axum::extract::State;
use engine::installation::calendar::ScheduleItem;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The schedules of the procedures that the caller may read, those that start next first.
#[utoipa::path(
    get, path = "/schedules", tag = "installation", operation_id = "list_schedules",
    params(Paging), responses((status = OK, body = Listed<ScheduleItem>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<ScheduleItem>>, Problem> {
    Ok(Json(Listed::part(&paging, server.engine().schedules(&signed.caller).await?)?))
}
