//! One task with its form.

use axum::Extension;
use axum::extract::State;
use engine::screen::TaskForm;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::named;
use crate::decode::{Json, Path};
use crate::gate::{HoldsSecret, SignedIn};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read)).routes(routes!(reveal))
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

/// Why sensitive values are to be shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct RevealReason {
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// An open task with its sensitive values, for whoever has the task, administrators and auditors. That they were shown,
/// and why, stands in the ledger.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/reveal", tag = "tasks", operation_id = "reveal_task",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = RevealReason, responses((status = OK, body = TaskForm)),
)]
async fn reveal(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<RevealReason>,
) -> Result<(Extension<HoldsSecret>, Json<TaskForm>), Problem> {
    let task = named(at)?;
    let form = server.engine().task_form_revealed(&signed.caller, &task.run, task.task, &sent.reason).await?;
    Ok((Extension(HoldsSecret), Json(form)))
}
