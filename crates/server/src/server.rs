//! The server: what all routes share, and the routes put together.

use std::sync::Arc;

use axum::Router;
use engine::Engine;

use crate::gate::Gate;
use crate::options::Options;
use crate::problem::Problem;
use crate::{description, route};

/// What every route is given. Cheap to clone; all clones are one server.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    engine: Engine,
    options: Options,
    gate: Gate,
}

impl Server {
    pub fn new(engine: Engine, options: Options) -> Self {
        Server(Arc::new(Inner { engine, options, gate: Gate::default() }))
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

    /// Everything that is served.
    pub fn router(&self) -> Router {
        let (api, described) = route::all().split_for_parts();
        let described = Arc::new(description::finish(described));
        let api = api
            .route("/api/openapi.json", axum::routing::get(async move || crate::decode::Json(Arc::clone(&described))))
            .fallback(async || Problem::new("no-such-route", "there is nothing at this address; see /api"))
            .method_not_allowed_fallback(async || {
                Problem::new("method-not-allowed", "this address does not know the method; see /api")
            });
        api.with_state(self.clone())
    }
}
