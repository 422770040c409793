//! How a log departs from a procedure.

use mining::align::Fitness;
use mining::conform::{Changed, Class, Conformance, Deviation, Explanation, Period, StepNamed, TimeImpact};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Hidden;
use crate::screen::ProcedureNamed;

/// How a log departs from a procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ConformanceReport {
    pub procedure: ProcedureNamed,
    pub cases: usize,
    pub events: usize,
    pub variants: usize,
    /// Cases without any deviation that counts.
    pub conforming: usize,
    pub fitness: FitnessFigures,
    /// Cases whose deviations were not proven to be the fewest possible.
    pub unproven: usize,
    /// Activities that are no step of the procedure.
    pub unknown_activities: Vec<UnknownActivity>,
    /// Steps that people or systems do and that the log has no activity for: nothing is said of them.
    pub unseen_steps: Vec<StepTold>,
    /// The most frequent first; accepted ones last.
    pub deviations: Vec<DeviationTold>,
}

/// How well the steps fit what was done.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct FitnessFigures {
    /// The share of cases that the steps allow as they are.
    pub fitting: f64,
    /// The mean over cases of one minus what they cost over the most they could.
    pub mean: f64,
    /// The same over all cases together.
    pub log: f64,
    /// What all cases cost: as far as it was proven from below and from above.
    pub lower: u64,
    pub cost: u64,
}

/// An activity that is no step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnknownActivity {
    pub activity: String,
    pub times: usize,
}

/// A step as people know it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StepTold {
    pub id: String,
    /// The number in the reading view.
    pub number: String,
    pub title: String,
}

/// In what way a case departs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeviationClass {
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

/// A way in which cases depart from the procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DeviationTold {
    /// Its place in this list, from 0: by it its cases are asked for.
    pub place: usize,
    pub class: DeviationClass,
    /// The step it is about, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub step: Option<StepTold>,
    /// What else there is to say: the activity that is no step, what should have been, the field, the role; often empty.
    pub detail: String,
    /// All of it in words.
    pub title: String,
    /// How often it occurs, in how many cases, and in which share of all.
    pub occurrences: usize,
    pub cases: usize,
    pub share: f64,
    /// How it went on over time: equal parts of the log, the earliest first.
    pub trend: Vec<TrendPeriod>,
    /// Since when it is more frequent, or less.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub changed: Option<ChangeTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub time: Option<TimeTold>,
    /// What the cases have in common, the most telling first.
    pub explained: Vec<ExplanationTold>,
    /// Why it was accepted, where it was: it does not count then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub accepted: Option<String>,
}

/// A part of the log's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrendPeriod {
    /// When its first case began: RFC 3339.
    pub from: String,
    pub cases: usize,
    pub deviating: usize,
}

/// A moment since which a deviation is more frequent, or less.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChangeTold {
    /// A day.
    pub on: String,
    /// Shares of the cases before and since.
    pub before: f64,
    pub since: f64,
    /// The chance that so large a change comes about by itself.
    pub chance: f64,
    /// The cases that this is about, where it is not all of them: `region = north`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub among: Option<String>,
}

/// How long cases take in the middle, with a deviation and without, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TimeTold {
    pub with: i64,
    pub without: i64,
}

/// A group of cases in which a deviation is more frequent than elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExplanationTold {
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

/// The report of a comparison with a publication.
pub fn of(procedure: ProcedureNamed, found: &Conformance, hidden: &Hidden) -> ConformanceReport {
    let unknown = found.unknown_activities.iter();
    ConformanceReport {
        procedure,
        cases: found.cases,
        events: found.events,
        variants: found.variants,
        conforming: found.conforming,
        fitness: FitnessFigures::from(&found.fitness),
        unproven: found.unproven,
        unknown_activities: unknown
            .map(|(activity, times)| UnknownActivity { activity: activity.clone(), times: *times })
            .collect(),
        unseen_steps: found.unseen_steps.iter().map(StepTold::from).collect(),
        deviations: found.deviations.iter().enumerate().map(|(place, one)| deviation(place, one, hidden)).collect(),
    }
}

fn deviation(place: usize, found: &Deviation, hidden: &Hidden) -> DeviationTold {
    let explained = found.explained.iter().filter(|told| !hidden.contains(told.attribute.as_str()));
    // A change among cases that something else explains is told with that: it would name its value.
    let about_hidden = |among: &str| hidden.iter().any(|key| among.strip_prefix(&**key).is_some_and(is_condition));
    let changed = found.changed.as_ref().filter(|changed| !changed.among.as_deref().is_some_and(about_hidden));
    DeviationTold {
        place,
        class: found.class.into(),
        step: found.step.as_ref().map(StepTold::from),
        detail: found.detail.clone(),
        title: found.title(),
        occurrences: found.occurrences,
        cases: found.cases.len(),
        share: found.share,
        trend: found.trend.iter().map(TrendPeriod::from).collect(),
        changed: changed.map(ChangeTold::from),
        time: found.time.map(TimeTold::from),
        explained: explained.map(ExplanationTold::from).collect(),
        accepted: found.accepted.clone(),
    }
}

fn is_condition(rest: &str) -> bool {
    [" = ", " > ", " <= "].iter().any(|sign| rest.starts_with(sign))
}

impl From<&Fitness> for FitnessFigures {
    fn from(fitness: &Fitness) -> Self {
        FitnessFigures {
            fitting: fitness.fitting,
            mean: fitness.mean,
            log: fitness.log,
            lower: fitness.lower,
            cost: fitness.cost,
        }
    }
}

impl From<&StepNamed> for StepTold {
    fn from(step: &StepNamed) -> Self {
        StepTold { id: step.id.clone(), number: step.number.clone(), title: step.title.clone() }
    }
}

impl From<Class> for DeviationClass {
    fn from(class: Class) -> Self {
        match class {
            Class::Missing => DeviationClass::Missing,
            Class::Extra => DeviationClass::Extra,
            Class::OutOfOrder => DeviationClass::OutOfOrder,
            Class::WrongBranch => DeviationClass::WrongBranch,
            Class::MissingEvidence => DeviationClass::MissingEvidence,
            Class::FourEyes => DeviationClass::FourEyes,
            Class::Late => DeviationClass::Late,
            Class::WrongRole => DeviationClass::WrongRole,
        }
    }
}

impl From<&Period> for TrendPeriod {
    fn from(period: &Period) -> Self {
        TrendPeriod { from: period.from.clone(), cases: period.cases, deviating: period.deviating }
    }
}

impl From<&Changed> for ChangeTold {
    fn from(changed: &Changed) -> Self {
        ChangeTold {
            on: changed.on.clone(),
            before: changed.before,
            since: changed.since,
            chance: changed.chance,
            among: changed.among.clone(),
        }
    }
}

impl From<TimeImpact> for TimeTold {
    fn from(time: TimeImpact) -> Self {
        TimeTold { with: time.with, without: time.without }
    }
}

impl From<&Explanation> for ExplanationTold {
    fn from(told: &Explanation) -> Self {
        ExplanationTold {
            attribute: told.attribute.clone(),
            condition: told.condition.clone(),
            cases: told.cases,
            deviating: told.deviating,
            inside: told.inside,
            outside: told.outside,
            chance: told.chance,
        }
    }
}
