//! The types of all names: as declared, else of everything that is written under them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::index::Index;
use super::site::{Extra, Moment, Site};
use super::write::{self, Given};
use crate::document::{self, Field, Unit, Verb};
use crate::expression::typing::{self, Type, TypeScope};
use crate::expression::{Expression, Formula};
use crate::value::Value;

/// The types of a document's names.
#[derive(Default)]
pub(super) struct Types {
    pub names: BTreeMap<String, Type>,
    settings: Members,
    run: Members,
    steps: BTreeMap<String, Type>,
    /// The type of an item, for the steps that are an `each`.
    items: Vec<Option<Type>>,
}

/// A type that is an object until it is known.
struct Members(Type);

impl Default for Members {
    fn default() -> Self {
        Members(Type::any_object())
    }
}

/// The type of a field's values.
pub(super) fn of_field(field: &Field) -> Type {
    match field.kind {
        document::Type::String => {
            let texts: Option<Vec<String>> =
                field.allowed.iter().map(|value| value.as_text().map(str::to_owned)).collect();
            Type::Text { allowed: texts.filter(|texts| !texts.is_empty()) }
        }
        document::Type::Number | document::Type::Integer => Type::Number {
            unit: field.unit.as_ref().map(|unit| match unit {
                Unit::Fixed(unit) => unit.clone(),
                Unit::Field(name) => format!("={name}"),
            }),
        },
        document::Type::Boolean => Type::Bool,
        document::Type::Date => Type::Date,
        document::Type::DateTime => Type::Moment,
        document::Type::Duration => Type::Duration,
        document::Type::File => Type::File,
        document::Type::Run => Type::Run,
        document::Type::Array => Type::List(Box::new(field.items.as_deref().map_or(Type::Any, of_field))),
        document::Type::Object => Type::Object {
            known: field.properties.iter().map(|(name, field)| (name.to_string(), of_field(field))).collect(),
            open: field.additional_properties || field.properties.is_empty(),
        },
    }
}

/// The type of a written value.
fn of_value(value: &Value) -> Type {
    match value {
        Value::Null => Type::Null,
        Value::Bool(_) => Type::Bool,
        Value::Number(_) => Type::NUMBER,
        Value::Text(text) => Type::Text { allowed: Some(vec![text.clone()]) },
        Value::Date(_) => Type::Date,
        Value::Moment(_) => Type::Moment,
        Value::Duration(_) => Type::Duration,
        Value::File(_) => Type::File,
        Value::List(items) => {
            Type::List(Box::new(items.iter().map(of_value).reduce(|left, right| left.or(&right)).unwrap_or(Type::Any)))
        }
        Value::Object(fields) => Type::Object {
            known: fields.iter().map(|(name, value)| (name.clone(), of_value(value))).collect(),
            open: false,
        },
    }
}

/// The type of a formula's value.
pub(super) fn of_formula(formula: &Formula, scope: &dyn TypeScope) -> Type {
    match formula {
        Formula::Literal(value) => of_value(value),
        Formula::Expression(expression) => typing::infer(expression, scope).0,
        Formula::List(items) => {
            let joined = items.iter().map(|item| of_formula(item, scope)).reduce(|left, right| left.or(&right));
            Type::List(Box::new(joined.unwrap_or(Type::Any)))
        }
        Formula::Object(fields) => Type::Object {
            known: fields.iter().map(|(name, field)| (name.clone(), of_formula(field, scope))).collect(),
            open: false,
        },
    }
}

impl Types {
    pub fn of(index: &Index<'_>) -> Types {
        let object =
            |fields: &mut dyn Iterator<Item = (String, Type)>| Type::Object { known: fields.collect(), open: false };
        let mut types = Types { items: vec![None; index.steps.len()], ..Types::default() };
        for (name, field) in &index.procedure.data {
            types.names.insert(name.to_string(), of_field(field));
        }
        let settings = index.procedure.settings.iter();
        types.settings = Members(object(&mut settings.map(|(name, field)| (name.to_string(), of_field(field)))));
        let run = [
            ("id", Type::Run),
            ("started_at", Type::Moment),
            ("starter", Type::TEXT),
            ("due", Type::Moment),
            ("version", Type::NUMBER),
        ];
        types.run = Members(object(&mut run.into_iter().map(|(name, of)| (name.to_owned(), of))));
        for place in &index.steps {
            let visit = [("outcome", Type::TEXT), ("by", Type::TEXT), ("at", Type::Moment)];
            let visit = object(&mut visit.into_iter().map(|(name, of)| (name.to_owned(), of)));
            types.steps.insert(place.step.id.in_expressions(), visit);
        }
        for block in &index.top {
            types.block(index, *block);
        }
        types
    }

    fn block(&mut self, index: &Index<'_>, block: usize) {
        for step in &index.blocks[block].steps {
            self.step(index, *step);
        }
    }

    fn step(&mut self, index: &Index<'_>, at: usize) {
        let place = &index.steps[at];
        if let Verb::Each { each } = &place.step.verb {
            let of = typing::infer(&each.of, &self.seen(index, Some(at), None, Some(&each.of), Moment::Entry)).0;
            self.items[at] = Some(match of {
                Type::List(item) => *item,
                _ => Type::Any,
            });
        }
        for block in &place.blocks {
            self.block(index, *block);
        }
        let writes: Vec<(String, Type)> =
            index.writes_of(at).map(|write| (write.name.to_owned(), self.written(index, at, &write.given))).collect();
        for (name, of) in writes {
            if index.procedure.data.contains_key(name.as_str()) {
                continue;
            }
            let joined = self.names.get(&name).map_or_else(|| of.clone(), |known| known.or(&of));
            self.names.insert(name, joined);
        }
    }

