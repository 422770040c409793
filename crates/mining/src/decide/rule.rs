//! Rules as people and procedures read them.

use std::fmt;

use super::grow::{Leaf, Question, is_known};
use super::known::{Known, Values};

/// When a rule holds, what it says, and how often it was right.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// The way that is taken, as in [`super::Decision::ways`].
    pub way: usize,
    /// All of these hold; none: always.
    pub conditions: Vec<Condition>,
    /// How many of the times looked at meet the conditions, and how many of them went this way.
    pub support: u64,
    pub right: u64,
}

/// A condition on one attribute, by the key that the log gives it. `known` tells that the attribute was always known where
/// the condition was looked at; where it was not, what is unknown meets conditions of the kind *not*.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    Above { key: Box<str>, limit: f64, known: bool },
    AtMost { key: Box<str>, limit: f64, known: bool },
    Is { key: Box<str>, text: Box<str>, known: bool },
    IsNot { key: Box<str>, text: Box<str>, known: bool },
    True { key: Box<str>, known: bool },
    NotTrue { key: Box<str>, known: bool },
    Known { key: Box<str> },
    Unknown { key: Box<str> },
}

/// An expression of a procedure: `amount > 500 and channel == "post"`. `true` where there are no conditions.
impl fmt::Display for Rule {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.conditions.is_empty() {
            return write!(out, "true");
        }
        for (index, condition) in self.conditions.iter().enumerate() {
            write!(out, "{}{condition}", if index > 0 { " and " } else { "" })?;
        }
        Ok(())
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Reading what is unknown makes an expression unknown: it is asked for first.
        let yes = |name: &str, known: bool, test: String| {
            if known { test } else { format!("{name} != null and {test}") }
        };
        let no = |name: &str, known: bool, test: String| {
            if known { test } else { format!("({name} == null or {test})") }
        };
        let text = match self {
            Self::Above { key, limit, known } => yes(&field(key), *known, format!("{} > {limit}", field(key))),
            Self::AtMost { key, limit, known } => no(&field(key), *known, format!("{} <= {limit}", field(key))),
            Self::Is { key, text, known } => yes(&field(key), *known, format!("{} == {}", field(key), quoted(text))),
            Self::IsNot { key, text, known } => no(&field(key), *known, format!("{} != {}", field(key), quoted(text))),
            Self::True { key, known } => yes(&field(key), *known, format!("{} == true", field(key))),
            Self::NotTrue { key, known } => no(&field(key), *known, format!("{} == false", field(key))),
            Self::Known { key } => format!("{} != null", field(key)),
            Self::Unknown { key } => format!("{} == null", field(key)),
        };
        write!(out, "{text}")
    }
}

fn quoted(text: &str) -> String {
    let text = text.replace(['\n', '\r'], " ");
    if text.contains('"') { format!("'{}'", text.replace('\'', "’")) } else { format!("\"{text}\"") }
}

/// The name of an attribute as a procedure's field: small letters and digits, `_` for everything else.
pub fn field(key: &str) -> String {
    let mut name = String::with_capacity(key.len());
    for letter in key.trim().chars().flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    let name = name.trim_matches('_');
    if name.starts_with(|letter: char| letter.is_ascii_digit()) || name.is_empty() {
        return format!("field_{name}").trim_end_matches('_').to_owned();
    }
    name.to_owned()
}

/// The rule of a leaf, counted over `times`.
pub(super) fn rule(known: &Known, leaf: &Leaf<'_>, times: &[u32], way: &impl Fn(u32) -> u32) -> Rule {
    let mut conditions: Vec<(usize, Condition)> = Vec::new();
    for (place, &(question, answer)) in leaf.answers.iter().enumerate() {
        // Whoever came so far: where the attribute is known of all of them, it need not be asked.
        let here = |time: &&u32| leaf.answers[..place].iter().all(|(asked, said)| asked.holds(known, **time) == *said);
        let values = &known.attributes[question.attribute()].values;
        let always = times.iter().filter(here).all(|&time| is_known(values, time as usize));
        put(&mut conditions, *question, condition(known, *question, answer, always));
    }
    let meets = |time: &&u32| leaf.answers.iter().all(|(asked, said)| asked.holds(known, **time) == *said);
    let support = times.iter().filter(meets).count() as u64;
    let right = times.iter().filter(meets).filter(|&&time| way(time) == leaf.way).count() as u64;
    let conditions = conditions.into_iter().map(|(_, condition)| condition).collect();
    Rule { way: leaf.way as usize, conditions, support, right }
}

/// Adds a condition; a nearer limit, and one text after others were ruled out, replace what they imply.
fn put(conditions: &mut Vec<(usize, Condition)>, question: Question, mut new: Condition) {
    let attribute = question.attribute();
    conditions.retain(|(of, old)| {
        if *of != attribute {
            return true;
        }
        match (old, &mut new) {
            // It is known now only because it was above something: who reads the nearer limit alone must ask.
            (Condition::Above { known: before, .. }, Condition::Above { known, .. }) => {
                *known = *before;
                false
            }
            (Condition::AtMost { .. }, Condition::AtMost { .. }) | (Condition::IsNot { .. }, Condition::Is { .. }) => {
                false
            }
            (_, _) => true,
        }
    });
    conditions.push((attribute, new));
}

fn condition(known: &Known, question: Question, answer: bool, always: bool) -> Condition {
    let attribute = &known.attributes[question.attribute()];
    let key = attribute.key.clone();
    match (question, answer) {
        (Question::Above { limit, .. }, true) => Condition::Above { key, limit, known: always },
        (Question::Above { limit, .. }, false) => Condition::AtMost { key, limit, known: always },
        (Question::Is { name, .. }, _) => {
            let text = match &attribute.values {
                Values::Text { names, .. } => names[name as usize].clone(),
                Values::Number(_) | Values::Flag(_) => unreachable!("a text is asked for of a text"),
            };
            if answer {
                Condition::Is { key, text, known: always }
            } else {
                Condition::IsNot { key, text, known: always }
            }
        }
        (Question::True { .. }, true) => Condition::True { key, known: always },
        (Question::True { .. }, false) => Condition::NotTrue { key, known: always },
        (Question::IsKnown { .. }, true) => Condition::Known { key },
        (Question::IsKnown { .. }, false) => Condition::Unknown { key },
    }
}
