//! What the draft leaves out of its steps, put together by name and by what happens in the same cases, and what it takes the
//! place of.

use std::collections::{BTreeMap, BTreeSet};

use super::naming;
use super::simplify::{maybe, plain};
use crate::log::{Activity, Log};
use crate::tree::Tree;

/// Rare work that belongs together: an exception of the draft.
#[derive(Debug, Clone)]
pub(super) struct Rare {
    pub title: String,
    /// In the order in which they are done.
    pub activities: Vec<Activity>,
    /// Cases that have any of it.
    pub cases: u64,
    /// What is done there, over the activities of the log.
    pub tree: Tree<Activity>,
    /// Work of the steps that it takes the place of: who does the one does not do the other.
    pub instead_of: Option<Activity>,
    /// The work of the steps that most often comes right before it, and in how many cases.
    pub after: Option<(Activity, u64)>,
    /// What of it is too seldom to be one of its steps, with its cases.
    pub seldom: Vec<(Activity, u64)>,
}

/// Two activities that share this much of the rarer one's cases belong together.
const TOGETHER: f64 = 0.5;
/// What this share of an exception's cases do is one of its steps; what nearly all do, they all should.
const STEP: f64 = 0.2;
const DEMANDED: f64 = 0.75;
/// Where no more of the cases than this have several of it, it is one or the other.
const SEVERAL: f64 = 0.1;
/// Work that fewer of the cases have than this, though most others have it, is what the exception stands in for.
const HARDLY: f64 = 0.1;

/// Which cases have an activity, and where in a case it stands on average.
struct Seen {
    cases: Vec<BTreeSet<u32>>,
    place: Vec<f64>,
}

impl Seen {
    fn of(log: &Log) -> Self {
        let all = log.activities().len();
        let (mut cases, mut place, mut times) = (vec![BTreeSet::new(); all], vec![0.0; all], vec![0.0; all]);
        for case in log.cases() {
            for (at, activity) in case.trace().iter().enumerate() {
                cases[activity.index()].insert(case.index as u32);
                place[activity.index()] += at as f64;
                times[activity.index()] += 1.0;
            }
        }
        place.iter_mut().zip(&times).for_each(|(place, times): (&mut f64, &f64)| *place /= times.max(1.0));
        Self { cases, place }
    }

    fn any(&self, activities: &[Activity]) -> BTreeSet<u32> {
        activities.iter().flat_map(|activity| self.cases[activity.index()].iter().copied()).collect()
    }

    fn count(&self, activity: Activity) -> usize {
        self.cases[activity.index()].len()
    }
}

/// Groups of these activities, the most frequent first. `steps` are those of the draft's steps.
pub(super) fn groups(log: &Log, left_out: &BTreeSet<Activity>, steps: &BTreeSet<Activity>) -> Vec<Rare> {
    let seen = Seen::of(log);
    // The most frequent gathers what belongs to it.
    let mut order: Vec<Activity> = left_out.iter().copied().collect();
    order.sort_by_key(|activity| (std::cmp::Reverse(seen.count(*activity)), *activity));
    let mut groups: Vec<Vec<Activity>> = Vec::new();
    for activity in order {
        let cases = &seen.cases[activity.index()];
        let kin = |others: &&mut Vec<Activity>| {
            let shared = cases.intersection(&seen.cases[others[0].index()]).count() as f64;
            let together = !cases.is_empty() && shared >= TOGETHER * cases.len() as f64;
            together || others.iter().all(|other| naming::are_kin(log.name(*other), log.name(activity)))
        };
        match groups.iter_mut().find(kin) {
            Some(group) => group.push(activity),
            None => groups.push(vec![activity]),
        }
    }
    let mut groups: Vec<Rare> = groups.into_iter().map(|activities| rare(log, &seen, activities, steps)).collect();
    groups.sort_by_key(|rare| std::cmp::Reverse(rare.cases));
    groups
}

