//! What an expression of a run can see.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use procedure::expression;
use procedure::value::{Value, Values};

use crate::id::ActivationId;
use crate::program::Program;
use crate::state::{Lane, State, StepRecord, Work};

/// The names of a run, as one of its activations sees them.
pub struct Names<'a> {
    pub program: &'a Program,
    pub state: &'a State,
    /// Whose names; the run's own without one.
    pub activation: Option<ActivationId>,
    pub now: Timestamp,
    /// `result` or `event`, where there is one.
    pub extra: Option<(&'static str, &'a Value)>,
}

impl<'a> Names<'a> {
    pub fn new(program: &'a Program, state: &'a State, activation: Option<ActivationId>, now: Timestamp) -> Self {
        Names { program, state, activation, now, extra: None }
    }

    /// The same with one more name.
    #[must_use]
    pub fn with(self, name: &'static str, value: &'a Value) -> Self {
        Names { extra: Some((name, value)), ..self }
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
        for (_, scope) in self.state.scopes(self.activation).into_iter().rev() {
            for (id, record) in &scope.steps {
                steps.insert(id.in_expressions(), step(record));
            }
        }
        Value::Object(steps)
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
        self.counter(|lane, _| match lane {
            Lane::Item(index) => Some(*index),
            _ => None,
        })
    }

    /// The item of an `each` around the activation whose items have this name.
    fn item(&self, name: &str) -> Option<&'a Value> {
        let state = self.state;
        let start = self.activation?;
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
        if let Some((_, value)) = self.extra.filter(|(extra, _)| *extra == name) {
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
        for (_, scope) in self.state.scopes(self.activation) {
            if let Some(value) = scope.values.get(name) {
                return Some(Cow::Borrowed(value));
            }
        }
        None
    }

    fn zone(&self) -> &TimeZone {
        self.program.calendar.timezone.time_zone()
    }
}
