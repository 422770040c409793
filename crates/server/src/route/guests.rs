//! Guests: a task for somebody from outside, by a link that opens it and nothing else.
//!
//! The link's secret follows a `#`, which no server sees; the page sends it in a POST. So whoever only opens the link, a
//! person or a mail scanner, decides nothing.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use engine::account::{Guest, Invitation};
use engine::run::inbox::TaskRef;
use engine::screen::{PersonNamed, TaskForm, TaskRights};
use interpreter::command::Complete;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path, Query};
use crate::gate::address::Address;
use crate::gate::{HoldsSecret, SignedIn, count_try};
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(invite))
        .routes(routes!(list))
        .routes(routes!(revoke))
        .routes(routes!(open))
        .routes(routes!(complete))
}

/// Somebody from outside, with one task.
#[derive(Serialize, ToSchema)]
struct GuestSeen {
    id: String,
    run: String,
    task: u64,
    name: String,
    email: Option<String>,
    /// Who gave out the link, and on whose behalf the guest acts.
    host: PersonNamed,
    invited_at: Timestamp,
    expires_at: Timestamp,
}

fn seen(server: &Server, guest: Guest) -> GuestSeen {
    let host = PersonNamed::of(&server.engine().directory(), &guest.host);
    GuestSeen {
        id: guest.id,
        run: guest.run.to_string(),
        task: u64::from(guest.task.0),
        name: guest.name,
        email: guest.email,
        host,
        invited_at: guest.invited_at,
        expires_at: guest.expires_at,
    }
}

/// Whom a task is opened to.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GuestInvited {
    /// As the journal is to name the guest.
    name: String,
    email: Option<String>,
    /// In seconds; a week where absent, 90 days at most.
    #[schema(minimum = 1)]
    expires_in: Option<u32>,
}

/// A guest's link, which is shown once.
#[derive(Serialize, ToSchema)]
struct GuestLink {
    guest: GuestSeen,
    /// To be completed with the address that people reach the server at, where it does not begin with one.
    link: String,
}

/// Opens a task to somebody from outside, who does it on the caller's behalf. For whoever may do the task.
#[utoipa::path(
    post, path = "/runs/{run}/tasks/{task}/guest", tag = "guests",
    params(("run" = String, Path), ("task" = String, Path)),
    request_body = GuestInvited, responses((status = CREATED, body = GuestLink)),
)]
async fn invite(
    State(server): State<Server>,
    signed: SignedIn,
    Path((run, task)): Path<(String, String)>,
    Json(invited): Json<GuestInvited>,
) -> Result<Response, Problem> {
    const WEEK: u32 = 7 * 24 * 60 * 60;
    let task: TaskRef = format!("{run}/{task}").parse()?;
    let lasts = SignedDuration::from_secs(i64::from(invited.expires_in.unwrap_or(WEEK)));
    let expires_at = server.engine().now().checked_add(lasts).unwrap_or(Timestamp::MAX);
    let whom = Invitation { name: invited.name, email: invited.email, expires_at };
    let (guest, secret) = server.engine().invite(&signed.caller, &task, whom).await?;
    let link = format!("{}/guest#{secret}", server.options().public_url.as_deref().unwrap_or_default());
    let mut response = (StatusCode::CREATED, Json(GuestLink { guest: seen(&server, guest), link })).into_response();
    response.extensions_mut().insert(HoldsSecret);
    Ok(response)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct GuestFilter {
    /// Of this task alone, with `task`.
    run: Option<String>,
    task: Option<u64>,
}

/// Guests whose link is good: those whom the caller invited, and everybody's for administrators and auditors.
#[utoipa::path(get, path = "/guests", tag = "guests", params(GuestFilter, Paging), responses((status = OK, body = Listed<GuestSeen>)))]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(filter): Query<GuestFilter>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<GuestSeen>>, Problem> {
    let task = match (filter.run, filter.task) {
        (Some(run), Some(task)) => Some(format!("{run}/{task}").parse::<TaskRef>()?),
        (None, None) => None,
        _ => return Err(Problem::new("bad-query", "name a run and a task, or neither")),
    };
    let guests = server.engine().guests(&signed.caller, task.as_ref()).await?;
    Ok(Json(Listed::part(&paging, guests.into_iter().map(|guest| seen(&server, guest)))?))
}

/// Takes a guest's link back.
#[utoipa::path(delete, path = "/guests/{id}", tag = "guests", params(("id" = String, Path)), responses((status = NO_CONTENT)))]
async fn revoke(State(server): State<Server>, signed: SignedIn, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    server.engine().revoke_guest(&signed.caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What follows the `#` in a guest's link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GuestSecret {
    secret: String,
}

/// What a link opens.
#[derive(Serialize, ToSchema)]
struct GuestTask {
    /// As the journal names the guest.
    name: String,
    host: PersonNamed,
    installation: String,
    expires_at: Timestamp,
    task: TaskForm,
}

/// The task that a link opens. Nothing is changed by looking.
#[utoipa::path(post, path = "/guest/task", tag = "guests", request_body = GuestSecret, responses((status = OK, body = GuestTask)), security(()))]
async fn open(
    State(server): State<Server>,
    address: Address,
    Json(given): Json<GuestSecret>,
) -> Result<Json<GuestTask>, Problem> {
    count_try(&server, address)?;
    let engine = server.engine();
    let (guest, _) = engine.guest(&given.secret).await?;
    let mut task = engine.task_form(&guest.caller(), &guest.run, guest.task).await?;
    task.may = TaskRights { complete: task.may.complete, ..TaskRights::default() };
    let host = PersonNamed::of(&engine.directory(), &guest.host);
    let installation = server.options().installation.clone();
    Ok(Json(GuestTask { name: guest.name, host, installation, expires_at: guest.expires_at, task }))
}

/// A guest's values.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct GuestCompletion {
    secret: String,
    /// As for completing a task.
    #[serde(default)]
    values: BTreeMap<String, serde_json::Value>,
    #[serde(default)]
    signed: bool,
    /// What the guest saw.
    revision: Option<u64>,
}

/// What became of it.
#[derive(Serialize, ToSchema)]
struct GuestDone {
    done: bool,
}

/// Does the task that a link opens. The link is spent with it.
#[utoipa::path(post, path = "/guest/complete", tag = "guests", request_body = GuestCompletion, responses((status = OK, body = GuestDone)), security(()))]
async fn complete(
    State(server): State<Server>,
    address: Address,
    Json(given): Json<GuestCompletion>,
) -> Result<Json<GuestDone>, Problem> {
    count_try(&server, address)?;
    let engine = server.engine();
    let (guest, _) = engine.guest(&given.secret).await?;
    let values = engine.fill(&guest.caller(), &guest.run, Some(guest.task), &given.values).await?;
    let complete = Complete { task: guest.task, values, signed: given.signed, revision: given.revision };
    engine.complete_as_guest(&given.secret, complete).await?;
    Ok(Json(GuestDone { done: true }))
}
