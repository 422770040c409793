//! Steps matched by id: added, removed, moved, changed.

use std::collections::BTreeMap;

use super::align::{Pair, align, rising};
use super::part::{Thing, compare as compare_parts, excerpt};
use super::step::{cases, parts, same_kind};
use super::{Change, Kind, Subject, Weight};
use crate::diagnostic::Path;
use crate::document::{Block, StepAt, StepId, Verb};
use crate::render::words::{Words, letter, lowered, spaced};
use crate::render::work_in_words;

/// A step's id, and which step of this id it is, counted from 0; more than one only in a faulty document.
type Key = (StepId, usize);

fn keyed<'a>(words: &Words<'a>) -> Vec<(Key, StepAt<'a>)> {
    let mut seen: BTreeMap<StepId, usize> = BTreeMap::new();
    let steps = words.procedure.all_steps().into_iter().map(|at| {
        let count = seen.entry(at.step.id.clone()).or_default();
        *count += 1;
        ((at.step.id.clone(), *count - 1), at)
    });
    steps.collect()
}

pub(super) fn compare(old: &Words<'_>, new: &Words<'_>, changes: &mut Vec<Change>) {
    let (before, after) = (keyed(old), keyed(new));
    let was: BTreeMap<&Key, usize> = before.iter().enumerate().map(|(place, (key, _))| (key, place)).collect();
    let is: BTreeMap<&Key, usize> = after.iter().enumerate().map(|(place, (key, _))| (key, place)).collect();
    let moved = moves(&before, &after, &was, old, new);
    // What is gone is told where it stood: after the step before it that is still there.
    let mut found: Vec<((usize, usize), Vec<Change>)> = Vec::new();
    let mut last = 0;
    for (place, (key, at)) in before.iter().enumerate() {
        match is.get(key) {
            Some(still) => last = still + 1,
            None => found.push(((last, place + 1), vec![gone(old, at, &before)])),
        }
    }
    for (place, (key, at)) in after.iter().enumerate() {
        let mut here = Vec::new();
        match was.get(key).and_then(|place| before.get(*place)) {
            None => here.push(added(new, at, &after)),
            Some((_, from)) => {
                if moved.contains(&place) {
                    here.push(moving(old, new, from, at, &before, &after));
                }
                let subject = Subject::Step(key.0.clone());
                let thing = Thing { subject, called: called(new, at), before: &from.path, after: &at.path };
                let whole = !same_kind(from.step, at.step);
                compare_parts(&thing, parts(old, from.step, whole), parts(new, at.step, whole), &mut here);
            }
        }
        found.push(((place + 1, 0), here));
    }
    found.sort_by_key(|(place, _)| *place);
    changes.extend(found.into_iter().flat_map(|(_, here)| here));
}

