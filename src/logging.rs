//! Logs on standard error: warnings, or more for each `-v`; as JSON where `UNDERSTUDY_LOG_FORMAT` is `json`.

use tracing::Subscriber;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};

use crate::telemetry::Telemetry;

/// How much is logged, and how.
#[derive(Debug, Clone, Copy)]
pub struct Logs {
    level: LevelFilter,
    /// Where in the code a line comes from.
    places: bool,
    json: bool,
}

impl Logs {
    pub fn of(verbose: u8) -> Self {
        let level = match verbose {
            0 => LevelFilter::WARN,
            1 => LevelFilter::INFO,
            2 => LevelFilter::DEBUG,
            3.. => LevelFilter::TRACE,
        };
        let json = std::env::var("UNDERSTUDY_LOG_FORMAT").is_ok_and(|format| format == "json");
        Logs { level, places: verbose > 1, json }
    }

    fn layer<S>(self) -> Box<dyn Layer<S> + Send + Sync>
    where
        S: Subscriber + for<'a> LookupSpan<'a>,
    {
        let logs = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_target(self.places);
        if self.json {
            logs.json().flatten_event(true).with_filter(self.level).boxed()
        } else {
            logs.with_filter(self.level).boxed()
        }
    }

    /// Logs while `work` is done.
    pub fn meanwhile<T>(self, work: impl FnOnce() -> T) -> T {
        tracing::subscriber::with_default(Registry::default().with(self.layer()), work)
    }

    /// Logs from now on, and traces where there is somewhere to send them.
    pub fn begin(self, traces: Option<&Telemetry>) {
        let all = Registry::default().with(traces.map(Telemetry::layer)).with(self.layer());
        tracing::subscriber::set_global_default(all).expect("nobody else sets it, and this is done once");
    }
}
