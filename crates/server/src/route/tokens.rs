//! API tokens.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use engine::Scope;
use engine::account::{NewToken, Token};
use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::{Json, Path, Query};
use crate::gate::{HoldsSecret, SignedIn};
use crate::paging::{Listed, Paging};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(list, issue)).routes(routes!(revoke))
}

/// What a token may be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(super) enum TokenScope {
    Read,
    Work,
    Write,
    Administer,
    Events,
}

impl From<Scope> for TokenScope {
    fn from(scope: Scope) -> Self {
        match scope {
            Scope::Read => TokenScope::Read,
            Scope::Work => TokenScope::Work,
            Scope::Write => TokenScope::Write,
            Scope::Administer => TokenScope::Administer,
            Scope::Events => TokenScope::Events,
        }
    }
}

impl From<TokenScope> for Scope {
    fn from(scope: TokenScope) -> Self {
        match scope {
            TokenScope::Read => Scope::Read,
            TokenScope::Work => Scope::Work,
            TokenScope::Write => Scope::Write,
            TokenScope::Administer => Scope::Administer,
            TokenScope::Events => Scope::Events,
        }
    }
}

/// A token without its secret.
#[derive(Serialize, ToSchema)]
pub(super) struct TokenSeen {
    id: String,
    /// As whom it acts.
    person: String,
    name: String,
    scopes: Vec<TokenScope>,
    created_at: Timestamp,
    expires_at: Timestamp,
}

impl From<Token> for TokenSeen {
    fn from(token: Token) -> Self {
        TokenSeen {
            id: token.id,
            person: token.person.to_string(),
            name: token.name,
            scopes: token.scopes.into_iter().map(TokenScope::from).collect(),
            created_at: token.created_at,
            expires_at: token.expires_at,
        }
    }
}

/// Everybody's tokens, for administrators and auditors.
#[utoipa::path(get, path = "/tokens", tag = "tokens", params(Paging), responses((status = OK, body = Listed<TokenSeen>)))]
async fn list(
    State(server): State<Server>,
    signed: SignedIn,
    Query(paging): Query<Paging>,
) -> Result<Json<Listed<TokenSeen>>, Problem> {
    let tokens = server.engine().tokens(&signed.caller, None).await?;
    Ok(Json(Listed::part(&paging, tokens.into_iter().map(TokenSeen::from))?))
}

/// What a token is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TokenWanted {
    /// As whom it acts: the caller where absent, and for administrators a machine account.
    person: Option<String>,
    /// What it is for, in words.
    name: String,
    scopes: BTreeSet<TokenScope>,
    /// Within 366 days.
    expires_at: Timestamp,
}

/// A new token with its text.
#[derive(Serialize, ToSchema)]
struct TokenIssued {
    #[serde(flatten)]
    token: TokenSeen,
    /// Shown this once and kept nowhere: `ust_…`.
    secret: String,
}

/// Makes a token. It cannot be made with a token, and never does more than its person may.
#[utoipa::path(post, path = "/tokens", tag = "tokens", request_body = TokenWanted, responses((status = CREATED, body = TokenIssued)))]
async fn issue(
    State(server): State<Server>,
    signed: SignedIn,
    Json(wanted): Json<TokenWanted>,
) -> Result<Response, Problem> {
    let person = wanted.person.map_or_else(|| signed.caller.person.clone(), PersonId::new);
    let scopes = wanted.scopes.into_iter().map(Scope::from).collect();
    let new = NewToken { person, name: wanted.name, scopes, expires_at: wanted.expires_at };
    let (token, secret) = server.engine().issue_token(&signed.caller, new).await?;
    let issued = TokenIssued { token: token.into(), secret };
    let mut response = (StatusCode::CREATED, Json(issued)).into_response();
    response.extensions_mut().insert(HoldsSecret);
    Ok(response)
}

/// Revokes a token at once.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "tokens", params(("id" = String, Path)), responses((status = NO_CONTENT)))]
async fn revoke(State(server): State<Server>, signed: SignedIn, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    server.engine().revoke_token(&signed.caller, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
