//! `[telemetry]`: where traces go.

use anyhow::{Result, bail};
use serde::Deserialize;

use super::{Environment, Origin, Setting};

/// What the file says.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    otlp: Option<String>,
}

/// Where traces go.
#[derive(Debug, Clone, PartialEq)]
pub struct Telemetry {
    /// The base address of an OpenTelemetry collector that speaks OTLP over HTTP, without a slash at its end; nothing is
    /// sent where absent.
    pub otlp: Setting<Option<String>>,
}

/// As OpenTelemetry's own specification names it.
const VARIABLE: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";

impl Telemetry {
    pub fn read(given: Option<Given>, origin: &Origin, environment: &Environment) -> Result<Self> {
        let of_file = given.unwrap_or_default().otlp.map(|url| judged("telemetry.otlp", &url)).transpose()?;
        let of_environment = environment.get(VARIABLE).map(|url| judged(VARIABLE, url)).transpose()?;
        Ok(Telemetry {
            otlp: Setting::over(
                Setting::default_of(None),
                of_file.map(|url| Setting::of(Some(url), origin)),
                of_environment.map(|url| Setting::of(Some(url), &Origin::Environment(VARIABLE))),
                None,
            ),
        })
    }
}

/// The address without a slash at its end.
fn judged(key: &str, url: &str) -> Result<String> {
    let url = url.trim_end_matches('/');
    match url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")) {
        Some(rest) if !rest.is_empty() && !rest.contains(['?', '#', ' ', '@']) => Ok(url.to_owned()),
        _ => bail!("{key}: `{url}` is no address such as http://localhost:4318"),
    }
}
