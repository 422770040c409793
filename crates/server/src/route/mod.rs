//! The API: one file a resource.

mod runs;
mod session;
mod setup;
mod tasks;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::description::{Head, ROOT};
use crate::problem::Problem;
use crate::server::Server;

/// Every route below `/api/v1`, with its description.
pub(crate) fn all() -> OpenApiRouter<Server> {
    let routes = OpenApiRouter::new()
        .merge(session::routes())
        .merge(runs::routes())
        .merge(setup::routes())
        .merge(tasks::routes());
    OpenApiRouter::with_openapi(Head::openapi()).nest(ROOT, routes)
}

/// An id that was sent. What is no id of its kind is told so.
fn id<T: std::str::FromStr>(what: &str, text: &str) -> Result<T, Problem>
where
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|error| Problem::new("invalid", format!("the {what} is no id of its kind: {error}")))
}

/// As [`id`], where one was sent; an empty text is none.
fn named<T: std::str::FromStr>(what: &str, text: Option<String>) -> Result<Option<T>, Problem>
where
    T::Err: std::fmt::Display,
{
    text.filter(|text| !text.is_empty()).map(|text| id(what, &text)).transpose()
}
