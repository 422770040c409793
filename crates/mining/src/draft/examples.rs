//! The ways that most cases went, as examples that the document's own tests play.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value as Json, json};

use super::evidence::Evidence;
use super::naming;
use super::written::{Work, Written};
use crate::log::Activity;
use crate::tree::Tree;

/// So many examples a draft has.
const MOST: usize = 2;
/// So many variants are tried for them.
const TRIED: usize = 50;

/// What a document needs to play a variant: what each step is answered, and the steps that are then entered.
struct Walk<'a> {
    written: &'a Written,
    /// Which ways the variant takes at each node, in order.
    taken: BTreeMap<usize, VecDeque<usize>>,
    /// The answers of each step, a visit each.
    visits: BTreeMap<usize, Vec<Map<String, Json>>>,
    /// The steps entered, while their order is certain.
    path: Option<Vec<usize>>,
}

/// Examples of the most frequent variants that go through the tree as it is, and of which people decide every choice.
pub(super) fn examples(
    tree: &Tree<Activity>,
    evidence: &Evidence,
    written: &Written,
    data: &Map<String, Json>,
) -> Json {
    let fitting = evidence.variants.iter().zip(&evidence.alignments).take(TRIED).filter(|(_, found)| found.cost == 0);
    let played = fitting.filter_map(|(variant, alignment)| {
        let mut taken: BTreeMap<usize, VecDeque<usize>> = BTreeMap::new();
        alignment.taken.iter().for_each(|way| taken.entry(way.node).or_default().push_back(way.branch));
        let mut walk = Walk { written, taken, visits: BTreeMap::new(), path: Some(Vec::new()) };
        walk.node(tree, 0)?;
        Some(walk.example(variant.cases.len() as u64, evidence.cases, data))
    });
    // Ways that differ in their order only are played the same.
    let mut all: Vec<Json> = Vec::new();
    for example in played {
        if all.len() < MOST && all.iter().all(|other| other["answers"] != example["answers"]) {
            all.push(example);
        }
    }
    for (place, example) in all.iter_mut().enumerate() {
        let rank = ["most frequent way", "next most frequent way that is answered otherwise"][place.min(1)];
        let of = example["name"].as_str().unwrap_or_default().to_owned();
        example["name"] = json!(format!("the {rank}, {of}"));
    }
    Json::Array(all)
}

impl Walk<'_> {
    /// Goes through a node; nothing where a choice is not a person's.
    fn node(&mut self, tree: &Tree<Activity>, node: usize) -> Option<()> {
        let children = || {
            let mut next = node + 1;
            tree.children().into_iter().map(move |child| {
                let place = next;
                next += child.nodes();
                (child, place)
            })
        };
        match tree {
            Tree::Silent => {}
            Tree::Activity(_) => {
                let step = *self.written.of_leaf.get(&node)?;
                self.visits.entry(step).or_default().push(Map::new());
                self.enter(step);
            }
            Tree::Sequence(_) => {
                for (child, place) in children() {
                    self.node(child, place)?;
                }
            }
            Tree::Parallel(_) => {
                self.path = None;
                for (child, place) in children() {
                    self.node(child, place)?;
                }
            }
            Tree::Choice(_) => {
                let way = self.taken.get_mut(&node)?.pop_front()?;
                self.answer(node, way)?;
                let (child, place) = children().nth(way)?;
                let is_entered = *child != Tree::Silent || !self.is_optional(node);
                if let Some(&block) = self.written.of_block.get(&node).filter(|_| is_entered) {
                    self.enter(block);
                }
                self.node(child, place)?;
            }
            Tree::Loop { .. } => {
                self.enter(*self.written.of_block.get(&node)?);
                loop {
                    let (body, place) = children().next()?;
                    self.node(body, place)?;
                    let way = self.taken.get_mut(&node)?.pop_front()?;
                    self.answer(node, way)?;
                    if way == 0 {
                        break;
                    }
                    let (back, place) = children().nth(way)?;
                    if *back != Tree::Silent {
                        self.path = None;
                    }
                    self.node(back, place)?;
                }
            }
        }
        Some(())
    }

    fn is_optional(&self, node: usize) -> bool {
        let block = self.written.of_block.get(&node);
        !block.is_some_and(|&step| matches!(self.written.steps[step].work, Work::Decide { .. }))
    }

    fn enter(&mut self, step: usize) {
        if let Some(path) = &mut self.path {
            path.push(step);
        }
    }

    /// The answer to the question on which a node depends.
    fn answer(&mut self, node: usize, way: usize) -> Option<()> {
        let asked = self.written.asked.get(&node)?;
        let Work::Person { collect, activity, .. } = &self.written.steps[asked.step].work else { return None };
        if activity.is_none() && collect.first() == Some(&asked.field) {
            self.visits.entry(asked.step).or_default().push(Map::new());
            self.enter(asked.step);
        }
        let visit = self.visits.get_mut(&asked.step)?.last_mut()?;
        visit.insert(asked.field.clone(), asked.answers.get(&way)?.clone());
        Some(())
    }

    fn example(self, cases: u64, all: u64, data: &Map<String, Json>) -> Json {
        let mut answers = Map::new();
        for (step, mut visits) in self.visits {
            let step = &self.written.steps[step];
            let Work::Person { collect, .. } = &step.work else { continue };
            // What does not matter on this way is asked as well.
            for visit in &mut visits {
                for field in collect.iter().filter(|field| data[*field].get("optional").is_none()) {
                    let first = data[field]["enum"].get(0).cloned().unwrap_or(json!(false));
                    visit.entry(field.clone()).or_insert(first);
                }
            }
            if visits.iter().all(Map::is_empty) {
                continue;
            }
            let told = if visits.len() == 1 { json!(visits[0]) } else { json!(visits) };
            answers.insert(step.id.clone(), told);
        }
        let mut expect = json!({"outcome": "completed"});
        if let Some(path) = self.path {
            expect["path"] = path.into_iter().map(|step| json!(self.written.steps[step].id)).collect();
        }
        json!({"name": naming::share(cases, all), "answers": answers, "expect": expect})
    }
}
