//! A folder with a configuration and tables in it, and calls on the connectors that come of it.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::path::Path;
use std::time::Duration;

use connectors::{Configuration, ConfigurationError, Format, Limits, Registry, Secret, SecretName};
use engine::port::{Failure, Request};
use procedure::value::{Value, Values};
use serde_json::Value as Json;
use tempfile::TempDir;

pub struct Desk {
    folder: TempDir,
    pub limits: Limits,
}

impl Desk {
    pub fn new() -> Self {
        Desk { folder: TempDir::new().unwrap(), limits: Limits::default() }
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.folder.path().join(name), content).unwrap();
        self
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Builds the connectors of a YAML text that stands in the folder.
    pub fn build(&self, yaml: &str) -> Result<Registry, ConfigurationError> {
        let configuration = Configuration::parse(yaml, Format::Yaml, &self.path().join("connectors.yaml"))?;
        Registry::build(&configuration, &secret, &self.limits)
    }

    /// What building says, with this folder's name taken out.
    pub fn complaint(&self, yaml: &str) -> String {
        let error = self.build(yaml).expect_err("it must be refused");
        self.plain(&format!("[{}] {error}", error.code()))
    }

    pub fn plain(&self, text: &str) -> String {
        text.replace(self.path().to_str().unwrap(), "DIR")
    }
}

/// The secrets of all tests.
pub fn secret(name: &SecretName) -> Option<Secret> {
    match name.as_str() {
        "crm-token" => Some(Secret::new("tok-very-secret")),
        "crm-password" => Some(Secret::new("pass\"word")),
        "line-break" => Some(Secret::new("two\nlines-secret")),
        _ => None,
    }
}

pub fn request(action: &str, arguments: Json) -> Request {
    let arguments = match Value::from_plain(&arguments).unwrap() {
        Value::Object(arguments) => arguments,
        _ => Values::new(),
    };
    let key = "run-7/effect-3".to_owned();
    Request { action: action.parse().unwrap(), arguments, key, attempt: 1, time_limit: Duration::from_secs(20) }
}

/// Calls `connector.action`.
pub async fn call(registry: &Registry, action: &str, arguments: Json) -> Result<Json, Failure> {
    let (connector, action) = action.split_once('.').unwrap();
    let request = request(action, arguments);
    registry.get(connector).unwrap().connector.call(&request).await.map(|value| value.to_plain())
}

/// A failure on one line: name, certainty, whether it may pass, message.
pub fn line(failure: &Failure) -> String {
    let passing = if failure.transient { "may pass" } else { "will stay" };
    format!("{} ({:?}, {passing}): {}", failure.error, failure.certainty, failure.message)
}
