//! The process map, as much of it as somebody wants to see.

pub use mining::graph::Detail;
use mining::graph::{Counted, Graph, Shown};
use mining::log::{Activity, Log};
use mining::performance::Spread;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::seconds;

/// No map shows more than this: nobody could read it.
const MOST_ACTIVITIES: usize = 300;
const MOST_PATHS: usize = 3_000;

/// Which activity follows which, how often, and how long cases wait in between.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProcessMap {
    /// Cases and events of the part of the log that is looked at.
    pub cases: u64,
    pub events: u64,
    /// The shown activities, in the order in which the log first has them.
    pub activities: Vec<MapActivity>,
    pub paths: Vec<MapPath>,
    /// With which activities cases begin and end, of those shown.
    pub starts: Vec<MapEnd>,
    pub ends: Vec<MapEnd>,
    /// How many activities and paths there are in all.
    pub all_activities: usize,
    pub all_paths: usize,
    /// The share of what was done that the shown activities are, and of steps between them that the shown paths are.
    pub covered_activities: f64,
    pub covered_paths: f64,
}

/// An activity of the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MapActivity {
    /// Its name.
    pub activity: String,
    /// How often it was done, and in how many cases.
    pub times: u64,
    pub cases: u64,
    /// Cases that begin and end with it, among the shown activities.
    pub starts: u64,
    pub ends: u64,
    /// Whether it is shown as a beginning and as an end.
    pub is_start: bool,
    pub is_end: bool,
    /// How long it takes; absent where the log does not tell beginnings.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub work: Option<WorkTime>,
}

/// How long an activity takes, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkTime {
    pub median: i64,
    pub mean: i64,
}

/// That one activity is directly followed by another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MapPath {
    /// Names of activities.
    pub from: String,
    pub to: String,
    /// How often, and in how many cases.
    pub times: u64,
    pub cases: u64,
    /// Absent where the log does not tell times.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub wait: Option<WaitTime>,
}

/// How long cases wait, in seconds; negative where the next begins before the last is complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaitTime {
    pub median: i64,
    pub mean: i64,
    /// Nine in ten wait no longer.
    pub p90: i64,
}

/// An activity with which cases begin, or end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MapEnd {
    pub activity: String,
    pub cases: u64,
}

/// The map of a log whose graph is `whole`, counted by what was completed.
pub fn of(log: &Log, whole: &Graph, detail: Detail) -> ProcessMap {
    let shown = Shown::of(log, Counted::Completed, whole, limited(whole, detail));
    let name = |activity: Activity| log.name(activity).to_owned();
    let activities = shown.activities.iter().map(|&activity| {
        let node = &shown.graph.nodes[activity.index()];
        let work = node.work.percentiles(&[50.0]).zip(node.work.mean());
        MapActivity {
            activity: name(activity),
            times: node.times,
            cases: node.cases,
            starts: node.starts,
            ends: node.ends,
            is_start: shown.starts.contains(&activity),
            is_end: shown.ends.contains(&activity),
            work: work.map(|(middle, mean)| WorkTime { median: seconds(middle[0]), mean: seconds(mean) }),
        }
    });
    let paths = shown.graph.edges.iter().map(|((from, to), edge)| MapPath {
        from: name(*from),
        to: name(*to),
        times: edge.times,
        cases: edge.cases,
        wait: wait(&edge.wait),
    });
    let ends = |all: &[Activity], cases: &dyn Fn(Activity) -> u64| {
        let end = |&activity: &Activity| MapEnd { activity: name(activity), cases: cases(activity) };
        all.iter().map(end).collect()
    };
    ProcessMap {
        cases: log.len() as u64,
        events: log.events() as u64,
        activities: activities.collect(),
        paths: paths.collect(),
        starts: ends(&shown.starts, &|activity| shown.graph.nodes[activity.index()].starts),
        ends: ends(&shown.ends, &|activity| shown.graph.nodes[activity.index()].ends),
        all_activities: shown.all_activities,
        all_paths: shown.all_paths,
        covered_activities: shown.covered_activities,
        covered_paths: shown.covered_paths,
    }
}

fn wait(wait: &Spread) -> Option<WaitTime> {
    let told = wait.percentiles(&[50.0, 90.0])?;
    Some(WaitTime { median: seconds(told[0]), mean: seconds(wait.mean()?), p90: seconds(told[1]) })
}

/// What is asked for, within what a map can show.
fn limited(whole: &Graph, detail: Detail) -> Detail {
    let most = |most: usize, all: usize| most as f64 / all.max(1) as f64;
    Detail {
        activities: detail.activities.min(most(MOST_ACTIVITIES, whole.nodes.len())),
        paths: detail.paths.min(most(MOST_PATHS, whole.edges.len())),
    }
}
