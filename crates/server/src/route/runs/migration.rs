//! Moving a run to another publication of its procedure.

use std::collections::BTreeMap;

use axum::extract::State;
use engine::screen::ActDone;
use interpreter::id::RunId;
use interpreter::migrate;
use procedure::document::StepId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::done;
use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::problem::Problem;
use crate::route::id;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(preview)).routes(routes!(migrate))
}

/// Where a run is to move.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Target {
    /// The publication.
    number: u32,
    /// Steps whose ids differ, old to new.
    #[serde(default)]
    names: BTreeMap<String, String>,
}

/// What would become of a run's steps.
#[derive(Debug, Serialize, ToSchema)]
struct MigrationPreview {
    /// Whether the run can go on with the other version.
    possible: bool,
    /// The steps that are under way or were done, in the order of the document.
    steps: Vec<Fate>,
    /// Steps that only the other version has.
    new: Vec<String>,
}

/// What would become of one step.
#[derive(Debug, Serialize, ToSchema)]
struct Fate {
    step: String,
    /// Its id in the other version; absent when it is not there.
    becomes: Option<String>,
    /// Whether it is under way.
    open: bool,
    /// Whether it reads the same in both.
    unchanged: bool,
    /// Why the run could not go on with it.
    problem: Option<String>,
}

fn mapped(names: &BTreeMap<String, String>) -> Result<BTreeMap<StepId, StepId>, Problem> {
    names.iter().map(|(old, new)| Ok((id("step", old)?, id("step", new)?))).collect()
}

fn fate(fate: migrate::Fate) -> Fate {
    Fate {
        step: fate.step.to_string(),
        becomes: fate.becomes.map(|step| step.to_string()),
        open: fate.open,
        unchanged: fate.unchanged,
        problem: fate.problem,
    }
}

/// What moving a run to another publication would do. Changes nothing.
#[utoipa::path(post, path = "/runs/{run}/migration-preview", tag = "runs", params(("run" = String, Path)), request_body = Target, responses((status = OK, body = MigrationPreview)))]
async fn preview(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Target>,
) -> Result<Json<MigrationPreview>, Problem> {
    let names = mapped(&sent.names)?;
    let preview = server.engine().preview_migration(&signed.caller, &RunId::new(run), sent.number, &names).await?;
    Ok(Json(MigrationPreview {
        possible: preview.possible,
        steps: preview.fates.into_iter().map(fate).collect(),
        new: preview.new.iter().map(ToString::to_string).collect(),
    }))
}

/// A move with its reason.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Migration {
    /// The publication.
    number: u32,
    /// Steps whose ids differ, old to new.
    #[serde(default)]
    names: BTreeMap<String, String>,
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// Moves a run to another publication.
#[utoipa::path(post, path = "/runs/{run}/migrate", tag = "runs", params(("run" = String, Path)), request_body = Migration, responses((status = OK, body = ActDone)))]
async fn migrate(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Json(sent): Json<Migration>,
) -> Result<Json<ActDone>, Problem> {
    let names = mapped(&sent.names)?;
    let run = RunId::new(run);
    let changed = server.engine().migrate(&signed.caller, &run, sent.number, names, sent.reason).await;
    done(&server, &signed.caller, changed).await
}
