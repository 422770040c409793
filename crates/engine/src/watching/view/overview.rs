//! What is in a log: how much, how long, how often again, and where it waits.

use std::collections::BTreeSet;

use jiff::Timestamp;
use mining::graph::Graph;
use mining::log::{Column, Guard, Kind, Log, Value};
use mining::performance::{self, Spread};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Hidden, seconds, stamp, written};

/// So many places where cases wait, and where work is handed over, are told.
const BOTTLENECKS: usize = 10;
const HANDOVERS: usize = 50;
/// The last so many weeks are told.
const WEEKS: usize = 1_040;
/// The values of an attribute are told where they are no more than these, and no longer, in characters.
const VALUES: usize = 50;
const LONGEST_VALUE: usize = 200;

/// What is in a log, or in the part of it that is looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LogFigures {
    pub cases: usize,
    pub events: usize,
    /// In how many ways cases went.
    pub variants: usize,
    /// Absent where the log does not tell times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub durations: Option<CaseDurations>,
    /// Cases in which something was done more than once.
    pub repeating: u64,
    /// Those of most cases first.
    pub activities: Vec<ActivityFigures>,
    /// Where cases wait: the most waiting first, at most ten.
    pub bottlenecks: Vec<BottleneckFigures>,
    pub handovers: HandoverFigures,
    /// Arrivals and completions; weeks in which neither happened are left out.
    pub weeks: Vec<WeekFigures>,
    /// What else the log says, and by what it can be filtered. What tells who somebody is is left out.
    pub attributes: Vec<AttributeFigures>,
}

/// How long cases take, in seconds, from the first event to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseDurations {
    /// One case in ten takes no longer.
    pub p10: i64,
    /// The middle.
    pub p50: i64,
    /// Nine cases in ten take no longer.
    pub p90: i64,
    pub mean: i64,
}

/// An activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActivityFigures {
    pub activity: String,
    /// How often it was done.
    pub times: u64,
    /// In how many cases it was done, and in how many more than once.
    pub cases: u64,
    pub repeating: u64,
}

/// A place where cases wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BottleneckFigures {
    /// Cases have done the one activity and wait for the other.
    pub from: String,
    pub to: String,
    pub times: u64,
    /// In seconds.
    pub median: i64,
    /// All waiting of all cases here, in seconds.
    pub total: i64,
    /// The share of all waiting in the log.
    pub share: f64,
}

/// Where work passes from one person to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandoverFigures {
    /// The most hand-overs first.
    pub places: Vec<HandoverPlace>,
    /// How many places are not told because too few people take part.
    pub withheld: usize,
}

/// A place where work passes from one person to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandoverPlace {
    pub from: String,
    pub to: String,
    /// How often both people are known, and how often they are two.
    pub times: u64,
    pub handed_over: u64,
    /// Median waits in seconds: where the same person went on, and where another did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub wait_same: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub wait_other: Option<i64>,
}

/// One week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WeekFigures {
    /// Its Monday, UTC.
    pub begins: Timestamp,
    /// Cases with their first event in this week, and with their last.
    pub arrived: u64,
    pub completed: u64,
    /// Cases that had begun and not ended when the week was over.
    pub open: u64,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AttributeFigures {
    pub key: String,
    pub scope: AttributeScope,
    /// What it may be filtered by; empty where there are more than fifty values, or no short ones.
    pub values: Vec<String>,
}

/// Of what an attribute is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AttributeScope {
    Case,
    Event,
}

/// The figures of a log whose graph this is, counted by what was completed.
pub fn of(log: &Log, graph: &Graph, variants: usize, hidden: &Hidden, guard: Guard) -> LogFigures {
    let rework = performance::rework(log);
    LogFigures {
        cases: log.len(),
        events: log.events(),
        variants,
        durations: durations(&performance::durations(log)),
        repeating: rework.repeating,
        activities: activities(log, graph, &rework),
        bottlenecks: bottlenecks(log, graph),
        handovers: handovers(log, guard),
        weeks: weeks(log),
        attributes: attributes(log, hidden),
    }
}

