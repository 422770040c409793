//! The API: one file a resource.
//!
//! Names of shapes are one set over all routes: the description has them side by side.

mod attachments;
mod backup;
mod checking;
mod cloudevents;
mod configuration;
mod connectors;
mod deviations;
mod dispatch;
mod drafts;
mod event_logs;
mod events;
mod guests;
mod ledger;
mod me;
mod notices;
mod people;
mod procedures;
mod runs;
mod schedules;
mod session;
mod setup;
mod tasks;
mod tokens;

pub(crate) use backup::MEDIA_TYPE as BACKUP_TYPE;

use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::description::{Head, ROOT};
use crate::problem::Problem;
use crate::server::Server;

/// Every route below `/api/v1`, with its description.
pub(crate) fn all() -> OpenApiRouter<Server> {
    let routes = OpenApiRouter::new()
        .merge(attachments::routes())
        .merge(backup::routes())
        .merge(checking::routes())
        .merge(cloudevents::routes())
        .merge(configuration::routes())
        .merge(connectors::routes())
        .merge(deviations::routes())
        .merge(dispatch::routes())
        .merge(drafts::routes())
        .merge(event_logs::routes())
        .merge(events::routes())
        .merge(guests::routes())
        .merge(ledger::routes())
        .merge(me::routes())
        .merge(notices::routes())
        .merge(people::routes())
        .merge(procedures::routes())
        .merge(runs::routes())
        .merge(schedules::routes())
        .merge(session::routes())
        .merge(setup::routes())
        .merge(tasks::routes())
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

/// As [`id`], where one was sent; an empty text is none.
fn named<T: std::str::FromStr>(what: &str, text: Option<String>) -> Result<Option<T>, Problem>
where
    T::Err: std::fmt::Display,
{
    text.filter(|text| !text.is_empty()).map(|text| id(what, &text)).transpose()
}

/// The procedure that a path names. What is no id names none.
fn found(id: &str) -> Result<procedure::document::ProcedureId, Problem> {
    let nothing = |_| Problem::new("no-such-procedure", format!("there is no procedure `{id}` that is published"));
    id.parse().map_err(nothing)
}
