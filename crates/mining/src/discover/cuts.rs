//! How the activities of a sublog fall into groups: the four cuts (Leemans 2017, section 6.1 and appendix).

use super::follows::Follows;
use crate::set::{Set, components};

/// A way to divide the activities, and the groups in the order of the node's children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cut {
    Choice(Vec<Set>),
    Sequence(Vec<Set>),
    Parallel(Vec<Set>),
    /// The body and the way back.
    Loop {
        body: Set,
        redo: Set,
    },
}

/// The first cut that the relation allows: choice, sequence, parallel, loop.
pub(super) fn find(follows: &Follows) -> Option<Cut> {
    let known = follows.known();
    choice(follows, &known)
        .or_else(|| sequence(follows, &known))
        .or_else(|| parallel(follows, &known))
        .or_else(|| repeat(follows, &known))
}

/// Groups between which nothing ever leads.
fn choice(follows: &Follows, known: &Set) -> Option<Cut> {
    let groups = components(known, |activity| {
        let mut both = follows.next[activity].clone();
        both.join(&follows.previous[activity]);
        both
    });
    (groups.len() > 1).then_some(Cut::Choice(groups))
}

/// Groups that are only ever passed in one direction; then those that can only be skipped together are joined (the
/// strict sequence cut, Leemans 2017, p. 233).
fn sequence(follows: &Follows, known: &Set) -> Option<Cut> {
    let after = follows.reach();
    let mut before = vec![Set::none(follows.len()); follows.len()];
    for (from, set) in after.iter().enumerate() {
        set.iter().for_each(|to| before[to].add(from));
    }
    let mut groups = components(known, |activity| {
        let mut one_way = after[activity].clone();
        one_way.leave(&before[activity]);
        let mut other_way = before[activity].clone();
        other_way.leave(&after[activity]);
        let mut related = known.clone();
        related.leave(&one_way);
        related.leave(&other_way);
        related
    });
    // Every member of a group before another has fewer before it and more after it, so any member tells the order.
    groups.sort_by_key(|group| {
        let any = group.first().expect("a group has a member");
        before[any].len() + follows.len() - after[any].len()
    });
    if groups.len() < 2 {
        return None;
    }
    let groups = joined_skips(follows, groups);
    (groups.len() > 1).then_some(Cut::Sequence(groups))
}

fn joined_skips(follows: &Follows, mut groups: Vec<Set>) -> Vec<Set> {
    let count = groups.len();
    let mut place = vec![0; follows.len()];
    for (index, group) in groups.iter().enumerate() {
        group.iter().for_each(|activity| place[activity] = index as isize);
    }
    // From how early a group is entered, and how late it is left for.
    let mut entered: Vec<isize> =
        groups.iter().map(|group| if group.meets(&follows.starts) { isize::MIN } else { isize::MAX }).collect();
    let mut left: Vec<isize> =
        groups.iter().map(|group| if group.meets(&follows.ends) { isize::MAX } else { isize::MIN }).collect();
    for group in &groups {
        for from in group.iter() {
            for to in follows.next[from].iter() {
                let (from, to) = (place[from], place[to]);
                entered[to as usize] = entered[to as usize].min(from);
                left[from as usize] = left[from as usize].max(to);
            }
        }
    }
    for index in 0..count {
        if !skippable(follows, &groups, index) {
            continue;
        }
        let mut before = index;
        while before > 0 && left[before - 1] <= index as isize {
            before -= 1;
            take(&mut groups, index, before);
        }
        let mut after = index + 1;
        while after < count && entered[after] >= index as isize {
            take(&mut groups, index, after);
            after += 1;
        }
    }
    groups.retain(|group| !group.is_empty());
    groups
}

fn take(groups: &mut [Set], into: usize, from: usize) {
    let mut all = groups[into].clone();
    all.join(&groups[from]);
    let mut nothing = all.clone();
    nothing.leave(&all);
    groups[into] = all;
    groups[from] = nothing;
}

fn skippable(follows: &Follows, groups: &[Set], index: usize) -> bool {
    let (before, after) = (&groups[..index], &groups[index + 1..]);
    let over = before
        .iter()
        .any(|group| group.iter().any(|activity| after.iter().any(|beyond| follows.next[activity].meets(beyond))));
    over || after.iter().any(|group| group.meets(&follows.starts))
        || before.iter().any(|group| group.meets(&follows.ends))
}

/// Groups whose activities all follow each other across groups; each group can start and end.
fn parallel(follows: &Follows, known: &Set) -> Option<Cut> {
    let mut groups = components(known, |activity| {
        let mut both = follows.next[activity].clone();
        both.keep(&follows.previous[activity]);
        let mut related = known.clone();
        related.leave(&both);
        related
    });
    groups.sort_by_key(Set::len);
    let mut index = 0;
    while index < groups.len() && groups.len() > 1 {
        if groups[index].meets(&follows.starts) && groups[index].meets(&follows.ends) {
            index += 1;
            continue;
        }
        let group = groups.remove(index);
        groups[index.saturating_sub(1)].join(&group);
    }
    (groups.len() > 1).then_some(Cut::Parallel(groups))
}

/// What starts and ends is the body; what leads from every end to every start and nowhere else is the way back.
fn repeat(follows: &Follows, known: &Set) -> Option<Cut> {
    if !follows.has_edges() {
        return None;
    }
    let mut body = follows.starts.clone();
    body.join(&follows.ends);
    let mut inner = known.clone();
    inner.leave(&body);
    let parts = components(&inner, |activity| {
        let mut both = follows.next[activity].clone();
        both.join(&follows.previous[activity]);
        both
    });
    // What a start that is no end leads to, and what leads to an end that is no start, lies within the body.
    let mut within = Set::none(follows.len());
    for start in follows.starts.iter().filter(|&start| !follows.ends.has(start)) {
        within.join(&follows.next[start]);
    }
    for end in follows.ends.iter().filter(|&end| !follows.starts.has(end)) {
        within.join(&follows.previous[end]);
    }
    let mut redo = Set::none(follows.len());
    for part in parts {
        let whole = !part.meets(&within)
            && part.iter().all(|activity| {
                (!follows.next[activity].meets(&follows.starts) || follows.next[activity].holds(&follows.starts))
                    && (!follows.previous[activity].meets(&follows.ends)
                        || follows.previous[activity].holds(&follows.ends))
            });
        if whole {
            redo.join(&part);
        } else {
            body.join(&part);
        }
    }
    (!redo.is_empty() && !body.is_empty()).then_some(Cut::Loop { body, redo })
}
