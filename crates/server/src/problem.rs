//! Refusals and failures as problem details (RFC 9457), and the one place that maps a code to an HTTP status.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use procedure::diagnostic::Diagnostic;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not carried out, as `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// `about:blank`: what is special about it stands in `code`.
    #[serde(rename = "type")]
    #[schema(value_type = String)]
    kind: Blank,
    /// The words of the status.
    #[schema(value_type = String)]
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Stable, kebab-case: what programs decide by.
    #[schema(value_type = String)]
    pub code: Cow<'static, str>,
    /// What was attempted, what was found, and what to do.
    pub detail: String,
    /// The single mistakes, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<Mistake>,
    /// After how many seconds to try again; also in `Retry-After`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub retry_after: Option<u64>,
    /// What to show instead: with `stale`, the task as it is now; with `not-a-log`, the `report`; with `which-objects`, the
    /// `object_types` that there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, value_type = Object)]
    pub current: Option<Box<serde_json::Value>>,
}

/// `about:blank`, the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Blank;

impl Serialize for Blank {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("about:blank")
    }
}

/// One mistake of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mistake {
    pub code: String,
    pub detail: String,
    /// Where, as a path into what was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub at: Option<String>,
}

impl Problem {
    /// A problem with the status that its code has.
    pub fn new(code: impl Into<Cow<'static, str>>, detail: impl Into<String>) -> Self {
        let code = code.into();
        let status = status(&code);
        Problem {
            kind: Blank,
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code,
            detail: detail.into(),
            errors: Vec::new(),
            retry_after: None,
            current: None,
        }
    }

    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The same, with the moment to try again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The same, with what to show instead.
    #[must_use]
    pub fn with_current(mut self, current: serde_json::Value) -> Self {
        self.current = Some(Box::new(current));
        self
    }
}

/// The HTTP status of a code. Every code of the engine, the interpreter, the store and this crate stands here; one that
/// does not is a failure of ours.
pub fn status(code: &str) -> StatusCode {
    match code {
        // It cannot be read.
        "bad-request" | "bad-json" | "bad-query" | "bad-path" | "bad-cursor" | "bad-header" => StatusCode::BAD_REQUEST,
        // Nobody is signed in, or not well enough.
        "not-signed-in" | "session-ended" | "bad-token" | "wrong-password" | "bad-link" => StatusCode::UNAUTHORIZED,
        // Who it is may not.
        "denied" | "csrf" | "not-your-role" | "barred" | "not-allowed" | "no-person" | "assigned-to-other"
        | "not-a-demo" => StatusCode::FORBIDDEN,
        // It is not there.
        "no-such-route"
        | "no-such-run"
        | "no-such-procedure"
        | "no-such-publication"
        | "no-such-document"
        | "nothing-there"
        | "no-such-task"
        | "no-such-effect"
        | "no-such-timer"
        | "no-such-activation" => StatusCode::NOT_FOUND,
        "method-not-allowed" => StatusCode::METHOD_NOT_ALLOWED,
        "not-acceptable" => StatusCode::NOT_ACCEPTABLE,
        "not-received" => StatusCode::REQUEST_TIMEOUT,
        // It does not fit how things stand.
        "stale" | "already-started" | "not-started" | "run-ended" | "run-paused" | "not-paused" | "other-version"
        | "held" | "other-kind-of-task" | "already-agreed" | "no-jump" | "no-override" | "no-migration"
        | "too-many-events" | "busy" | "store-conflict" | "claim-taken" | "number-taken" | "lease-held"
        | "still-open" | "dispatch-paused" | "under-way" | "already-answered" => StatusCode::CONFLICT,
        "erased" | "expired" | "link-expired" | "link-taken-back" | "link-done" | "link-closed" => StatusCode::GONE,
        "changed-meanwhile" => StatusCode::PRECONDITION_FAILED,
        "too-large" | "attachment-too-large" => StatusCode::PAYLOAD_TOO_LARGE,
        "not-json" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        // It can be read, and is wrong.
        "invalid" | "values" | "mistakes" | "not-signed" | "empty" | "too-long" | "unknown-name" | "trigger"
        | "key-reused" | "not-a-log" | "which-objects" => StatusCode::UNPROCESSABLE_ENTITY,
        "needs-match" => StatusCode::PRECONDITION_REQUIRED,
        "too-many-requests" | "locked" | "too-many-watchers" | "too-many-files" | "too-many-uploads" => {
            StatusCode::TOO_MANY_REQUESTS
        }
        "unavailable" | "too-slow" => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<engine::Error> for Problem {
    fn from(error: engine::Error) -> Self {
        let mut problem = Problem::new(error.code(), error.to_string());
        if problem.status().is_server_error() {
            // What the store says of itself is for whoever reads the log.
            tracing::error!(code = error.code(), %error, "a request failed");
            return Problem::new(
                "failed",
                "the server could not do this; why stands in its log, under the X-Request-Id",
            );
        }
        match error {
            engine::Error::Mistakes(found) => problem.errors = found.iter().map(Mistake::from).collect(),
            engine::Error::Rejected(interpreter::Rejected::Values(found)) => {
                let mistake = |detail| Mistake { code: "values".to_owned(), detail, at: None };
                problem.errors = found.into_iter().map(mistake).collect();
            }
            engine::Error::Locked { seconds } => problem.retry_after = Some(seconds),
            engine::Error::LogsArriving => problem.retry_after = Some(10),
            engine::Error::NotALog(report) => return problem.with_current(serde_json::json!({"report": report})),
            engine::Error::WhichObjects(types) => {
                return problem.with_current(serde_json::json!({"object_types": types}));
            }
            _ => {}
        }
        problem
    }
}

impl From<&Diagnostic> for Mistake {
    fn from(found: &Diagnostic) -> Self {
        Mistake { code: found.code.to_string(), detail: found.message.clone(), at: Some(found.path.to_string()) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).expect("a problem has a JSON form");
        let mut response = (self.status(), body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
