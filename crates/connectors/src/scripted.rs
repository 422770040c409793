//! `scripted`: answers from a script, for demonstrations, examples and tests.
//!
//! The first answer whose `when` equals the arguments is given; `in_turn` gives one answer a call and stays at its last.
//! Nothing is sent anywhere, and no chance is involved.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use engine::port::{ActionDescription, Certainty, Connector, Failure, Repeat, Request};
use procedure::diagnostic::did_you_mean;
use procedure::document::{Dotted, ErrorId};
use procedure::value::{Value, Values};
use serde::{Deserialize, Deserializer};

pub(crate) const CONCURRENCY: usize = 64;
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(10);

/// `scripted:` in a configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What each action answers.
    pub actions: BTreeMap<Dotted, Script>,
}

/// One action: its answers, or its answers with more about it.
#[derive(Debug, Clone)]
pub struct Script {
    pub title: Option<String>,
    /// `safe` where absent.
    pub repeat: Repeat,
    /// Arguments it must have.
    pub required: Vec<String>,
    /// Tried in order.
    pub answers: Vec<Answer>,
}

/// One answer of a script, with exactly one of `give`, `fail` and `in_turn`.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Arguments that must have these values; others may be there. Empty for any.
    pub when: Values,
    /// At least one; the n-th call gets the n-th, later ones the last.
    pub replies: Vec<Reply>,
}

/// What a call gets.
#[derive(Debug, Clone)]
pub enum Reply {
    Give(Value),
    Fail(Failure),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptKeys {
    title: Option<String>,
    repeat: Option<Repeat>,
    #[serde(default)]
    required: Vec<String>,
    answers: Vec<Answer>,
}

impl<'de> Deserialize<'de> for Script {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = serde_json::Value::deserialize(deserializer)?;
        let wrong = |error: serde_json::Error| serde::de::Error::custom(error);
        if json.is_array() {
            let answers = serde_json::from_value(json).map_err(wrong)?;
            return Ok(Script { title: None, repeat: Repeat::Safe, required: Vec::new(), answers });
        }
        let keys: ScriptKeys = serde_json::from_value(json).map_err(wrong)?;
        let repeat = keys.repeat.unwrap_or(Repeat::Safe);
        Ok(Script { title: keys.title, repeat, required: keys.required, answers: keys.answers })
    }
}

/// A failure as a script writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FailKeys {
    error: ErrorId,
    message: Option<String>,
    /// `not-done` where absent.
    certainty: Option<Certainty>,
    #[serde(default)]
    transient: bool,
}

impl From<FailKeys> for Failure {
    fn from(keys: FailKeys) -> Self {
        let message = keys.message.unwrap_or_else(|| format!("the script answers {}", keys.error));
        let certainty = keys.certainty.unwrap_or(Certainty::NotDone);
        Failure { error: keys.error, message, certainty, transient: keys.transient }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AnswerKeys {
    #[serde(default)]
    when: BTreeMap<String, serde_json::Value>,
    #[serde(default, deserialize_with = "present")]
    give: Option<serde_json::Value>,
    fail: Option<FailKeys>,
    #[serde(default)]
    in_turn: Vec<ReplyKeys>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReplyKeys {
    #[serde(default, deserialize_with = "present")]
    give: Option<serde_json::Value>,
    fail: Option<FailKeys>,
}

/// `give: null` is an answer.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<serde_json::Value>, D::Error> {
    serde_json::Value::deserialize(deserializer).map(Some)
}

impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let keys = AnswerKeys::deserialize(deserializer)?;
        answer(keys).map_err(serde::de::Error::custom)
    }
}

