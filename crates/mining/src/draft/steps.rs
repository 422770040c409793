//! A tree as steps: activities become work of a role, choices become decisions, and what no rule decides a person is asked.
//!
//! A question is put to whoever does the work right before the choice, with that work; where nothing certain comes before,
//! a step of its own asks it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::conditions::{Conditions, Told};
use super::evidence::Evidence;
use super::naming::{self, Unique};
use super::roles::Roles;
use super::span;
use super::written::{Asked, Step, Way, Work, Written};
use crate::log::{Activity, Log};
use crate::tree::Tree;

/// Blocks nested deeper than this are told as one piece of work: nobody could follow them.
const DEEPEST: usize = 8;
/// The most passes of a loop that a draft allows, however many a case made.
const MOST_PASSES: u32 = 100;

/// Ids, fields and roles that all parts of a document share.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub ids: Unique,
    pub names: Unique,
    pub data: Map<String, Json>,
    /// The attributes that rules read.
    pub read: BTreeSet<Box<str>>,
}

/// What the steps are written from.
pub(super) struct Source<'a> {
    /// The log of the tree.
    pub log: &'a Log,
    /// The log that it is a part of, and its roles.
    pub whole: &'a Log,
    pub roles: &'a Roles,
    pub tree: &'a Tree<Activity>,
    pub evidence: &'a Evidence,
    pub waits: Vec<Vec<i64>>,
    pub conditions: Conditions,
    /// What the evidence counts: `cases`, or those in which something rare came up.
    pub among: &'a str,
}

struct Writer<'a, 's> {
    source: &'a Source<'a>,
    shared: &'s mut Shared,
    written: Written,
    next: usize,
    again: Vec<u64>,
}

/// Where steps are put: the block that is being written, and the last step that surely comes before the next one, which
/// can ask what the next one depends on.
#[derive(Default, Clone)]
struct Place {
    steps: Vec<usize>,
    before: Option<usize>,
    depth: usize,
}

impl Place {
    fn inner(&self, before: Option<usize>) -> Self {
        Self { steps: Vec::new(), before, depth: self.depth + 1 }
    }
}

/// Writes the steps of a tree.
pub(super) fn write(source: &Source<'_>, shared: &mut Shared) -> Written {
    let again = repeated(source.log);
    let mut writer = Writer { source, shared, written: Written::default(), next: 0, again };
    let mut place = Place::default();
    writer.node(source.tree, &mut place);
    writer.written.order = place.steps;
    writer.written
}

/// In how many cases each activity is done more than once.
fn repeated(log: &Log) -> Vec<u64> {
    let mut again = vec![0; log.activities().len()];
    for case in log.cases() {
        let mut trace = case.trace().to_vec();
        trace.sort_unstable();
        let mut twice: Vec<Activity> = trace.windows(2).filter(|two| two[0] == two[1]).map(|two| two[0]).collect();
        twice.dedup();
        twice.into_iter().for_each(|activity| again[activity.index()] += 1);
    }
    again
}

impl Writer<'_, '_> {
    fn node(&mut self, tree: &Tree<Activity>, place: &mut Place) {
        let node = self.next;
        if place.depth >= DEEPEST && tree.leaves().len() > 1 {
            return self.piece(tree, place);
        }
        self.next += 1;
        match tree {
            Tree::Silent => {}
            Tree::Activity(activity) => {
                let step = self.work(node, *activity);
                place.steps.push(step);
                place.before = Some(step);
            }
            Tree::Sequence(children) => children.iter().for_each(|child| self.node(child, place)),
            Tree::Parallel(children) => self.parallel(children, place),
            Tree::Choice(ways) => match ways.as_slice() {
                [Tree::Silent, work] => self.optional(node, work, place),
                ways => self.choice(node, ways, place),
            },
            Tree::Loop { body, redo } => self.repeat(node, body, redo, place),
        }
    }

