//! Work that passes from one person to another.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::spread::Spread;
use super::work::{Lifecycle, done};
use crate::log::{Activity, Guard, Log, Person};

/// What happens between two activities that follow each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Handover {
    pub from: Activity,
    pub to: Activity,
    /// How often both people are known, and how often they are two.
    pub times: u64,
    pub handed_over: u64,
    /// The wait where the same person went on, and where another one did.
    pub same: Spread,
    pub other: Spread,
}

/// Hand-overs by where they happen.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Handovers {
    /// The most hand-overs first. Only places where enough people take part.
    pub places: Vec<Handover>,
    /// How many places are not shown because too few people take part.
    pub withheld: usize,
}

/// Where work passes from one person to another. A place is shown when at least as many people give
/// and take there as the guard asks for.
pub fn handovers(log: &Log, guard: Guard) -> Handovers {
    let lifecycle = Lifecycle::of(log);
    let mut places: BTreeMap<(Activity, Activity), Place> = BTreeMap::new();
    for case in 0..log.len() {
        let mut last: Option<super::Work> = None;
        done(log, case, lifecycle, |work| {
            let before = last.replace(work);
            let Some(before) = before else { return };
            let (Some(giver), Some(taker)) = (before.person, work.person) else { return };
            let place = places.entry((before.activity, work.activity)).or_default();
            let wait = before.end.zip(work.start).map(|(end, start)| start.0.saturating_sub(end.0));
            place.add(giver, taker, wait, guard);
        });
    }
    let mut shown = Handovers::default();
    for ((from, to), place) in places {
        if !guard.allows(place.givers.len()) || !guard.allows(place.takers.len()) {
            shown.withheld += 1;
            continue;
        }
        let Place { times, handed_over, same, other, .. } = place;
        shown.places.push(Handover { from, to, times, handed_over, same, other });
    }
    shown.places.sort_by_key(|place| (std::cmp::Reverse(place.handed_over), place.from, place.to));
    shown
}

#[derive(Default)]
struct Place {
    times: u64,
    handed_over: u64,
    same: Spread,
    other: Spread,
    /// No more of them than the guard asks for.
    givers: HashSet<Person>,
    takers: HashSet<Person>,
}

impl Place {
    fn add(&mut self, giver: Person, taker: Person, wait: Option<i64>, guard: Guard) {
        self.times += 1;
        if giver != taker {
            self.handed_over += 1;
        }
        if let Some(wait) = wait {
            if giver == taker { self.same.add(wait) } else { self.other.add(wait) }
        }
        if self.givers.len() < guard.smallest() {
            self.givers.insert(giver);
        }
        if self.takers.len() < guard.smallest() {
            self.takers.insert(taker);
        }
    }
}
