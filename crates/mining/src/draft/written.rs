//! Steps in the making, and how a document writes them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use super::span;
use crate::log::Activity;

/// One step in the making.
#[derive(Debug)]
pub(super) struct Step {
    pub id: String,
    pub title: String,
    pub instructions: Vec<String>,
    pub condition: Option<String>,
    pub due: Option<span::Agreed>,
    pub work: Work,
}

#[derive(Debug)]
pub(super) enum Work {
    Person { role: String, collect: Vec<String>, activity: Option<Activity> },
    Group(Vec<usize>),
    Decide { cases: Vec<Way>, otherwise: Way },
    Together(Vec<(String, Vec<usize>)>),
    Repeat { steps: Vec<usize>, until: String, at_most: u32 },
}

#[derive(Debug)]
pub(super) struct Way {
    pub when: String,
    pub title: String,
    pub because: String,
    pub steps: Vec<usize>,
}

/// How a choice of the tree is decided in the document: by the answer that a step collects.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub field: String,
    /// The step that collects it.
    pub step: usize,
    /// The answer for each way of the node.
    pub answers: BTreeMap<usize, Json>,
}

/// The steps of a tree.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub steps: Vec<Step>,
    /// The outermost ones, in order.
    pub order: Vec<usize>,
    pub asked: BTreeMap<usize, Asked>,
    /// The step of each leaf.
    pub of_leaf: BTreeMap<usize, usize>,
    /// The step that each choice, optional block or loop became, where it is one of its own.
    pub of_block: BTreeMap<usize, usize>,
    /// The choices that mined rules decide.
    pub ruled: BTreeSet<usize>,
}

impl Written {
    /// These steps as a document writes them.
    pub(super) fn json(&self, steps: &[usize]) -> Json {
        steps.iter().map(|&step| self.step(step)).collect()
    }

    /// Adds what is to be known before all else.
    pub(super) fn note_first(&mut self, note: String) {
        if let Some(&first) = self.order.first() {
            self.steps[first].instructions.insert(0, note);
        }
    }

    /// Who begins.
    pub(super) fn first_role(&self) -> Option<&str> {
        self.steps.iter().find_map(|step| match &step.work {
            Work::Person { role, .. } => Some(role.as_str()),
            Work::Group(_) | Work::Decide { .. } | Work::Together(_) | Work::Repeat { .. } => None,
        })
    }

    /// The longest time that any step has.
    pub(super) fn longest_due(&self) -> Option<span::Agreed> {
        self.steps.iter().filter_map(|step| step.due).max()
    }

    /// The last outermost step that every run does, and that is no mere question.
    pub(super) fn last_certain(&self) -> Option<&Step> {
        let is_question = |step: &Step| matches!(step.work, Work::Person { activity: None, .. });
        let mut steps = self.order.iter().rev().map(|&step| &self.steps[step]);
        steps.find(|step| step.condition.is_none() && !is_question(step))
    }

    /// No clock of a step runs longer than that of the run.
    pub(super) fn cap_due(&mut self, longest: Option<span::Agreed>) {
        let capped = |due: span::Agreed| longest.is_none_or(|longest| due <= longest);
        self.steps.iter_mut().for_each(|step| step.due = step.due.filter(|due| capped(*due)));
    }

    fn step(&self, place: usize) -> Json {
        let step = &self.steps[place];
        let mut json = Map::new();
        json.insert("id".into(), json!(step.id));
        json.insert("title".into(), json!(step.title));
        if let Some(condition) = &step.condition {
            json.insert("if".into(), json!(condition));
        }
        let (verb, value) = match &step.work {
            Work::Person { role, collect, .. } if collect.is_empty() => ("person", json!({"role": role})),
            Work::Person { role, collect, .. } => ("person", json!({"role": role, "collect": collect})),
            Work::Group(steps) => ("group", json!({"steps": self.json(steps)})),
            Work::Decide { cases, otherwise } => ("decide", self.decide(cases, otherwise)),
            Work::Together(branches) => {
                let branches: Map<String, Json> =
                    branches.iter().map(|(name, steps)| (name.clone(), self.json(steps))).collect();
                ("together", json!({"branches": branches}))
            }
            Work::Repeat { steps, until, at_most } => {
                ("repeat", json!({"steps": self.json(steps), "until": until, "at_most": at_most}))
            }
        };
        json.insert(verb.into(), value);
        if !step.instructions.is_empty() {
            json.insert("instructions".into(), json!(template(&step.instructions.join(" "))));
        }
        if let Some(due) = step.due {
            json.insert("due".into(), json!(due.text));
        }
        Json::Object(json)
    }

    fn decide(&self, cases: &[Way], otherwise: &Way) -> Json {
        let case = |way: &Way| {
            let mut json = json!({"when": way.when, "title": way.title, "because": way.because});
            if !way.steps.is_empty() {
                json["steps"] = self.json(&way.steps);
            }
            json
        };
        let mut last = json!({"because": otherwise.because});
        if !otherwise.steps.is_empty() {
            last["steps"] = self.json(&otherwise.steps);
        }
        json!({"cases": cases.iter().map(case).collect::<Vec<_>>(), "otherwise": last})
    }
}

/// A text in which nothing is a hole.
fn template(text: &str) -> String {
    text.replace("{{", "{ {").replace("}}", "} }")
}
