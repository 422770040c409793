//! The ledger: looking through it, verifying it, taking it away.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use engine::ledger::{Checkpoint, LedgerLine};
use engine::port::store::LedgerQuery;
use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::runs::export::Revealing;
use crate::decode::{Json, Query};
use crate::download;
use crate::gate::{HoldsSecret, SignedIn};
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(verify))
        .routes(routes!(checkpoint))
        .routes(routes!(export, export_revealed))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Filter {
    /// `run`, or the kind of a change, such as `published`.
    kind: Option<String>,
    /// A run's id, or the id of what changed; whole.
    subject: Option<String>,
    /// The id of whoever changed it. Changes of runs are not found by it.
    person: Option<String>,
    /// At this moment or later.
    since: Option<Timestamp>,
    /// Before this moment.
    until: Option<Timestamp>,
}

/// Entries of the ledger in words, newest first.
#[utoipa::path(
    get, path = "/ledger", tag = "ledger", operation_id = "list_ledger",
    params(Filter, Paging), responses((status = OK, body = Listed<LedgerLine>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(filter): Query<Filter>,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<LedgerLine>>, Problem> {
    let given = |text: Option<String>| text.filter(|text| !text.is_empty());
    let query = LedgerQuery {
        kind: given(filter.kind),
        subject: given(filter.subject),
        person: given(filter.person).map(PersonId::new),
        since: filter.since,
        until: filter.until,
    };
    let found = server.engine().ledger_lines(&signed.caller, &query, &paging.page()).await?;
    Ok(Json(Listed::of(found, |line| line)))
}

/// A signed checkpoint: where the ledger stood at a moment.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignedCheckpoint {
    /// The number of the ledger's last entry.
    number: u64,
    /// The hash of that entry.
    hash: String,
    at: Timestamp,
    /// The public key (Ed25519), in hexadecimal.
    key: String,
    signature: String,
}

impl From<Checkpoint> for SignedCheckpoint {
    fn from(signed: Checkpoint) -> Self {
        let Checkpoint { number, hash, at, key, signature } = signed;
        SignedCheckpoint { number, hash: hash.to_string(), at, key, signature }
    }
}

impl TryFrom<SignedCheckpoint> for Checkpoint {
    type Error = Problem;

    fn try_from(sent: SignedCheckpoint) -> Result<Self, Problem> {
        let wrong = |_| Problem::new("invalid", "the checkpoint's `hash` is no SHA-256 in hexadecimal");
        let SignedCheckpoint { number, hash, at, key, signature } = sent;
        Ok(Checkpoint { number, hash: hash.parse().map_err(wrong)?, at, key, signature })
    }
}

/// What to verify against.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Against {
    /// One that was kept elsewhere: it finds truncation and roll-back.
    #[serde(default)]
    checkpoint: Option<SignedCheckpoint>,
}

/// What computing the whole trail anew came to.
#[derive(Debug, Serialize, ToSchema)]
struct Verification {
    holds: bool,
    /// Entries of the ledger.
    entries: Option<u64>,
    /// Events of all journals.
    events: Option<u64>,
    /// Entries and events whose content was erased.
    erased: Option<u64>,
    /// The hash of the last entry.
    head: Option<String>,
    /// The first entry that does not hold, and why.
    broken: Option<String>,
}

/// Computes the whole trail anew. Changes nothing.
#[utoipa::path(
    post, path = "/ledger/verify", tag = "ledger", operation_id = "verify_ledger",
    request_body = Against, responses((status = OK, body = Verification)),
)]
async fn verify(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<Against>,
) -> Result<Json<Verification>, Problem> {
    let checkpoint = sent.checkpoint.map(Checkpoint::try_from).transpose()?;
    Ok(Json(match server.engine().verify(&signed.caller, checkpoint.as_ref()).await? {
        Ok(found) => Verification {
            holds: true,
            entries: Some(found.entries),
            events: Some(found.events),
            erased: Some(found.erased),
            head: Some(found.head.to_string()),
            broken: None,
        },
        Err(broken) => Verification {
            holds: false,
            entries: None,
            events: None,
            erased: None,
            head: None,
            broken: Some(broken.to_string()),
        },
    }))
}

/// Signs where the ledger stands. Keep it elsewhere.
#[utoipa::path(
    post, path = "/ledger/checkpoint", tag = "ledger", operation_id = "sign_checkpoint",
    responses((status = OK, body = SignedCheckpoint)),
)]
async fn checkpoint(State(server): State<Server>, signed: SignedIn) -> Result<Json<SignedCheckpoint>, Problem> {
    Ok(Json(server.engine().checkpoint(&signed.caller).await?.into()))
}

/// The ledger and every journal as JSON Lines, sensitive values masked. It verifies offline.
#[utoipa::path(
    get, path = "/ledger/export", tag = "ledger", operation_id = "export_ledger",
    responses((status = OK, description = "JSON Lines", content_type = "application/x-ndjson", body = String)),
)]
async fn export(State(server): State<Server>, signed: SignedIn) -> Result<Response, Problem> {
    download::lines(server.engine().export_all(&signed.caller, None).await?, "ledger.jsonl").await
}

/// The ledger and every journal as JSON Lines with sensitive values. That they were shown, and why, stands in the ledger.
#[utoipa::path(
    post, path = "/ledger/export", tag = "ledger", operation_id = "export_ledger_revealed", request_body = Revealing,
    responses((status = OK, description = "JSON Lines", content_type = "application/x-ndjson", body = String)),
)]
async fn export_revealed(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<Revealing>,
) -> Result<impl IntoResponse, Problem> {
    let export = server.engine().export_all(&signed.caller, Some(&sent.reason)).await?;
    Ok((Extension(HoldsSecret), download::lines(export, "ledger.jsonl").await?))
}