    fn push(&mut self, id_from: &str, title: String, instructions: Vec<String>, work: Work) -> usize {
        let id = self.shared.ids.id(id_from, "step");
        let title = naming::title(&title);
        self.written.steps.push(Step { id, title, instructions, condition: None, due: None, work });
        self.written.steps.len() - 1
    }

    fn title(&self, activity: Activity) -> String {
        naming::title(self.source.log.name(activity))
    }

    /// What a part of the tree does, in few words.
    fn doing(&self, tree: &Tree<Activity>) -> String {
        let mut titles: Vec<String> = Vec::new();
        for activity in tree.leaves() {
            let title = self.title(*activity);
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        naming::listed(&titles, 3)
    }

    /// The same in fewer words, for names and titles.
    fn brief(&self, tree: &Tree<Activity>) -> String {
        match (tree.leaves().len(), Self::first(tree)) {
            (3.., Some(first)) if !matches!(tree, Tree::Parallel(_)) => {
                format!("{} and what follows", self.title(first))
            }
            _ => self.doing(tree),
        }
    }

    /// What names of fields and answers are made of.
    fn key(&self, tree: &Tree<Activity>) -> String {
        Self::first(tree).map_or_else(|| "none".to_owned(), |first| naming::key(&self.title(first)))
    }

    fn first(tree: &Tree<Activity>) -> Option<Activity> {
        tree.leaves().into_iter().next().copied()
    }

    fn role(&self, activity: Option<Activity>) -> String {
        let role = activity.and_then(|activity| self.source.roles.of_activity(self.whole(activity)?));
        role.map_or_else(|| "process-owner".to_owned(), |role| role.id.clone())
    }

    /// The same activity in the whole log.
    fn whole(&self, activity: Activity) -> Option<Activity> {
        let name = self.source.whole.activities().find(self.source.log.name(activity));
        name.map(|name| Activity(name.0))
    }

    fn share(&self, cases: u64) -> String {
        let (part, all) = (cases, self.source.evidence.cases);
        match self.source.among {
            "" => naming::share(part, all),
            among => format!(
                "{} of the {} {among} ({})",
                naming::counted(part),
                naming::cases(all),
                naming::percent(part as f64, all as f64)
            ),
        }
    }

    fn work(&mut self, node: usize, activity: Activity) -> usize {
        let evidence = self.source.evidence;
        let mut notes = Vec::new();
        if self.source.among.is_empty() || evidence.done[node] < evidence.cases {
            notes.push(format!("Done in {}.", self.share(evidence.done[node])));
        }
        let again = self.again[activity.index()];
        if again > 0 {
            notes.push(format!("More than once in {}.", naming::cases(again)));
        }
        let mut waits = self.source.waits[node].clone();
        let due = span::percentile(&mut waits, 0.9);
        if let (Some(median), Some(most)) = (span::percentile(&mut waits, 0.5), due) {
            notes.push(format!(
                "Usually done {} what comes before (median), nine times in ten within {}.",
                match span::words(median).as_str() {
                    "at once" => "at once after".to_owned(),
                    words => format!("{words} after"),
                },
                match span::words(most).as_str() {
                    "at once" => "a minute".to_owned(),
                    words => words.to_owned(),
                }
            ));
        }
        if self.whole(activity).is_some_and(|activity| self.source.roles.alone(activity)) {
            notes.push("One account does all or nearly all of it: probably a machine.".to_owned());
        }
        let title = self.title(activity);
        let role = self.role(Some(activity));
        let work = Work::Person { role, collect: Vec::new(), activity: Some(activity) };
        let step = self.push(&title.clone(), title, notes, work);
        self.written.steps[step].due = due.and_then(span::agreed);
        self.written.of_leaf.insert(node, step);
        step
    }

    /// A part that is told as one piece of work.
    fn piece(&mut self, tree: &Tree<Activity>, place: &mut Place) {
        self.next += tree.nodes();
        let title = format!("As needed: {}", self.doing(tree));
        let mut titles: Vec<String> = tree.leaves().into_iter().map(|activity| self.title(*activity)).collect();
        titles.sort();
        titles.dedup();
        let notes = vec![format!("In no order that could be told: {}.", naming::listed(&titles, 20))];
        let work = Work::Person { role: self.role(Self::first(tree)), collect: Vec::new(), activity: None };
        let step = self.push(&title.clone(), title, notes, work);
        place.steps.push(step);
        place.before = Some(step);
    }

    fn parallel(&mut self, children: &[Tree<Activity>], place: &mut Place) {
        let mut branches = Vec::new();
        let mut names = Unique::default();
        let mut doing = Vec::new();
        for child in children {
            let mut inner = place.inner(place.before);
            self.node(child, &mut inner);
            if !inner.steps.is_empty() {
                doing.push(self.doing(child));
                branches.push((names.id(&self.doing(child), "branch"), inner.steps));
            }
        }
        place.before = None;
        if branches.len() < 2 {
            place.steps.extend(branches.into_iter().flat_map(|(_, steps)| steps));
            return;
        }
        let title = format!("In any order: {}", doing.join("; "));
        let id = format!("together-{}", doing[0]);
        let step = self.push(&id, title, Vec::new(), Work::Together(branches));
        place.steps.push(step);
    }

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

    fn optional(&mut self, node: usize, tree: &Tree<Activity>, place: &mut Place) {
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

    fn choice(&mut self, node: usize, ways: &[Tree<Activity>], place: &mut Place) {
        let evidence = self.source.evidence;
        let mut order: Vec<usize> = (0..ways.len()).collect();
        order.sort_by_key(|&way| (std::cmp::Reverse(evidence.way(node, way)), way));
        let doing: Vec<String> = ways
            .iter()
            .map(|way| if *way == Tree::Silent { "none of these".to_owned() } else { self.brief(way) })
            .collect();
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
            let ask = format!(
                "Which is it now: {}?",
                order.iter().map(|&way| doing[way].as_str()).collect::<Vec<_>>().join("; or ")
            );
            let question = json!({"type": "string", "enum": offered, "ask": ask});
            let who = ways.iter().find_map(Self::first);
            let deciding = format!("Decide how it goes on: {}", doing[order[0]]);
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
            let more = told.map(|told| told.because.clone()).or_else(|| self.source.conditions.hint(node, way));
            let steps = blocks.remove(&way).unwrap_or_default();
            Way { when, title: naming::title(&doing[way]), because: describe(&taken, more), steps }
        };
        let cases =
            first.iter().enumerate().map(|(at, &number)| way(number, told.as_ref().map(|told| &told[at]))).collect();
        let otherwise = way(*last, None);
        let title =
            format!("Choose: {}", order.iter().map(|&way| doing[way].as_str()).collect::<Vec<_>>().join(", or "));
        let id = format!("choose-{}", doing[order[0]]);
        let step = self.push(&id, title, Vec::new(), Work::Decide { cases, otherwise });
        self.written.of_block.insert(node, step);
        place.steps.push(step);
        place.before = None;
    }

    fn repeat(&mut self, node: usize, body: &Tree<Activity>, redo: &[Tree<Activity>], place: &mut Place) {
        let evidence = self.source.evidence;
        let again: u64 = (1..=redo.len()).map(|way| evidence.way(node, way)).max().unwrap_or(0);
        let doing = self.doing(body);
        let mut inner = place.inner(None);
        self.node(body, &mut inner);
        let field = self.shared.names.name(&format!("{}_again", self.key(body)), "is");
        let note = format!("Done again in {}.", self.share(again));
        let mut answers = BTreeMap::from([(0, json!("done"))]);
        let until = if redo.len() == 1 {
            answers = BTreeMap::from([(0, json!(false)), (1, json!(true))]);
            let ask = format!("Must this be done again: {doing}?");
            let question = json!({"type": "boolean", "ask": ask, "description": describe(&note, None)});
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
        let title = format!("Until it is done: {doing}");
        let at_most = evidence.passes[node].clamp(2, MOST_PASSES);
        let id = format!("repeat-{doing}");
        let step = self.push(&id, title, vec![note], Work::Repeat { steps: inner.steps, until, at_most });
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
