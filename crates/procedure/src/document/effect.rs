//! What reaches outside: calls, agents, documents, notices, sub-procedures.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Dotted, Field, Name, ProcedureId, RoleRef};
use crate::expression::Formula;
use crate::template::Template;
use crate::time::Duration;

/// An action of a connector: `shop.getOrder`. Everything after the first dot is the action's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Action {
    pub connector: Dotted,
    pub action: Dotted,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.connector, self.action)
    }
}

impl Serialize for Action {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl std::str::FromStr for Action {
    type Err = super::IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || super::IdError {
            found: text.chars().take(super::id::MAX_LENGTH).collect(),
            noun: "action",
            rule: "write the connector, a dot, and the action, as in `shop.getOrder`",
        };
        let (connector, action) = text.split_once('.').ok_or_else(wrong)?;
        Ok(Action { connector: connector.parse().map_err(|_| wrong())?, action: action.parse().map_err(|_| wrong())? })
    }
}

/// What an agent may use: one action, or all of a connector's (`shop.*`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Tool {
    Action(Action),
    All(Dotted),
}

impl Serialize for Tool {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Tool::Action(action) => action.serialize(serializer),
            Tool::All(connector) => serializer.collect_str(&format_args!("{connector}.*")),
        }
    }
}

super::spelling::string_schema! {
    Action => "A connector's action: `connector.action`.",
    Tool => "A connector's action, or `connector.*` for all of them.",
}

/// What is kept of a result.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Save {
    /// The whole result under one name.
    Whole(Name),
    /// Named parts; `result` is the result.
    Parts(IndexMap<Name, Formula>),
}

/// `call:` an action of a connector.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Call {
    pub call: Action,
    /// The action's arguments.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub with: IndexMap<String, Formula>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub save: Option<Save>,
    /// At most one success per key over all runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub once: Option<Formula>,
}

/// `agent:` a model works towards a goal.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Agent {
    pub goal: Template,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tools: Vec<Tool>,
    #[serde(skip_serializing_if = "AgentLimits::is_default")]
    pub limits: AgentLimits,
    /// What it must return, typed; each is kept under its name.
    pub returns: IndexMap<Name, Field>,
}

/// How much an agent may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct AgentLimits {
    /// Most exchanges with the model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub turns: Option<u32>,
    /// Most tokens, in and out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<u64>,
    /// Longest time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Duration>,
}

impl AgentLimits {
    fn is_default(&self) -> bool {
        *self == AgentLimits::default()
    }
}

/// What a rendered document is. This release makes `html` and `markdown`; the others are checked with a warning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentFormat {
    Pdf,
    Docx,
    Html,
    Markdown,
}

/// `document:` renders a template.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Document {
    /// The text, in Markdown, with `{{ }}` holes.
    pub template: Template,
    pub format: DocumentFormat,
    /// The file's name, without its ending.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Template>,
}

/// Who is told.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Recipient {
    /// A role, or the role a field names.
    Role(RoleRef),
    /// One person, by name or expression.
    Person { person: Formula },
}

/// `notify:` tells a role or person a text.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Notify {
    pub to: Recipient,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Template>,
    pub text: Template,
}

/// `procedure:` runs another procedure and waits for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Subprocedure {
    pub procedure: ProcedureId,
    /// Its data.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub with: IndexMap<Name, Formula>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub save: Option<Save>,
}
