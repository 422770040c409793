//! What is tried when no cut fits: the fall-throughs (Leemans 2017, section 6.3), the most exact first.

use super::cuts;
use super::follows::{Follows, Without};
use super::sublog::{Gather, Sublog};

/// A way to go on without a cut.
pub(super) enum Fall {
    /// One activity beside everything else.
    Beside { one: Sublog, others: Sublog },
    /// The log again and again, with nothing in between.
    Again(Sublog),
    /// Any activities in any order.
    Anything,
}

pub(super) fn find(log: &Sublog, follows: &Follows) -> Fall {
    if let Some(activity) = once_in_every_trace(log).or_else(|| concurrent(log, follows)) {
        return beside(log, activity);
    }
    let starts = |event: u16| follows.starts.has(event.into());
    let ends = |event: u16| follows.ends.has(event.into());
    again(log, |left, right| starts(right) && ends(left))
        .or_else(|| again(log, |_, right| starts(right)))
        .map_or(Fall::Anything, Fall::Again)
}

/// The first activity by name that every trace has exactly once.
fn once_in_every_trace(log: &Sublog) -> Option<usize> {
    let n = log.names.len();
    let mut once_in = vec![0; n];
    let mut count = vec![0_u32; n];
    for (trace, _) in log.traces() {
        trace.iter().for_each(|&event| count[usize::from(event)] += 1);
        for &event in trace {
            let event = usize::from(event);
            if std::mem::take(&mut count[event]) == 1 {
                once_in[event] += 1;
            }
        }
    }
    once_in.iter().position(|&traces| traces == log.variants())
}

/// The first activity by name without which there is a cut.
fn concurrent(log: &Sublog, follows: &Follows) -> Option<usize> {
    let without = Without::any(log, follows);
    (0..log.names.len()).find(|&activity| cuts::find(&without.without(activity)).is_some())
}

fn beside(log: &Sublog, activity: usize) -> Fall {
    let (mut one, mut others) = (Gather::default(), Gather::default());
    let is = |event: &u16| usize::from(*event) == activity;
    for (trace, cases) in log.traces() {
        one.add(trace.iter().copied().filter(is), cases);
        others.add(trace.iter().copied().filter(|event| !is(event)), cases);
    }
    Fall::Beside { one: one.finish(&log.names), others: others.finish(&log.names) }
}

/// Every trace cut wherever it seems to begin anew; none where it never does.
fn again(log: &Sublog, anew: impl Fn(u16, u16) -> bool) -> Option<Sublog> {
    let mut rounds = Gather::default();
    for (trace, cases) in log.traces() {
        for round in trace.chunk_by(|&left, &right| !anew(left, right)) {
            rounds.add(round.iter().copied(), cases);
        }
    }
    (rounds.cases() > log.cases()).then(|| rounds.finish(&log.names))
}
