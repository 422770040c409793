//! One task with its form.

use axum::extract::State;
use engine::screen::TaskForm;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::named;
use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read))
}

/// An open task with its form.
#[utoipa::path(
    get, path = "/runs/{run}/tasks/{task}", tag = "tasks", operation_id = "read_task",
    params(("run" = String, Path), ("task" = String, Path)),
    responses((status = OK, body = TaskForm)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
) -> Result<Json<TaskForm>, Problem> {
    let task = named(at)?;
    Ok(Json(server.engine().task_form(&signed.caller, &task.run, task.task).await?))
}