    /// The type of what one write gives.
    pub fn written(&self, index: &Index<'_>, step: usize, given: &Given<'_>) -> Type {
        let formula =
            |formula: &Formula, extra, moment| of_formula(formula, &self.seen(index, Some(step), extra, None, moment));
        match given {
            Given::Collected => Type::Any,
            Given::Formula(of) => formula(of, None, Moment::Entry),
            Given::Part(_) if asks(index, step) => Type::Any,
            Given::Part(of) => formula(of, Some(Extra::Both), Moment::Entry),
            Given::Result => match &index.steps[step].step.verb {
                Verb::Document { .. } => Type::File,
                _ => Type::Any,
            },
            Given::Returned(field) => of_field(field),
            Given::Gathered(of) => Type::List(Box::new(formula(of, None, Moment::Inside))),
            Given::Cell(at) => {
                let (formulas, listed) = write::column(index.steps[step].step, *at);
                let of = formulas.into_iter().map(|of| formula(of, None, Moment::Entry));
                let of = of.reduce(|left, right| left.or(&right)).unwrap_or(Type::Any);
                if listed { Type::List(Box::new(of)) } else { of }
            }
        }
    }

    /// What an expression at this place sees.
    pub fn seen<'a>(
        &'a self,
        index: &'a Index<'a>,
        step: Option<usize>,
        extra: Option<Extra>,
        expression: Option<&Expression>,
        moment: Moment,
    ) -> Seen<'a> {
        // The whole of `steps` is only built when an expression names a step that is not there.
        let mut named = BTreeMap::new();
        let mut all = false;
        for read in expression.into_iter().flat_map(Expression::reads).filter(|read| read.root() == "steps") {
            match read.path.get(1).and_then(|name| self.steps.get_key_value(name)) {
                Some((name, of)) => {
                    named.insert(name.clone(), of.clone());
                }
                None => all = true,
            }
        }
        let steps = Type::Object { known: if all { self.steps.clone() } else { named }, open: expression.is_none() };
        Seen { types: self, index, step, extra, moment, steps }
    }

    pub fn at<'a>(&'a self, index: &'a Index<'a>, site: &Site<'_>) -> Seen<'a> {
        self.seen(index, site.step, site.extra, Some(site.expression), site.moment)
    }
}

/// Whether a person may supply what the step saves.
fn asks(index: &Index<'_>, step: usize) -> bool {
    index.steps[step].step.on_error.values().any(|reaction| reaction.asks().is_some())
}

/// The names at one place, with their types.
pub(super) struct Seen<'a> {
    types: &'a Types,
    index: &'a Index<'a>,
    step: Option<usize>,
    extra: Option<Extra>,
    moment: Moment,
    steps: Type,
}

impl Seen<'_> {
    /// The steps whose loop the place is in.
    fn loops(&self) -> impl Iterator<Item = usize> {
        let inside = self.moment == Moment::Inside;
        self.step
            .into_iter()
            .flat_map(|step| self.index.lineage(step))
            .enumerate()
            .filter(move |(at, _)| *at > 0 || inside)
            .map(|(_, step)| step)
    }

    fn item(&self, name: &str) -> Option<&Type> {
        self.loops().find_map(|step| match &self.index.steps[step].step.verb {
            Verb::Each { each } if each.item == *name => self.types.items[step].as_ref(),
            _ => None,
        })
    }
}

impl TypeScope for Seen<'_> {
    fn type_of(&self, name: &str) -> Option<Cow<'_, Type>> {
        let is = |wanted: fn(&Verb) -> bool| self.loops().any(|step| wanted(&self.index.steps[step].step.verb));
        let found = match name {
            "now" => Cow::Owned(Type::Moment),
            "settings" => Cow::Borrowed(&self.types.settings.0),
            "event" => {
                return self.extra.filter(|extra| *extra != Extra::Result).map(|_| Cow::Owned(Type::any_object()));
            }
            "result" => return self.extra.filter(|extra| *extra != Extra::Event).map(|_| Cow::Owned(Type::Any)),
            _ if self.moment == Moment::Trigger => return None,
            "run" => Cow::Borrowed(&self.types.run.0),
            "steps" => Cow::Borrowed(&self.steps),
            "pass" => return is(|verb| matches!(verb, Verb::Repeat { .. })).then_some(Cow::Owned(Type::NUMBER)),
            "index" => return is(|verb| matches!(verb, Verb::Each { .. })).then_some(Cow::Owned(Type::NUMBER)),
            _ => match self.item(name) {
                Some(item) => Cow::Borrowed(item),
                None => return self.types.names.get(name).map(Cow::Borrowed),
            },
        };
        Some(found)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = ["now", "settings", "run", "steps"].map(str::to_owned).to_vec();
        for step in self.loops() {
            if let Verb::Each { each } = &self.index.steps[step].step.verb {
                names.push(each.item.to_string());
            }
        }
        if self.moment != Moment::Trigger {
            names.extend(self.types.names.keys().cloned());
        }
        names
    }
}
