//! Who is calling: by a session's cookie, or an API token.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use engine::account::Session;
use engine::{Caller, Vouched};
use interpreter::id::PersonId;
use procedure::hash::ContentHash;

use super::{cookie, is_unsafe};
use crate::decode;
use crate::problem::Problem;
use crate::server::Server;

/// The signed-in caller. A route that takes it is for nobody else.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// As every use case takes it.
    pub caller: Caller,
    /// Where a browser's session vouches for it.
    pub(crate) session: Option<(String, Session)>,
    /// Where a token does: its text.
    token: Option<String>,
}

/// What the gate found out.
#[derive(Clone)]
pub(super) struct Known(pub Result<Option<SignedIn>, Problem>);

/// The word that a change must carry, so that it comes from a page that could read it.
pub(crate) fn csrf_of(secret: &str) -> String {
    ContentHash::of(format!("understudy csrf {secret}").as_bytes()).to_string()
}

/// Who calls; nobody where the request says nothing about it.
pub(crate) async fn identify(
    server: &Server,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Option<SignedIn>, Problem> {
    if let Some(given) = headers.get(header::AUTHORIZATION) {
        let token = given.to_str().ok().and_then(|value| value.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let unknown = || Problem::new("bad-token", "send the token as `Authorization: Bearer ust_…`");
        let (_, token) = token.ok_or_else(unknown)?;
        let token = token.trim();
        let caller = server.engine().bearer(token).await?;
        let token = Some(token.to_owned());
        return Ok(Some(SignedIn { caller: for_whom(caller, headers), session: None, token }));
    }
    let Some(secret) = cookie::read(server.options(), headers) else { return Ok(None) };
    let session = server.engine().session(secret).await?;
    if is_unsafe(method) {
        let given = decode::header(headers, "x-csrf-token").unwrap_or_default();
        if !same(given, &csrf_of(secret)) {
            let words = "send the session's `csrf` as X-CSRF-Token; reload the page and try again";
            return Err(Problem::new("csrf", words));
        }
    }
    let caller = for_whom(session.caller(), headers);
    Ok(Some(SignedIn { caller, session: Some((secret.to_owned(), session)), token: None }))
}

/// For whom the caller acts as a delegate, where it says so. Whether that is true the engine decides.
fn for_whom(caller: Caller, headers: &HeaderMap) -> Caller {
    let other = decode::header(headers, "x-on-behalf-of").map(PersonId::new);
    Caller { on_behalf_of: other, ..caller }
}

/// Whether both are the same, in a time that does not tell how far they are.
fn same(one: &str, other: &str) -> bool {
    one.len() == other.len() && one.bytes().zip(other.bytes()).fold(0, |differ, (a, b)| differ | (a ^ b)) == 0
}

impl SignedIn {
    /// Whether what vouched for the caller still does: the session has not ended, the token is neither revoked nor expired.
    pub(crate) async fn holds(&self, server: &Server) -> bool {
        let session = match &self.session {
            Some((secret, _)) => server.engine().session_holds(secret).await.is_ok_and(|holds| holds),
            None => true,
        };
        let token = match &self.token {
            Some(text) => server.engine().bearer(text).await.is_ok(),
            None => true,
        };
        session && token
    }

    /// Whether a person signed in, and not a program with a token.
    pub fn in_person(&self) -> bool {
        self.caller.vouched == Vouched::Person
    }
}

impl FromRequestParts<Server> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Server) -> Result<Self, Problem> {
        let nobody = || Problem::new("not-signed-in", "sign in first, or send an API token");
        match parts.extensions.get::<Known>() {
            Some(Known(Ok(Some(signed)))) => Ok(signed.clone()),
            Some(Known(Err(problem))) => Err(problem.clone()),
            Some(Known(Ok(None))) | None => Err(nobody()),
        }
    }
}