fn answer(keys: AnswerKeys) -> Result<Answer, String> {
    let mut when = Values::new();
    for (name, json) in keys.when {
        when.insert(name, Value::from_plain(&json).map_err(|error| error.to_string())?);
    }
    let mut replies: Vec<Reply> = reply(keys.give, keys.fail)?.into_iter().collect();
    let mut turns = Vec::new();
    for turn in keys.in_turn {
        turns.push(reply(turn.give, turn.fail)?.ok_or("each item of `in_turn` has `give` or `fail`")?);
    }
    if replies.is_empty() == turns.is_empty() {
        return Err("an answer has exactly one of `give`, `fail` and `in_turn`".into());
    }
    replies.append(&mut turns);
    Ok(Answer { when, replies })
}

fn reply(give: Option<serde_json::Value>, fail: Option<FailKeys>) -> Result<Option<Reply>, String> {
    match (give, fail) {
        (Some(_), Some(_)) => Err("an answer has either `give` or `fail`".into()),
        (Some(json), None) => Value::from_plain(&json).map(|value| Some(Reply::Give(value))).map_err(|e| e.to_string()),
        (None, Some(fail)) => Ok(Some(Reply::Fail(fail.into()))),
        (None, None) => Ok(None),
    }
}

/// A connector that answers from a script.
pub(crate) struct Scripted {
    name: String,
    actions: BTreeMap<Dotted, Played>,
}

/// A script with how often each of its answers was given.
struct Played {
    script: Script,
    given: Vec<AtomicUsize>,
}

impl Scripted {
    pub(crate) fn new(name: &str, settings: &Settings) -> Self {
        let play = |script: &Script| Played {
            script: script.clone(),
            given: script.answers.iter().map(|_| AtomicUsize::new(0)).collect(),
        };
        let actions = settings.actions.iter().map(|(action, script)| (action.clone(), play(script))).collect();
        Scripted { name: name.to_owned(), actions }
    }
}

#[async_trait]
impl Connector for Scripted {
    fn kind(&self) -> &'static str {
        "scripted"
    }

    fn actions(&self) -> Vec<ActionDescription> {
        let describe = |(action, played): (&Dotted, &Played)| ActionDescription {
            action: action.clone(),
            title: played.script.title.clone().unwrap_or_else(|| action.to_string()),
            repeat: played.script.repeat,
            required: played.script.required.clone(),
            closed: false,
        };
        self.actions.iter().map(describe).collect()
    }

    async fn call(&self, request: &Request) -> Result<Value, Failure> {
        let Some(played) = self.actions.get(&request.action) else {
            let known: Vec<String> = self.actions.keys().map(ToString::to_string).collect();
            return Err(unknown_action(&self.name, &request.action, &known));
        };
        let invalid =
            |problem: String| Failure::permanent("invalid", format!("{}.{}: {problem}", self.name, request.action));
        if let Some(missing) = played.script.required.iter().find(|name| !request.arguments.contains_key(*name)) {
            return Err(invalid(format!("the argument `{missing}` is missing")));
        }
        // A script spells dates and durations as text.
        let equals = |given: &Value, value: &Value| given == value || given.to_plain() == value.to_plain();
        let holds = |answer: &Answer| {
            let mut wanted = answer.when.iter();
            wanted.all(|(name, value)| request.arguments.get(name).is_some_and(|given| equals(given, value)))
        };
        let found = played.script.answers.iter().position(holds);
        let Some(index) = found else {
            let problem = "nothing is scripted for these arguments; add an answer, or one without `when`";
            return Err(invalid(problem.into()));
        };
        let replies = &played.script.answers[index].replies;
        let turn = played.given[index].fetch_add(1, Ordering::Relaxed).min(replies.len() - 1);
        match &replies[turn] {
            Reply::Give(value) => Ok(value.clone()),
            Reply::Fail(failure) => Err(failure.clone()),
        }
    }
}

/// The failure of a request for an action that is not there.
pub(crate) fn unknown_action(connector: &str, action: &str, known: &[String]) -> Failure {
    let hint = did_you_mean(action, known.iter().map(String::as_str))
        .unwrap_or_else(|| format!("it has {}", known.join(", ")));
    Failure::permanent("unknown-action", format!("{connector} has no action `{action}`; {hint}"))
}
