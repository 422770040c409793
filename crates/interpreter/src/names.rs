//! What an expression of a run can see.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use procedure::document::StepId;
use procedure::expression;
use procedure::value::{Value, Values};

use crate::id::ActivationId;
use crate::program::Program;
use crate::state::{Lane, Scope, State, StepRecord, Work};

/// The names of a run, as one of its activations sees them.
pub struct Names<'a> {
    pub program: &'a Program,
    pub state: &'a State,
    /// Whose names; the run's own without one.
    pub activation: Option<ActivationId>,
    pub now: Timestamp,
    /// The item of that `each` from within which they are seen.
    pub item: Option<u32>,
    /// `result` or `event`, where there is one.
    pub extra: Vec<(&'static str, &'a Value)>,
}

impl<'a> Names<'a> {
    pub fn new(program: &'a Program, state: &'a State, activation: Option<ActivationId>, now: Timestamp) -> Self {
        Names { program, state, activation, now, item: None, extra: Vec::new() }
    }

    /// The same with one more name.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &'a Value) -> Self {
        self.extra.push((name, value));
        self
    }

    /// The same, seen from within an item of the activation, which is an `each`.
    #[must_use]
    pub fn within(self, item: u32) -> Self {
        Names { item: Some(item), ..self }
    }

    /// The scopes that are read, innermost first.
    fn scopes(&self) -> impl DoubleEndedIterator<Item = &'a Scope> {
        let own = self.item.zip(self.activation).and_then(|(index, id)| self.state.scope_of_item(id, index));
        own.into_iter().chain(self.state.scopes(self.activation))
    }

    fn run(&self) -> Value {
        let mut run = Values::new();
        if let Some(id) = &self.state.run {
            run.insert("id".into(), Value::from(id.as_str()));
        }
        if let Some(at) = self.state.started_at {
            run.insert("started_at".into(), Value::Moment(at));
        }
        if let Some(person) = self.state.starter.as_ref().and_then(|starter| starter.person.as_ref()) {
            run.insert("starter".into(), Value::from(person.as_str()));
        }
        if let Some(due) = self.state.due {
            run.insert("due".into(), Value::Moment(due));
        }
        run.insert("version".into(), Value::from(i64::from(self.state.number)));
        Value::Object(run)
    }

    fn steps(&self) -> Value {
        let mut steps = Values::new();
        // Outermost first, so that an item's own visit replaces the run's.
        for scope in self.scopes().rev() {
            for (id, record) in &scope.steps {
                steps.insert(id.in_expressions(), step(record));
            }
        }
        Value::Object(steps)
    }

    /// One of [`Names::steps`], without making the others.
    fn step(&self, name: &str) -> Option<Value> {
        // What an expression calls `look_up` is the step `look-up`: no id has an underscore.
        let id: StepId = name.replace('_', "-").parse().ok()?;
        if id.in_expressions() != name {
            return None;
        }
        self.scopes().find_map(|scope| scope.steps.get(&id)).map(step)
    }

    /// The pass of the innermost `repeat`, or the index of the innermost item.
    fn counter(&self, of: impl Fn(&Lane, &Work) -> Option<u32>) -> Option<Value> {
        let start = self.activation?;
        self.state.lineage(start).find_map(|activation| {
            let parent = self.state.activations.get(&activation.parent?)?;
            of(&activation.lane, &parent.work).map(|count| Value::from(i64::from(count)))
        })
    }

    fn pass(&self) -> Option<Value> {
        let own = self.activation.and_then(|id| self.state.activations.get(&id)).and_then(|own| match own.work {
            Work::Repeat { pass } => Some(Value::from(i64::from(pass))),
            _ => None,
        });
        own.or_else(|| {
            self.counter(|lane, work| match (lane, work) {
                (Lane::Body, Work::Repeat { pass }) => Some(*pass),
                _ => None,
            })
        })
    }

    fn index(&self) -> Option<Value> {
        if let Some(index) = self.item {
            return Some(Value::from(i64::from(index)));
        }
        self.counter(|lane, _| match lane {
            Lane::Item(index) => Some(*index),
            _ => None,
        })
    }

    /// The item of an `each` around the activation whose items have this name.
    fn item(&self, name: &str) -> Option<&'a Value> {
        let state = self.state;
        let start = self.activation?;
        if let (Some(index), Some(Work::Each(items))) =
            (self.item, state.activations.get(&start).map(|each| &each.work))
            && items.name == *name
        {
            return items.items.get(index as usize);
        }
        state.lineage(start).find_map(|activation| {
            let (Lane::Item(index), Some(parent)) = (&activation.lane, activation.parent) else { return None };
            match &state.activations.get(&parent)?.work {
                Work::Each(items) if items.name == *name => items.items.get(*index as usize),
                _ => None,
            }
        })
    }
}

fn step(record: &StepRecord) -> Value {
    let mut fields = Values::from([
        ("outcome".to_owned(), Value::from(record.outcome.as_str())),
        ("at".to_owned(), Value::Moment(record.at)),
    ]);
    if let Some(person) = &record.by.person {
        fields.insert("by".into(), Value::from(person.as_str()));
    }
    Value::Object(fields)
}

impl expression::Scope for Names<'_> {
    fn get(&self, name: &str) -> Option<Cow<'_, Value>> {
        if let Some((_, value)) = self.extra.iter().find(|(extra, _)| *extra == name) {
            return Some(Cow::Borrowed(value));
        }
        match name {
            "now" => return Some(Cow::Owned(Value::Moment(self.now))),
            "settings" => return Some(Cow::Owned(Value::Object(self.state.settings.clone()))),
            "run" => return Some(Cow::Owned(self.run())),
            "steps" => return Some(Cow::Owned(self.steps())),
            "pass" => return self.pass().map(Cow::Owned),
            "index" => return self.index().map(Cow::Owned),
            _ => {}
        }
        if let Some(item) = self.item(name) {
            return Some(Cow::Borrowed(item));
        }
        for scope in self.scopes() {
            if let Some(value) = scope.values.get(name) {
                return Some(Cow::Borrowed(value));
            }
        }
        None
    }

    fn part(&self, root: &str, name: &str) -> Option<Option<Cow<'_, Value>>> {
        // Names of the document come before nothing, and an extra name before these.
        if self.extra.iter().any(|(extra, _)| *extra == root) {
            return None;
        }
        match root {
            "settings" => Some(self.state.settings.get(name).map(Cow::Borrowed)),
            "steps" => Some(self.step(name).map(Cow::Owned)),
            _ => None,
        }
    }

    fn zone(&self) -> &TimeZone {
        self.program.calendar.timezone.time_zone()
    }
}
