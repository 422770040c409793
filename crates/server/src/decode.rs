//! Reading requests: axum's extractors, whose refusals are problems.
//!
//! They have axum's names, by which the description knows them.

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use engine::directory::Upon;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::problem::Problem;

/// A JSON body.
#[derive(Debug, Clone, Copy)]
pub struct Json<T>(pub T);

/// The parameters in the path.
#[derive(Debug, Clone, Copy)]
pub struct Path<T>(pub T);

/// The parameters after the question mark.
#[derive(Debug, Clone, Copy)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::Json::from_request(request, state).await {
            Ok(axum::Json(read)) => Ok(Json(read)),
            Err(rejection) => Err(of_json(&rejection)),
        }
    }
}

fn of_json(rejection: &JsonRejection) -> Problem {
    let code = match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => "too-large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "not-json",
        StatusCode::UNPROCESSABLE_ENTITY => "invalid",
        _ => "bad-json",
    };
    Problem::new(code, rejection.body_text())
}

/// A body as it is.
#[derive(Debug, Clone)]
pub struct Bytes(pub axum::body::Bytes);

impl<S: Send + Sync> FromRequest<S> for Bytes {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match axum::body::Bytes::from_request(request, state).await {
            Ok(read) => Ok(Bytes(read)),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::new("too-large", rejection.body_text()))
            }
            Err(rejection) => Err(Problem::new("bad-request", rejection.body_text())),
        }
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Path::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(read)) => Ok(Path(read)),
            Err(rejection) => Err(of_path(&rejection)),
        }
    }
}

fn of_path(rejection: &PathRejection) -> Problem {
    Problem::new("bad-path", rejection.body_text())
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match axum::extract::Query::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(read)) => Ok(Query(read)),
            Err(rejection) => Err(of_query(&rejection)),
        }
    }
}

fn of_query(rejection: &QueryRejection) -> Problem {
    Problem::new("bad-query", rejection.body_text())
}

/// A header as text, where it is there and can be read.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// A percent-encoded text (RFC 3986); what is none stays as it is.
pub fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = text.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What a change was made upon, from `If-Match`: a tag, or `*` for whatever is there.
#[derive(Debug, Clone)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// The tag. Refuses a change that does not say what it was made upon.
    pub fn tag(&self) -> Result<&str, Problem> {
        let wanted = "say with `If-Match` which state you changed: its `etag`";
        self.0.as_deref().ok_or_else(|| Problem::new("needs-match", wanted))
    }

    /// The same, where `*` will do as well.
    pub fn upon(&self) -> Result<Upon<'_>, Problem> {
        self.tag().map(|_| self.if_said())
    }

    /// The same, where it need not be said.
    pub fn if_said(&self) -> Upon<'_> {
        match self.0.as_deref() {
            None | Some("*") => Upon::Whatever,
            Some(tag) => Upon::State(tag),
        }
    }

    pub fn is_said(&self) -> bool {
        self.0.is_some()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let given = header(&parts.headers, "if-match");
        Ok(IfMatch(given.map(|tag| tag.trim().trim_start_matches("W/").trim_matches('"').to_owned())))
    }
}

/// An answer with its `ETag`.
pub struct Tagged<T>(pub String, pub T);

impl<T: Serialize> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let tag = HeaderValue::try_from(format!("\"{}\"", self.0)).expect("a tag is hexadecimal");
        ([(axum::http::header::ETAG, tag)], axum::Json(self.1)).into_response()
    }
}
