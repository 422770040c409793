//! Before anybody is there: what this installation is.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::Json;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read))
}

/// What anybody may know of the installation.
#[derive(Serialize, ToSchema)]
struct Setup {
    /// Its name.
    installation: String,
    /// Whether anybody signs in as anybody with a click.
    demo: bool,
}

/// What this installation is, for whoever is not signed in.
#[utoipa::path(get, path = "/setup", tag = "session", responses((status = OK, body = Setup)), security(()))]
async fn read(State(server): State<Server>) -> Result<Json<Setup>, Problem> {
    let options = server.options();
    Ok(Json(Setup { installation: options.installation.clone(), demo: options.demo }))
}
