//! Masking: which names of a procedure hold something sensitive, and values, tasks and journals without it.
//!
//! A name is sensitive when its field says so, or when it is computed from one that is. What is kept in a store is never
//! masked; what leaves it is, unless somebody may see it.

mod journal;

use std::collections::BTreeSet;

use indexmap::IndexMap;
use procedure::document::{Field, Name, Otherwise, Procedure, Save, Verb};
use procedure::expression::{Formula, Read};
use procedure::value::{Value, Values};

pub use journal::journal;
pub use procedure::template::MASK;

/// What is sensitive in a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask {
    /// Dotted paths: `iban`, `customer.ssn`, `settings.key`.
    paths: BTreeSet<String>,
    /// Arguments of requests, by action or procedure, that nothing sensitive flows into.
    plain_arguments: BTreeSet<(String, String)>,
    /// Whether something sensitive flows into a document.
    documents: bool,
}

impl Mask {
    /// The fields that say they are sensitive, and every name that is computed from them.
    pub fn of(procedure: &Procedure) -> Self {
        let mut mask = Mask::default();
        for (name, field) in &procedure.data {
            mask.declare(name.as_str(), field);
        }
        for (name, field) in &procedure.settings {
            mask.declare(&format!("settings.{name}"), field);
        }
        let steps = procedure.all_steps();
        for at in &steps {
            if let Verb::Agent { agent } = &at.step.verb {
                agent.returns.iter().for_each(|(name, field)| mask.declare(name.as_str(), field));
            }
        }
        // Each round adds a name or is the last, so there are at most as many rounds as names.
        loop {
            let known = mask.paths.len();
            for at in &steps {
                mask.learn(&at.step.verb);
            }
            if mask.paths.len() == known {
                break;
            }
        }
        mask.learn_requests(procedure);
        mask
    }

    /// This, with more names to hide.
    pub(crate) fn with(&self, procedure: &Procedure, names: BTreeSet<String>) -> Self {
        let mut mask = self.clone();
        mask.paths.extend(names);
        mask.plain_arguments.clear();
        mask.learn_requests(procedure);
        mask
    }

    fn learn_requests(&mut self, procedure: &Procedure) {
        let mut hidden = BTreeSet::new();
        for at in procedure.all_steps() {
            self.learn_request(&at.step.verb, &mut hidden);
        }
        self.plain_arguments.retain(|argument| !hidden.contains(argument));
    }

    /// What stands for a value of which nothing may be seen.
    pub(crate) fn whole(value: &Value) -> Value {
        hidden(value)
    }

    fn declare(&mut self, path: &str, field: &Field) {
        if field.sensitive {
            self.paths.insert(path.to_owned());
        }
        for (name, part) in &field.properties {
            self.declare(&format!("{path}.{name}"), part);
        }
        if let Some(item) = &field.items {
            self.declare(path, item);
        }
    }

    /// Whether nothing of the procedure is sensitive.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }

    /// Whether what is read under a path, such as `customer.ssn` or `lines[2].iban`, may hold something sensitive: it
    /// itself, what it is a part of, or a part of it.
    pub fn hides(&self, path: &str) -> bool {
        if self.paths.is_empty() {
            return false;
        }
        let path = without_positions(path);
        let below = format!("{path}.");
        self.hides_whole(&path) || self.paths.range(below.clone()..).next().is_some_and(|part| part.starts_with(&below))
    }

    /// Whether a path, or what it is a part of, is sensitive as a whole.
    fn hides_whole(&self, path: &str) -> bool {
        let ends = path.match_indices('.').map(|(end, _)| end).chain([path.len()]);
        ends.into_iter().any(|end| self.paths.contains(&path[..end]))
    }

    fn reads(&self, reads: &[Read]) -> bool {
        reads.iter().any(|read| self.hides(&read.dotted()))
    }

