//! Where a value of the configuration came from.

use std::fmt;
use std::path::PathBuf;

use serde::{Serialize, Serializer};

/// Where a value came from; later ones win.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Default,
    File(PathBuf),
    /// The variable.
    Environment(&'static str),
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(path) => write!(f, "{}", path.display()),
            Origin::Environment(variable) => write!(f, "environment {variable}"),
            Origin::Flag(flag) => write!(f, "flag {flag}"),
        }
    }
}

impl Serialize for Origin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Setting<T> {
    pub value: T,
    pub origin: Origin,
}

impl<T> Setting<T> {
    pub fn of(value: T, origin: &Origin) -> Self {
        Setting { value, origin: origin.clone() }
    }

    pub fn default_of(value: T) -> Self {
        Setting { value, origin: Origin::Default }
    }

    pub fn flag(value: T, flag: &'static str) -> Self {
        Setting { value, origin: Origin::Flag(flag) }
    }

    /// The one that wins: flag, environment, file, default.
    pub fn over(default: Self, file: Option<Self>, environment: Option<Self>, flag: Option<Self>) -> Self {
        flag.or(environment).or(file).unwrap_or(default)
    }

    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Setting<U> {
        Setting { value: change(self.value), origin: self.origin }
    }
}

impl<T: Default> Setting<T> {
    pub fn or_default(given: Option<T>, origin: &Origin) -> Self {
        given.map_or_else(|| Setting::default_of(T::default()), |value| Setting::of(value, origin))
    }
}
