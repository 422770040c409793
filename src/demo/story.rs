//! A story: how one case begins, and what people and the outside do in it when it is their turn.
//!
//! A story decides nothing: the procedure asks, and the story knows the answer.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json};

/// What somebody does with a task.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Fills the form, agrees, or accepts; names that the form does not ask for are left out.
    Fill(Json),
    Refuse(&'static str),
    /// Raises a declared exception, or something else in words.
    Raise(Option<&'static str>, &'static str),
}

/// How the case begins.
#[derive(Debug, Clone)]
pub enum Beginning {
    /// Somebody with this role starts it.
    ByHand { role: &'static str, data: Json },
    /// A machine delivers an event.
    Event { event: &'static str, data: Json },
}

/// An event that comes while a step waits for it.
#[derive(Debug, Clone)]
pub struct Coming {
    pub after: SignedDuration,
    /// Fields of the event that repeat what the run knows: (field, the run's name).
    pub repeats: &'static [(&'static str, &'static str)],
    pub data: Json,
}

/// Something that happens beside the tasks.
#[derive(Debug, Clone)]
pub enum Twist {
    Cancel(&'static str),
    /// Stands still, for so long where it goes on again.
    Pause(&'static str, Option<SignedDuration>),
    Note(&'static str),
}

/// A machine's result that somebody with the role replaces, once its step is done.
#[derive(Debug, Clone)]
pub struct Replacement {
    pub step: &'static str,
    pub role: &'static str,
    pub values: Json,
    pub code: &'static str,
    pub words: &'static str,
}

/// One case.
#[derive(Debug, Clone)]
pub struct Story {
    pub procedure: &'static str,
    pub at: Timestamp,
    pub beginning: Beginning,
    /// Values by field, whichever step asks.
    pub values: Map<String, Json>,
    /// One answer a visit; after the last the values answer.
    pub answers: BTreeMap<&'static str, Vec<Answer>>,
    pub events: BTreeMap<&'static str, Vec<Coming>>,
    /// After so long from the beginning.
    pub twists: Vec<(SignedDuration, Twist)>,
    pub replacement: Option<Replacement>,
    /// After so many tasks nobody takes the next; none where everything is done.
    pub stalls_after: Option<usize>,
    /// Done at any hour of any day.
    pub around_the_clock: bool,
}

impl Story {
    pub fn new(procedure: &'static str, at: Timestamp, beginning: Beginning) -> Self {
        Story {
            procedure,
            at,
            beginning,
            values: Map::new(),
            answers: BTreeMap::new(),
            events: BTreeMap::new(),
            twists: Vec::new(),
            replacement: None,
            stalls_after: None,
            around_the_clock: false,
        }
    }

    /// Adds values by field; `values` is an object.
    pub fn knows(mut self, values: Json) -> Self {
        if let Json::Object(values) = values {
            self.values.extend(values);
        }
        self
    }

    /// The next answer to this step.
    pub fn answers(mut self, step: &'static str, answer: Answer) -> Self {
        self.answers.entry(step).or_default().push(answer);
        self
    }

    pub fn comes(mut self, step: &'static str, coming: Coming) -> Self {
        self.events.entry(step).or_default().push(coming);
        self
    }

    pub fn twist(mut self, after: SignedDuration, twist: Twist) -> Self {
        self.twists.push((after, twist));
        self
    }

    pub fn replaces(mut self, replacement: Replacement) -> Self {
        self.replacement = Some(replacement);
        self
    }
}

/// So many days, hours and minutes.
pub fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

pub fn hours(count: i64) -> SignedDuration {
    SignedDuration::from_hours(count)
}

pub fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}
