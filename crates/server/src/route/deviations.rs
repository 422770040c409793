//! Deviations from a procedure that somebody accepted.

use axum::extract::State;
use axum::http::StatusCode;
use engine::watching::{AcceptedDeviation, NewAcceptance};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::found;
use crate::decode::{Json, Path};
use crate::gate::SignedIn;
use crate::paging::Listed;
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, accept)).routes(routes!(withdraw))
}

/// The accepted deviations of a procedure, the latest first, also those whose time is over.
#[utoipa::path(
    get, path = "/procedures/{id}/accepted-deviations", tag = "event logs", operation_id = "list_accepted_deviations",
    params(("id" = String, Path)), responses((status = OK, body = Listed<AcceptedDeviation>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Listed<AcceptedDeviation>>, Problem> {
    Ok(Json(Listed::whole(server.engine().accepted_deviations(&signed.caller, &found(&id)?).await?)))
}

/// Accepts a deviation of a procedure: it is told still, and does not count.
#[utoipa::path(
    post, path = "/procedures/{id}/accepted-deviations", tag = "event logs", operation_id = "accept_deviation",
    params(("id" = String, Path)), request_body = NewAcceptance,
    responses((status = CREATED, body = AcceptedDeviation)),
)]
async fn accept(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    Json(wanted): Json<NewAcceptance>,
) -> Result<(StatusCode, Json<AcceptedDeviation>), Problem> {
    let accepted = server.engine().accept_deviation(&signed.caller, &found(&id)?, wanted).await?;
    Ok((StatusCode::CREATED, Json(accepted)))
}

/// Withdraws an acceptance.
#[utoipa::path(
    delete, path = "/procedures/{id}/accepted-deviations/{acceptance}", tag = "event logs",
    operation_id = "withdraw_acceptance", params(("id" = String, Path), ("acceptance" = String, Path)),
    responses((status = NO_CONTENT)),
)]
async fn withdraw(
    State(server): State<Server>,
    signed: SignedIn,
    Path((id, acceptance)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    server.engine().withdraw_acceptance(&signed.caller, &found(&id)?, &acceptance).await?;
    Ok(StatusCode::NO_CONTENT)
}
