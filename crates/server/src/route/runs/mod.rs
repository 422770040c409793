//! Runs.

mod acts;
pub(super) mod export;
mod journal;
mod list;
mod migration;
mod screen;
mod start;

use engine::Caller;
use engine::run::Changed;
use engine::screen::ActDone;
use utoipa_axum::router::OpenApiRouter;

use crate::decode::Json;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    list::routes()
        .merge(start::routes())
        .merge(screen::routes())
        .merge(journal::routes())
        .merge(acts::routes())
        .merge(migration::routes())
        .merge(export::routes())
}

/// What an act came to.
async fn done(
    server: &Server,
    caller: &Caller,
    changed: Result<Changed, engine::Error>,
) -> Result<Json<ActDone>, Problem> {
    Ok(Json(server.engine().done(caller, &changed?).await?))
}
