//! Effects: what was asked of other systems and has not come back.

use procedure::document::{Action, DocumentFormat, Name, ProcedureId, RoleId};
use procedure::value::Values;
use serde::{Deserialize, Serialize};

use crate::id::{ActivationId, PersonId};

/// A request under way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    pub activation: ActivationId,
    pub request: EffectRequest,
    /// The same for every try.
    pub key: String,
    /// At most one success per such key over all runs.
    pub once: Option<String>,
    pub attempt: u32,
    /// Whether an earlier try may have been carried out: what fails after it may have been done all the same.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub doubtful: bool,
    /// Nothing waits for it any more: its result is journalled and saves nothing.
    pub abandoned: bool,
}

/// What is asked of another system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EffectRequest {
    Call {
        #[serde(with = "action")]
        action: Action,
        arguments: Values,
    },
    Agent {
        goal: String,
        /// Actions, or `connector.*`.
        tools: Vec<String>,
        turns: Option<u32>,
        tokens: Option<u64>,
        /// Longest time in seconds.
        seconds: Option<u64>,
        /// What it must return, by name; the types stand in the step.
        returns: Vec<Name>,
    },
    Document {
        /// The filled-in Markdown.
        text: String,
        format: Format,
        name: String,
    },
    Notify {
        to: Addressee,
        subject: Option<String>,
        text: String,
    },
    Procedure {
        procedure: ProcedureId,
        data: Values,
    },
}

/// What a rendered document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Pdf,
    Docx,
    Html,
    Markdown,
}

impl From<DocumentFormat> for Format {
    fn from(format: DocumentFormat) -> Self {
        match format {
            DocumentFormat::Pdf => Format::Pdf,
            DocumentFormat::Docx => Format::Docx,
            DocumentFormat::Html => Format::Html,
            DocumentFormat::Markdown => Format::Markdown,
        }
    }
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Addressee {
    Role(RoleId),
    Person(PersonId),
}

mod action {
    use procedure::document::Action;
    use serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(action: &Action, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(action)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Action, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
