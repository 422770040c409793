//! Agreeing, refusing, choosing, settling.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::screen::ActDone;
use interpreter::command::{Approve, Settlement};
use procedure::document::OutcomeId;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::acts::answer;
use super::named;
use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(choose))
        .routes(routes!(settle))
}

/// An agreement.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Approval {
    /// By the names of the form's fields, as for completing a task.
    #[serde(default)]
    values: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    signed: bool,
    /// The `revision` of the form that was agreed to.
    revision: u64,
    /// Other arguments than the machine prepared, all of them.
    #[serde(default)]
    arguments: Option<BTreeMap<String, serde_json::Value>>,
}

/// Agrees, or accepts what the machine is about to do. Refused as `stale` where what was seen has changed since.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/approve", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Approval, responses((status = OK, body = ActDone)),
)]
async fn approve(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Approval>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let engine = server.engine();
    let values = engine.fill(&signed.caller, &task.run, Some(task.task), &sent.values).await?;
    let arguments = match &sent.arguments {
        Some(arguments) => Some(engine.fill_arguments(&signed.caller, &task.run, task.task, arguments).await?),
        None => None,
    };
    let approve = Approve { task: task.task, revision: sent.revision, values, signed: sent.signed, arguments };
    let changed = engine.approve(&signed.caller, &task.run, approve).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// A refusal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Refusal {
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
    /// The `revision` of the form that was refused.
    revision: u64,
}

/// Refuses, with a reason. Refused itself as `stale` where what was seen has changed since.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/refuse", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Refusal, responses((status = OK, body = ActDone)),
)]
async fn refuse(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Refusal>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let changed = server.engine().refuse(&signed.caller, &task, sent.reason, Some(sent.revision)).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// The option that is taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// Its `index`.
    option: usize,
    /// The `revision` of the form that showed the options.
    revision: u64,
}

/// Takes a decision. Refused as `stale` where what was seen has changed since.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/choose", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Choice, responses((status = OK, body = ActDone)),
)]
async fn choose(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Choice>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let changed = server.engine().choose(&signed.caller, &task, sent.option, sent.revision).await;
    answer(&server, &signed.caller, &task, changed).await
}

/// How an exception is settled.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum SettleHow {
    /// The step is entered again.
    Retry,
    /// The run goes on after the step.
    Continue,
    /// The run ends with this outcome.
    End(String),
}

/// Settling an exception that nothing handles.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Settling {
    how: SettleHow,
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Settles an exception that nothing handles.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/settle", tag = "tasks",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = Settling, responses((status = OK, body = ActDone)),
)]
async fn settle(
    State(server): State<Server>,
    signed: SignedIn,
    Path(at): Path<(String, String)>,
    Json(sent): Json<Settling>,
) -> Result<Json<ActDone>, Problem> {
    let task = named(at)?;
    let how = match sent.how {
        SettleHow::Retry => Settlement::Retry,
        SettleHow::Continue => Settlement::Continue,
        SettleHow::End(outcome) => Settlement::End(route::id::<OutcomeId>("outcome", &outcome)?),
    };
    let changed = server.engine().settle(&signed.caller, &task, how, sent.reason).await;
    answer(&server, &signed.caller, &task, changed).await
}
