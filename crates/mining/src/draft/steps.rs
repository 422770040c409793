//! A tree as steps: activities become work of a role with what the log says of it, parallel work stands beside each other.
//! Choices and loops are written in [`super::choices`].

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use super::conditions::Conditions;
use super::evidence::Evidence;
use super::naming::{self, Unique};
use super::roles::Roles;
use super::span;
use super::written::{Step, Work, Written};
use crate::log::{Activity, Log};
use crate::tree::Tree;

/// Blocks nested deeper than this are told as one piece of work: nobody could follow them.
const DEEPEST: usize = 8;

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

pub(super) struct Writer<'a, 's> {
    pub source: &'a Source<'a>,
    pub shared: &'s mut Shared,
    pub written: Written,
    pub next: usize,
    /// In how many cases each activity is done more than once; nothing where the tree says so.
    again: Vec<u64>,
    /// The activities that were written already.
    done: BTreeSet<Activity>,
}

/// Where steps are put: the block that is being written, and the last step that surely comes before the next one, which
/// can ask what the next one depends on.
#[derive(Default, Clone)]
pub(super) struct Place {
    pub steps: Vec<usize>,
    pub before: Option<usize>,
    depth: usize,
}

impl Place {
    pub(super) fn inner(&self, before: Option<usize>) -> Self {
        Self { steps: Vec::new(), before, depth: self.depth + 1 }
    }
}

/// Writes the steps of a tree.
pub(super) fn write(source: &Source<'_>, shared: &mut Shared) -> Written {
    let mut again = repeated(source.log);
    told_again(source.tree, false, &mut BTreeSet::new(), &mut again);
    let (written, done) = (Written::default(), BTreeSet::new());
    let mut writer = Writer { source, shared, written, next: 0, again, done };
    let mut place = Place::default();
    writer.node(source.tree, &mut place);
    writer.written.order = place.steps;
    writer.written
}

/// In how many cases each activity is done more than once.
pub(super) fn repeated(log: &Log) -> Vec<u64> {
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

/// What stands in a loop or twice in the tree need not be told to be done more than once.
fn told_again(tree: &Tree<Activity>, in_loop: bool, seen: &mut BTreeSet<Activity>, again: &mut [u64]) {
    if let Tree::Activity(activity) = tree
        && (in_loop || !seen.insert(*activity))
    {
        again[activity.index()] = 0;
    }
    let in_loop = in_loop || matches!(tree, Tree::Loop { .. });
    tree.children().into_iter().for_each(|child| told_again(child, in_loop, seen, again));
}

impl Writer<'_, '_> {
    pub(super) fn node(&mut self, tree: &Tree<Activity>, place: &mut Place) {
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

    pub(super) fn push(&mut self, id_from: &str, title: String, instructions: Vec<String>, work: Work) -> usize {
        let id = self.shared.ids.id(id_from, "step");
        let title = naming::title(&title);
        self.written.steps.push(Step { id, title, instructions, condition: None, due: None, work });
        self.written.steps.len() - 1
    }

    fn title(&self, activity: Activity) -> String {
        naming::title(self.source.log.name(activity))
    }

    /// What a part of the tree does, in few words.
    pub(super) fn doing(&self, tree: &Tree<Activity>) -> String {
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
    pub(super) fn brief(&self, tree: &Tree<Activity>) -> String {
        match (tree.leaves().len(), Self::first(tree)) {
            (3.., Some(first)) if !matches!(tree, Tree::Parallel(_)) => {
                format!("{} and what follows", self.title(first))
            }
            _ => self.doing(tree),
        }
    }

    /// What names of fields and answers are made of.
    pub(super) fn key(&self, tree: &Tree<Activity>) -> String {
        Self::first(tree).map_or_else(|| "none".to_owned(), |first| naming::key(&self.title(first)))
    }

    pub(super) fn first(tree: &Tree<Activity>) -> Option<Activity> {
        tree.leaves().into_iter().next().copied()
    }

    pub(super) fn role(&self, activity: Option<Activity>) -> String {
        let role = activity.and_then(|activity| self.source.roles.of_activity(self.whole(activity)?));
        role.map_or_else(|| "process-owner".to_owned(), |role| role.id.clone())
    }

    /// The same activity in the whole log.
    fn whole(&self, activity: Activity) -> Option<Activity> {
        let name = self.source.whole.activities().find(self.source.log.name(activity));
        name.map(|name| Activity(name.0))
    }

    pub(super) fn share(&self, cases: u64) -> String {
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
        if !self.done.insert(activity) {
            notes.push("Done before, and here again.".to_owned());
        }
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
                doing.push(self.brief(child));
                branches.push((names.id(&self.brief(child), "branch"), inner.steps));
            }
        }
        place.before = None;
        if branches.len() < 2 {
            place.steps.extend(branches.into_iter().flat_map(|(_, steps)| steps));
            return;
        }
        let title = format!("In any order: {}", naming::listed(&doing, 4));
        let id = format!("together-{}", doing[0]);
        let step = self.push(&id, title, Vec::new(), Work::Together(branches));
        place.steps.push(step);
    }
}
