//! Roles: from what a log says of roles and groups, or else from who does the same work.
//!
//! No person is named, and no figure is told about so few people that somebody could be recognised.

use std::collections::BTreeMap;

use super::naming::{self, Unique};
use crate::log::{Activity, Column, Guard, Log};

/// A role of the draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Role {
    pub id: String,
    pub title: String,
    pub description: String,
}

/// The roles of a log, and which of them does each activity.
#[derive(Debug)]
pub(super) struct Roles {
    pub roles: Vec<Role>,
    of_activity: Vec<usize>,
    /// Whether one account does all, or nearly all, of an activity.
    alone: Vec<bool>,
}

/// The attributes that tell a role or a group, the first that a log has.
const KEYS: [&str; 8] = ["org:role", "role", "org:group", "group", "org:unit", "department", "team", "workgroup"];

/// What logs write where they have nothing to say.
const NOTHING: [&str; 11] = ["", "?", "empty", "missing", "nil", "none", "null", "n/a", "na", "unknown", "-"];

/// Work of which two activities share this much of their people is one role's.
const ALIKE: f64 = 0.5;
/// Who does this share of an activity does nearly all of it.
const NEARLY_ALL: f64 = 0.98;
/// So often must an activity be done before it is said that one account does all of it.
const OFTEN: u64 = 100;

impl Roles {
    pub(super) fn of(log: &Log, guard: Guard) -> Self {
        let alone = alone(log);
        let named = KEYS
            .iter()
            .filter_map(|key| Some((*key, log.event_columns().get(*key)?)))
            .find_map(|(key, column)| by_name(log, key, column));
        let groups = named.unwrap_or_else(|| by_people(log));
        let mut unique = Unique::default();
        unique.id("process owner", "role");
        let mut roles = Vec::new();
        let mut of_activity = vec![usize::MAX; log.activities().len()];
        for group in groups {
            let titles: Vec<String> =
                group.activities.iter().map(|activity| naming::title(log.name(*activity))).collect();
            let (title, how) = match group.name {
                Named::Said(name) => (name, "The log names it.".to_owned()),
                Named::Main => {
                    (format!("Team of {}", titles[0]), "Found by who does the same work; give it a better name.".into())
                }
                Named::Unsaid => ("Office".to_owned(), "The log does not say who does this; give it its name.".into()),
            };
            let mut description = format!("Does {}. {how}", naming::listed(&titles, 4));
            if guard.allows(group.people) {
                description.push_str(&format!(" {} people do it.", naming::counted(group.people as u64)));
            }
            let id = unique.id(&title, "role");
            group.activities.iter().for_each(|activity| of_activity[activity.index()] = roles.len());
            roles.push(Role { id, title, description });
        }
        Self { roles, of_activity, alone }
    }

    pub(super) fn of_activity(&self, activity: Activity) -> Option<&Role> {
        self.roles.get(self.of_activity[activity.index()])
    }

    pub(super) fn alone(&self, activity: Activity) -> bool {
        self.alone[activity.index()]
    }
}

enum Named {
    Said(String),
    Main,
    Unsaid,
}

struct Group {
    name: Named,
    /// The most frequent first.
    activities: Vec<Activity>,
    people: usize,
}

/// How often each activity is done.
fn frequencies(log: &Log) -> Vec<u64> {
    let mut counts = vec![0; log.activities().len()];
    log.cases().flat_map(|case| case.trace()).for_each(|activity| counts[activity.index()] += 1);
    counts
}

/// For every activity, how often each person does it.
fn doers(log: &Log) -> Vec<BTreeMap<u32, u64>> {
    let mut doers = vec![BTreeMap::new(); log.activities().len()];
    for event in log.cases().flat_map(|case| case.events()) {
        if let Some(person) = event.person() {
            *doers[event.activity().index()].entry(person.index() as u32).or_default() += 1;
        }
    }
    doers
}

fn alone(log: &Log) -> Vec<bool> {
    let frequencies = frequencies(log);
    let most = |doers: &BTreeMap<u32, u64>| doers.values().copied().max().unwrap_or(0);
    let nearly =
        |(doers, &all): (BTreeMap<u32, u64>, &u64)| all >= OFTEN && most(&doers) as f64 >= NEARLY_ALL * all as f64;
    doers(log).into_iter().zip(&frequencies).map(nearly).collect()
}

/// The people of a group of activities.
fn people(doers: &[BTreeMap<u32, u64>], activities: &[Activity]) -> usize {
    let people = activities.iter().flat_map(|activity| doers[activity.index()].keys());
    people.collect::<std::collections::BTreeSet<_>>().len()
}

fn sorted(mut activities: Vec<Activity>, frequencies: &[u64]) -> Vec<Activity> {
    activities.sort_by_key(|activity| (std::cmp::Reverse(frequencies[activity.index()]), *activity));
    activities
}

