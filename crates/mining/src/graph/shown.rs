//! As much of a graph as a reader wants to see, never torn apart.

use std::collections::BTreeSet;

use super::{Counted, Graph};
use crate::log::{Activity, Log};

/// How much of a graph is shown, each as a share between 0 and 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Detail {
    /// Of the activities, the most frequent first; one at least.
    pub activities: f64,
    /// Of the paths between them, the most frequent first. Paths without which an activity could not be reached, or not
    /// left, stay whatever is asked for.
    pub paths: f64,
}

/// A part of a log's graph.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Counted among the shown activities only: what follows when the others are not looked at. Edges are those shown.
    pub graph: Graph,
    /// The shown activities, by their number.
    pub activities: Vec<Activity>,
    /// Which activities are shown as a beginning and as an end.
    pub starts: Vec<Activity>,
    pub ends: Vec<Activity>,
    /// How many activities and paths the log has in all.
    pub all_activities: usize,
    pub all_paths: usize,
    /// The share of what was done that the shown activities are, and of steps between them that the shown paths are.
    pub covered_activities: f64,
    pub covered_paths: f64,
}

impl Shown {
    /// The part of a log's graph that a reader asks for. `whole` is the log's graph, counted in the same way.
    pub fn of(log: &Log, counted: Counted, whole: &Graph, detail: Detail) -> Self {
        let activities = most_frequent(whole, detail.activities);
        let mut kept = vec![false; whole.nodes.len()];
        activities.iter().for_each(|activity| kept[activity.index()] = true);
        let all_activities = whole.nodes.iter().filter(|node| node.times > 0).count();
        let graph = if activities.len() == all_activities {
            whole.clone()
        } else {
            Graph::among(log, counted, |activity| kept[activity.index()])
        };
        let all_paths = whole.edges.len();
        let done: u64 = whole.nodes.iter().map(|node| node.times).sum();
        let shown: u64 = graph.nodes.iter().map(|node| node.times).sum();
        let mut all = Self {
            activities,
            starts: Vec::new(),
            ends: Vec::new(),
            all_activities,
            all_paths,
            covered_activities: share(shown, done),
            covered_paths: 1.0,
            graph,
        };
        all.keep_paths(detail.paths);
        all
    }

    fn keep_paths(&mut self, wanted: f64) {
        let paths = paths(&self.graph);
        let steps: u64 = paths.iter().map(|path| path.times).sum();
        let count = (wanted.clamp(0.0, 1.0) * paths.len() as f64).ceil() as usize;
        let mut keep: BTreeSet<usize> = (0..count).collect();
        let places = self.graph.nodes.len() + 2;
        keep.extend(widest(&paths, places, START, |path| (path.from, path.to)));
        keep.extend(widest(&paths, places, END, |path| (path.to, path.from)));
        self.covered_paths = share(keep.iter().map(|&index| paths[index].times).sum(), steps);
        let kept: BTreeSet<(usize, usize)> = keep.iter().map(|&index| (paths[index].from, paths[index].to)).collect();
        let among = |from: Activity, to: Activity| kept.contains(&(place(from), place(to)));
        self.graph.edges.retain(|((from, to), _)| among(*from, *to));
        let ends =
            |is: &dyn Fn(Activity) -> bool| self.activities.iter().copied().filter(|&activity| is(activity)).collect();
        self.starts = ends(&|activity| kept.contains(&(START, place(activity))));
        self.ends = ends(&|activity| kept.contains(&(place(activity), END)));
    }
}

/// A path between two places: the start, the end, or an activity.
struct Path {
    from: usize,
    to: usize,
    times: u64,
}

const START: usize = 0;
const END: usize = 1;

fn place(activity: Activity) -> usize {
    activity.index() + 2
}

/// All paths, the most frequent first.
fn paths(graph: &Graph) -> Vec<Path> {
    let mut paths: Vec<Path> = graph
        .edges
        .iter()
        .map(|((from, to), edge)| Path { from: place(*from), to: place(*to), times: edge.times })
        .collect();
    for (index, node) in graph.nodes.iter().enumerate() {
        let at = index + 2;
        paths.push(Path { from: START, to: at, times: node.starts });
        paths.push(Path { from: at, to: END, times: node.ends });
    }
    paths.retain(|path| path.times > 0);
    paths.sort_by_key(|path| (std::cmp::Reverse(path.times), path.from, path.to));
    paths
}

/// The paths by which every place is reached from one such that the rarest path on the way is as frequent as it can be:
/// paths are joined in descending order (Prim's tree, on directed paths).
fn widest(paths: &[Path], places: usize, from: usize, ends: impl Fn(&Path) -> (usize, usize)) -> Vec<usize> {
    let mut leaving: Vec<Vec<usize>> = vec![Vec::new(); places];
    for (index, path) in paths.iter().enumerate() {
        leaving[ends(path).0].push(index);
    }
    let mut reached = vec![false; places];
    reached[from] = true;
    // Paths are sorted, so the smallest index is the most frequent path.
    let mut open: BTreeSet<usize> = leaving[from].iter().copied().collect();
    let mut kept = Vec::new();
    while let Some(index) = open.pop_first() {
        let (_, to) = ends(&paths[index]);
        if !std::mem::replace(&mut reached[to], true) {
            kept.push(index);
            open.extend(leaving[to].iter().copied());
        }
    }
    kept
}

fn most_frequent(whole: &Graph, wanted: f64) -> Vec<Activity> {
    let mut all: Vec<(u64, Activity)> = whole
        .nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.times > 0)
        .map(|(index, node)| (node.times, Activity(index as u32)))
        .collect();
    all.sort_by_key(|&(times, activity)| (std::cmp::Reverse(times), activity));
    let count = ((wanted.clamp(0.0, 1.0) * all.len() as f64).ceil() as usize).max(1);
    all.truncate(count);
    let mut kept: Vec<Activity> = all.into_iter().map(|(_, activity)| activity).collect();
    kept.sort_unstable();
    kept
}

fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}
