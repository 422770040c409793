//! Steps: their common keys, their verbs, and the blocks.

use std::num::NonZeroU32;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::spelling::one_or_many;
use super::{
    Agent, Approve, BranchId, Call, Decide, Document, Dotted, ErrorId, Exception, ExceptionId, Name, Notify, OutcomeId,
    Person, RoleId, Save, StepId, Subprocedure,
};
use crate::expression::{Expression, Formula};
use crate::template::Template;
use crate::time::{ClockTime, Duration};

/// One step: what is read, followed, run and measured.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Step {
    pub id: StepId,
    pub title: Template,
    #[serde(flatten)]
    pub verb: Verb,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Template>,
    /// Skipped unless this holds.
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<Expression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Due>,
    #[serde(serialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub remind: Vec<Reminder>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// What an error leads to; `failure` stands for any that is not named.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub on_error: IndexMap<ErrorId, Reaction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autonomy: Option<Autonomy>,
    /// Roles that see it; nobody else sees more than that there is a step.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub visible_to: Vec<RoleId>,
    /// A recording that shows how it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guide: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub standards: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
}

/// What a step does: exactly one verb.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Verb {
    Person {
        person: Person,
    },
    Approve {
        approve: Approve,
    },
    Call(Call),
    Agent {
        agent: Agent,
    },
    Set {
        set: IndexMap<Name, Formula>,
    },
    Decide {
        decide: Decide,
    },
    Group {
        group: Group,
    },
    Together {
        together: Together,
    },
    Repeat {
        repeat: Repeat,
    },
    Each {
        each: Each,
    },
    Wait {
        wait: Wait,
        /// What is kept of the event.
        #[serde(skip_serializing_if = "Option::is_none")]
        save: Option<Save>,
    },
    Document {
        document: Document,
        /// What is kept of the file.
        #[serde(skip_serializing_if = "Option::is_none")]
        save: Option<Save>,
    },
    Notify {
        notify: Notify,
    },
    Procedure(Subprocedure),
    Raise {
        raise: ExceptionId,
    },
    End {
        end: OutcomeId,
    },
}

impl Verb {
    /// Every verb's key, in the order of the format's table.
    pub const KEYS: [&'static str; 16] = [
        "person",
        "approve",
        "call",
        "agent",
        "set",
        "decide",
        "group",
        "together",
        "repeat",
        "each",
        "wait",
        "document",
        "notify",
        "procedure",
        "raise",
        "end",
    ];

    pub fn key(&self) -> &'static str {
        match self {
            Verb::Person { .. } => "person",
            Verb::Approve { .. } => "approve",
            Verb::Call(_) => "call",
            Verb::Agent { .. } => "agent",
            Verb::Set { .. } => "set",
            Verb::Decide { .. } => "decide",
            Verb::Group { .. } => "group",
            Verb::Together { .. } => "together",
            Verb::Repeat { .. } => "repeat",
            Verb::Each { .. } => "each",
            Verb::Wait { .. } => "wait",
            Verb::Document { .. } => "document",
            Verb::Notify { .. } => "notify",
            Verb::Procedure(_) => "procedure",
            Verb::Raise { .. } => "raise",
            Verb::End { .. } => "end",
        }
    }

    /// Whether somebody or something does it, so that a record of the work tells it; the others arrange the work.
    pub fn is_work(&self) -> bool {
        match self {
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Call(_)
            | Verb::Agent { .. }
            | Verb::Document { .. }
            | Verb::Notify { .. }
            | Verb::Procedure(_) => true,
            Verb::Set { .. }
            | Verb::Decide { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Each { .. }
            | Verb::Wait { .. }
            | Verb::Raise { .. }
            | Verb::End { .. } => false,
        }
    }
}

/// `group:` steps as one block, left once `until` holds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Group {
    pub steps: Vec<Step>,
    /// Judged on entry and after each step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Expression>,
    /// A step run just before judging.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recheck: Option<Box<Step>>,
    /// Handlers for what its steps raise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<Exception>,
}

/// When parallel branches are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Join {
    All,
    /// The first one done withdraws the others.
    Any,
}

/// `together:` branches in parallel.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Together {
    pub branches: IndexMap<BranchId, Vec<Step>>,
    pub join: Join,
}

/// `repeat:` steps again until a condition holds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Repeat {
    pub steps: Vec<Step>,
    /// Judged after each pass.
    pub until: Expression,
    /// Most passes.
    pub at_most: NonZeroU32,
}

/// `each:` steps for every item of a list.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Each {
    /// The list; fixed on entry.
    pub of: Expression,
    /// The name of the item.
    #[serde(rename = "as")]
    pub item: Name,
    pub steps: Vec<Step>,
    /// How many items are worked at a time; 1 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<NonZeroU32>,
    /// Lists of the items' values, in order.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub gather: IndexMap<Name, Formula>,
}

