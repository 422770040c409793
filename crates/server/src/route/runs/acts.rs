//! What is done to a run as a whole.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::screen::ActDone;
use interpreter::command::Override;
use interpreter::id::{RunId, TaskId};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::done;
use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route::{id, named};
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(cancel))
        .routes(routes!(note))
        .routes(routes!(skip))
        .routes(routes!(jump))
        .routes(routes!(replace))
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reason {
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Stops the clocks of a run, and lets nobody go on with it.
#[utoipa::path(post, path = "/runs/{run}/pause", tag = "runs", params(("run" = String, Path)), request_body = Reason, responses((status = OK, body = ActDone)))]
async fn pause(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Reason>,
) -> Result<Json<ActDone>, Problem> {
    let changed = server.engine().pause(&signed.caller, &RunId::new(run), sent.reason).await;
    done(&server, &signed.caller, changed).await
}

/// Lets a paused run go on.
#[utoipa::path(post, path = "/runs/{run}/resume", tag = "runs", params(("run" = String, Path)), responses((status = OK, body = ActDone)))]
async fn resume(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
) -> Result<Json<ActDone>, Problem> {
    let changed = server.engine().resume(&signed.caller, &RunId::new(run)).await;
    done(&server, &signed.caller, changed).await
}

/// Cancels a run.
#[utoipa::path(post, path = "/runs/{run}/cancel", tag = "runs", params(("run" = String, Path)), request_body = Reason, responses((status = OK, body = ActDone)))]
async fn cancel(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Reason>,
) -> Result<Json<ActDone>, Problem> {
    let changed = server.engine().cancel(&signed.caller, &RunId::new(run), sent.reason).await;
    done(&server, &signed.caller, changed).await
}

/// A note for the journal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Note {
    /// The step that it is about.
    #[serde(default)]
    step: Option<String>,
    #[schema(min_length = 1, max_length = 10_000)]
    text: String,
}

/// Writes a note into the journal.
#[utoipa::path(post, path = "/runs/{run}/note", tag = "runs", params(("run" = String, Path)), request_body = Note, responses((status = OK, body = ActDone)))]
async fn note(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Note>,
) -> Result<Json<ActDone>, Problem> {
    let step = named("step", sent.step)?;
    let changed = server.engine().note(&signed.caller, &RunId::new(run), step, sent.text).await;
    done(&server, &signed.caller, changed).await
}

/// A step to leave out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Skipping {
    step: String,
    /// Which item, counted from 0, where the step is open for several.
    #[serde(default)]
    item: Option<usize>,
    /// The same, by the number of the item's open task.
    #[serde(default)]
    task: Option<u32>,
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Passes over an open step.
#[utoipa::path(post, path = "/runs/{run}/skip", tag = "runs", params(("run" = String, Path)), request_body = Skipping, responses((status = OK, body = ActDone)))]
async fn skip(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Skipping>,
) -> Result<Json<ActDone>, Problem> {
    let step = id("step", &sent.step)?;
    let run = RunId::new(run);
    let engine = server.engine();
    let changed = match sent.task {
        Some(task) => engine.skip_task(&signed.caller, &run, &step, TaskId(task), sent.reason).await,
        None => engine.skip_step(&signed.caller, &run, &step, sent.item, sent.reason).await,
    };
    done(&server, &signed.caller, changed).await
}

/// Where a run is to go on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Jump {
    /// The step to go to.
    to: String,
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Goes on from another step.
#[utoipa::path(post, path = "/runs/{run}/jump", tag = "runs", params(("run" = String, Path)), request_body = Jump, responses((status = OK, body = ActDone)))]
async fn jump(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Jump>,
) -> Result<Json<ActDone>, Problem> {
    let to = id("step", &sent.to)?;
    let changed = server.engine().jump(&signed.caller, &RunId::new(run), to, sent.reason).await;
    done(&server, &signed.caller, changed).await
}

/// Other values than a machine's step set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Replacement {
    /// The step whose result is replaced.
    step: String,
    /// A step under way in the item that is meant, by its activation, where several are worked at once.
    #[serde(default)]
    within: Option<u32>,
    values: BTreeMap<String, serde_json::Value>,
    /// The code of the reason, for counting.
    #[schema(min_length = 1, max_length = 10_000)]
    code: String,
    /// The reason in words.
    #[schema(min_length = 1, max_length = 10_000)]
    words: String,
}

/// Replaces what a machine's step set, with a reason.
#[utoipa::path(post, path = "/runs/{run}/override", tag = "runs", params(("run" = String, Path)), request_body = Replacement, responses((status = OK, body = ActDone)))]
async fn replace(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Replacement>,
) -> Result<Json<ActDone>, Problem> {
    let run = RunId::new(run);
    let values = server.engine().fill(&signed.caller, &run, None, &sent.values).await?;
    let change = Override {
        step: id("step", &sent.step)?,
        within: sent.within.map(interpreter::id::ActivationId),
        values,
        code: sent.code,
        words: sent.words,
    };
    let changed = server.engine().override_values(&signed.caller, &run, change).await;
    done(&server, &signed.caller, changed).await
}
