//! How runs end, what counts as success, and the document's own tests.

use indexmap::IndexMap;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::Serialize;

use super::{ExceptionId, Name, OutcomeId, StepId};
use crate::expression::Expression;
use crate::value::Value;

/// How an end counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    Success,
    #[default]
    Neutral,
    Failure,
}

/// A declared way to end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Outcome {
    pub counts: Counts,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A success criterion.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Criterion {
    pub that: Expression,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The outcomes it is judged at; `completed` where absent.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeId>,
}

/// One of the document's own tests.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Example {
    pub name: String,
    /// The data it starts with.
    #[serde(serialize_with = "super::plain_map", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(with = "IndexMap<Name, serde_json::Value>")]
    pub given: IndexMap<Name, Value>,
    /// Settings other than the defaults.
    #[serde(serialize_with = "super::plain_map", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(with = "IndexMap<Name, serde_json::Value>")]
    pub settings: IndexMap<Name, Value>,
    /// The clock at the start.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub at: Option<Timestamp>,
    /// What people and systems answer, by step id or `connector.action`; a list gives one answer a visit.
    #[serde(serialize_with = "answers", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(with = "IndexMap<String, serde_json::Value>")]
    pub answers: IndexMap<String, Value>,
    pub expect: Expectation,
}

fn answers<S: serde::Serializer>(answers: &IndexMap<String, Value>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(answers.iter().map(|(key, value)| (key, value.to_plain())))
}

/// What an example must come to. Only what is named is compared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct Expectation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<OutcomeId>,
    /// The steps in the order in which they were entered; skipped ones are not named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<StepId>,
    #[serde(serialize_with = "super::plain_map", skip_serializing_if = "IndexMap::is_empty")]
    #[schemars(with = "IndexMap<Name, serde_json::Value>")]
    pub data: IndexMap<Name, Value>,
    /// The exceptions raised, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionId>,
}
