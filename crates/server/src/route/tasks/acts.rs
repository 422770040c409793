//! Taking tasks, handing them over, completing them, saying that something is out of the ordinary.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::Caller;
use engine::run::Changed;
use engine::run::inbox::TaskRef;
use engine::screen::ActDone;
use interpreter::Rejected;
use interpreter::command::Complete;
use interpreter::id::PersonId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::named;
use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(claim))
        .routes(routes!(release))
        .routes(routes!(reassign))
        .routes(routes!(complete))
        .routes(routes!(raise))
}

/// The answer to an act: what it came to, or, where the form was stale, the task as it is now.
pub(super) async fn answer(
    server: &Server,
    caller: &Caller,
    task: &TaskRef,
    changed: Result<Changed, engine::Error>,
) -> Result<Json<ActDone>, Problem> {
    match changed {
        Ok(changed) => Ok(Json(server.engine().done(caller, &changed).await?)),
        Err(error @ engine::Error::Rejected(Rejected::Stale { .. })) => {
            let problem = Problem::from(error);
            let form = server.engine().task_form(caller, &task.run, task.task).await?;
            Err(problem.with_current(serde_json::to_value(form).expect("a form has a JSON form")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a task.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/claim", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    responses((status = OK, body = ActDone)),
)]
async fn claim(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let changed = server.engine().claim(&signed.caller, &task).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// Gives a task back.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/release", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    responses((status = OK, body = ActDone)),
)]
async fn release(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let changed = server.engine().release(&signed.caller, &task).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// To whom a task goes: a person, or a role.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reassignment {
    #[serde(default)]
    person: Option<String>,
    #[serde(default)]
    role: Option<String>,
    #[serde(default)]
    #[schema(max_length = 10_000)]
    reason: Option<String>,
}

/// Gives a task to somebody else.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/reassign", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Reassignment, responses((status = OK, body = ActDone)),
)]
async fn reassign(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Reassignment>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let (person, role) = (sent.person.map(PersonId::new), route::named("role", sent.role)?);
    let changed = server.engine().reassign(&signed.caller, &task, person, role, sent.reason).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// A filled-in form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Completion {
    /// By the names of the form's fields. Numbers may be texts, so that no digit is lost; a file is what
    /// `POST /attachments` answered.
    #[serde(default)]
    values: BTreeMap<String, serde_json::Value>,
    /// Whether the person signs what the step wants signed.
    #[serde(default)]
    signed: bool,
    /// The `revision` of the form that was filled in.
    revision: u64,
}

/// Completes a task. Refused as `stale`, with the form as it is now, where what it shows has changed since.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/complete", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Completion, responses((status = OK, body = ActDone)),
)]
async fn complete(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Completion>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let values = server.engine().fill(&signed.caller, &task.run, Some(task.task), &sent.values).await?;
    let complete = Complete { task: task.task, values, signed: sent.signed, revision: Some(sent.revision) };
    let changed = server.engine().complete(&signed.caller, &task.run, complete).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// Something out of the ordinary.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Raise {
    /// A declared exception; something else where absent.
    #[serde(default)]
    exception: Option<String>,
    /// What happened.
    #[schema(min_length = 1, max_length = 10_000)]
    words: String,
}

/// Says at a task that something is out of the ordinary.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/raise", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Raise, responses((status = OK, body = ActDone)),
)]
async fn raise(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Raise>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let exception = route::named("exception", sent.exception)?;
    let changed = server.engine().raise(&signed.caller, &task, exception, sent.words).await;
    answer(&server, &signed.caller, &task, changed).await
}
