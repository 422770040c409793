//! What people do: roles, work by hand, approvals.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Serialize;

use super::spelling::one_or_many;
use super::{Consequence, Name, RoleId, StepId, is_false};
use crate::expression::{Expression, Formula};

/// A role of the procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Role {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What the role does; spelled alone when there is nothing else to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether its holders must have a current acknowledgement of this version (`training: required`).
    #[serde(rename = "training", serialize_with = "training", skip_serializing_if = "is_false")]
    #[schemars(with = "Option<String>")]
    pub training_required: bool,
}

fn training<S: serde::Serializer>(_: &bool, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str("required")
}

/// A role by its id, or by a field whose `enum` is roles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RoleRef {
    Role(RoleId),
    Field(Name),
}

/// Somebody who may not do a step.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Barred {
    /// Whoever started the run: `starter`.
    Starter,
    /// Whoever did this step, on any visit.
    Step(StepId),
}

impl Serialize for Barred {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Barred::Starter => serializer.serialize_str("starter"),
            Barred::Step(step) => step.serialize(serializer),
        }
    }
}

super::spelling::string_schema! {
    Barred => "`starter`, or the id of a step whose doer is barred.",
}

/// `person:` a role does it by hand.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Person {
    pub role: RoleRef,
    /// One person, by name or expression.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assign: Option<Formula>,
    #[serde(serialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub not_by: Vec<Barred>,
    /// Fields the person fills in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collect: Vec<Name>,
    /// Fields that must be there when the condition holds.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub evidence: IndexMap<Name, Expression>,
    /// What the person's signature means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<String>,
}

/// `approve:` a decision by people.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Approve {
    /// Each role listed must agree.
    #[serde(serialize_with = "one_or_many")]
    pub by: Vec<RoleRef>,
    /// How many people of each role must agree; 1 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quorum: Option<u32>,
    #[serde(serialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub not_by: Vec<Barred>,
    /// Fields the approver fills in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub collect: Vec<Name>,
    /// Names whose change voids the approval.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Name>,
    /// What one refusal leads to; raises `refused` where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_refuse: Option<Consequence>,
    /// What the approver's signature means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign: Option<String>,
}
