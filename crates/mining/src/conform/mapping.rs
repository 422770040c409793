//! Which activity of a log is which step of a procedure.

use std::collections::BTreeMap;

use procedure::document::{Procedure, StepId};

use crate::log::{Activity, Log};

/// Activities of a log by name, and the steps they stand for. An activity may stand for several steps, and a step may have
/// several activities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping(BTreeMap<String, Vec<StepId>>);

/// A mapping that names what is not there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the mapping says that `{activity}` is the step `{step}`, which the procedure does not have{hint}; its steps are {steps}"
)]
pub struct UnknownStep {
    pub activity: String,
    pub step: String,
    pub steps: String,
    hint: String,
}

impl Mapping {
    /// What can be told by id and by title, in any case and with any signs between the words.
    pub fn guess(procedure: &Procedure, log: &Log) -> Self {
        let mut mapping = Self::default();
        for (_, name) in log.activities().iter() {
            let wanted = plain(name);
            let steps = procedure.all_steps();
            let same = |text: &str| plain(text) == wanted;
            // Work that stands in several places has one title and several ids: all of them are it.
            let by_id = steps.iter().find(|at| same(at.step.id.as_str())).map(|at| at.step.title.source());
            let also = |title: &str| by_id.map_or_else(|| same(title), |first| title == first);
            let is_it =
                |at: &&procedure::document::StepAt<'_>| same(at.step.id.as_str()) || also(at.step.title.source());
            let found: Vec<_> = steps.iter().filter(is_it).collect();
            if !found.is_empty() {
                mapping.0.insert(name.to_owned(), found.iter().map(|at| at.step.id.clone()).collect());
            }
        }
        mapping
    }

    /// Adds what somebody says: it counts before what was guessed.
    ///
    /// # Errors
    /// When the procedure has no such step.
    pub fn say(&mut self, procedure: &Procedure, activity: &str, steps: &[String]) -> Result<(), UnknownStep> {
        let mut known = Vec::new();
        for step in steps {
            let Some(found) = procedure.step(step) else { return Err(unknown(procedure, activity, step)) };
            known.push(found.id.clone());
        }
        self.0.insert(activity.to_owned(), known);
        Ok(())
    }

    /// The steps that an activity stands for.
    pub fn steps(&self, activity: &str) -> &[StepId] {
        self.0.get(activity).map_or(&[], Vec::as_slice)
    }
}

/// Activities and steps under the labels that an alignment compares: activities of the same step have one label, and so
/// have steps that share an activity.
#[derive(Debug, Clone)]
pub(super) struct Labels {
    /// By the log's activity.
    pub of_activity: Vec<Activity>,
    /// By the place of the step in the procedure; `None` where the log has no activity for it.
    pub of_step: Vec<Option<Activity>>,
}

impl Labels {
    pub fn new(procedure: &Procedure, log: &Log, mapping: &Mapping) -> Self {
        let steps = procedure.all_steps();
        let activities = log.activities().len();
        // Activities come first, steps after them; those that belong together point to the first of them.
        let mut first: Vec<usize> = (0..activities + steps.len()).collect();
        let mut shown = vec![false; steps.len()];
        for (activity, name) in log.activities().iter() {
            for step in mapping.steps(name) {
                let place =
                    steps.iter().position(|at| at.step.id == *step).expect("a mapping knows the procedure's steps");
                shown[place] = true;
                let (one, other) = (root(&first, activity.index()), root(&first, activities + place));
                first[one.max(other)] = one.min(other);
            }
        }
        let label = |index| Activity(root(&first, index) as u32);
        Self {
            of_activity: (0..activities).map(label).collect(),
            of_step: (0..steps.len()).map(|place| shown[place].then(|| label(activities + place))).collect(),
        }
    }
}

fn root(first: &[usize], mut index: usize) -> usize {
    while first[index] != index {
        index = first[index];
    }
    index
}

/// Letters and digits alone, in lower case: what of a name counts when people write it in their own way.
pub(super) fn plain(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn unknown(procedure: &Procedure, activity: &str, step: &str) -> UnknownStep {
    let steps: Vec<String> = procedure.all_steps().into_iter().map(|at| at.step.id.to_string()).collect();
    let near = steps.iter().map(|id| (strsim::jaro_winkler(id, step), id)).max_by(|a, b| a.0.total_cmp(&b.0));
    let hint =
        near.filter(|(near, _)| *near > 0.8).map_or_else(String::new, |(_, id)| format!(" (did you mean `{id}`?)"));
    UnknownStep { activity: activity.to_owned(), step: step.to_owned(), steps: steps.join(", "), hint }
}
