//! Choices, optional work and loops as steps: decided by mined rules where they are sure, and otherwise by a person.
//!
//! A question is put to whoever does the work right before the choice, with that work; where nothing certain comes before,
//! a step of its own asks it. Every question says what the log tells of its answer, or that it tells nothing.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::conditions::Told;
use super::naming::{self, Unique};
use super::steps::{Place, Writer};
use super::written::{Asked, Way, Work};
use crate::log::Activity;
use crate::tree::Tree;

/// The most passes of a loop that a draft allows, however many a case made.
const MOST_PASSES: u32 = 100;

impl Writer<'_, '_> {
    /// Has a question asked by the step before, or by one of its own.
    fn ask(
        &mut self,
        field: String,
        question: Json,
        deciding: String,
        who: Option<Activity>,
        place: &mut Place,
    ) -> usize {
        self.shared.data.insert(field.clone(), question);
        let step = place.before.unwrap_or_else(|| {
            let work = Work::Person { role: self.role(who), collect: Vec::new(), activity: None };
            let step = self.push(&deciding.clone(), deciding, Vec::new(), work);
            place.steps.push(step);
            step
        });
        if let Work::Person { collect, .. } = &mut self.written.steps[step].work {
            collect.push(field);
        }
        place.before = Some(step);
        step
    }

    fn told(&mut self, node: usize, way: usize) -> Option<Told> {
        let told = self.source.conditions.told(node, way)?;
        self.shared.read.extend(self.source.conditions.keys(node));
        self.written.ruled.insert(node);
        Some(told)
    }

    pub(super) fn optional(&mut self, node: usize, tree: &Tree<Activity>, place: &mut Place) {
        let cases = self.source.evidence.way(node, 1);
        // The way of nothing is a node as well.
        self.next += 1;
        let doing = self.doing(tree);
        let note = format!("Not in every case: in {}.", self.share(cases));
        let mut mined = None;
        let (condition, mut inner) = match self.told(node, 1) {
            Some(told) => {
                mined = Some(told.because);
                (told.expression, place.inner(None))
            }
            None => {
                let field = self.shared.names.name(&format!("{}_needed", self.key(tree)), "is");
                let mut question = json!({"type": "boolean", "ask": format!("Is this needed now: {doing}?")});
                question["description"] = json!(describe(&note, self.source.conditions.hint(node, 1)));
                let deciding = format!("Decide whether it is needed: {}", self.brief(tree));
                let step = self.ask(field.clone(), question, deciding, Self::first(tree), place);
                let answers = BTreeMap::from([(0, json!(false)), (1, json!(true))]);
                self.written.asked.insert(node, Asked { field: field.clone(), step, answers });
                (format!("{field} == true"), place.inner(Some(step)))
            }
        };
        self.node(tree, &mut inner);
        place.before = None;
        let single = match inner.steps.as_slice() {
            [] => return,
            [only] if self.written.steps[*only].condition.is_none() => Some(*only),
            _ => None,
        };
        let step = single.unwrap_or_else(|| {
            let title = format!("Where needed: {}", self.brief(tree));
            self.push(&title.clone(), title, Vec::new(), Work::Group(inner.steps))
        });
        if single.is_none() {
            self.written.of_block.insert(node, step);
        }
        let own = &mut self.written.steps[step];
        own.condition = Some(condition);
        own.instructions.extend(mined);
        // The evidence of single work says how many cases do it.
        if !matches!(own.work, Work::Person { activity: Some(_), .. }) {
            own.instructions.insert(0, note);
        }
        place.steps.push(step);
    }

    pub(super) fn choice(&mut self, node: usize, ways: &[Tree<Activity>], place: &mut Place) {
        let evidence = self.source.evidence;
        let mut order: Vec<usize> = (0..ways.len()).collect();
        order.sort_by_key(|&way| (std::cmp::Reverse(evidence.way(node, way)), way));
        let doing: Vec<String> = ways
            .iter()
            .map(|way| if *way == Tree::Silent { "none of these".to_owned() } else { self.brief(way) })
            .collect();
        let told_in_order: Vec<String> = order.iter().map(|&way| doing[way].clone()).collect();
        let doers = ways;
        let (last, first) = order.split_last().expect("a choice has ways");
        let told: Option<Vec<Told>> = {
            let conditions = &self.source.conditions;
            first.iter().map(|&way| conditions.told(node, way)).collect()
        };
        let mut inner_before = None;
        let mut values: BTreeMap<usize, Json> = BTreeMap::new();
        let mut field = String::new();
        if told.is_some() {
            first.iter().for_each(|&way| drop(self.told(node, way)));
        } else {
            let mut unique = Unique::default();
            for &way in &order {
                values.insert(way, json!(unique.id(&self.key(&ways[way]), "way")));
            }
            let from = ways.iter().find(|way| **way != Tree::Silent).map_or_else(String::new, |way| self.key(way));
            field = self.shared.names.name(&format!("{from}_or_other"), "way");
            let offered: Vec<&Json> = order.iter().map(|way| &values[way]).collect();
            let ask = format!("Which is it now: {}?", naming::either(&told_in_order, 12));
            let ways: Vec<usize> = order.iter().copied().filter(|&way| ways[way] != Tree::Silent).collect();
            let told = self.source.conditions.hint(node, ways[0]);
            let mut question = json!({"type": "string", "enum": offered, "ask": ask});
            if let Some(told) = told {
                question["description"] = json!(told);
            }
            let who = doers.iter().find_map(Self::first);
            let deciding = format!("Decide how it goes on: {}", naming::either(&told_in_order, 3));
            let step = self.ask(field.clone(), question, deciding, who, place);
            self.written.asked.insert(node, Asked { field: field.clone(), step, answers: values.clone() });
            inner_before = Some(step);
        }
        // Nodes are counted in the order of the tree, whatever the order of the ways.
        let mut blocks: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (way, tree) in ways.iter().enumerate() {
            let mut inner = place.inner(inner_before);
            self.node(tree, &mut inner);
            blocks.insert(way, inner.steps);
        }
        let mut way = |way: usize, told: Option<&Told>| {
            let taken = format!("Taken in {}.", self.share(evidence.way(node, way)));
            let when = told.map_or_else(
                || format!("{field} == '{}'", values.get(&way).and_then(Json::as_str).unwrap_or_default()),
                |told| told.expression.clone(),
            );
            let more = told.map(|told| told.because.clone());
            let steps = blocks.remove(&way).unwrap_or_default();
            Way { when, title: naming::title(&doing[way]), because: describe(&taken, more), steps }
        };
        let cases =
            first.iter().enumerate().map(|(at, &number)| way(number, told.as_ref().map(|told| &told[at]))).collect();
        let otherwise = way(*last, None);
        let title = format!("Choose: {}", naming::either(&told_in_order, 4));
        let id = format!("choose-{}", doing[order[0]]);
        let step = self.push(&id, title, Vec::new(), Work::Decide { cases, otherwise });
        self.written.of_block.insert(node, step);
        place.steps.push(step);
        place.before = None;
    }

