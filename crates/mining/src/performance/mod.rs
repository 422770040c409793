//! How long the work takes and where it waits: durations, waiting, rework, hand-overs, bottlenecks.
//!
//! Everything is counted in one pass over the columns of a log. What is said of people is said of groups only: a figure
//! about hand-overs is given where enough people take part in it ([`crate::log::Guard`]), and otherwise not at all. No
//! forecasts, and no calendar: time is elapsed time, nights and Sundays included.

mod flow;
mod handover;
mod rework;
mod spread;
mod work;

pub use flow::{Flow, Week, flow};
pub use handover::{Handover, Handovers, handovers};
pub use rework::{Repeated, Rework, rework};
pub use spread::{Micros, Spread};
pub(crate) use work::completions;
pub use work::{Lifecycle, START, Work, completed, done};

use crate::graph::Graph;
use crate::log::{Activity, Log};

/// How long each case took, from its first event to its last, in microseconds. A case without two times is not counted.
pub fn durations(log: &Log) -> Spread {
    let mut spread = Spread::default();
    for case in log.cases() {
        if let Some((first, last)) = extent(log, case.index) {
            spread.add(last.saturating_sub(first));
        }
    }
    spread
}

/// The first and the last moment of a case, in microseconds since 1970; nothing where no event has a time.
pub fn extent(log: &Log, case: usize) -> Option<(i64, i64)> {
    let times =
        log.case(case).events().flat_map(|event| [event.begun(), event.time()]).flatten().map(|moment| moment.0);
    times.fold(None, |extent: Option<(i64, i64)>, time| match extent {
        Some((first, last)) => Some((first.min(time), last.max(time))),
        None => Some((time, time)),
    })
}

/// Where cases wait.
#[derive(Debug, Clone, PartialEq)]
pub struct Bottleneck {
    /// Cases have done the one and wait for the other.
    pub from: Activity,
    pub to: Activity,
    pub times: u64,
    /// All waiting of all cases here, in microseconds.
    pub total: i128,
    /// The share of all waiting in the log.
    pub share: f64,
    pub median: f64,
}

/// Where cases wait, the most waiting first. Paths on which the next activity begins before the last is complete count as
/// no waiting.
pub fn bottlenecks(graph: &Graph) -> Vec<Bottleneck> {
    let total: i128 = graph.edges.iter().map(|(_, edge)| edge.wait.total().max(0)).sum();
    let mut found: Vec<Bottleneck> = graph
        .edges
        .iter()
        .filter(|(_, edge)| edge.wait.total() > 0)
        .map(|((from, to), edge)| Bottleneck {
            from: *from,
            to: *to,
            times: edge.wait.count(),
            total: edge.wait.total(),
            share: edge.wait.total() as f64 / total as f64,
            median: edge.wait.median().unwrap_or_default(),
        })
        .collect();
    found.sort_by_key(|place| (std::cmp::Reverse(place.total), place.from, place.to));
    found
}
