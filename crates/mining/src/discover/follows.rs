//! Which activity of a sublog directly follows which, and how often.

use super::sublog::Sublog;
use crate::set::Set;

/// The directly-follows relation of a sublog.
#[derive(Debug, Clone)]
pub(super) struct Follows {
    /// What follows each activity.
    pub next: Vec<Set>,
    /// What each activity follows.
    pub previous: Vec<Set>,
    pub starts: Set,
    pub ends: Set,
}

/// How often each is seen, for the filter of the infrequent.
#[derive(Debug)]
pub(super) struct Counts {
    n: usize,
    edges: Vec<u64>,
    starts: Vec<u64>,
    ends: Vec<u64>,
}

impl Follows {
    fn none(n: usize) -> Self {
        let empty = Set::none(n);
        Self { next: vec![empty.clone(); n], previous: vec![empty.clone(); n], starts: empty.clone(), ends: empty }
    }

    fn edge(&mut self, from: usize, to: usize) {
        self.next[from].add(to);
        self.previous[to].add(from);
    }

    pub fn len(&self) -> usize {
        self.next.len()
    }

    pub fn has_edges(&self) -> bool {
        self.next.iter().any(|set| !set.is_empty())
    }

    /// Activities that an edge, the start or the end knows. After a filter some may be unknown.
    pub fn known(&self) -> Set {
        let mut known = self.starts.clone();
        known.join(&self.ends);
        for activity in 0..self.len() {
            if !self.next[activity].is_empty() || !self.previous[activity].is_empty() {
                known.add(activity);
            }
        }
        known
    }

    /// What each activity is followed by, directly or not; itself left aside.
    pub fn reach(&self) -> Vec<Set> {
        let mut reach = self.next.clone();
        for via in 0..reach.len() {
            let beyond = reach[via].clone();
            for from in &mut reach {
                if from.has(via) {
                    from.join(&beyond);
                }
            }
        }
        for (activity, set) in reach.iter_mut().enumerate() {
            set.remove(activity);
        }
        reach
    }
}

impl Counts {
    pub fn of(log: &Sublog) -> Self {
        let n = log.names.len();
        let mut counts = Self { n, edges: vec![0; n * n], starts: vec![0; n], ends: vec![0; n] };
        for (trace, cases) in log.traces() {
            counts.starts[usize::from(trace[0])] += cases;
            counts.ends[usize::from(trace[trace.len() - 1])] += cases;
            for pair in trace.windows(2) {
                counts.edges[usize::from(pair[0]) * n + usize::from(pair[1])] += cases;
            }
        }
        counts
    }

    /// Everything that was seen at least once.
    pub fn all(&self) -> Follows {
        self.kept(|_, seen| seen > 0, |seen| seen > 0)
    }

    /// What is left when the infrequent goes (Leemans, Fahland, van der Aalst, *Discovering Block-Structured Process
    /// Models from Event Logs Containing Infrequent Behaviour*, 2014): an edge stays when it is seen more often than
    /// `noise` times the most frequent way on from its activity (the end counts as a way on); a start activity when it is
    /// seen at least `noise` times as often as the most frequent one. Ends are not filtered.
    pub fn frequent(&self, noise: f64) -> Follows {
        let most: Vec<f64> = (0..self.n)
            .map(|from| {
                let row = &self.edges[from * self.n..(from + 1) * self.n];
                let most = row.iter().copied().max().unwrap_or(0).max(self.ends[from]);
                noise * most as f64
            })
            .collect();
        let least = self.starts.iter().copied().max().unwrap_or(0) as f64 * noise;
        self.kept(|from, seen| seen > 0 && seen as f64 > most[from], |seen| seen > 0 && seen as f64 >= least)
    }

    fn kept(&self, edge: impl Fn(usize, u64) -> bool, start: impl Fn(u64) -> bool) -> Follows {
        let mut follows = Follows::none(self.n);
        for from in 0..self.n {
            for to in 0..self.n {
                if edge(from, self.edges[from * self.n + to]) {
                    follows.edge(from, to);
                }
            }
            if start(self.starts[from]) {
                follows.starts.add(from);
            }
            if self.ends[from] > 0 {
                follows.ends.add(from);
            }
        }
        follows
    }
}

/// Stands for the start or the end of a trace.
const OUTSIDE: u16 = u16::MAX;

/// The relation that is left when one activity is taken out of all traces, for every activity: found in one pass, since
/// only what stood around its runs becomes new.
pub(super) struct Without<'a> {
    log: &'a Sublog,
    whole: &'a Follows,
    /// Sorted: the activity that goes, what stood before its run and what after.
    around: Vec<[u16; 3]>,
}

impl<'a> Without<'a> {
    pub fn any(log: &'a Sublog, whole: &'a Follows) -> Self {
        let mut around = Vec::new();
        for (trace, _) in log.traces() {
            let mut before = OUTSIDE;
            let mut runs = trace.chunk_by(|left, right| left == right).peekable();
            while let Some(run) = runs.next() {
                let after = runs.peek().map_or(OUTSIDE, |run| run[0]);
                around.push([run[0], before, after]);
                before = run[0];
            }
            if around.len() > 1 << 20 {
                around.sort_unstable();
                around.dedup();
            }
        }
        around.sort_unstable();
        around.dedup();
        Self { log, whole, around }
    }

    pub fn without(&self, gone: usize) -> Follows {
        let mut follows = self.whole.clone();
        let n = self.log.names.len();
        for set in follows.next.iter_mut().chain(&mut follows.previous) {
            set.remove(gone);
        }
        follows.next[gone] = Set::none(n);
        follows.previous[gone] = Set::none(n);
        follows.starts.remove(gone);
        follows.ends.remove(gone);
        let from = self.around.partition_point(|[activity, ..]| usize::from(*activity) < gone);
        for &[activity, before, after] in &self.around[from..] {
            if usize::from(activity) != gone {
                break;
            }
            match (before, after) {
                (OUTSIDE, OUTSIDE) => {}
                (OUTSIDE, after) => follows.starts.add(usize::from(after)),
                (before, OUTSIDE) => follows.ends.add(usize::from(before)),
                (before, after) => follows.edge(usize::from(before), usize::from(after)),
            }
        }
        follows
    }
}
