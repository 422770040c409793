//! One procedure.

use axum::extract::State;
use engine::catalogue::shelf::ProcedureScreen;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route::found;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// The publication; the latest where absent.
    number: Option<u32>,
}

/// A publication with its document.
#[utoipa::path(
    get, path = "/procedures/{id}", tag = "procedures", operation_id = "read_procedure",
    params(("id" = String, Path), Which), responses((status = OK, body = ProcedureScreen)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Query(which): Query<Which>,
) -> Result<Json<ProcedureScreen>, Problem> {
    let procedure = found(&id)?;
    Ok(Json(server.engine().procedure_screen(&signed.caller, &procedure, which.number).await?))
}
