//! The server: what all routes share, and the routes put together.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use engine::Engine;
use engine::port::store::MAX_ATTACHMENT;
use http_body_util::BodyExt;
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::gate::{self, Gate};
use crate::live::Watchers;
use crate::metrics::{self, Metrics};
use crate::options::Options;
use crate::problem::Problem;
use crate::{decode, description, health, in_time, route, screen};

/// What every route is given. Cheap to clone; all clones are one server.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    engine: Engine,
    options: Options,
    gate: Gate,
    metrics: Metrics,
    watchers: Watchers,
    stopping: watch::Sender<bool>,
}

impl Server {
    pub fn new(engine: Engine, options: Options) -> Self {
        let gate = Gate::new(&options);
        let (metrics, watchers) = (Metrics::default(), Watchers::default());
        let stopping = watch::Sender::new(false);
        Server(Arc::new(Inner { engine, options, gate, metrics, watchers, stopping }))
    }

    /// The use cases.
    pub fn engine(&self) -> &Engine {
        &self.0.engine
    }

    pub fn options(&self) -> &Options {
        &self.0.options
    }

    pub(crate) fn gate(&self) -> &Gate {
        &self.0.gate
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn watchers(&self) -> &Watchers {
        &self.0.watchers
    }

    /// Turns true when the server stops: what would go on for ever ends then.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.0.stopping.subscribe()
    }

    pub(crate) fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    /// Everything that is served.
    pub fn router(&self) -> Router {
        let with = |state: &Server| state.clone();
        let (api, described) = route::all().split_for_parts();
        let described: Arc<str> = description::finish(described).to_json().expect("it has a JSON form").into();
        let api = api
            .layer(middleware::from_fn_with_state(with(self), gate::once))
            .layer(middleware::from_fn_with_state(with(self), not_too_large))
            .layer(middleware::from_fn_with_state(with(self), gate::pass))
            .layer(DefaultBodyLimit::max(self.options().limits.body))
            .layer(middleware::from_fn_with_state(with(self), in_time::in_time));
        let nothing = async || Problem::new("no-such-route", "there is nothing at this address; see /api");
        let not_so = async || Problem::new("method-not-allowed", "this address does not know the method; see /api");
        let around = Router::new()
            .route("/healthz", get(health::alive))
            .route("/readyz", get(health::ready))
            .route("/metrics", get(metrics::show).layer(middleware::from_fn_with_state(with(self), gate::pass)))
            .route("/api/openapi.json", get(description::show))
            .route("/api", get(description::page))
            .route("/api/{*rest}", axum::routing::any(nothing));
        api.merge(around)
            .fallback(screen::show)
            .method_not_allowed_fallback(not_so)
            .layer(Extension(description::Described(described)))
            .layer(CompressionLayer::new().compress_when(worth_compressing()))
            .layer(middleware::from_fn_with_state(with(self), metrics::measure))
            .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
                tracing::error!("a request panicked");
                Problem::new("failed", "the server made a mistake; it was logged").into_response()
            }))
            .layer(middleware::from_fn_with_state(with(self), gate::secure))
            .with_state(self.clone())
    }
}

/// What gets smaller: not a copy of everything, which would keep the processor busy for as long as it goes.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new(route::BACKUP_TYPE))
}

/// Most bytes of a body that is refused as too large which are read all the same, to be thrown away.
const HEARD_OUT: usize = 16 << 20;

/// Refuses a body that says of itself that it is too large, once it has arrived: most clients do not listen before, and take
/// a closed connection for a broken one.
async fn not_too_large(State(server): State<Server>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let most = if path.ends_with("/attachments") {
        MAX_ATTACHMENT as u64
    } else if path.ends_with("/event-logs") {
        server.engine().largest_log()
    } else {
        server.options().limits.body as u64
    };
    let announced = decode::header(request.headers(), "content-length").and_then(|length| length.parse::<u64>().ok());
    if announced.is_none_or(|announced| announced <= most) {
        return next.run(request).await;
    }
    let (mut body, mut heard) = (request.into_body(), 0);
    while heard < HEARD_OUT
        && let Some(Ok(frame)) = body.frame().await
    {
        heard += frame.data_ref().map_or(0, |data| data.len());
    }
    Problem::new("too-large", format!("the body has more than {most} bytes")).into_response()
}
