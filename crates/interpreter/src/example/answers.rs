//! What an example's people and systems answer.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use procedure::document::StepId;
use procedure::time::Duration;
use procedure::value::{Value, Values};

use crate::command::Settlement;

/// The answers of an example, and how many of each list were given.
pub(super) struct Answers<'a> {
    answers: &'a IndexMap<String, Value>,
    given: BTreeMap<String, usize>,
}

/// One answer.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub value: Option<Value>,
    /// How much later it comes.
    pub after: Option<Duration>,
}

impl<'a> Answers<'a> {
    pub fn new(answers: &'a IndexMap<String, Value>) -> Self {
        Answers { answers, given: BTreeMap::new() }
    }

    /// The next answer to this step, else to this action.
    pub fn next(&mut self, step: &StepId, action: Option<&str>) -> Answer {
        let key = [Some(step.as_str()), action].into_iter().flatten().find(|key| self.answers.contains_key(*key));
        let Some(key) = key else { return Answer::default() };
        let answer = self.at(key);
        *self.given.entry(key.to_owned()).or_default() += 1;
        answer
    }

    /// The next answer to this step, which stays the next.
    pub fn peek(&self, step: &StepId) -> Answer {
        self.at(step)
    }

    /// Whether the next answer to this step has this key.
    pub fn has(&self, step: &StepId, key: &str) -> bool {
        matches!(self.at(step).value, Some(Value::Object(fields)) if fields.contains_key(key))
    }

    /// Whether the next answer to this step is an event, and not the word `timeout`.
    pub fn gives_event(&self, step: &StepId) -> bool {
        match self.answers.get(step.as_str()) {
            None => false,
            Some(Value::List(list)) if self.given.get(step.as_str()).copied().unwrap_or(0) >= list.len() => false,
            Some(Value::List(_)) => self.at(step).value != Some(Value::from("timeout")),
            Some(value) => *value != Value::from("timeout") && !self.given.contains_key(step.as_str()),
        }
    }

    /// Uses up the word `timeout` that a list gives to this visit.
    pub fn time_out(&mut self, step: &StepId) {
        if self.at(step).value == Some(Value::from("timeout")) {
            *self.given.entry(step.as_str().to_owned()).or_default() += 1;
        }
    }

    fn at(&self, key: &str) -> Answer {
        let value = match self.answers.get(key) {
            None => return Answer::default(),
            Some(Value::List(list)) => {
                let given = self.given.get(key).copied().unwrap_or(0);
                list.get(given).or(list.last()).cloned()
            }
            Some(value) => Some(value.clone()),
        };
        match value {
            Some(Value::Object(mut fields)) => {
                let after = fields.get("after").and_then(Value::as_text).and_then(|text| text.parse().ok());
                if after.is_some() {
                    fields.remove("after");
                }
                Answer { value: Some(Value::Object(fields)), after }
            }
            value => Answer { value, after: None },
        }
    }
}

impl Answer {
    /// The answer as a form's values.
    pub fn values(&self) -> Values {
        match &self.value {
            Some(Value::Object(fields)) => fields.clone(),
            _ => Values::new(),
        }
    }

    pub fn named(&self, key: &str) -> Option<String> {
        match &self.value {
            Some(Value::Object(fields)) => fields.get(key).and_then(Value::as_text).map(str::to_owned),
            _ => None,
        }
    }

    /// `{error: name, message: text}` and nothing else.
    pub fn error(&self) -> Option<(String, Option<String>)> {
        match &self.value {
            Some(Value::Object(fields)) if fields.keys().all(|key| key == "error" || key == "message") => {
                Some((self.named("error")?, self.named("message")))
            }
            _ => None,
        }
    }

    /// The reason, when the answer refuses.
    pub fn refusal(&self) -> Option<String> {
        match &self.value {
            Some(Value::Text(word)) if word == "refuse" => Some("as the example says".to_owned()),
            Some(Value::Object(_)) => self.named("refuse"),
            _ => None,
        }
    }

    /// The option that `{choose: …}` names, by its number from 1 or its words.
    pub fn choice(&self, options: &[String]) -> Option<Result<usize, String>> {
        let Some(Value::Object(fields)) = &self.value else { return None };
        let chosen = fields.get("choose")?;
        let found = match chosen {
            Value::Number(number) => usize::try_from(*number).ok().and_then(|number| number.checked_sub(1)),
            Value::Text(text) => options.iter().position(|option| option == text),
            _ => None,
        };
        Some(
            found
                .filter(|at| *at < options.len())
                .ok_or_else(|| format!("chooses {}, and the options are: {}", chosen.to_plain(), options.join("; "))),
        )
    }

    /// What `{settle: …}` says.
    pub fn settlement(&self) -> Result<Option<Settlement>, String> {
        let Some(Value::Object(fields)) = &self.value else { return Ok(None) };
        match fields.get("settle") {
            None => Ok(None),
            Some(Value::Text(word)) if word == "retry" => Ok(Some(Settlement::Retry)),
            Some(Value::Text(word)) if word == "continue" => Ok(Some(Settlement::Continue)),
            Some(Value::Object(end)) => {
                let outcome = end.get("end").and_then(Value::as_text).unwrap_or_default();
                outcome.parse().map(|outcome| Some(Settlement::End(outcome))).map_err(|error| error.to_string())
            }
            Some(other) => {
                Err(format!("settles with {}, where `retry`, `continue` or `{{end: …}}` is wanted", other.to_plain()))
            }
        }
    }
}
