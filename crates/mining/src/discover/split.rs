//! How a sublog is divided by a cut, so that each child of the node gets its part (Leemans 2014, section 3; 2017,
//! section 6.2). A trace that does not fit the cut is divided so that as little of it as possible is lost.

use super::cuts::Cut;
use super::sublog::{Gather, Sublog};
use crate::set::Set;

/// The parts of a log in the order of the cut's groups.
pub(super) fn split(log: &Sublog, cut: &Cut) -> Vec<Sublog> {
    let parts = match cut {
        Cut::Choice(groups) => choice(log, groups),
        Cut::Sequence(groups) => sequence(log, groups),
        Cut::Parallel(groups) => parallel(log, groups),
        Cut::Loop { body, redo } => repeat(log, body, redo),
    };
    parts.into_iter().map(|part| part.finish(&log.names)).collect()
}

/// Every trace goes where most of its events belong; with equal numbers to the later group.
fn choice(log: &Sublog, groups: &[Set]) -> Vec<Gather> {
    let mut parts = begun(groups.len());
    for (trace, cases) in log.traces() {
        let (best, _) = groups
            .iter()
            .enumerate()
            .map(|(index, group)| (index, trace.iter().filter(|&&event| group.has(event.into())).count()))
            .max_by_key(|&(_, events)| events)
            .expect("a cut has groups");
        parts[best].add(only(trace, &groups[best]), cases);
    }
    parts
}

/// Every trace is cut where a group has gained most over those that come later.
fn sequence(log: &Sublog, groups: &[Set]) -> Vec<Gather> {
    let mut parts = begun(groups.len());
    for (trace, cases) in log.traces() {
        let mut start = 0;
        let mut passed = Set::none(log.names.len());
        for (index, group) in groups.iter().enumerate() {
            let end = best_end(trace, group, start, &passed);
            parts[index].add(only(&trace[start..end], group), cases);
            start = end;
            passed.join(group);
        }
    }
    parts
}

fn best_end(trace: &[u16], group: &Set, start: usize, passed: &Set) -> usize {
    let (mut best, mut least, mut cost) = (start, 0_isize, 0_isize);
    for (index, &event) in trace.iter().enumerate().skip(start) {
        if group.has(event.into()) {
            cost -= 1;
        } else if !passed.has(event.into()) {
            cost += 1;
        }
        if cost < least {
            least = cost;
            best = index + 1;
        }
    }
    best
}

fn parallel(log: &Sublog, groups: &[Set]) -> Vec<Gather> {
    let mut parts = begun(groups.len());
    for (trace, cases) in log.traces() {
        for (part, group) in parts.iter_mut().zip(groups) {
            part.add(only(trace, group), cases);
        }
    }
    parts
}

/// Every trace falls into rounds of the body with a way back between them; it ends with a round, if an empty one.
fn repeat(log: &Sublog, body: &Set, redo: &Set) -> Vec<Gather> {
    let mut parts = begun(2);
    for (trace, cases) in log.traces() {
        let side = |event: u16| if body.has(event.into()) { Some(0) } else { redo.has(event.into()).then_some(1) };
        let mut ends_in_body = false;
        for run in trace.chunk_by(|&left, &right| side(left) == side(right)) {
            let part = side(run[0]);
            ends_in_body = part == Some(0);
            if let Some(part) = part {
                parts[part].add(run.iter().copied(), cases);
            }
        }
        if !ends_in_body {
            parts[0].add([], cases);
        }
    }
    parts
}

fn begun(count: usize) -> Vec<Gather> {
    std::iter::repeat_with(Gather::default).take(count).collect()
}

fn only<'a>(trace: &'a [u16], group: &'a Set) -> impl Iterator<Item = u16> + 'a {
    trace.iter().copied().filter(|&event| group.has(event.into()))
}
