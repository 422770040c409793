//! The environment's part of the configuration: `UNDERSTUDY_*`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Result, bail};
use connectors::Secret;
use procedure::diagnostic::did_you_mean;
use procedure::document::AutonomyLevel;

use super::{Origin, Setting};

/// The variables that are read, beside secrets.
const KNOWN: [&str; 7] = [
    "UNDERSTUDY_CONFIG",
    "UNDERSTUDY_DATA",
    "UNDERSTUDY_SOCKET",
    "UNDERSTUDY_CONNECTORS",
    "UNDERSTUDY_AUTONOMY",
    "UNDERSTUDY_LISTEN",
    "UNDERSTUDY_LOG_FORMAT",
];

/// What begins the name of a secret's variable.
const SECRET: &str = "UNDERSTUDY_SECRET_";

/// The variables of the process, as they were when it started.
pub struct Environment(BTreeMap<String, String>);

impl Environment {
    pub fn of_process() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Environment(std::env::vars_os().filter_map(text).collect())
    }

    /// A variable; an empty one counts as absent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub fn path(&self, name: &'static str) -> Option<Setting<PathBuf>> {
        let value = self.get(name)?;
        Some(Setting::of(PathBuf::from(value), &Origin::Environment(name)))
    }

    pub fn autonomy(&self) -> Result<Option<Setting<AutonomyLevel>>> {
        let variable = "UNDERSTUDY_AUTONOMY";
        let level = match self.get(variable) {
            None => return Ok(None),
            Some("human") => AutonomyLevel::Human,
            Some("confirm") => AutonomyLevel::Confirm,
            Some("auto") => AutonomyLevel::Auto,
            Some(other) => bail!("{variable} is `{other}`; say `human`, `confirm` or `auto`"),
        };
        Ok(Some(Setting::of(level, &Origin::Environment(variable))))
    }

    /// Secrets by the names that connectors use, in lower case: `UNDERSTUDY_SECRET_CRM_TOKEN` is both `crm-token` and
    /// `crm_token`.
    pub fn secrets(&self) -> Vec<(String, (Secret, Origin))> {
        let mut secrets = Vec::new();
        for (variable, value) in &self.0 {
            let Some(name) = variable.strip_prefix(SECRET).filter(|name| !name.is_empty()) else { continue };
            let name = name.to_ascii_lowercase();
            let origin = Origin::Environment("UNDERSTUDY_SECRET_*");
            secrets.push((name.replace('_', "-"), (Secret::new(value.clone()), origin.clone())));
            secrets.push((name, (Secret::new(value.clone()), origin)));
        }
        secrets
    }

    /// Variables that look like ours and are not.
    pub fn warnings(&self) -> Vec<String> {
        let ours = self.0.keys().filter(|name| name.starts_with("UNDERSTUDY_") && !name.starts_with(SECRET));
        let unknown = ours.filter(|name| !KNOWN.contains(&name.as_str()));
        unknown
            .map(|name| {
                let hint = did_you_mean(name, KNOWN).map(|hint| format!("; {hint}")).unwrap_or_default();
                format!("the environment variable {name} is not read{hint}")
            })
            .collect()
    }
}
