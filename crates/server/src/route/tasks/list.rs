//! The inbox.

use axum::extract::State;
use engine::port::store::{TaskOrder, Words};
use engine::screen::{InboxScope, TaskCounts, TaskFilter, TaskItem};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Query};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::route::named;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(counts))
}

/// What comes first.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum TaskSort {
    /// Those due first.
    #[default]
    Due,
    Priority,
    /// Those opened last.
    Opened,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    #[serde(default)]
    #[param(inline)]
    scope: InboxScope,
    /// Words that stand in the title, the case or the run's id.
    #[serde(default)]
    #[param(max_length = 200)]
    q: Option<String>,
    /// The id of a procedure.
    procedure: Option<String>,
    /// The id of a role that the task is offered to.
    role: Option<String>,
    #[serde(default)]
    #[param(required = false)]
    overdue: bool,
    #[serde(default)]
    #[param(inline, required = false)]
    sort: TaskSort,
}

/// What waits for people.
#[utoipa::path(get, path = "/tasks", tag = "tasks", params(Filter, Paging), responses((status = OK, body = Listed<TaskItem>)))]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<TaskItem>>, Problem> {
    let wanted = TaskFilter {
        words: Words::of(filter.q.as_deref().unwrap_or_default()),
        procedure: named("procedure", filter.procedure)?,
        role: named("role", filter.role)?,
        overdue: filter.overdue,
        order: match filter.sort {
            TaskSort::Due => TaskOrder::Due,
            TaskSort::Priority => TaskOrder::Priority,
            TaskSort::Opened => TaskOrder::Opened,
        },
    };
    let found = server.engine().task_items(&signed.caller, filter.scope, &wanted, &paging.page()).await?;
    Ok(Json(Listed::of(found, |item| item)))
}

/// How many tasks each part of the inbox has.
#[utoipa::path(get, path = "/tasks/counts", tag = "tasks", responses((status = OK, body = TaskCounts)))]
async fn counts(State(server): State<Server>, signed: SignedIn) -> Result<Json<TaskCounts>, Problem> {
    Ok(Json(server.engine().task_counts(&signed.caller).await?))
}
