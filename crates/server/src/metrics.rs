//! Measures in the text format of Prometheus: requests by route, and how the installation does.
//!
//! For administrators with a token; and for whoever is on this machine, unless the server is reached by a public address:
//! a proxy in front of it is on this machine, too, and need not say for whom it asks.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{FromRequestParts, MatchedPath, Request, State};
use axum::http::{HeaderName, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use engine::port::store::RunStatus;

use crate::gate::SignedIn;
use crate::gate::address::Address;
use crate::problem::Problem;
use crate::server::Server;

/// Upper bounds of the histogram's buckets, in milliseconds.
const BOUNDS: [u64; 11] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000];

/// What was counted since the process began.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<BTreeMap<(String, String, u16), Histogram>>);

#[derive(Default)]
struct Histogram {
    buckets: [u64; BOUNDS.len()],
    count: u64,
    total: Duration,
}

impl Metrics {
    fn note(&self, route: &str, method: &str, status: u16, took: Duration) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let histogram = all.entry((route.to_owned(), method.to_owned(), status)).or_default();
        histogram.count += 1;
        histogram.total += took;
        for (bucket, bound) in histogram.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(took <= Duration::from_millis(bound));
        }
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let name = "understudy_http_request_duration_seconds";
        head(text, name, "histogram", "Time until a request was answered.")?;
        for ((route, method, status), histogram) in &*all {
            let labels = format!("route=\"{route}\",method=\"{method}\",status=\"{status}\"");
            for (count, bound) in histogram.buckets.iter().zip(BOUNDS) {
                let bound = Duration::from_millis(bound).as_secs_f64();
                writeln!(text, "{name}_bucket{{{labels},le=\"{bound}\"}} {count}")?;
            }
            writeln!(text, "{name}_bucket{{{labels},le=\"+Inf\"}} {}", histogram.count)?;
            writeln!(text, "{name}_sum{{{labels}}} {}", histogram.total.as_secs_f64())?;
            writeln!(text, "{name}_count{{{labels}}} {}", histogram.count)?;
        }
        Ok(())
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) -> std::fmt::Result {
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

/// A request's method, or `other`, and its route: the pattern, so that there are as many as routes.
pub(crate) fn named(request: &Request) -> (&'static str, String) {
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    let method = known.into_iter().find(|known| request.method() == known).unwrap_or("other");
    (method, request.extensions().get::<MatchedPath>().map_or("screen", MatchedPath::as_str).to_owned())
}

/// Measures a request.
pub(crate) async fn measure(State(server): State<Server>, request: Request, next: Next) -> Response {
    let (method, route) = named(&request);
    let began = Instant::now();
    let response = next.run(request).await;
    server.metrics().note(&route, method, response.status().as_u16(), began.elapsed());
    response
}

/// `/metrics`
pub(crate) async fn show(State(server): State<Server>, request: Request) -> Result<Response, Problem> {
    let (mut parts, _) = request.into_parts();
    let address = Address::from_request_parts(&mut parts, &server).await?;
    if !address.is_local() || server.options().public_url.is_some() {
        let signed = SignedIn::from_request_parts(&mut parts, &server).await?;
        server.engine().may_measure(&signed.caller)?;
    }
    let figures = server.engine().figures().await?;
    let mut text = String::new();
    let written = (|| {
        server.metrics().write(&mut text)?;
        head(&mut text, "understudy_runs", "gauge", "Runs by where they stand.")?;
        for status in [RunStatus::Running, RunStatus::Paused, RunStatus::Ended, RunStatus::Cancelled] {
            let count = figures.counts.runs.get(&status).copied().unwrap_or(0);
            writeln!(text, "understudy_runs{{status=\"{}\"}} {count}", status.as_str())?;
        }
        let counts = &figures.counts;
        for (name, help, value) in [
            ("understudy_tasks_open", "Tasks that wait for people.", counts.tasks),
            ("understudy_effects_pending", "Asked of other systems and not come back.", counts.effects),
            ("understudy_dead_letters", "What runs refused to accept.", counts.dead_letters),
            ("understudy_ledger_entries", "Entries of the ledger.", figures.ledger),
            ("understudy_dispatches", "Whether this process dispatches.", u64::from(figures.leads)),
            ("understudy_watchers", "Open connections for live updates.", server.watchers().count() as u64),
        ] {
            head(&mut text, name, "gauge", help)?;
            writeln!(text, "{name} {value}")?;
        }
        head(&mut text, "understudy_timer_lag_seconds", "gauge", "How long the earliest timer has been due.")?;
        writeln!(text, "understudy_timer_lag_seconds {}", figures.timer_lag.as_secs_f64())
    })();
    written.map_err(|_: std::fmt::Error| Problem::new("failed", "the measures could not be written"))?;
    let kind: (HeaderName, _) = (header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
    Ok(([kind], text).into_response())
}
