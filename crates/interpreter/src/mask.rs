//! Masking: which names of a procedure hold something sensitive, and a journal without it.
//!
//! A name is sensitive when its field says so, or when it is computed from one that is. What is kept in a store is never
//! masked; what leaves it is, unless somebody may see it.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use procedure::document::{Name, Otherwise, Procedure, Save, StepId, Verb};
use procedure::expression::{Formula, Read};
use procedure::value::{Value, Values};

use crate::event::{Event, Recorded};
use crate::program::Program;
use crate::state::{EffectRequest, TaskKind};
use crate::story::MASK;

/// The sensitive names of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mask {
    names: BTreeSet<Name>,
}

impl Mask {
    /// The fields that say they are sensitive, and every name that is computed from them.
    pub fn of(procedure: &Procedure) -> Self {
        let declared = procedure.data.iter().filter(|(_, field)| field.sensitive).map(|(name, _)| name.clone());
        let mut mask = Mask { names: declared.collect() };
        // Each round adds a name or is the last, so there are at most as many rounds as names.
        loop {
            let known = mask.names.len();
            for at in procedure.all_steps() {
                mask.learn(&at.step.verb);
            }
            if mask.names.len() == known {
                return mask;
            }
        }
    }

    /// Whether a name, or a path that starts with it, holds something sensitive.
    pub fn hides(&self, path: &str) -> bool {
        self.names.contains(path.split(['.', '[']).next().unwrap_or(path))
    }

    fn reads(&self, reads: &[Read]) -> bool {
        reads.iter().any(|read| self.hides(read.root()))
    }

    fn learn(&mut self, verb: &Verb) {
        match verb {
            Verb::Set { set } => self.learn_all(set),
            Verb::Decide { decide } => {
                decide.cases.iter().for_each(|case| self.learn_all(&case.set));
                if let Some(Otherwise::Branch { set, .. }) = &decide.otherwise {
                    self.learn_all(set);
                }
            }
            Verb::Each { each } => {
                self.learn_all(&each.gather);
                if self.reads(&each.of.reads()) {
                    self.names.insert(each.item.clone());
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
        for (name, formula) in formulas {
            if self.reads(&formula.reads()) {
                self.names.insert(name.clone());
            }
        }
    }

    /// Values with those of sensitive names masked.
    pub fn values(&self, values: &Values) -> Values {
        let shown = |name: &str, value: &Value| if self.hides(name) { hidden(value) } else { value.clone() };
        values.iter().map(|(name, value)| (name.clone(), shown(name, value))).collect()
    }

    fn inputs(&self, inputs: &mut [(String, Value)]) {
        for (path, value) in inputs {
            if self.hides(path) {
                *value = hidden(value);
            }
        }
    }

    /// Whether nothing of the procedure is sensitive.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// An entry of a journal as those see it who may not see what is sensitive. `step` is the step that it belongs to,
    /// where that is known; what another system was asked by an unknown step is masked whole.
    pub fn recorded(&self, program: &Program, recorded: &Recorded, step: Option<&StepId>) -> Recorded {
        if self.names.is_empty() {
            return recorded.clone();
        }
        let mut masked = recorded.clone();
        match &mut masked.event {
            Event::Started(event) => event.data = self.values(&event.data),
            Event::Ended(event) => event.outputs = self.values(&event.outputs),
            Event::WorkDone(event) => event.values = self.values(&event.values),
            Event::ValuesSet(event) => event.values = self.values(&event.values),
            Event::ItemsFixed(event) if self.hides(&event.name) => {
                event.items.iter_mut().for_each(|item| *item = hidden(item))
            }
            Event::ItemEnded(event) => event.gathered = self.values(&event.gathered),
            Event::UntilJudged(event) => self.inputs(&mut event.inputs),
            Event::DecisionMade(event) => {
                self.inputs(&mut event.inputs);
                event.values = self.values(&event.values);
            }
            Event::TaskOpened(event) => match &mut event.kind {
                TaskKind::ByHand { suggested: Some(request), .. } | TaskKind::Confirm { request } => {
                    self.request(program, request, step);
                }
                TaskKind::Choose { values, .. } => *values = self.values(values),
                TaskKind::Work
                | TaskKind::Approve { .. }
                | TaskKind::Supply { .. }
                | TaskKind::ByHand { suggested: None, .. }
                | TaskKind::Settle { .. } => {}
            },
            Event::TaskCompleted(event) => event.values = self.values(&event.values),
            Event::ApprovalGiven(event) => event.values = self.values(&event.values),
            Event::EffectRequested(event) => self.request(program, &mut event.request, step),
            Event::EffectSucceeded(event) => {
                let saved_hidden = event.saved.keys().any(|name| self.hides(name));
                if saved_hidden || event.kept_as.as_ref().is_some_and(|name| self.hides(name)) {
                    event.result = hidden(&event.result);
                }
                event.saved = self.values(&event.saved);
            }
            Event::EventTaken(event) => {
                if event.saved.keys().any(|name| self.hides(name)) {
                    event.data = hidden(&event.data);
                }
                event.saved = self.values(&event.saved);
            }
            Event::OverrideMade(event) => {
                event.before = self.values(&event.before);
                event.after = self.values(&event.after);
            }
            _ => {}
        }
        masked
    }

    /// Masks the arguments that are computed from something sensitive.
    fn request(&self, program: &Program, request: &mut EffectRequest, step: Option<&StepId>) {
        let verb = step.and_then(|step| program.place(step)).map(|place| &place.step.verb);
        match (request, verb) {
            (EffectRequest::Call { arguments, .. }, Some(Verb::Call(call))) => {
                for (name, value) in arguments {
                    if call.with.get(name).is_none_or(|formula| self.reads(&formula.reads())) {
                        *value = hidden(value);
                    }
                }
            }
            (EffectRequest::Procedure { data, .. }, Some(Verb::Procedure(call))) => {
                for (name, value) in data {
                    if call.with.get(name.as_str()).is_none_or(|formula| self.reads(&formula.reads())) {
                        *value = hidden(value);
                    }
                }
            }
            // Goals and notices are rendered with what is sensitive masked; a document's text is the record itself.
            (EffectRequest::Document { text, .. }, Some(Verb::Document { document, .. })) => {
                if self.reads(&document.template.reads()) {
                    *text = MASK.to_owned();
                }
            }
            (EffectRequest::Call { arguments, .. }, _) => {
                arguments.values_mut().for_each(|value| *value = hidden(value))
            }
            (
                EffectRequest::Agent { .. }
                | EffectRequest::Notify { .. }
                | EffectRequest::Document { .. }
                | EffectRequest::Procedure { .. },
                _,
            ) => {}
        }
    }
}

/// What stands for a value; nothing stays nothing.
fn hidden(value: &Value) -> Value {
    if value.is_null() { Value::Null } else { Value::from(MASK) }
}

/// A whole journal without what is sensitive.
pub fn journal(program: &Program, journal: &[Recorded]) -> Vec<Recorded> {
    let mask = &program.mask;
    let mut steps = std::collections::BTreeMap::new();
    journal
        .iter()
        .map(|recorded| {
            let of = match &recorded.event {
                Event::StepEntered(event) => {
                    steps.insert(event.activation, event.step.clone());
                    None
                }
                Event::EffectRequested(event) => Some(event.activation),
                Event::TaskOpened(event) => Some(event.activation),
                _ => None,
            };
            mask.recorded(program, recorded, of.and_then(|id| steps.get(&id)))
        })
        .collect()
}
