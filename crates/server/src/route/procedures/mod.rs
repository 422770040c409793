//! Published procedures.

mod history;
mod list;
mod read;

use utoipa_axum::router::OpenApiRouter;

use crate::server::Server;

pub(super) use history::Differences;

pub(super) fn routes() -> OpenApiRouter<Server> {
    list::routes().merge(read::routes()).merge(history::routes())
}
