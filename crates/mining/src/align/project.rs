//! What each node of a model sees of a trace: the events whose activities occur below it.

use super::model::{Kind, Model};
use crate::log::Activity;

/// The events that one node sees.
#[derive(Debug, Default, Clone)]
pub(super) struct Seen {
    /// Places in the trace, ascending.
    pub events: Vec<u32>,
    /// For every place among the parent's events, and for the end: how many of those before it this node sees.
    pub place: Vec<u32>,
    /// Of a parallel block: how often the events before each place are seen more than once by its branches.
    pub shared: Vec<u32>,
}

/// That a branch of a parallel block leaves an event to its siblings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Denied {
    pub branch: usize,
    pub event: u32,
}

/// What every node sees of a trace, by the node's place in the model.
pub(super) fn project(model: &Model, trace: &[Activity], denied: &[Denied]) -> Vec<Seen> {
    let labels: Vec<Option<u32>> = trace.iter().map(|&activity| model.label(activity)).collect();
    let mut seen = vec![Seen::default(); model.nodes.len()];
    seen[0].events = (0..trace.len() as u32).filter(|&event| labels[event as usize].is_some()).collect();
    for (index, node) in model.nodes.iter().enumerate() {
        let events = std::mem::take(&mut seen[index].events);
        for &child in &node.children {
            let below = &model.nodes[child];
            let is_denied = |event| node.kind == Kind::Parallel && denied.contains(&Denied { branch: child, event });
            let mut own = Vec::new();
            let mut place = Vec::with_capacity(events.len() + 1);
            for &event in &events {
                place.push(own.len() as u32);
                if labels[event as usize].is_some_and(|label| below.knows(label)) && !is_denied(event) {
                    own.push(event);
                }
            }
            place.push(own.len() as u32);
            seen[child].events = own;
            seen[child].place = place;
        }
        if node.kind == Kind::Parallel {
            seen[index].shared = shared(&seen, &node.children, events.len());
        }
        seen[index].events = events;
    }
    seen
}

fn shared(seen: &[Seen], branches: &[usize], events: usize) -> Vec<u32> {
    let mut shared = Vec::with_capacity(events + 1);
    for at in 0..=events {
        let claims: usize = branches.iter().map(|&branch| seen[branch].place[at] as usize).sum();
        shared.push((claims - at) as u32);
    }
    shared
}
