//! Evaluation: a walk over the tree that counts its work, borrows where it can, and obeys the rule of Unknown.

mod name;
mod repeat;

use std::borrow::Cow;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::node::{Kind, Node, Operator};
use super::read::is_null;
use super::{Failure, Limits, Scope, arithmetic, compare, invoke};
use crate::value::{Value, Values};

pub(super) type Evaluated<'a> = Result<Cow<'a, Value>, Failure>;

pub(super) fn evaluate(root: &Node, scope: &dyn Scope, limits: &Limits) -> Result<Value, Failure> {
    Machine::new(scope, limits).node(root).map(Cow::into_owned)
}

pub(super) fn explain(root: &Node, scope: &dyn Scope, limits: &Limits) -> Vec<(String, Value)> {
    let mut machine = Machine::new(scope, limits);
    machine.trace = Some(Vec::new());
    // The reads until a failure are what there is to tell.
    let _ = machine.node(root);
    machine.trace.unwrap_or_default()
}

/// The item that a loop is at.
struct Frame<'a> {
    alias: &'a str,
    value: Cow<'a, Value>,
    items: &'a Node,
    index: usize,
}

/// One evaluation under way.
pub(super) struct Machine<'a> {
    scope: &'a dyn Scope,
    limits: Limits,
    left: u32,
    frames: Vec<Frame<'a>>,
    trace: Option<Vec<(String, Value)>>,
}

impl<'a> Machine<'a> {
    pub(super) fn new(scope: &'a dyn Scope, limits: &Limits) -> Self {
        Machine { scope, limits: *limits, left: limits.work, frames: Vec::new(), trace: None }
    }

