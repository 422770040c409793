//! What every answer tells the browser, and the name by which a request is found again in the logs.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use opentelemetry_http::HeaderExtractor;
use tracing::Instrument;
use tracing_opentelemetry::OpenTelemetrySpanExt;

use crate::decode;
use crate::metrics;
use crate::server::Server;

/// Scripts and styles come from us alone and never stand in a page.
const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
     img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; \
     object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// What stands in a page of ours for the nonce that its style elements carry.
pub(crate) const NONCE: &str = "__CSP_NONCE__";

/// A page of ours, with a nonce that no other answer has; so nothing may keep it.
pub(crate) fn page(html: &str) -> Response {
    let mut chance = [0; 16];
    getrandom::fill(&mut chance).expect("the operating system gives random bytes");
    let nonce = format!("{:032x}", u128::from_be_bytes(chance));
    let mut response = Html(html.replace(NONCE, &nonce)).into_response();
    let policy = POLICY.replace("style-src 'self'", &format!("style-src 'self' 'nonce-{nonce}'"));
    let policy = HeaderValue::try_from(policy).expect("the policy is plain ASCII");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Longest name of a request that is taken from whoever asks, in bytes.
const LONGEST_NAME: usize = 64;

/// Adds the headers, names the request, and logs it.
pub(crate) async fn secure(State(server): State<Server>, request: Request, next: Next) -> Response {
    let given = decode::header(request.headers(), "x-request-id");
    let plain = |name: &&str| {
        (8..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let id = given.filter(plain).map_or_else(fresh, str::to_owned);
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    // The span is named by the route: its path, which would be a name a run, stands beside it.
    let (known, route) = metrics::named(&request);
    let span = tracing::info_span!(
        "request",
        otel.kind = "server",
        otel.name = format!("{known} {route}"),
        otel.status_code = tracing::field::Empty,
        %method,
        path,
        id,
        status = tracing::field::Empty,
    );
    follow(&span, request.headers());
    let mut response = next.run(request).instrument(span.clone()).await;
    span.record("status", response.status().as_u16());
    if response.status().is_server_error() {
        span.record("otel.status_code", "ERROR");
    }
    let _entered = span.enter();
    tracing::info!("answered");
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()");
    // What people see of their work is for no cache; what may be kept says so itself.
    set(header::CACHE_CONTROL, "no-store");
    if server.options().is_https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if let Ok(id) = HeaderValue::try_from(id) {
        headers.insert("x-request-id", id);
    }
    response
}

/// Makes the span a part of the caller's trace, where the caller names one.
fn follow(span: &tracing::Span, headers: &HeaderMap) {
    let of_caller = opentelemetry::global::get_text_map_propagator(|known| known.extract(&HeaderExtractor(headers)));
    // Without traces there is nothing to be a part of.
    let _ = span.set_parent(of_caller);
}

fn fresh() -> String {
    let mut chance = [0; 8];
    // Without chance the name is dull, and nothing else.
    let _ = getrandom::fill(&mut chance);
    format!("{:016x}", u64::from_be_bytes(chance))
}
