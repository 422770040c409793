//! The API: one file a resource.
//!
//! Names of shapes are one set over all routes: the description has them side by side.

mod events;
mod guests;
mod me;
mod people;
mod session;
mod setup;
mod tokens;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::description::{Head, ROOT};
use crate::problem::Problem;
use crate::server::Server;

/// Every route below `/api/v1`, with its description.
pub(crate) fn all() -> OpenApiRouter<Server> {
    let routes = OpenApiRouter::new()
        .merge(events::routes())
        .merge(guests::routes())
        .merge(me::routes())
        .merge(people::routes())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(tokens::routes());
    OpenApiRouter::with_openapi(Head::openapi()).nest(ROOT, routes)
}

/// An id that was sent. What is no id of its kind is told so.
fn id<T: std::str::FromStr>(what: &str, text: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| Problem::new("invalid", format!("the {what} is no id of its kind: {error}")))
}