/// `wait:` for a duration, a moment, an event; with two the first wins.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Wait {
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub duration: Option<Formula>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Expression>,
    /// A CloudEvents type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<Dotted>,
    /// Which of these events; `event` is the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<Expression>,
}

/// When a step or a run is due.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Due {
    /// Counted from entering the step.
    Within(Duration),
    /// Counted from a value, in the calendar's zone.
    From {
        /// A date or moment; entering the step where absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        after: Option<Formula>,
        #[serde(skip_serializing_if = "Option::is_none")]
        plus: Option<Duration>,
        #[serde(skip_serializing_if = "Option::is_none")]
        minus: Option<Duration>,
        /// A time of the day.
        #[serde(skip_serializing_if = "Option::is_none")]
        at: Option<ClockTime>,
    },
}

/// When a person is reminded of an open step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum Reminder {
    /// This long before it is due; spelled as the duration alone.
    BeforeDue(Duration),
    /// `{every: 2d}`, counted from entering the step.
    Every { every: Duration },
}

impl Serialize for Reminder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Reminder::BeforeDue(duration) => serializer.collect_str(duration),
            Reminder::Every { every } => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("every", &every.to_string())?;
                map.end()
            }
        }
    }
}

/// Whether a rule demands or forbids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Obligation {
    Must(String),
    MustNot(String),
}

/// What whoever does the step must or must not do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Rule {
    #[serde(flatten)]
    pub obligation: Obligation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// What must hold after the step's work.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Check {
    pub that: Expression,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// Where absent, a person gets the form back and a machine's step raises `check-failed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<Consequence>,
}

/// What a failed check or a refusal leads to.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum Consequence {
    #[schemars(with = "String")]
    Continue,
    Raise {
        raise: ExceptionId,
    },
    End {
        end: OutcomeId,
    },
}

impl Serialize for Consequence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Consequence::Continue => serializer.serialize_str("continue"),
            Consequence::Raise { raise } => one_entry(serializer, "raise", raise),
            Consequence::End { end } => one_entry(serializer, "end", end),
        }
    }
}

/// What an error leads to.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum Reaction {
    /// Go on with outcome `failed` and nothing saved.
    #[schemars(with = "String")]
    Continue,
    Raise {
        raise: ExceptionId,
    },
    End {
        end: OutcomeId,
    },
    /// A person of the role supplies what `save` names.
    Ask {
        ask: RoleId,
    },
    /// The same request again, under one key.
    Retry {
        retry: NonZeroU32,
        /// The first pause; doubled each time.
        backoff: Option<Duration>,
        /// When all tries failed; raises the error where absent.
        then: Option<Box<Reaction>>,
    },
}

impl Serialize for Reaction {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Reaction::Continue => serializer.serialize_str("continue"),
            Reaction::Raise { raise } => one_entry(serializer, "raise", raise),
            Reaction::End { end } => one_entry(serializer, "end", end),
            Reaction::Ask { ask } => one_entry(serializer, "ask", ask),
            Reaction::Retry { retry, backoff, then } => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("retry", retry)?;
                if let Some(backoff) = backoff {
                    map.serialize_entry("backoff", &backoff.to_string())?;
                }
                if let Some(then) = then {
                    map.serialize_entry("then", then)?;
                }
                map.end()
            }
        }
    }
}

pub(super) fn one_entry<S: Serializer>(serializer: S, key: &str, value: &impl Serialize) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(key, value)?;
    map.end()
}

/// How far a machine may go by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AutonomyLevel {
    /// A person does it, the machine suggests.
    Human,
    /// The machine prepares, a person accepts, edits or refuses the exact arguments.
    Confirm,
    Auto,
}

/// The autonomy of a call, decision, agent or approval: `confirm`, or `{confirm: role}` to say whose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Autonomy {
    pub level: AutonomyLevel,
    /// Who does or confirms it; the owner where absent.
    pub role: Option<RoleId>,
}

impl Serialize for Autonomy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Some(role) = &self.role else { return self.level.serialize(serializer) };
        let key = match self.level {
            AutonomyLevel::Human => "human",
            AutonomyLevel::Confirm => "confirm",
            AutonomyLevel::Auto => "auto",
        };
        one_entry(serializer, key, role)
    }
}

impl JsonSchema for Autonomy {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Autonomy".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let level = generator.subschema_for::<AutonomyLevel>();
        let role = generator.subschema_for::<RoleId>();
        schemars::json_schema!({
            "description": "`human`, `confirm` or `auto`; or `{confirm: role}` to say whose.",
            "anyOf": [level, {
                "type": "object",
                "properties": { "human": role, "confirm": role },
                "minProperties": 1, "maxProperties": 1, "additionalProperties": false
            }]
        })
    }
}
