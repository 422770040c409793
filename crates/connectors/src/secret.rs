//! Secrets: named in a configuration, resolved by the program, never printed.
//!
//! Refuses to show what it holds: no `Display`, no `Serialize`, no comparison, and a `Debug` that tells nothing.

use std::fmt;

use serde::{Deserialize, Deserializer};

/// Text that must not be shown: a token, a password.
#[derive(Clone)]
pub struct Secret(Box<str>);

/// Gives the secret of a name, where there is one.
pub type Secrets<'a> = dyn Fn(&SecretName) -> Option<Secret> + 'a;

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

/// The name of a secret: letters, digits, `-` and `_`, at most 40.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretName(String);

impl SecretName {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SecretName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a message says of something else in the place of a name. It may be the secret, so it is not quoted.
const NO_NAME: &str = "a secret is only named here, with letters, digits, `-` and `_`; what was found is not shown";

impl<'de> Deserialize<'de> for SecretName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer).ok().filter(|name| is_name(name));
        name.map(SecretName).ok_or_else(|| serde::de::Error::custom(NO_NAME))
    }
}

fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// A secret in the place of a text: `{secret: crm-token}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub secret: SecretName,
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Keys {
            secret: SecretName,
        }
        let wrong = || serde::de::Error::custom("a secret is written {secret: NAME}; what was found is not shown");
        let Keys { secret } = Keys::deserialize(deserializer).map_err(|_| wrong())?;
        Ok(Named { secret })
    }
}

/// The environment variable of a secret: `crm-token` is `UNDERSTUDY_SECRET_CRM_TOKEN`.
pub fn variable(name: &SecretName) -> String {
    let upper = name.0.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    format!("UNDERSTUDY_SECRET_{}", upper.collect::<String>())
}
