//! What people set about themselves.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use engine::account::Token as KeptToken;
use engine::directory::{Absence, Upon};
use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::people::AbsenceSeen;
use super::session::begun;
use super::tokens::TokenSeen;
use crate::decode::{IfMatch, Json, Query, Tagged};
use crate::gate::address::Address;
use crate::gate::{SignedIn, check_password, count_try, hash, judge_password};
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new()
        .routes(routes!(read, change))
        .routes(routes!(password))
        .routes(routes!(set_absence, end_absence))
        .routes(routes!(tokens))
}

/// What a person knows about themselves.
#[derive(Serialize, ToSchema)]
struct Me {
    id: String,
    name: String,
    /// Null for the installation's.
    zone: Option<String>,
    /// Those that are not over.
    absences: Vec<AbsenceSeen>,
    has_password: bool,
    /// What `If-Match` may say for a change.
    etag: String,
}

async fn shown(server: &Server, signed: &SignedIn) -> Result<Tagged<Me>, Problem> {
    let engine = server.engine();
    let directory = engine.directory();
    let nobody = || Problem::new("session-ended", "this person is not active any more");
    let me = directory.person(&signed.caller.person).filter(|me| me.active).ok_or_else(nobody)?;
    engine.may_see_themselves(&signed.caller)?;
    let now = engine.now();
    let coming = me.absences.iter().filter(|absence| absence.until.is_none_or(|until| until > now));
    Ok(Tagged(
        me.etag(),
        Me {
            id: me.id.to_string(),
            name: me.name.clone(),
            zone: me.zone.clone(),
            absences: coming.map(|absence| AbsenceSeen::of(&directory, absence)).collect(),
            has_password: engine.with_password().await?.contains(&me.id),
            etag: me.etag(),
        },
    ))
}

/// What the caller has set.
#[utoipa::path(get, path = "/me", tag = "me", responses((status = OK, body = Me)))]
async fn read(State(server): State<Server>, signed: SignedIn) -> Result<Tagged<Me>, Problem> {
    shown(&server, &signed).await
}

/// What is to change; what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MeChange {
    name: Option<String>,
    /// A name of the IANA database; empty for the installation's.
    zone: Option<String>,
}

/// Changes the caller's own name or time zone, upon the state that `If-Match` names, where it does.
#[utoipa::path(patch, path = "/me", tag = "me", params(("If-Match" = Option<String>, Header)), request_body = MeChange, responses((status = OK, body = Me)))]
async fn change(
    State(server): State<Server>,
    signed: SignedIn,
    upon: IfMatch,
    Json(change): Json<MeChange>,
) -> Result<Tagged<Me>, Problem> {
    server.engine().change_me(&signed.caller, upon.if_said(), change.name.as_deref(), change.zone.as_deref()).await?;
    shown(&server, &signed).await
}

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordChange {
    old: String,
    new: String,
}

/// Changes the caller's password. All other sessions end, and this one is replaced.
#[utoipa::path(put, path = "/me/password", tag = "me", request_body = PasswordChange, responses((status = OK, body = super::session::Session)))]
async fn password(
    State(server): State<Server>,
    signed: SignedIn,
    address: Address,
    Json(change): Json<PasswordChange>,
) -> Result<Response, Problem> {
    if !signed.in_person() {
        return Err(Problem::new("denied", "a password is changed by the person who signed in, not by a token"));
    }
    count_try(&server, address)?;
    let engine = server.engine();
    let me = &signed.caller.person;
    judge_password(&change.new, me.as_str())?;
    let attempt = engine.try_sign_in(me.as_str(), Some(&address.to_string())).await?;
    let right = check_password(&server, change.old, attempt.credential.clone()).await?;
    engine.settle_sign_in(attempt, right).await?;
    let credential = hash(&server, change.new).await?;
    begun(&server, engine.change_password(&signed.caller, credential).await?).await
}

/// A time in which somebody else stands in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct AbsenceSet {
    /// From now on where absent.
    from: Option<Timestamp>,
    /// Until it is ended where absent.
    until: Option<Timestamp>,
    /// Who stands in, by id.
    delegate: String,
}

/// Says who stands in for the caller, and when. It replaces what was said before, upon the state
/// that `If-Match` names, where it does.
#[utoipa::path(put, path = "/me/absence", tag = "me", params(("If-Match" = Option<String>, Header)), request_body = AbsenceSet, responses((status = OK, body = Me)))]
async fn set_absence(
    State(server): State<Server>,
    signed: SignedIn,
    upon: IfMatch,
    Json(set): Json<AbsenceSet>,
) -> Result<Tagged<Me>, Problem> {
    let from = set.from.unwrap_or_else(|| server.engine().now());
    let absence = Absence { from, until: set.until, delegate: PersonId::new(set.delegate) };
    server.engine().set_absence(&signed.caller, upon.if_said(), Some(absence)).await?;
    shown(&server, &signed).await
}

/// Is back: ends every absence.
#[utoipa::path(delete, path = "/me/absence", tag = "me", responses((status = NO_CONTENT)))]
async fn end_absence(State(server): State<Server>, signed: SignedIn) -> Result<StatusCode, Problem> {
    server.engine().set_absence(&signed.caller, Upon::Whatever, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's API tokens, without their secrets.
#[utoipa::path(get, path = "/me/tokens", tag = "tokens", params(Paging), responses((status = OK, body = Listed<TokenSeen>)))]
async fn tokens(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<TokenSeen>>, Problem> {
    let tokens: Vec<KeptToken> = server.engine().tokens(&signed.caller, Some(&signed.caller.person)).await?;
    Ok(Json(Listed::part(&paging, tokens.into_iter().map(TokenSeen::from))?))
}
