//! The connectors of the installation.

use axum::extract::State;
use engine::installation::links::{ConnectorItem, ConnectorTried};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(test))
}

/// The connectors, by name.
#[utoipa::path(
    get, path = "/connectors", tag = "installation", operation_id = "list_connectors",
    params(Paging), responses((status = OK, body = Listed<ConnectorItem>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<ConnectorItem>>, Problem> {
    Ok(Json(Listed::part(&paging, server.engine().connectors(&signed.caller).await?)?))
}

/// Tries whether a connector is reached. Nothing is changed in the other system.
#[utoipa::path(
    post, path = "/connectors/{name}/test", tag = "installation", operation_id = "test_connector",
    params(("name" = String, Path)), responses((status = OK, body = ConnectorTried)),
)]
async fn test(
    State(server): State<Server>,
    signed: SignedIn,
    Path(name): Path<String>,
) -> Result<Json<ConnectorTried>, Problem> {
    Ok(Json(server.engine().try_connector(&signed.caller, &name).await?))
}