fn durations(spread: &Spread) -> Option<CaseDurations> {
    let told = spread.percentiles(&[10.0, 50.0, 90.0])?;
    let [p10, p50, p90] = [told[0], told[1], told[2]].map(seconds);
    Some(CaseDurations { p10, p50, p90, mean: seconds(spread.mean()?) })
}

fn activities(log: &Log, graph: &Graph, rework: &performance::Rework) -> Vec<ActivityFigures> {
    let mut repeating = vec![0; graph.nodes.len()];
    rework.activities.iter().for_each(|again| repeating[again.activity.index()] = again.repeating);
    let all = log.activities().iter().zip(&graph.nodes).zip(repeating);
    let told = all.map(|(((_, name), node), repeating)| ActivityFigures {
        activity: name.to_owned(),
        times: node.times,
        cases: node.cases,
        repeating,
    });
    let mut told: Vec<ActivityFigures> = told.collect();
    told.sort_by_key(|activity| std::cmp::Reverse((activity.cases, activity.times)));
    told
}

fn bottlenecks(log: &Log, graph: &Graph) -> Vec<BottleneckFigures> {
    let told = performance::bottlenecks(graph).into_iter().take(BOTTLENECKS);
    let told = told.map(|place| BottleneckFigures {
        from: log.name(place.from).to_owned(),
        to: log.name(place.to).to_owned(),
        times: place.times,
        median: seconds(place.median),
        total: seconds(place.total as f64),
        share: place.share,
    });
    told.collect()
}

fn handovers(log: &Log, guard: Guard) -> HandoverFigures {
    let found = performance::handovers(log, guard);
    let told = found.places.into_iter().take(HANDOVERS).map(|place| HandoverPlace {
        from: log.name(place.from).to_owned(),
        to: log.name(place.to).to_owned(),
        times: place.times,
        handed_over: place.handed_over,
        wait_same: place.same.median().map(seconds),
        wait_other: place.other.median().map(seconds),
    });
    HandoverFigures { places: told.collect(), withheld: found.withheld }
}

fn weeks(log: &Log) -> Vec<WeekFigures> {
    let weeks = performance::flow(log).weeks;
    let last = &weeks[weeks.len().saturating_sub(WEEKS)..];
    let told = last.iter().filter_map(|week| {
        let begins = stamp(week.begins)?;
        Some(WeekFigures { begins, arrived: week.arrived, completed: week.completed, open: week.open })
    });
    told.collect()
}

fn attributes(log: &Log, hidden: &Hidden) -> Vec<AttributeFigures> {
    let of_cases = log.case_columns().iter().map(|column| (AttributeScope::Case, column));
    let of_events = log.event_columns().iter().map(|column| (AttributeScope::Event, column));
    let told = of_cases.chain(of_events).filter(|(_, (key, _))| !hidden.contains(*key));
    told.map(|(scope, (key, column))| AttributeFigures { key: key.to_string(), scope, values: values(column) })
        .collect()
}

fn values(column: &Column) -> Vec<String> {
    match column.kind() {
        Kind::Text => {
            let Some(names) = column.names().filter(|names| names.len() <= VALUES) else { return Vec::new() };
            let short = names.iter().map(|(_, text)| text).filter(|text| text.chars().count() <= LONGEST_VALUE);
            let mut values: Vec<String> = short.map(str::to_owned).collect();
            values.sort_unstable();
            values
        }
        Kind::Flag | Kind::Whole => {
            let mut found = BTreeSet::new();
            for (_, value) in column.iter() {
                found.insert(match value {
                    Value::Whole(number) => (number, None),
                    Value::Flag(flag) => (i64::from(flag), Some(flag)),
                    Value::Text(_) | Value::Number(_) | Value::Moment(_) => continue,
                });
                if found.len() > VALUES {
                    return Vec::new();
                }
            }
            let value = |(number, flag): (i64, Option<bool>)| flag.map_or(Value::Whole(number), Value::Flag);
            found.into_iter().map(|found| written(value(found))).collect()
        }
        Kind::Number | Kind::Moment => Vec::new(),
    }
}
