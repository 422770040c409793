//! The configuration as it is shown: every key, without a secret.

use serde_json::{Value as Json, json};

use super::{Configuration, Connectors, Setting};

impl Configuration {
    /// Each key with its value and where it comes from.
    pub fn shown(&self) -> Vec<(String, Json, String)> {
        fn row<T: serde::Serialize>(key: &str, setting: &Setting<T>) -> (String, Json, String) {
            (key.to_owned(), serde_json::to_value(&setting.value).unwrap_or(Json::Null), setting.origin.to_string())
        }
        let connectors = match &self.connectors.value {
            Connectors::None => Json::Null,
            Connectors::File(file) => json!(file),
            Connectors::Inline(all) => json!(all.as_object().map(|all| all.keys().collect::<Vec<_>>())),
        };
        let mut rows = vec![
            row("data", &self.data),
            row("socket", &self.socket),
            ("connectors".to_owned(), connectors, self.connectors.origin.to_string()),
            row("calendar", &self.calendar),
            row("autonomy", &self.autonomy),
            row("limits", &self.limits),
            row("time_limits", &self.time_limits),
            row("watching", &self.watching),
            row("server.listen", &self.server.listen),
            row("server.public_url", &self.server.public_url),
            row("server.name", &self.server.name),
            row("server.tls", &self.server.tls),
            row("server.trusted_proxies", &self.server.trusted_proxies),
            row("telemetry.otlp", &self.telemetry.otlp),
        ];
        for (id, person) in &self.people.value {
            let value = serde_json::to_value(person).unwrap_or(Json::Null);
            rows.push((format!("people.{id}"), value, self.people.origin.to_string()));
        }
        for (name, (_, origin)) in &self.secrets {
            rows.push((format!("secrets.{name}"), json!("•••"), origin.to_string()));
        }
        rows
    }
}
