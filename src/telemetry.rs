//! Traces for an OpenTelemetry collector: a span a request and a span an effect, sent by OTLP over HTTP.
//!
//! What is sent names routes, runs, steps and outcomes, never values. Without an address nothing is made or sent.

use std::time::Duration;

use anyhow::{Context, Result};
use async_trait::async_trait;
use opentelemetry::KeyValue;
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Layer;
use tracing_subscriber::registry::LookupSpan;

use crate::configuration::Configuration;

/// How long a collector may take to accept what it is sent, and how long the end waits for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whose spans are sent. Those of libraries, the exporter's own among them, are not.
const OURS: [&str; 5] = ["understudy", "server", "engine", "connectors", "store_sqlite"];

/// What sends traces.
pub struct Telemetry(SdkTracerProvider);

impl Telemetry {
    /// Begins where the configuration names a collector.
    pub fn begin(configuration: &Configuration) -> Result<Option<Self>> {
        let Some(collector) = &configuration.telemetry.otlp.value else { return Ok(None) };
        let about = || format!("traces cannot be sent to {collector}");
        let exporter = SpanExporter::builder()
            .with_http()
            .with_http_client(Client::new().with_context(about)?)
            .with_endpoint(format!("{collector}/v1/traces"))
            .with_timeout(PATIENCE)
            .build()
            .with_context(about)?;
        let mut about_us =
            Resource::builder().with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")));
        if std::env::var_os("OTEL_SERVICE_NAME").is_none() {
            about_us = about_us.with_service_name("understudy");
        }
        let provider =
            SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(about_us.build()).build();
        // From whom a request comes, and to whom one is sent, `traceparent` says (W3C Trace Context).
        opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
        Ok(Some(Telemetry(provider)))
    }

    /// What makes spans of ours into traces.
    pub fn layer<S>(&self) -> impl Layer<S> + use<S>
    where
        S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let ours = OURS.iter().fold(Targets::new(), |all, target| all.with_target(*target, LevelFilter::INFO));
        tracing_opentelemetry::layer()
            .with_tracer(self.0.tracer("understudy"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_filter(ours)
    }

    /// Sends what was not sent yet.
    pub fn end(self) {
        if let Err(error) = self.0.shutdown_with_timeout(PATIENCE) {
            tracing::warn!(%error, "the last traces were not sent");
        }
    }
}

/// Sends from the exporter's own thread, which waits for nothing else.
#[derive(Debug)]
struct Client {
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
}

impl Client {
    fn new() -> Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE).build()?;
        Ok(Client { runtime, client })
    }
}

#[async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        self.runtime.block_on(async {
            let answer = self.client.execute(request.try_into()?).await?;
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = answer.status();
            // Why something was not accepted is told by the status; what else is said is not read.
            Ok(response)
        })
    }
}
