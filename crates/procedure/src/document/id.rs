//! Names and ids as types: what is spelled wrong cannot be built.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest id or name, in bytes.
pub const MAX_LENGTH: usize = 80;

/// Names that expressions already give a meaning.
pub const RESERVED: [&str; 15] = [
    "and", "event", "false", "in", "index", "not", "now", "null", "or", "pass", "result", "run", "settings", "steps",
    "true",
];

/// Why a text is no id or name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{found}` is no {noun}; {rule}")]
pub struct IdError {
    pub found: String,
    pub noun: &'static str,
    pub rule: &'static str,
}

const KEBAB: &str = "use lower-case letters and digits in words joined by `-`, starting with a letter";
const SNAKE: &str = "use letters, digits and `_`, starting with a letter, and no word that expressions use themselves";
const DOTTED: &str = "use letters and digits in words joined by `.`, `-` or `_`, starting with a letter";

fn is_kebab(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !RESERVED.contains(&text)
}

fn is_dotted(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

macro_rules! id {
    ($(#[$doc:meta])* $type:ident, $noun:literal, $valid:ident, $rule:ident, $pattern:literal) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $type(Arc<str>);

        impl $type {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $type {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                if text.len() <= MAX_LENGTH && $valid(text) {
                    return Ok($type(text.into()));
                }
                Err(IdError { found: text.chars().take(MAX_LENGTH).collect(), noun: $noun, rule: $rule })
            }
        }

        impl Deref for $type {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $type {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $type {
            fn eq(&self, other: &str) -> bool {
                &*self.0 == other
            }
        }

        impl PartialEq<&str> for $type {
            fn eq(&self, other: &&str) -> bool {
                &*self.0 == *other
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }

        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Cow::<str>::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                stringify!($type).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "maxLength": MAX_LENGTH })
            }
        }
    };
}

macro_rules! kebab {
    ($(#[$doc:meta])* $type:ident, $noun:literal) => {
        id!($(#[$doc])* $type, $noun, is_kebab, KEBAB, "^[a-z][a-z0-9]*(-[a-z0-9]+)*$");
    };
}

kebab!(
    /// Names a procedure for ever.
    ProcedureId, "procedure id"
);
kebab!(
    /// Names a step within its procedure; never reused.
    StepId, "step id"
);
kebab!(
    /// Names a role.
    RoleId, "role"
);
kebab!(
    /// Names a declared exception, or one of the engine's own.
    ExceptionId, "exception id"
);
kebab!(
    /// Names a way a run can end.
    OutcomeId, "outcome"
);
kebab!(
    /// Names a branch of `together`.
    BranchId, "branch name"
);
kebab!(
    /// Names an error that a connector or a sub-procedure reports, such as `not-found`; `failure` is any.
    ErrorId, "error name"
);
id!(
    /// Names a value: a data field, a setting, something saved or set.
    Name, "name", is_name, SNAKE, "^[A-Za-z][A-Za-z0-9_]*$"
);
id!(
    /// Names an action as `connector.action`, or an event type such as `com.example.ticket.created`.
    Dotted, "dotted name", is_dotted, DOTTED, "^[A-Za-z][A-Za-z0-9._-]*$"
);

impl StepId {
    /// The step's name in expressions, where `-` would be a minus: `look-up` is `steps.look_up`.
    pub fn in_expressions(&self) -> String {
        self.replace('-', "_")
    }
}

impl OutcomeId {
    /// The outcome of a run that did all its steps.
    pub fn completed() -> Self {
        OutcomeId("completed".into())
    }
}
