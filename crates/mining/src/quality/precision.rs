//! Precision: how much of what a tree allows was ever done.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::play::{Play, State};
use crate::log::{Activity, Variants};
use crate::tree::Tree;

/// How much may be done to find a precision, counted in states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// In how many ways a tree may stand after the same activities before the rest of these cases is left aside.
    pub states: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { states: 10_000 }
    }
}

/// How much of what a tree allows was ever done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// Between 0 and 1: one minus what was never done over what was allowed, after every beginning of a case.
    pub precision: f64,
    /// What was allowed, and what of it was never done there, weighed by cases.
    pub allowed: u64,
    pub never_done: u64,
    /// Events that come after a beginning that the tree allows, and all events: the others say nothing of precision.
    pub fitting: u64,
    pub events: u64,
    /// How many events were left aside because the budget was used up. None: the figure is exact.
    pub left_aside: u64,
}

/// The precision of a tree: after every beginning of a case, which activities the tree allows next, and which of them
/// were never done there (escaping edges; Muñoz-Gama and Carmona, *A Fresh Look at Precision in Process Conformance*,
/// 2010). Where the tree may stand in several places after the same activities, those reached with the fewest silent
/// steps count, all together, as pm4py's `precision_alignments` has it. Beginnings that the tree does not allow are left
/// out, as are whole cases as beginnings.
pub fn precision(tree: &Tree<Activity>, variants: &Variants, budget: Budget) -> Precision {
    let play = Play::new(tree);
    let mut search = Search {
        activities: play.activities().collect(),
        play,
        allowed: HashMap::new(),
        budget,
        sum: Precision { precision: 1.0, allowed: 0, never_done: 0, fitting: 0, events: 0, left_aside: 0 },
    };
    let mut traces: Vec<(&[Activity], u64)> = variants
        .iter()
        .filter(|variant| !variant.trace.is_empty())
        .map(|variant| (&*variant.trace, variant.cases.len() as u64))
        .collect();
    traces.sort_unstable();
    search.sum.events = traces.iter().map(|(trace, cases)| trace.len() as u64 * cases).sum();
    let start = BTreeMap::from([(search.play.start(), 0)]);
    search.beginning(&traces, 0, &start);
    let mut found = search.sum;
    if found.allowed > 0 {
        found.precision = 1.0 - found.never_done as f64 / found.allowed as f64;
    }
    found
}

struct Search {
    play: Play,
    activities: Vec<Activity>,
    /// What each place allows, as bits in the order of `activities`.
    allowed: HashMap<State, Box<[u64]>>,
    budget: Budget,
    sum: Precision,
}

impl Search {
    /// What comes after the same `length` activities. `traces` are sorted, and begin with them; `states` is where the
    /// tree may stand, with the fewest silent steps to each place.
    fn beginning(&mut self, traces: &[(&[Activity], u64)], length: usize, states: &BTreeMap<State, u32>) {
        // Stack depth would be the length of a case: beginnings that branch are followed by a list instead.
        let mut open = vec![(traces, length, states.clone())];
        while let Some((traces, length, states)) = open.pop() {
            let going_on = traces.partition_point(|(trace, _)| trace.len() <= length);
            let traces = &traces[going_on..];
            let cases: u64 = traces.iter().map(|(_, cases)| cases).sum();
            if cases == 0 {
                continue;
            }
            self.sum.fitting += cases;
            let mut allowed = self.allows(&states);
            self.sum.allowed += cases * count(&allowed);
            for group in traces.chunk_by(|(left, _), (right, _)| left[length] == right[length]) {
                let next = group[0].0[length];
                if let Ok(place) = self.activities.binary_search(&next) {
                    allowed[place / 64] &= !(1 << (place % 64));
                }
                let after = self.after(&states, next);
                if after.len() > self.budget.states {
                    self.sum.left_aside += rest(group, length + 1);
                } else if !after.is_empty() {
                    open.push((group, length + 1, after));
                }
            }
            self.sum.never_done += cases * count(&allowed);
        }
    }

    fn after(&self, states: &BTreeMap<State, u32>, activity: Activity) -> BTreeMap<State, u32> {
        let mut after: BTreeMap<State, u32> = BTreeMap::new();
        for (state, steps) in states {
            self.play.after(state, activity, |state, more| {
                let fewest = after.entry(state).or_insert(u32::MAX);
                *fewest = (*fewest).min(steps + more);
            });
        }
        after
    }

    /// What is allowed in the places that are reached with the fewest silent steps.
    fn allows(&mut self, states: &BTreeMap<State, u32>) -> Box<[u64]> {
        let mut all = vec![0; self.activities.len().div_ceil(64)].into_boxed_slice();
        let fewest = states.values().min();
        for state in states.iter().filter(|(_, steps)| Some(*steps) == fewest).map(|(state, _)| state) {
            if !self.allowed.contains_key(state) {
                let mut allowed = vec![0; all.len()];
                for (place, &activity) in self.activities.iter().enumerate() {
                    allowed[place / 64] |= u64::from(self.play.allows(state, activity)) << (place % 64);
                }
                self.allowed.insert(state.clone(), allowed.into());
            }
            all.iter_mut().zip(&self.allowed[state]).for_each(|(all, allowed)| *all |= allowed);
        }
        all
    }
}

fn count(allowed: &[u64]) -> u64 {
    allowed.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// Events that come after so many.
fn rest(traces: &[(&[Activity], u64)], length: usize) -> u64 {
    traces.iter().map(|(trace, cases)| (trace.len() - length) as u64 * cases).sum()
}
