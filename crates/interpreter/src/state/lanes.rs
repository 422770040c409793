//! How far the blocks of an activation are, and which of them can go on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::{Lane, LaneState};

/// How far each block of an activation is. Which are ready and which are done is kept beside it, because an `each` may
/// have a thousand of them under way and asks after every step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Lane, LaneState>", into = "BTreeMap<Lane, LaneState>")]
pub struct Lanes {
    at: BTreeMap<Lane, LaneState>,
    ready: usize,
    done: usize,
    /// Items among the ready ones, and among those that are done.
    ready_items: BTreeSet<u32>,
    done_items: BTreeSet<u32>,
}

impl Lanes {
    pub fn any_ready(&self) -> bool {
        self.ready > 0
    }

    pub fn any_done(&self) -> bool {
        self.done > 0
    }

    pub fn all_done(&self) -> bool {
        self.done == self.at.len()
    }

    /// The first block that can go on.
    pub fn first_ready(&self) -> Option<Lane> {
        if self.ready == 0 {
            return None;
        }
        if let Some(index) = self.ready_items.first() {
            let before = self.at.range(..Lane::Item(0)).find(|(_, state)| state.is_ready());
            return Some(before.map_or(Lane::Item(*index), |(lane, _)| lane.clone()));
        }
        self.at.iter().find(|(_, state)| state.is_ready()).map(|(lane, _)| lane.clone())
    }

    /// The first item whose steps are done.
    pub fn first_done_item(&self) -> Option<u32> {
        self.done_items.first().copied()
    }

    pub(crate) fn insert(&mut self, lane: Lane, state: LaneState) {
        self.remove(&lane);
        self.count(&lane, &state);
        self.at.insert(lane, state);
    }

    pub(crate) fn remove(&mut self, lane: &Lane) {
        let Some(state) = self.at.remove(lane) else { return };
        self.ready -= usize::from(state.is_ready());
        self.done -= usize::from(state == LaneState::Done);
        if let Lane::Item(index) = lane {
            self.ready_items.remove(index);
            self.done_items.remove(index);
        }
    }

    /// Sets how far a block is that is there.
    pub(crate) fn set(&mut self, lane: &Lane, to: LaneState) {
        if self.at.contains_key(lane) {
            self.insert(lane.clone(), to);
        }
    }

    pub(crate) fn clear(&mut self) {
        *self = Lanes::default();
    }

    /// Changes the steps that are named, and nothing of how far they are.
    pub(crate) fn rename(&mut self, rename: impl FnMut(&mut LaneState)) {
        self.at.values_mut().for_each(rename);
    }

    fn count(&mut self, lane: &Lane, state: &LaneState) {
        let (ready, done) = (state.is_ready(), *state == LaneState::Done);
        self.ready += usize::from(ready);
        self.done += usize::from(done);
        if let Lane::Item(index) = lane {
            if ready {
                self.ready_items.insert(*index);
            }
            if done {
                self.done_items.insert(*index);
            }
        }
    }
}

impl Deref for Lanes {
    type Target = BTreeMap<Lane, LaneState>;

    fn deref(&self) -> &Self::Target {
        &self.at
    }
}

impl FromIterator<(Lane, LaneState)> for Lanes {
    fn from_iter<T: IntoIterator<Item = (Lane, LaneState)>>(lanes: T) -> Self {
        let mut all = Lanes::default();
        lanes.into_iter().for_each(|(lane, state)| all.insert(lane, state));
        all
    }
}

impl From<BTreeMap<Lane, LaneState>> for Lanes {
    fn from(lanes: BTreeMap<Lane, LaneState>) -> Self {
        lanes.into_iter().collect()
    }
}

impl From<Lanes> for BTreeMap<Lane, LaneState> {
    fn from(lanes: Lanes) -> Self {
        lanes.at
    }
}

impl<'a> IntoIterator for &'a Lanes {
    type Item = (&'a Lane, &'a LaneState);
    type IntoIter = std::collections::btree_map::Iter<'a, Lane, LaneState>;

    fn into_iter(self) -> Self::IntoIter {
        self.at.iter()
    }
}
