//! Secrets: named in a configuration, resolved by the program, never printed.
//!
//! Refuses to show what it holds: no `Display`, no `Serialize`, no comparison, and a `Debug` that tells nothing.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// Text that must not be shown: a token, a password.
#[derive(Clone)]
pub struct Secret(Box<str>);

/// Gives the secret of a name, where there is one.
pub type Secrets<'a> = dyn Fn(&str) -> Option<Secret> + 'a;

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into().into_boxed_str())
    }

    /// The text itself, for the request that needs it.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The reader's own message would quote what it found.
        let text = String::deserialize(deserializer)
            .map_err(|_| serde::de::Error::custom("a secret is text in quotes; what was found is not shown"))?;
        Ok(Secret::new(text))
    }
}

/// The name of a secret, written `{secret: crm-token}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a secret is only named here: {secret: NAME}")]
pub struct SecretName {
    /// Letters, digits, `-` and `_`.
    pub secret: String,
}

/// The environment variable of a secret: `crm-token` is `UNDERSTUDY_SECRET_CRM_TOKEN`.
pub fn variable(name: &str) -> String {
    let upper = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    format!("UNDERSTUDY_SECRET_{}", upper.collect::<String>())
}
