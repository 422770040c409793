//! Signing in and out.

use axum::Extension;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use engine::Caller;
use engine::account::NewSession;
use engine::screen::RoleNamed;
use interpreter::id::PersonId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::decode::Json;
use crate::gate::address::Address;
use crate::gate::{HoldsSecret, SignedIn, check_password, cookie, count_try, csrf_of, hash, judge_password};
use crate::problem::Problem;
use crate::server::Server;

pub(super) fn routes() -> OpenApiRouter<Server> {
    OpenApiRouter::new().routes(routes!(read, sign_in, sign_out)).routes(routes!(demo)).routes(routes!(reset))
}

/// Who is signed in, and what that person may do.
#[derive(Serialize, ToSchema)]
pub(super) struct Session {
    person: SessionPerson,
    roles: Vec<RoleNamed>,
    rights: Rights,
    /// What a change by this session sends as `X-CSRF-Token`; empty for a token, which needs none.
    csrf: String,
    /// When it ends if nobody uses it; null for a token.
    expires_at: Option<Timestamp>,
    demo: bool,
    installation: String,
    /// The time zone to show times in.
    zone: String,
    /// Of the program.
    version: &'static str,
}

#[derive(Serialize, ToSchema)]
struct SessionPerson {
    id: String,
    name: String,
    initials: String,
}

/// What a person may do beyond the roles.
#[derive(Serialize, ToSchema)]
pub(super) struct Rights {
    pub administrator: bool,
    pub editor: bool,
    pub auditor: bool,
}

/// Who is signed in, and what that person may do.
#[utoipa::path(get, path = "/session", tag = "session", responses((status = OK, body = Session)))]
async fn read(State(server): State<Server>, signed: SignedIn) -> Result<Json<Session>, Problem> {
    let session = signed.session.as_ref();
    let csrf = session.map_or_else(String::new, |(secret, _)| csrf_of(secret));
    let until = session.map(|(_, session)| session.until);
    Ok(Json(shown(&server, &signed.caller, csrf, until).await?))
}

async fn shown(
    server: &Server,
    caller: &Caller,
    csrf: String,
    expires_at: Option<Timestamp>,
) -> Result<Session, Problem> {
    let engine = server.engine();
    let directory = engine.directory();
    let person = directory.person(&caller.person).filter(|person| person.active);
    let person = person.ok_or_else(|| Problem::new("session-ended", "this person is not active any more"))?;
    engine.may_see_themselves(caller)?;
    let held = directory.roles(&caller.person, engine.now());
    let roles = engine.roles(caller).await.unwrap_or_default().into_iter();
    let roles = roles.filter(|role| person.every_role || held.contains(&role.id));
    let name = if person.name.is_empty() { person.id.to_string() } else { person.name.clone() };
    let options = server.options();
    Ok(Session {
        person: SessionPerson { id: person.id.to_string(), initials: initials(&name), name },
        roles: roles
            .map(|role| RoleNamed {
                title: role.title.unwrap_or_else(|| role.id.to_string()),
                role: role.id.to_string(),
            })
            .collect(),
        rights: Rights { administrator: person.administrator, editor: person.editor, auditor: person.auditor },
        csrf,
        expires_at,
        demo: options.demo,
        installation: options.installation.clone(),
        zone: person.zone.clone().unwrap_or_else(|| options.zone.clone()),
        version: env!("CARGO_PKG_VERSION"),
    })
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = words.first().into_iter().chain(words.last().filter(|_| words.len() > 1));
    ends.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
}

/// The answer to whoever has just signed in: the session, and its cookie.
pub(super) async fn begun(server: &Server, new: NewSession) -> Result<Response, Problem> {
    let NewSession { secret, session } = new;
    let seen = shown(server, &session.caller(), csrf_of(&secret), Some(session.until)).await?;
    let cookie = cookie::give(server.options(), &secret, server.engine().now(), session.longest());
    Ok((Extension(HoldsSecret), [(header::SET_COOKIE, cookie)], Json(seen)).into_response())
}

/// A name and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// The person's id.
    name: String,
    password: String,
}

/// Signs in.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, responses((status = OK, body = Session)), security(()))]
async fn sign_in(
    State(server): State<Server>,
    address: Address,
    Json(given): Json<SignIn>,
) -> Result<Response, Problem> {
    count_try(&server, address)?;
    let attempt = server.engine().try_sign_in(&given.name, Some(&address.to_string())).await?;
    let right = check_password(&server, given.password, attempt.credential.clone()).await?;
    begun(&server, server.engine().sign_in(attempt, right).await?).await
}

/// Signs out. Without a session there is nothing to do.
#[utoipa::path(delete, path = "/session", tag = "session", responses((status = NO_CONTENT)))]
async fn sign_out(State(server): State<Server>, signed: SignedIn) -> Result<Response, Problem> {
    if let Some((secret, _)) = &signed.session {
        server.engine().sign_out(secret).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::take(server.options()))]).into_response())
}

/// Whom to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DemoSignIn {
    person: String,
}

/// Signs in as anybody, where this is a demonstration.
#[utoipa::path(post, path = "/session/demo", tag = "session", request_body = DemoSignIn, responses((status = OK, body = Session)), security(()))]
async fn demo(State(server): State<Server>, Json(given): Json<DemoSignIn>) -> Result<Response, Problem> {
    if !server.options().demo {
        return Err(Problem::new("not-a-demo", "this is no demonstration; sign in with your password"));
    }
    begun(&server, server.engine().sign_in_freely(&PersonId::new(given.person)).await?).await
}

/// A new password by a link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Reset {
    /// What follows the `#` in the link.
    secret: String,
    password: String,
}

/// Sets a new password by a link, once, and signs in. All other sessions of the person end.
#[utoipa::path(post, path = "/session/reset", tag = "session", request_body = Reset, responses((status = OK, body = Session)), security(()))]
async fn reset(State(server): State<Server>, address: Address, Json(given): Json<Reset>) -> Result<Response, Problem> {
    count_try(&server, address)?;
    judge_password(&given.password, "")?;
    let credential = hash(&server, given.password).await?;
    begun(&server, server.engine().reset(&given.secret, credential).await?).await
}
