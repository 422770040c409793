//! What starts runs.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use super::{Dotted, Name, RoleId};
use crate::expression::{Expression, Formula};
use crate::time::Schedule;
use crate::value::Value;

/// What happens when a scheduled run would start while the one before still goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum WhenBusy {
    /// Starts all the same.
    #[default]
    Start,
    /// Starts when the one before has ended.
    Queue,
    /// Is left out, and the journal of schedules says so.
    Skip,
}

impl WhenBusy {
    fn is_default(&self) -> bool {
        *self == WhenBusy::default()
    }
}

/// What starts a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Trigger {
    Manual {
        manual: Manual,
    },
    Event {
        /// A CloudEvents type.
        event: Dotted,
        /// Which of these events.
        #[serde(skip_serializing_if = "Option::is_none")]
        when: Option<Expression>,
        /// The run's data, from `event`.
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        set: IndexMap<Name, Formula>,
        /// One run per key.
        #[serde(skip_serializing_if = "Option::is_none")]
        key: Option<Formula>,
    },
    Schedule {
        schedule: Schedule,
        /// One run a value of this one name.
        #[serde(serialize_with = "values", skip_serializing_if = "Option::is_none")]
        #[schemars(with = "Option<IndexMap<Name, Vec<serde_json::Value>>>")]
        each: Option<(Name, Vec<Value>)>,
        #[serde(skip_serializing_if = "WhenBusy::is_default")]
        when_busy: WhenBusy,
        /// The run's data; `event.time` is the scheduled moment.
        #[serde(skip_serializing_if = "IndexMap::is_empty")]
        set: IndexMap<Name, Formula>,
    },
}

/// `manual:` the roles that may start it by hand.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Manual {
    pub roles: Vec<RoleId>,
}

fn values<S: Serializer>(each: &Option<(Name, Vec<Value>)>, serializer: S) -> Result<S::Ok, S::Error> {
    let plain = |values: &Vec<Value>| values.iter().map(Value::to_plain).collect::<Vec<_>>();
    serializer.collect_map(each.iter().map(|(name, items)| (name, plain(items))))
}
