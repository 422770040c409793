//! What the draft leaves out of its steps, put together by what happens in the same cases.

use std::collections::BTreeSet;

use super::naming;
use crate::log::{Activity, Log};

/// Rare work that happens together: an exception of the draft.
#[derive(Debug, Clone)]
pub(super) struct Rare {
    pub title: String,
    pub activities: BTreeSet<Activity>,
    /// Cases that have any of it.
    pub cases: u64,
}

/// Two activities that share this much of the rarer one's cases belong together.
const TOGETHER: f64 = 0.5;

/// Groups of these activities, the most frequent first.
pub(super) fn groups(log: &Log, left_out: &BTreeSet<Activity>) -> Vec<Rare> {
    let mut of: Vec<BTreeSet<u32>> = vec![BTreeSet::new(); log.activities().len()];
    let mut place: Vec<u64> = vec![0; log.activities().len()];
    let mut times: Vec<u64> = vec![0; log.activities().len()];
    for case in log.cases() {
        let rare = case.trace().iter().enumerate().filter(|(_, activity)| left_out.contains(activity));
        for (at, activity) in rare {
            of[activity.index()].insert(case.index as u32);
            place[activity.index()] += at as u64;
            times[activity.index()] += 1;
        }
    }
    // The most frequent gathers what happens with it.
    let mut order: Vec<Activity> = left_out.iter().copied().collect();
    order.sort_by_key(|activity| (std::cmp::Reverse(of[activity.index()].len()), *activity));
    let mut groups: Vec<(Vec<Activity>, BTreeSet<u32>)> = Vec::new();
    for activity in order {
        let cases = &of[activity.index()];
        let belongs = groups.iter_mut().find(|(_, others)| {
            let shared = cases.intersection(others).count() as f64;
            !cases.is_empty() && shared >= TOGETHER * cases.len() as f64
        });
        match belongs {
            Some((activities, all)) => {
                activities.push(activity);
                all.extend(cases);
            }
            None => groups.push((vec![activity], cases.clone())),
        }
    }
    let rare = |(mut activities, cases): (Vec<Activity>, BTreeSet<u32>)| {
        let on_average = |activity: &Activity| place[activity.index()] as f64 / times[activity.index()].max(1) as f64;
        activities.sort_by(|one, other| on_average(one).total_cmp(&on_average(other)));
        let titles: Vec<String> = activities.iter().map(|activity| naming::title(log.name(*activity))).collect();
        let title = naming::shared_words(&titles).unwrap_or_else(|| titles[0].clone());
        Rare { title, activities: activities.into_iter().collect(), cases: cases.len() as u64 }
    };
    let mut groups: Vec<Rare> = groups.into_iter().map(rare).collect();
    groups.sort_by_key(|rare| std::cmp::Reverse(rare.cases));
    groups
}
