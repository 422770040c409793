//! What a machine is about to do, as a person is asked to accept it: what, with exactly which arguments, and why.

use std::collections::BTreeMap;

use interpreter::sight::Sight;
use interpreter::state::{Addressee, EffectRequest};
use procedure::value::{Value, Values};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;

use super::wire;

/// What is about to be asked of another system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ActionAsked {
    /// The action, or `agent`, `document`, `notify`, `procedure NAME`.
    pub connector_action: String,
    /// The exact arguments; sensitive ones are masked.
    pub arguments: BTreeMap<String, Json>,
    /// Whether the arguments may be changed with the approval.
    pub editable: bool,
    /// What will happen, in words.
    pub effect: String,
    /// Why it was asked for, where something led to it.
    pub why: Option<String>,
}

impl ActionAsked {
    pub(super) fn of(sight: &Sight<'_>, request: &EffectRequest, why: Option<String>) -> Self {
        let plain = |values: &Values| values.iter().map(|(name, value)| (name.clone(), wire::shown(value))).collect();
        let texts = |parts: &[(&str, Option<&str>)]| {
            let there = parts.iter().filter_map(|(name, text)| Some(((*name).to_owned(), Json::from((*text)?))));
            there.collect::<BTreeMap<_, _>>()
        };
        let (connector_action, arguments, editable, effect) = match request {
            EffectRequest::Call { action, arguments } => {
                let called = action.to_string();
                (called.clone(), plain(arguments), true, format!("{called} is called with these arguments."))
            }
            EffectRequest::Procedure { procedure, data } => (
                format!("procedure {procedure}"),
                plain(data),
                false,
                format!("A run of {procedure} is started with this data."),
            ),
            EffectRequest::Agent { goal, tools, .. } => {
                let tools = wire::shown(&Value::List(tools.iter().map(|tool| Value::from(tool.as_str())).collect()));
                let mut arguments = texts(&[("goal", Some(goal))]);
                arguments.insert("tools".to_owned(), tools);
                ("agent".to_owned(), arguments, false, "An agent works towards this goal.".to_owned())
            }
            EffectRequest::Document { name, text, .. } => (
                "document".to_owned(),
                texts(&[("name", Some(name)), ("text", Some(text))]),
                false,
                format!("The document “{name}” is made."),
            ),
            EffectRequest::Notify { to, subject, text } => {
                let to = match to {
                    Addressee::Role(role) => sight.role(role),
                    Addressee::Person(person) => sight.person(person),
                };
                let arguments = texts(&[("to", Some(&to)), ("subject", subject.as_deref()), ("text", Some(text))]);
                ("notify".to_owned(), arguments, false, format!("{to} is told this."))
            }
        };
        ActionAsked { connector_action, arguments, editable, effect, why }
    }
}
