//! The screen of a run.

use axum::extract::State;
use engine::screen::RunScreen;
use interpreter::id::RunId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read))
}

/// A run: where it stands, what was decided and why, what is open, and the way it took.
#[utoipa::path(
    get, path = "/runs/{run}", tag = "runs", operation_id = "read_run",
    params(("run" = String, Path)), responses((status = OK, body = RunScreen)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
) -> Result<Json<RunScreen>, Problem> {
    Ok(Json(server.engine().run_screen(&signed.caller, &RunId::new(run)).await?))
}
