//! The process map: which activity directly follows which in a log, how often, and how long cases wait in between.
//!
//! Counted event by event, as van der Aalst (*Process Mining: Data Science in Action*, 2016, section 6.2) defines the
//! directly-follows relation. Waiting is the time from the completion of one activity to the beginning of the next; where
//! the log gives no beginnings, from one event to the next. A map says what followed what, not what caused it, and it
//! never names a person.

mod shown;

pub use shown::{Detail, Shown};

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::log::{Activity, Log, Moment};
use crate::performance::{Lifecycle, Spread, Work, done};

/// What is counted as one activity of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Counted {
    /// Every event.
    #[default]
    Events,
    /// What was completed, where the log tells starts and completions; every event where it does not.
    Completed,
}

/// How often an activity was done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    pub times: u64,
    /// Cases in which it was done at least once.
    pub cases: u64,
    /// Cases that began and ended with it.
    pub starts: u64,
    pub ends: u64,
    /// From beginning to completion, where the log tells both.
    pub work: Spread,
}

/// How often one activity was directly followed by another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    pub times: u64,
    /// Cases in which it happened at least once.
    pub cases: u64,
    /// From the completion of the one to the beginning of the other. Negative where they overlap.
    pub wait: Spread,
}

/// A directly-follows graph.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graph {
    /// By the number of the activity; all activities of the log.
    pub nodes: Vec<Node>,
    /// In the order of the activities' numbers.
    pub edges: Vec<((Activity, Activity), Edge)>,
    /// Cases, and those in which nothing was counted.
    pub cases: u64,
    pub empty: u64,
}

/// So many cases are counted by one thread at a time.
const SHARE: usize = 16_384;

impl Graph {
    /// The graph of a log. Linear in the events; cores share the cases, and the result does not depend on how.
    pub fn of(log: &Log, counted: Counted) -> Self {
        Self::among(log, counted, |_| true)
    }

    /// The graph of those events alone whose activity is kept: what follows when the others are not looked at.
    pub fn among(log: &Log, counted: Counted, keep: impl Fn(Activity) -> bool + Sync) -> Self {
        let lifecycle = match counted {
            Counted::Events => Lifecycle::Moments,
            Counted::Completed => Lifecycle::of(log),
        };
        let shares: Vec<usize> = (0..log.len()).step_by(SHARE).collect();
        let counts: Vec<Count> = shares
            .into_par_iter()
            .map(|first| {
                let mut count = Count::new(log.activities().len());
                for case in first..(first + SHARE).min(log.len()) {
                    count.case(log, case, lifecycle, &keep);
                }
                count
            })
            .collect();
        let mut all = Count::new(log.activities().len());
        counts.into_iter().for_each(|count| all.join(count));
        all.finish()
    }

    pub fn edge(&self, from: Activity, to: Activity) -> Option<&Edge> {
        let place = self.edges.binary_search_by_key(&(from, to), |(ends, _)| *ends).ok()?;
        Some(&self.edges[place].1)
    }
}

struct Count {
    nodes: Vec<Node>,
    /// Which case saw a node last, to count each case once.
    seen: Vec<usize>,
    edges: HashMap<(Activity, Activity), (usize, Edge)>,
    cases: u64,
    empty: u64,
}

const NEVER: usize = usize::MAX;

impl Count {
    fn new(activities: usize) -> Self {
        let nodes = vec![Node::default(); activities];
        Self { nodes, seen: vec![NEVER; activities], edges: HashMap::new(), cases: 0, empty: 0 }
    }

    fn case(&mut self, log: &Log, case: usize, lifecycle: Lifecycle, keep: &impl Fn(Activity) -> bool) {
        let mut last: Option<Work> = None;
        done(log, case, lifecycle, |work| {
            if !keep(work.activity) {
                return;
            }
            self.node(case, &work, lifecycle);
            match last.replace(work) {
                Some(before) => self.follow(case, &before, &work),
                None => self.nodes[work.activity.index()].starts += 1,
            }
        });
        self.cases += 1;
        match last {
            Some(last) => self.nodes[last.activity.index()].ends += 1,
            None => self.empty += 1,
        }
    }

    fn node(&mut self, case: usize, work: &Work, lifecycle: Lifecycle) {
        let index = work.activity.index();
        let node = &mut self.nodes[index];
        node.times += 1;
        if self.seen[index] != case {
            self.seen[index] = case;
            node.cases += 1;
        }
        let is_told = match lifecycle {
            Lifecycle::Moments => false,
            Lifecycle::Intervals | Lifecycle::StartAndComplete { .. } => true,
        };
        if let Some(took) = between(work.start, work.end).filter(|_| is_told) {
            node.work.add(took);
        }
    }

    fn follow(&mut self, case: usize, before: &Work, after: &Work) {
        let key = (before.activity, after.activity);
        let (seen, edge) = self.edges.entry(key).or_insert_with(|| (NEVER, Edge::default()));
        edge.times += 1;
        if *seen != case {
            *seen = case;
            edge.cases += 1;
        }
        if let Some(wait) = between(before.end, after.start) {
            edge.wait.add(wait);
        }
    }

    fn join(&mut self, other: Self) {
        for (node, more) in self.nodes.iter_mut().zip(other.nodes) {
            node.times += more.times;
            node.cases += more.cases;
            node.starts += more.starts;
            node.ends += more.ends;
            node.work.join(more.work);
        }
        for (key, (seen, more)) in other.edges {
            let (_, edge) = self.edges.entry(key).or_insert_with(|| (seen, Edge::default()));
            edge.times += more.times;
            edge.cases += more.cases;
            edge.wait.join(more.wait);
        }
        self.cases += other.cases;
        self.empty += other.empty;
    }

    fn finish(self) -> Graph {
        let mut edges: Vec<_> = self.edges.into_iter().map(|(key, (_, edge))| (key, edge)).collect();
        edges.sort_unstable_by_key(|(key, _)| *key);
        Graph { nodes: self.nodes, edges, cases: self.cases, empty: self.empty }
    }
}

fn between(from: Option<Moment>, to: Option<Moment>) -> Option<i64> {
    Some(to?.0.saturating_sub(from?.0))
}
