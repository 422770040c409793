//! Gives up on a request that takes too long, and says whose fault that was.
//!
//! RFC 9110 knows two answers. 408 (15.5.9) is for a request that did not arrive in time: its sender may repeat it at once,
//! since nothing was begun. One that did arrive is the server's to answer for: 503 (15.6.4). 504 is for gateways alone.
//! Nothing that was committed is undone, and what has an idempotency key goes on.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};

use crate::problem::Problem;
use crate::server::Server;

/// What may take long.
const LONG: [&str; 6] = ["/attachments", "/export", "/verify", "/backup", "/conformance", "/draft"];

/// After how many seconds it makes sense to ask again.
const AGAIN: u64 = 5;

pub(crate) async fn in_time(State(server): State<Server>, request: Request, next: Next) -> Response {
    let limits = server.options().limits;
    let path = request.uri().path();
    let long = LONG.iter().any(|ending| path.ends_with(ending));
    let limit = match request.method() {
        &Method::POST if path.ends_with("/event-logs") => limits.log_time,
        _ if long => limits.long_time,
        _ => limits.time,
    };
    let awaited = Arc::new(AtomicBool::new(false));
    let request = request.map(|body| Body::new(Arriving { body, awaited: Arc::clone(&awaited) }));
    if let Ok(answer) = tokio::time::timeout(limit, next.run(request)).await {
        return answer;
    }
    let seconds = limit.as_secs();
    if awaited.load(Ordering::Relaxed) {
        let words = format!("the request did not arrive within {seconds} s; send it again");
        return Problem::new("not-received", words).into_response();
    }
    let words = format!("this took longer than {seconds} s; look before you ask again");
    Problem::new("too-slow", words).retry_after(AGAIN).into_response()
}

/// A body, and whether its next piece is waited for.
struct Arriving {
    body: Body,
    awaited: Arc<AtomicBool>,
}

impl hyper::body::Body for Arriving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        self.awaited.store(polled.is_pending(), Ordering::Relaxed);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
