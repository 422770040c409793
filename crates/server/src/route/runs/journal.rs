//! The journal of a run in words.

use axum::extract::State;
use engine::screen::JournalLine;
use interpreter::id::RunId;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path, Query};
use crate::gate::SignedIn;
use crate::paging::Listed;
use crate::problem::Problem;
use crate::server::Server;

/// Most lines of one answer.
const MOST: usize = 1_000;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Part {
    /// Events after the one with this number; `next` of the part before.
    #[serde(default)]
    #[param(required = false)]
    after: u64,
    /// At most this many.
    #[param(minimum = 1, maximum = 1000, default = 200)]
    limit: Option<usize>,
}

/// What happened to a run, in words, oldest first.
#[utoipa::path(
    get, path = "/runs/{run}/journal", tag = "runs", operation_id = "read_journal",
    params(("run" = String, Path), Part), responses((status = OK, body = Listed<JournalLine>)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(run): Path<String>,
    Query(part): Query<Part>,
) -> Result<Json<Listed<JournalLine>>, Problem> {
    let limit = part.limit.unwrap_or(200).clamp(1, MOST);
    let run = RunId::new(run);
    let mut items = server.engine().journal_in_words(&signed.caller, &run, part.after, limit + 1).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items.last().filter(|_| more).map(|last| last.sequence.to_string());
    Ok(Json(Listed { items, next }))
}