    fn learn(&mut self, verb: &Verb) {
        match verb {
            Verb::Set { set } => self.learn_all(set),
            Verb::Decide { decide } => {
                decide.cases.iter().for_each(|case| self.learn_all(&case.set));
                if let Some(table) = &decide.table {
                    let cells = table.rules.iter().flat_map(|row| table.results.iter().zip(&row.results));
                    cells.for_each(|(name, formula)| self.learn_name(name, formula));
                }
                if let Some(Otherwise::Branch { set, .. }) = &decide.otherwise {
                    self.learn_all(set);
                }
            }
            Verb::Each { each } => {
                self.learn_all(&each.gather);
                if self.reads(&each.of.reads()) {
                    self.paths.insert(each.item.as_str().to_owned());
                }
            }
            Verb::Call(call) => self.learn_save(call.save.as_ref()),
            Verb::Procedure(call) => self.learn_save(call.save.as_ref()),
            Verb::Wait { save, .. } | Verb::Document { save, .. } => self.learn_save(save.as_ref()),
            Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Agent { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Notify { .. }
            | Verb::Raise { .. }
            | Verb::End { .. } => {}
        }
    }

    fn learn_save(&mut self, save: Option<&Save>) {
        if let Some(Save::Parts(parts)) = save {
            self.learn_all(parts);
        }
    }

    fn learn_all(&mut self, formulas: &IndexMap<Name, Formula>) {
        formulas.iter().for_each(|(name, formula)| self.learn_name(name, formula));
    }

    fn learn_name(&mut self, name: &Name, formula: &Formula) {
        if self.reads(&formula.reads()) {
            self.paths.insert(name.as_str().to_owned());
        }
    }

    /// Learns which arguments of a request are plain, and which are not.
    fn learn_request(&mut self, verb: &Verb, hidden: &mut BTreeSet<(String, String)>) {
        let (to, arguments): (String, Vec<(&str, &Formula)>) = match verb {
            Verb::Call(call) => {
                (call.call.to_string(), call.with.iter().map(|(name, formula)| (name.as_str(), formula)).collect())
            }
            Verb::Procedure(call) => {
                (call.procedure.to_string(), call.with.iter().map(|(name, formula)| (name.as_str(), formula)).collect())
            }
            Verb::Document { document, .. } => {
                self.documents |= self.reads(&document.template.reads());
                return;
            }
            // What these send is rendered with what is sensitive masked, or they send nothing.
            Verb::Agent { .. }
            | Verb::Notify { .. }
            | Verb::Person { .. }
            | Verb::Approve { .. }
            | Verb::Set { .. }
            | Verb::Decide { .. }
            | Verb::Group { .. }
            | Verb::Together { .. }
            | Verb::Repeat { .. }
            | Verb::Each { .. }
            | Verb::Wait { .. }
            | Verb::Raise { .. }
            | Verb::End { .. } => return,
        };
        for (name, formula) in arguments {
            let argument = (to.clone(), name.to_owned());
            if self.reads(&formula.reads()) {
                hidden.insert(argument);
            } else {
                self.plain_arguments.insert(argument);
            }
        }
    }

    /// A value as those see it, under its name, who may not see what is sensitive.
    pub fn value(&self, path: &str, value: &Value) -> Value {
        if self.paths.is_empty() {
            return value.clone();
        }
        let path = without_positions(path);
        if self.hides_whole(&path) {
            return hidden(value);
        }
        match value {
            _ if !self.hides(&path) => value.clone(),
            Value::Object(parts) => Value::Object(
                parts.iter().map(|(name, part)| (name.clone(), self.value(&format!("{path}.{name}"), part))).collect(),
            ),
            Value::List(items) => Value::List(items.iter().map(|item| self.value(&path, item)).collect()),
            // A part of it is sensitive, and it has no parts: it is not what its type says.
            other => hidden(other),
        }
    }

    /// Values with those of sensitive names masked.
    pub fn values(&self, values: &Values) -> Values {
        values.iter().map(|(name, value)| (name.clone(), self.value(name, value))).collect()
    }
}

/// What stands for a value; nothing stays nothing.
fn hidden(value: &Value) -> Value {
    if value.is_null() { Value::Null } else { Value::from(MASK) }
}

/// `lines[2].iban` as `lines.iban`: what holds of a list's items holds of each.
fn without_positions(path: &str) -> String {
    let mut parts = path.split('[');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push_str(part.split_once(']').map_or("", |(_, rest)| rest));
    }
    plain
}