/// Each activity is the work of the group that does it most often; none where the column says little.
fn by_name(log: &Log, key: &str, column: &Column) -> Option<Vec<Group>> {
    let mut counts: Vec<BTreeMap<&str, u64>> = vec![BTreeMap::new(); log.activities().len()];
    let mut said = 0;
    for event in log.cases().flat_map(|case| case.events()) {
        let Some(crate::log::Value::Text(text)) = column.get(event.index) else { continue };
        if NOTHING.contains(&text.trim().to_lowercase().as_str()) {
            continue;
        }
        said += 1;
        *counts[event.activity().index()].entry(text).or_default() += 1;
    }
    if said * 2 < log.events() {
        return None;
    }
    let (frequencies, doers) = (frequencies(log), doers(log));
    let mut groups: BTreeMap<Option<&str>, Vec<Activity>> = BTreeMap::new();
    for (index, counts) in counts.iter().enumerate() {
        let most = counts.iter().max_by_key(|(name, times)| (**times, std::cmp::Reverse(**name)));
        groups.entry(most.map(|(name, _)| *name)).or_default().push(Activity(index as u32));
    }
    let group = |(name, activities): (Option<&str>, Vec<Activity>)| {
        let name = name.map_or(Named::Unsaid, |name| Named::Said(readable(key, name)));
        let activities = sorted(activities, &frequencies);
        Group { name, people: people(&doers, &activities), activities }
    };
    let mut groups: Vec<Group> = groups.into_iter().map(group).collect();
    by_weight(&mut groups, &frequencies);
    Some(groups)
}

/// A letter or a number says little without its kind: `Group A`.
fn readable(key: &str, name: &str) -> String {
    let title = naming::title(name);
    let kind = naming::title(key.rsplit(':').next().unwrap_or(key));
    let says_little = title.chars().count() <= 2 || title.ends_with(|sign: char| sign.is_ascii_digit());
    if says_little && !title.to_lowercase().contains(&kind.to_lowercase()) {
        let mut letters = kind.chars();
        let first = letters.next().map(char::to_uppercase).into_iter().flatten();
        return first.chain(letters).chain([' ']).chain(title.chars()).collect();
    }
    title
}

fn by_weight(groups: &mut [Group], frequencies: &[u64]) {
    let weight = |group: &Group| group.activities.iter().map(|activity| frequencies[activity.index()]).sum::<u64>();
    groups.sort_by_key(|group| std::cmp::Reverse(weight(group)));
}

/// Activities whose people are much the same, joined two by two, the most alike first; two groups are as alike as their
/// people taken together are (agglomerative clustering on shared work, after Song and van der Aalst, *Towards
/// comprehensive support for organizational mining*, 2008).
fn by_people(log: &Log) -> Vec<Group> {
    let (frequencies, doers) = (frequencies(log), doers(log));
    let mut unsaid = Vec::new();
    let mut clusters: Vec<(Vec<Activity>, BTreeMap<u32, f64>)> = Vec::new();
    for (index, doers) in doers.iter().enumerate() {
        let activity = Activity(index as u32);
        let all: u64 = doers.values().sum();
        if all * 2 < frequencies[index] || all == 0 {
            unsaid.push(activity);
            continue;
        }
        clusters.push((vec![activity], doers.iter().map(|(who, times)| (*who, *times as f64 / all as f64)).collect()));
    }
    let alike = |one: &BTreeMap<u32, f64>, other: &BTreeMap<u32, f64>| -> f64 {
        one.iter().map(|(who, share)| share.min(other.get(who).copied().unwrap_or(0.0))).sum()
    };
    loop {
        let mut best: Option<(f64, usize, usize)> = None;
        for one in 0..clusters.len() {
            for other in one + 1..clusters.len() {
                let alike = alike(&clusters[one].1, &clusters[other].1);
                if alike >= ALIKE && best.is_none_or(|(most, ..)| alike > most + 1e-9) {
                    best = Some((alike, one, other));
                }
            }
        }
        let Some((_, one, other)) = best else { break };
        let (activities, shares) = clusters.remove(other);
        let weight = |activities: &[Activity]| -> f64 {
            activities.iter().map(|activity| frequencies[activity.index()] as f64).sum::<f64>().max(1.0)
        };
        let (own, joined) = (weight(&clusters[one].0), weight(&activities));
        let cluster = &mut clusters[one];
        cluster.1.values_mut().for_each(|share| *share *= own / (own + joined));
        shares
            .into_iter()
            .for_each(|(who, share)| *cluster.1.entry(who).or_default() += share * joined / (own + joined));
        cluster.0.extend(activities);
    }
    let group = |(activities, _): (Vec<Activity>, _)| {
        let activities = sorted(activities, &frequencies);
        Group { name: Named::Main, people: people(&doers, &activities), activities }
    };
    let mut groups: Vec<Group> = clusters.into_iter().map(group).collect();
    by_weight(&mut groups, &frequencies);
    if !unsaid.is_empty() {
        groups.push(Group { name: Named::Unsaid, activities: sorted(unsaid, &frequencies), people: 0 });
    }
    groups
}
