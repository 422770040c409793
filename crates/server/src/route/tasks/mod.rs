//! Tasks: steps that wait for people.

mod acts;
mod decisions;
mod form;
mod list;

use engine::run::inbox::TaskRef;
use interpreter::id::RunId;
use utoipa_axum::router::OpenApiRouter;

use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    list::routes().merge(form::routes()).merge(acts::routes()).merge(decisions::routes())
}

/// The task that a path names. A number that is none names no task.
fn named((run, task): (String, String)) -> Result<TaskRef, Problem> {
    let nothing = || Problem::new("no-such-task", format!("there is no open task {task} in this run"));
    Ok(TaskRef { run: RunId::new(run), task: task.parse().map_err(|_| nothing())? })
}
