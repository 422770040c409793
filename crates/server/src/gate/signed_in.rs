//! Who is calling.

use std::sync::PoisonError;

use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use engine::Caller;

use crate::decode;
use crate::problem::Problem;
use crate::server::Server;

/// The signed-in caller. A route that takes it is for nobody else.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// As every use case takes it.
    pub caller: Caller,
}

impl FromRequestParts<Server> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Problem> {
        let secret = decode::header(&parts.headers, header::AUTHORIZATION.as_str())
            .and_then(|value| value.strip_prefix("Bearer "))
            .ok_or_else(|| Problem::new("not-signed-in", "sign in first, or send an API token"))?;
        let sessions = server.gate().sessions.lock().unwrap_or_else(PoisonError::into_inner);
        let caller = sessions.get(secret).cloned();
        caller.map(|caller| SignedIn { caller }).ok_or_else(|| Problem::new("bad-token", "this API token is not known"))
    }
}
