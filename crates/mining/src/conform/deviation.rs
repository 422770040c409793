//! A way in which work departs from its procedure, with how often, since when, where, and what it costs.

use serde::{Deserialize, Serialize};

/// In what way a case departs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A step was not done.
    Missing,
    /// Something was done that the procedure does not have here, or once more than it allows.
    Extra,
    /// A step was done, elsewhere than it should be.
    OutOfOrder,
    /// A way was taken that the data, or the rest of the case, does not allow.
    WrongBranch,
    /// What a step asks for is not there.
    MissingEvidence,
    /// Somebody did two steps that two people must do.
    FourEyes,
    /// A step was done after it was due.
    Late,
    /// A step was done by a role that it is not for.
    WrongRole,
}

/// What exactly departs: cases with the same are one deviation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct What {
    pub class: Class,
    /// A place among the procedure's steps.
    pub step: Option<usize>,
    pub detail: String,
}

/// A deviation of a log from a procedure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deviation {
    pub class: Class,
    /// The step it is about, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepNamed>,
    /// What else there is to say: the activity that is no step, what should have been, the field, the role.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// How often it occurs.
    pub occurrences: usize,
    /// The log's cases in which it occurs, as places among them, in the log's order.
    #[serde(skip)]
    pub cases: Vec<u32>,
    /// The share of all cases in which it occurs.
    pub share: f64,
    /// How it went on over time: equal parts of the log, the earliest first.
    pub trend: Vec<Period>,
    /// Since when it is more frequent, or less, than before; nothing where no moment stands out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
    /// How long cases take with it, and without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeImpact>,
    /// What the cases have in common in which it occurs, the most telling first.
    pub explained: Vec<Explanation>,
    /// Whether somebody accepted it: it does not count then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

impl Deviation {
    /// What departs, and on which step, in words.
    pub fn title(&self) -> String {
        super::words::title(self.class, self.step.as_ref(), &self.detail)
    }
}

/// A step as people know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepNamed {
    pub id: String,
    /// The number in the reading view.
    pub number: String,
    pub title: String,
}

/// A part of the log's time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Period {
    /// When its first case began: RFC 3339.
    pub from: String,
    pub cases: usize,
    pub deviating: usize,
}

/// A moment since which a deviation is more frequent, or less.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// The day of the first case of the later part, in the calendar's zone.
    pub on: String,
    /// Shares of the cases before and since.
    pub before: f64,
    pub since: f64,
    /// The chance that so large a change comes about by itself.
    pub chance: f64,
    /// The cases that this is about, where it is not all of them: `region = north`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub among: Option<String>,
}

/// Middle durations of cases, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TimeImpact {
    pub with: i64,
    pub without: i64,
}

/// A group of cases in which a deviation is more frequent than elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    pub attribute: String,
    /// `= north`, `> 500`.
    pub condition: String,
    /// Cases of the group, and those in which it occurs.
    pub cases: usize,
    pub deviating: usize,
    /// The share in the group, and in the rest.
    pub inside: f64,
    pub outside: f64,
    /// The chance of it, corrected for all the groups that were tried.
    pub chance: f64,
}