/// The places in `after` of the steps that moved, to another block or within their own.
fn moves(
    before: &[(Key, StepAt<'_>)],
    after: &[(Key, StepAt<'_>)],
    was: &BTreeMap<&Key, usize>,
    old: &Words<'_>,
    new: &Words<'_>,
) -> Vec<usize> {
    let mut cases = Cases { old, new, known: BTreeMap::new() };
    let mut moved = Vec::new();
    // Of each list the steps that stayed in it: their index before, and their place after. Lists are told apart by
    // their place, because in a faulty document two blocks may have one owner's id.
    let mut stayed: BTreeMap<Path, Vec<(usize, usize)>> = BTreeMap::new();
    for (place, (key, at)) in after.iter().enumerate() {
        let Some((_, from)) = was.get(key).and_then(|place| before.get(*place)) else { continue };
        if cases.still(&from.block).as_ref() == Some(&at.block) {
            stayed.entry(at.path.parent()).or_default().push((from.index, place));
        } else {
            moved.push(place);
        }
    }
    for steps in stayed.into_values() {
        let indexes: Vec<usize> = steps.iter().map(|(index, _)| *index).collect();
        let kept = rising(&indexes);
        moved.extend(
            steps.iter().enumerate().filter(|(at, _)| kept.binary_search(at).is_err()).map(|(_, (_, place))| *place),
        );
    }
    moved
}

/// Which case of a decision became which, found once a decision.
struct Cases<'a, 'b> {
    old: &'a Words<'b>,
    new: &'a Words<'b>,
    known: BTreeMap<StepId, BTreeMap<usize, usize>>,
}

impl Cases<'_, '_> {
    /// The block after that a block before became.
    fn still(&mut self, block: &Block) -> Option<Block> {
        let Block::Case(id, index) = block else { return Some(block.clone()) };
        if !self.known.contains_key(id) {
            let pairs = self.pairs(id);
            self.known.insert(id.clone(), pairs);
        }
        self.known.get(id)?.get(index).map(|index| Block::Case(id.clone(), *index))
    }

    fn pairs(&self, id: &StepId) -> BTreeMap<usize, usize> {
        let (Some(before), Some(after)) = (self.old.find(id), self.new.find(id)) else { return BTreeMap::new() };
        let (Verb::Decide { decide: before }, Verb::Decide { decide: after }) = (&before.verb, &after.verb) else {
            return BTreeMap::new();
        };
        let (before, after) = (cases(self.old, before), cases(self.new, after));
        let pairs = align(&before, &after, |item| &item.raw, |item| &item.words);
        pairs
            .into_iter()
            .filter_map(|pair| match pair {
                Pair::Same(at, to) | Pair::Changed(at, to) | Pair::Moved(at, to) => Some((at, to)),
                Pair::Gone(_) | Pair::New(_) => None,
            })
            .collect()
    }
}

/// `Step 3 “Choose the remedy”`
fn called(words: &Words<'_>, at: &StepAt<'_>) -> String {
    let number = words.number(&at.step.id).map(|number| format!(" {number}")).unwrap_or_default();
    format!("Step{number} “{}”", words.title(at.step))
}

/// Where a step stands: `after “Inspect the item”`, `first in step 3b`.
fn stands(words: &Words<'_>, at: &StepAt<'_>, steps: &[(Key, StepAt<'_>)]) -> String {
    let before = at.index.checked_sub(1).and_then(|index| {
        steps.iter().map(|(_, other)| other).find(|other| other.block == at.block && other.index == index)
    });
    if let Some(before) = before {
        return format!("after “{}”", words.title(before.step));
    }
    let number = |id: &StepId| words.number(id).unwrap_or_default().to_owned();
    match &at.block {
        Block::Procedure => "at the beginning".to_owned(),
        Block::Body(id) => format!("first in step {}", number(id)),
        Block::Recheck(id) => format!("before the end of step {} is looked at", number(id)),
        Block::Branch(id, name) => format!("first in branch “{}” of step {}", spaced(name), number(id)),
        Block::Case(id, index) => format!("first in case {} of step {}", letter(*index), number(id)),
        Block::Otherwise(id) => format!("first in the last branch of step {}", number(id)),
        Block::Handler(_, exception) => format!("first in the handling of {}", words.exception(exception)),
    }
}

fn added(new: &Words<'_>, at: &StepAt<'_>, steps: &[(Key, StepAt<'_>)]) -> Change {
    let work = work_in_words(new, at.step);
    let what = if work.is_empty() { String::new() } else { format!(" {}", excerpt(&work)) };
    Change {
        kind: Kind::Added,
        subject: Subject::Step(at.step.id.clone()),
        path_before: None,
        path_after: Some(at.path.clone()),
        sentence: format!("New {} {}.{what}", lowered(&called(new, at)), stands(new, at, steps)),
        before: None,
        after: Some(work),
        weight: Weight::Behaviour,
    }
}

fn gone(old: &Words<'_>, at: &StepAt<'_>, steps: &[(Key, StepAt<'_>)]) -> Change {
    Change {
        kind: Kind::Removed,
        subject: Subject::Step(at.step.id.clone()),
        path_before: Some(at.path.clone()),
        path_after: None,
        sentence: format!("{} is gone; it stood {}.", called(old, at), stands(old, at, steps)),
        before: Some(work_in_words(old, at.step)),
        after: None,
        weight: Weight::Behaviour,
    }
}

fn moving(
    old: &Words<'_>,
    new: &Words<'_>,
    from: &StepAt<'_>,
    at: &StepAt<'_>,
    before: &[(Key, StepAt<'_>)],
    after: &[(Key, StepAt<'_>)],
) -> Change {
    let (was, is) = (stands(old, from, before), stands(new, at, after));
    let number = old.number(&from.step.id).unwrap_or_default();
    Change {
        kind: Kind::Moved,
        subject: Subject::Step(at.step.id.clone()),
        path_before: Some(from.path.clone()),
        path_after: Some(at.path.clone()),
        sentence: format!("{} moves {is}; it was step {number}, {was}.", called(new, at)),
        before: Some(was),
        after: Some(is),
        weight: Weight::Behaviour,
    }
}