fn rare(log: &Log, seen: &Seen, mut activities: Vec<Activity>, steps: &BTreeSet<Activity>) -> Rare {
    activities.sort_by(|one, other| seen.place[one.index()].total_cmp(&seen.place[other.index()]));
    let cases = seen.any(&activities);
    let share = |activity: &Activity| seen.count(*activity) as f64 / cases.len().max(1) as f64;
    let of_several = |case: &&u32| activities.iter().filter(|one| seen.cases[one.index()].contains(case)).count() > 1;
    let of_several = cases.iter().filter(of_several).count() as f64;
    let is_one_of = activities.len() > 1 && of_several <= SEVERAL * cases.len() as f64;
    let (tree, seldom) = if is_one_of {
        // Work of one kind is told whole; of other work only what is not too seldom.
        let titles: Vec<String> = activities.iter().map(|activity| naming::title(log.name(*activity))).collect();
        let is_kind = naming::shared_words(&titles).is_some();
        let (mut ways, seldom): (Vec<Activity>, Vec<_>) =
            activities.iter().copied().partition(|activity| is_kind || share(activity) >= STEP);
        ways.sort_by_key(|activity| std::cmp::Reverse(seen.count(*activity)));
        (Tree::Choice(ways.into_iter().map(Tree::Activity).collect()), seldom)
    } else {
        let (steps, seldom): (Vec<Activity>, Vec<_>) =
            activities.iter().copied().partition(|activity| share(activity) >= STEP);
        let demanded = |activity: Activity| share(&activity) >= DEMANDED;
        let step = |activity| {
            let work = Tree::Activity(activity);
            if demanded(activity) { work } else { maybe(work) }
        };
        (Tree::Sequence(steps.into_iter().map(step).collect()), seldom)
    };
    let instead_of = instead_of(log, seen, &cases, steps);
    Rare {
        title: title(log, seen, &activities, instead_of),
        cases: cases.len() as u64,
        tree: plain(tree),
        instead_of,
        after: after(log, &cases, &activities, steps),
        seldom: seldom.into_iter().map(|activity| (activity, seen.count(activity) as u64)).collect(),
        activities,
    }
}

fn title(log: &Log, seen: &Seen, activities: &[Activity], instead_of: Option<Activity>) -> String {
    let titles: Vec<String> = activities.iter().map(|activity| naming::title(log.name(*activity))).collect();
    let shared = naming::shared_words(&titles);
    let most = activities.iter().max_by_key(|activity| (seen.count(**activity), std::cmp::Reverse(**activity)));
    let own = shared.clone().or(most.map(|activity| naming::title(log.name(*activity)))).unwrap_or_default();
    match instead_of.map(|activity| naming::title(log.name(activity))) {
        Some(other) if titles.len() == 1 => format!("{own} instead of {other}"),
        Some(other) if shared.is_some() => format!("Another {own} than {other}"),
        Some(other) => format!("{own} and the like, instead of {other}"),
        None => own,
    }
}

/// The step that hardly any of these cases have, though most others do.
fn instead_of(log: &Log, seen: &Seen, cases: &BTreeSet<u32>, steps: &BTreeSet<Activity>) -> Option<Activity> {
    let others = log.len().saturating_sub(cases.len()).max(1) as f64;
    let left = |activity: &&Activity| {
        let both = seen.cases[activity.index()].intersection(cases).count();
        let elsewhere = (seen.count(**activity) - both) as f64 / others;
        both as f64 <= HARDLY * cases.len() as f64 && elsewhere >= 0.5
    };
    steps.iter().filter(left).max_by_key(|activity| (seen.count(**activity), std::cmp::Reverse(**activity))).copied()
}

/// What of the steps most often comes right before, where half of the cases agree.
fn after(
    log: &Log,
    cases: &BTreeSet<u32>,
    activities: &[Activity],
    steps: &BTreeSet<Activity>,
) -> Option<(Activity, u64)> {
    let mut before: BTreeMap<Activity, u64> = BTreeMap::new();
    for &case in cases {
        let trace = log.trace(case as usize);
        let first = trace.iter().position(|activity| activities.contains(activity)).unwrap_or(0);
        if let Some(activity) = trace[..first].iter().rev().find(|activity| steps.contains(activity)) {
            *before.entry(*activity).or_default() += 1;
        }
    }
    let most = before.into_iter().max_by_key(|(activity, times)| (*times, std::cmp::Reverse(*activity)))?;
    (most.1 as f64 >= 0.5 * cases.len() as f64).then_some(most)
}
