//! The API: one file a resource.

mod session;
mod setup;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::description::{Head, ROOT};
use crate::server::Server;

/// Every route below `/api/v1`, with its description.
pub(crate) fn all() -> OpenApiRouter<Server> {
    let routes = OpenApiRouter::new().merge(session::routes()).merge(setup::routes());
    OpenApiRouter::with_openapi(Head::openapi()).nest(ROOT, routes)
}