    pub(super) fn zone(&self) -> &'a TimeZone {
        self.scope.zone()
    }

    /// Most bytes of one text.
    pub(super) fn longest_text(&self) -> usize {
        self.limits.text
    }

    /// Counts work done.
    pub(super) fn spend(&mut self, work: usize) -> Result<(), Failure> {
        let work = u32::try_from(work).map_err(|_| Failure::TooCostly)?;
        self.left = self.left.checked_sub(work).ok_or(Failure::TooCostly)?;
        Ok(())
    }

    /// Counts the bytes of a text that is about to be read or was built.
    pub(super) fn spend_text(&mut self, bytes: usize) -> Result<(), Failure> {
        if bytes > self.limits.text {
            return Err(Failure::TooCostly);
        }
        self.spend(bytes / 16 + 1)
    }

    /// A copy, counted by the values in it.
    pub(super) fn own(&mut self, value: Cow<'_, Value>) -> Result<Value, Failure> {
        if let Cow::Borrowed(value) = &value {
            self.spend_copy(value)?;
        }
        Ok(value.into_owned())
    }

    fn spend_copy(&mut self, value: &Value) -> Result<(), Failure> {
        match value {
            Value::Text(text) => self.spend(text.len() / 16 + 1),
            Value::List(items) => {
                self.spend(1)?;
                items.iter().try_for_each(|item| self.spend_copy(item))
            }
            Value::Object(fields) => {
                self.spend(1)?;
                fields.values().try_for_each(|item| self.spend_copy(item))
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Date(_)
            | Value::Moment(_)
            | Value::Duration(_)
            | Value::File(_) => self.spend(1),
        }
    }

    /// The value of a node; never null.
    pub(super) fn node(&mut self, node: &'a Node) -> Evaluated<'a> {
        self.spend(1)?;
        match &node.kind {
            Kind::Null => Err(Failure::Unknown { name: "null".to_owned() }),
            Kind::Bool(value) => Ok(Cow::Owned(Value::Bool(*value))),
            Kind::Number(value) => Ok(Cow::Owned(Value::Number(*value))),
            Kind::Text(text) => Ok(Cow::Owned(Value::Text(text.clone()))),
            Kind::Name(_) | Kind::Member { .. } => self.read(node),
            Kind::Index { of, at } => self.index(node, of, at),
            Kind::Slice { of, from, to } => self.slice(of, from.as_deref(), to.as_deref()),
            Kind::List(items) => self.list(items),
            Kind::Object(fields) => self.object(fields),
            Kind::Not(inner) => Ok(Cow::Owned(Value::Bool(!self.truth(inner, "not")?))),
            Kind::Negate(inner) => {
                let value = self.node(inner)?;
                arithmetic::negate(&value).map(Cow::Owned)
            }
            Kind::Binary { operator, left, right } => self.binary(*operator, left, right),
            Kind::In { value, set, negated } => self.membership(value, set, *negated),
            Kind::Interval { .. } => Err(Failure::bad("an interval is not a value of its own")),
            Kind::Choose { condition, then, other } => {
                if self.truth(condition, "? :")? {
                    self.node(then)
                } else {
                    self.node(other)
                }
            }
            Kind::Call { function, arguments, pattern } => invoke::call(self, *function, arguments, pattern.as_ref()),
            Kind::Method { method, of, arguments } => invoke::method(self, *method, of, arguments),
            Kind::Loop { function, items, alias, body } => self.repeat(*function, items, alias, body),
        }
    }

    fn truth(&mut self, node: &'a Node, place: &str) -> Result<bool, Failure> {
        match self.node(node)?.as_ref() {
            Value::Bool(truth) => Ok(*truth),
            other => Err(Failure::bad(format!("`{place}` needs true or false, and found {}", other.kind()))),
        }
    }

    fn index(&mut self, whole: &'a Node, of: &'a Node, at: &'a Node) -> Evaluated<'a> {
        let holder = self.node(of)?;
        let at = self.node(at)?;
        let found = match (holder, at.as_ref()) {
            (Cow::Borrowed(Value::List(items)), Value::Number(at)) => items.get(position(*at)?).map(Cow::Borrowed),
            (Cow::Owned(Value::List(mut items)), Value::Number(at)) => {
                let at = position(*at)?;
                (at < items.len()).then(|| Cow::Owned(items.swap_remove(at)))
            }
            (holder, Value::Text(name)) => member(holder, name)?,
            (holder, Value::Number(at)) => match holder.as_ref() {
                Value::Text(text) => {
                    self.spend_text(text.len())?;
                    text.chars().nth(position(*at)?).map(|found| Cow::Owned(Value::Text(found.to_string())))
                }
                other => return Err(Failure::bad(format!("{} has no positions", other.kind()))),
            },
            (_, other) => return Err(Failure::bad(format!("a position is a number, and found {}", other.kind()))),
        };
        match found {
            Some(value) if !value.is_null() => Ok(value),
            _ => Err(self.unknown(whole)),
        }
    }

    fn slice(&mut self, of: &'a Node, from: Option<&'a Node>, to: Option<&'a Node>) -> Evaluated<'a> {
        let holder = self.node(of)?;
        let from = self.bound(from)?.unwrap_or(0);
        let to = self.bound(to)?.unwrap_or(usize::MAX);
        let count = if to < from { 0 } else { (to - from).saturating_add(1) };
        match holder.as_ref() {
            Value::List(items) => {
                let mut part = Vec::new();
                for item in items.iter().skip(from).take(count) {
                    part.push(self.own(Cow::Borrowed(item))?);
                }
                Ok(Cow::Owned(Value::List(part)))
            }
            Value::Text(text) => {
                self.spend_text(text.len())?;
                Ok(Cow::Owned(Value::Text(text.chars().skip(from).take(count).collect())))
            }
            other => Err(Failure::bad(format!("{} has no positions", other.kind()))),
        }
    }

    fn bound(&mut self, node: Option<&'a Node>) -> Result<Option<usize>, Failure> {
        let Some(node) = node else { return Ok(None) };
        match self.node(node)?.as_ref() {
            Value::Number(at) => position(*at).map(Some),
            other => Err(Failure::bad(format!("a position is a number, and found {}", other.kind()))),
        }
    }

    fn list(&mut self, items: &'a [Node]) -> Evaluated<'a> {
        let mut list = Vec::with_capacity(items.len());
        for item in items {
            let value = self.node(item)?;
            list.push(self.own(value)?);
        }
        Ok(Cow::Owned(Value::List(list)))
    }

    fn object(&mut self, fields: &'a [(String, Node)]) -> Evaluated<'a> {
        let mut object = Values::new();
        for (name, node) in fields {
            let value = self.node(node)?;
            object.insert(name.clone(), self.own(value)?);
        }
        Ok(Cow::Owned(Value::Object(object)))
    }

    fn binary(&mut self, operator: Operator, left: &'a Node, right: &'a Node) -> Evaluated<'a> {
        match operator {
            Operator::And => Ok(Cow::Owned(Value::Bool(self.truth(left, "and")? && self.truth(right, "and")?))),
            Operator::Or => Ok(Cow::Owned(Value::Bool(self.truth(left, "or")? || self.truth(right, "or")?))),
            Operator::Otherwise => match self.node(left) {
                Err(Failure::Unknown { .. }) => self.node(right),
                decided => decided,
            },
            Operator::Equal | Operator::NotEqual if is_null(left) || is_null(right) => {
                let unknown = self.is_unknown(left)? == self.is_unknown(right)?;
                Ok(Cow::Owned(Value::Bool(unknown == (operator == Operator::Equal))))
            }
            Operator::Equal | Operator::NotEqual => {
                let (left, right) = (self.node(left)?, self.node(right)?);
                let equal = compare::equal(self, &left, &right)?;
                Ok(Cow::Owned(Value::Bool(equal == (operator == Operator::Equal))))
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                let (left, right) = (self.node(left)?, self.node(right)?);
                let ordering = compare::order(self, &left, &right)?;
                Ok(Cow::Owned(Value::Bool(match operator {
                    Operator::Less => ordering.is_lt(),
                    Operator::LessOrEqual => ordering.is_le(),
                    Operator::Greater => ordering.is_gt(),
                    _ => ordering.is_ge(),
                })))
            }
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Power => {
                let (left, right) = (self.node(left)?, self.node(right)?);
                arithmetic::compute(self, operator, &left, &right).map(Cow::Owned)
            }
        }
    }

    fn is_unknown(&mut self, node: &'a Node) -> Result<bool, Failure> {
        match self.node(node) {
            Ok(_) => Ok(false),
            Err(Failure::Unknown { .. }) => Ok(true),
            Err(other) => Err(other),
        }
    }

    fn membership(&mut self, value: &'a Node, set: &'a Node, negated: bool) -> Evaluated<'a> {
        let value = self.node(value)?;
        let found = if let Kind::Interval { from, to, from_included, to_included } = &set.kind {
            let (from, to) = (self.node(from)?, self.node(to)?);
            let above = compare::order(self, &value, &from)?;
            let below = compare::order(self, &value, &to)?;
            (above.is_gt() || *from_included && above.is_eq()) && (below.is_lt() || *to_included && below.is_eq())
        } else {
            let holder = self.node(set)?;
            self.contains(&holder, &value, set)?
        };
        Ok(Cow::Owned(Value::Bool(found != negated)))
    }

    /// Whether a list holds a value, or an object a name. An unknown item leaves open what no other item decides.
    pub(super) fn contains(&mut self, holder: &Value, value: &Value, set: &Node) -> Result<bool, Failure> {
        match (holder, value) {
            (Value::List(items), _) => {
                let mut open = None;
                for (index, item) in items.iter().enumerate() {
                    self.spend(1)?;
                    if item.is_null() {
                        open = open.or(Some(index));
                    } else if compare::equal(self, value, item)? {
                        return Ok(true);
                    }
                }
                match open {
                    Some(index) => Err(Failure::Unknown { name: format!("{}[{index}]", self.describe(set)) }),
                    None => Ok(false),
                }
            }
            (Value::Object(fields), Value::Text(name)) => Ok(fields.contains_key(name)),
            (holder, value) => {
                Err(Failure::bad(format!("`in` looks into a list, and found {} in {}", value.kind(), holder.kind())))
            }
        }
    }
}

fn position(at: Decimal) -> Result<usize, Failure> {
    at.is_integer()
        .then(|| at.to_usize())
        .flatten()
        .ok_or_else(|| Failure::bad(format!("{at} is no position; the first is 0")))
}

/// A member of an object or a file; nothing where the object has none of that name.
fn member<'v>(holder: Cow<'v, Value>, name: &str) -> Result<Option<Cow<'v, Value>>, Failure> {
    match holder {
        Cow::Borrowed(Value::Object(fields)) => Ok(fields.get(name).map(Cow::Borrowed)),
        Cow::Owned(Value::Object(mut fields)) => Ok(fields.remove(name).map(Cow::Owned)),
        holder => match holder.as_ref() {
            Value::File(file) => match name {
                "name" => Ok(Some(Cow::Owned(Value::Text(file.name.clone())))),
                "media_type" => Ok(Some(Cow::Owned(Value::Text(file.media_type.clone())))),
                "sha256" => Ok(Some(Cow::Owned(Value::Text(file.sha256.clone())))),
                "size" => Ok(Some(Cow::Owned(Value::Number(file.size.into())))),
                _ => Err(Failure::bad(format!("a file has no `{name}`"))),
            },
            Value::List(_) => Err(Failure::bad(format!(
                "a list has no `{name}`; take it from each item: `map(items as i, i.{name})`"
            ))),
            other => Err(Failure::bad(format!("{} has no `{name}`", other.kind()))),
        },
    }
}