    pub(super) fn repeat(&mut self, node: usize, body: &Tree<Activity>, redo: &[Tree<Activity>], place: &mut Place) {
        let evidence = self.source.evidence;
        let again: u64 = (1..=redo.len()).map(|way| evidence.way(node, way)).max().unwrap_or(0);
        let doing = self.doing(body);
        let mut inner = place.inner(None);
        self.node(body, &mut inner);
        let field = self.shared.names.name(&format!("{}_again", self.key(body)), "is");
        let note = format!("Done again in {}.", self.share(again));
        if let ([Tree::Silent], Some(told)) = (redo, self.told(node, 0)) {
            self.next += 1;
            let notes = vec![note, told.because];
            return self.again(node, &doing, inner.steps, told.expression, notes, place);
        }
        let mut answers = BTreeMap::from([(0, json!("done"))]);
        let until = if redo.len() == 1 {
            answers = BTreeMap::from([(0, json!(false)), (1, json!(true))]);
            let ask = format!("Must this be done again: {doing}?");
            let told = describe(&note, self.source.conditions.hint(node, 0));
            let question = json!({"type": "boolean", "ask": ask, "description": told});
            let deciding = format!("Decide whether to do it again: {doing}");
            let step = self.ask(field.clone(), question, deciding, Self::first(body), &mut inner);
            self.written.asked.insert(node, Asked { field: field.clone(), step, answers });
            format!("{field} == false")
        } else {
            let mut unique = Unique::default();
            unique.id("done", "way");
            for (way, tree) in redo.iter().enumerate() {
                answers.insert(way + 1, json!(unique.id(&format!("after {}", self.key(tree)), "way")));
            }
            let offered: Vec<&Json> = answers.values().collect();
            let ask = format!("Is this done, or must it be done again: {doing}?");
            let question = json!({"type": "string", "enum": offered, "ask": ask, "description": describe(&note, None)});
            let deciding = format!("Decide whether to do it again: {doing}");
            let step = self.ask(field.clone(), question, deciding, Self::first(body), &mut inner);
            self.written.asked.insert(node, Asked { field: field.clone(), step, answers: answers.clone() });
            format!("{field} == 'done'")
        };
        let before = inner.before;
        for (way, tree) in redo.iter().enumerate() {
            let mut back = inner.inner(before);
            self.node(tree, &mut back);
            if back.steps.is_empty() {
                continue;
            }
            let condition = match answers_of(&self.written.asked[&node], way + 1) {
                Json::Bool(answer) => format!("{field} == {answer}"),
                answer => format!("{field} == '{}'", answer.as_str().unwrap_or_default()),
            };
            let title = format!("Before it is done again: {}", self.doing(tree));
            let taken = format!("Taken in {}.", self.share(evidence.way(node, way + 1)));
            let step = self.push(&title.clone(), title, vec![taken], Work::Group(back.steps));
            self.written.steps[step].condition = Some(condition);
            inner.steps.push(step);
        }
        self.again(node, &doing, inner.steps, until, vec![note], place);
    }

    fn again(
        &mut self,
        node: usize,
        doing: &str,
        steps: Vec<usize>,
        until: String,
        notes: Vec<String>,
        place: &mut Place,
    ) {
        let title = format!("Until it is done: {doing}");
        let at_most = self.source.evidence.passes[node].clamp(2, MOST_PASSES);
        let work = Work::Repeat { steps, until, at_most };
        let step = self.push(&format!("repeat-{doing}"), title, notes, work);
        self.written.of_block.insert(node, step);
        place.steps.push(step);
        place.before = None;
    }
}

fn answers_of(asked: &Asked, way: usize) -> Json {
    asked.answers.get(&way).cloned().unwrap_or(Json::Null)
}

fn describe(note: &str, more: Option<String>) -> String {
    more.map_or_else(|| note.to_owned(), |more| format!("{note} {more}"))
}
