//! How the installation is set up.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::options::Configured;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list))
}

/// The configuration that holds, and where each value comes from. Of secrets it shows that they are there.
#[utoipa::path(
    get, path = "/configuration", tag = "installation", operation_id = "read_configuration",
    params(Paging), responses((status = OK, body = Listed<Configured>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<Configured>>, Problem> {
    server.engine().may_see_configuration(&signed.caller)?;
    Ok(Json(Listed::part(&paging, server.options().configuration.iter().cloned())?))
}
