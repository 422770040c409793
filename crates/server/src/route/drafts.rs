//! Drafts: documents that are being written.

use axum::extract::State;
use axum::http::StatusCode;
use engine::catalogue::draft::{Begun, Draft, DraftItem, Published};
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{IfMatch, Json, Path, Query, Tagged};
use crate::gate::SignedIn;
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::route::procedures::Differences;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(list, begin))
        .routes(routes!(read, save, remove))
        .routes(routes!(publish))
        .routes(routes!(differences))
}

/// A draft with its `ETag`.
fn tagged(draft: Draft) -> Tagged<Draft> {
    Tagged(draft.etag.clone(), draft)
}

/// The refusal of a change that was made upon an older state, with the draft as it is now.
async fn refused(server: &Server, signed: &SignedIn, id: &str, error: engine::Error) -> Problem {
    let changed = matches!(error, engine::Error::ChangedMeanwhile { .. });
    let problem = Problem::from(error);
    match server.engine().draft(&signed.caller, id).await {
        Ok(draft) if changed => problem.with_current(serde_json::to_value(draft).expect("a draft has a JSON form")),
        Ok(_) | Err(_) => problem,
    }
}

/// The drafts that the caller may see, those saved last first.
#[utoipa::path(
    get, path = "/drafts", tag = "drafts", operation_id = "list_drafts",
    params(Paging), responses((status = OK, body = Listed<DraftItem>)),
)]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<DraftItem>>, Problem> {
    let all = server.engine().drafts(&signed.caller).await?;
    Ok(Json(Listed::part(&paging, all)?))
}

/// What a draft is begun with: the latest publication of a procedure, or a text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewDraft {
    #[serde(default)]
    procedure: Option<String>,
    #[serde(default)]
    text: Option<String>,
}

/// Begins a draft.
#[utoipa::path(
    post, path = "/drafts", tag = "drafts", operation_id = "begin_draft",
    request_body = NewDraft, responses((status = CREATED, body = Draft)),
)]
async fn begin(
    State(server): State<Server>,
    signed: SignedIn,
    Json(sent): Json<NewDraft>,
) -> Result<(StatusCode, Tagged<Draft>), Problem> {
    let begun = Begun::of(sent.procedure.as_deref(), sent.text)?;
    Ok((StatusCode::CREATED, tagged(server.engine().begin_draft(&signed.caller, begun).await?)))
}

/// One draft. Its `ETag` is what a save is to match.
#[utoipa::path(
    get, path = "/drafts/{id}", tag = "drafts", operation_id = "read_draft",
    params(("id" = String, Path)), responses((status = OK, body = Draft)),
)]
async fn read(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Tagged<Draft>, Problem> {
    Ok(tagged(server.engine().draft(&signed.caller, &id).await?))
}

/// A draft's new text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SavedText {
    text: String,
    /// The publication that it now stands upon, where it was brought up to another.
    #[serde(default)]
    base_number: Option<u32>,
}

/// Saves a draft upon the state that `If-Match` names. Refused as `changed-meanwhile`, with the newer draft, where somebody
/// saved it since.
#[utoipa::path(
    put, path = "/drafts/{id}", tag = "drafts", operation_id = "save_draft",
    params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = SavedText, responses((status = OK, body = Draft)),
)]
async fn save(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    seen: IfMatch,
    Json(sent): Json<SavedText>,
) -> Result<Tagged<Draft>, Problem> {
    let tag = seen.tag()?;
    match server.engine().save_draft(&signed.caller, &id, tag, sent.text, sent.base_number).await {
        Ok(draft) => Ok(tagged(draft)),
        Err(error) => Err(refused(&server, &signed, &id, error).await),
    }
}

/// Removes a draft.
#[utoipa::path(
    delete, path = "/drafts/{id}", tag = "drafts", operation_id = "remove_draft",
    params(("id" = String, Path), ("If-Match" = String, Header)), responses((status = NO_CONTENT)),
)]
async fn remove(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    seen: IfMatch,
) -> Result<StatusCode, Problem> {
    match server.engine().remove_draft(&signed.caller, &id, seen.tag()?).await {
        Ok(()) => Ok(StatusCode::NO_CONTENT),
        Err(error) => Err(refused(&server, &signed, &id, error).await),
    }
}

/// Why the procedure changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Rationale {
    #[schema(min_length = 1)]
    rationale: String,
}

/// Publishes a draft in the state that `If-Match` names, and removes it.
#[utoipa::path(
    post, path = "/drafts/{id}/publish", tag = "drafts", operation_id = "publish_draft",
    params(("id" = String, Path), ("If-Match" = String, Header)),
    request_body = Rationale, responses((status = CREATED, body = Published)),
)]
async fn publish(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
    seen: IfMatch,
    Json(sent): Json<Rationale>,
) -> Result<(StatusCode, Json<Published>), Problem> {
    match server.engine().publish_draft(&signed.caller, &id, seen.tag()?, &sent.rationale).await {
        Ok(published) => Ok((StatusCode::CREATED, Json(published))),
        Err(error) => Err(refused(&server, &signed, &id, error).await),
    }
}

/// What publishing a draft would change against the latest publication.
#[utoipa::path(
    get, path = "/drafts/{id}/diff", tag = "drafts", operation_id = "compare_draft",
    params(("id" = String, Path)), responses((status = OK, body = Differences)),
)]
async fn differences(
    State(server): State<Server>,
    signed: SignedIn,
    Path(id): Path<String>,
) -> Result<Json<Differences>, Problem> {
    Ok(Json(Differences { changes: server.engine().draft_differences(&signed.caller, &id).await? }))
}
