//! Which item and pass a step stands in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The item of every `each` and the pass of every `repeat` around a step, outermost first; empty outside of any.
///
/// Written `2.0`; as text, so that it can be a key in JSON.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Turn(pub Vec<u32>);

impl fmt::Display for Turn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, number) in self.0.iter().enumerate() {
            write!(f, "{}{number}", if position == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

impl FromStr for Turn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split('.').filter(|number| !number.is_empty()).map(str::parse);
        numbers.collect::<Result<_, _>>().map(Turn).map_err(|_| format!("`{text}` is no turn"))
    }
}

impl Serialize for Turn {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Turn {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
