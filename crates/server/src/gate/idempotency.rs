//! A POST with an `Idempotency-Key` is carried out once; whoever sends it again gets the first answer.

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::port::store::{Passing, PassingKind};
use http_body_util::{BodyExt, Limited};
use jiff::SignedDuration;
use procedure::hash::ContentHash;
use serde::{Deserialize, Serialize};
use tracing::Instrument;

use super::signed_in::Known;
use crate::problem::Problem;
use crate::server::Server;

/// How long an answer is kept.
const MEMORY: SignedDuration = SignedDuration::from_hours(24);

/// How long a request that gives no answer holds its key.
const UNDER_WAY: SignedDuration = SignedDuration::from_mins(15);

/// Longest key, in bytes.
const LONGEST: usize = 200;

/// Largest answer that is kept, in bytes.
const LARGEST: usize = 1 << 20;

/// What these answer is worked out anew each time. They change nothing but that the ledger says who took what, so that
/// there is nothing to do once, and their answers are large; or they keep a file, which has its content for a key.
const WITHOUT_KEY: [&str; 9] = [
    "/check",
    "/try",
    "/convert",
    "/ledger/verify",
    "/migration-preview",
    "/attachments",
    "/backup",
    "/event-logs/look",
    // A log is not held in memory to be compared.
    "/event-logs",
];

/// Marks an answer that holds a secret or sensitive values, which must not be kept.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HoldsSecret;

#[derive(Serialize, Deserialize)]
struct Kept {
    /// The hash of what was sent.
    sent: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    answer: Option<Answer>,
}

#[derive(Serialize, Deserialize)]
struct Answer {
    status: u16,
    /// Absent where it held a secret.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    body: Option<String>,
}

/// Carries out what has a key once, and answers again what was answered.
pub(crate) async fn once(State(server): State<Server>, request: Request, next: Next) -> Response {
    let key = request.headers().get("idempotency-key").cloned();
    let signed = request.extensions().get::<Known>().and_then(|Known(known)| known.as_ref().ok()?.clone());
    let (Some(key), Some(signed), &Method::POST) = (key, signed, request.method()) else {
        return next.run(request).await;
    };
    if WITHOUT_KEY.iter().any(|route| request.uri().path().ends_with(route)) {
        return next.run(request).await;
    }
    // It goes on when the caller hangs up: what was done has its answer kept, for the caller who asks again.
    let done = tokio::spawn(
        async move {
            let key = key.to_str().ok().filter(|key| (1..=LONGEST).contains(&key.len()));
            let wrong =
                || Problem::new("bad-header", format!("an Idempotency-Key has 1 to {LONGEST} plain characters"));
            let key = key.ok_or_else(wrong)?;
            let what = format!("{} {} {key}", signed.caller.person, request.uri().path());
            let key = ContentHash::of(what.as_bytes()).to_string();
            let (request, sent) = read(&server, request).await?;
            carry_out(&server, (signed.caller.person.to_string(), key, sent), request, next).await
        }
        .in_current_span(),
    );
    match done.await {
        Ok(answered) => answered.unwrap_or_else(Problem::into_response),
        Err(broken) if broken.is_panic() => std::panic::resume_unwind(broken.into_panic()),
        Err(_) => Problem::new("unavailable", "the server is stopping; try again").into_response(),
    }
}

/// Reads the body, so that it can be compared.
async fn read(server: &Server, request: Request) -> Result<(Request, String), Problem> {
    let (parts, body) = request.into_parts();
    let most = server.options().limits.body;
    let too_large = |_| Problem::new("too-large", format!("the body has more than {most} bytes, or did not arrive"));
    let bytes = Limited::new(body, most).collect().await.map_err(too_large)?.to_bytes();
    let sent = ContentHash::of(&bytes).to_string();
    Ok((Request::from_parts(parts, Body::from(bytes)), sent))
}

async fn carry_out(
    server: &Server,
    (owner, key, sent): (String, String, String),
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let engine = server.engine();
    let row = |kept: &Kept, lasts: SignedDuration| Passing {
        kind: PassingKind::Answer,
        key: key.clone(),
        owner: owner.clone(),
        value: serde_json::to_string(kept).expect("texts and a number"),
        until: engine.now().checked_add(lasts).unwrap_or(jiff::Timestamp::MAX),
    };
    let mut kept = Kept { sent, answer: None };
    if let Some(before) = engine.begin_answer(row(&kept, UNDER_WAY)).await? {
        return again(&before.value, &kept.sent);
    }
    let response = next.run(request).await;
    if !response.status().is_success() {
        // Nothing was done, so that it may be tried again.
        engine.forget_answer(&key).await?;
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    if parts.extensions.get::<HoldsSecret>().is_some() {
        // It is not kept, so that it goes out as it comes.
        kept.answer = Some(Answer { status: parts.status.as_u16(), body: None });
        engine.keep_answer(row(&kept, MEMORY)).await?;
        return Ok(Response::from_parts(parts, body));
    }
    let bytes = body.collect().await.map_or_else(|_| Bytes::new(), |body| body.to_bytes());
    let body = (bytes.len() <= LARGEST).then(|| String::from_utf8_lossy(&bytes).into_owned());
    kept.answer = Some(Answer { status: parts.status.as_u16(), body });
    engine.keep_answer(row(&kept, MEMORY)).await?;
    Ok(Response::from_parts(parts, Body::from(bytes)))
}

fn again(before: &str, sent: &str) -> Result<Response, Problem> {
    let before: Kept = serde_json::from_str(before)
        .map_err(|_| Problem::new("store-damaged", "what was kept of this request cannot be read"))?;
    if before.sent != sent {
        let words = "this Idempotency-Key was used for another request; take a new one";
        return Err(Problem::new("key-reused", words));
    }
    let Some(answer) = before.answer else {
        let words = "the first request with this Idempotency-Key is still under way; ask again in a moment";
        return Err(Problem::new("under-way", words).retry_after(1));
    };
    let Some(body) = answer.body else {
        let words = "this was carried out; its answer was shown once and is not kept";
        return Err(Problem::new("already-answered", words));
    };
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert("idempotent-replayed", HeaderValue::from_static("true"));
    Ok(response)
}
