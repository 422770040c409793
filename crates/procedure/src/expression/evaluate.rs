//! Evaluation: a walk over the tree that counts its work, borrows where it can, and obeys the rule of Unknown.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::node::{Kind, Node, Operator};
use super::read::is_null;
use super::{Failure, Limits, Loop, Scope, arithmetic, compare, invoke};
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

    // ---- names -----------------------------------------------------------------------------------------------

    fn read(&mut self, node: &'a Node) -> Evaluated<'a> {
        let found = self.resolve(node);
        if self.trace.is_some() {
            self.note(node, &found);
        }
        found
    }

    fn note(&mut self, node: &Node, found: &Evaluated<'a>) {
        let value = match found {
            Ok(value) => value.as_ref().clone(),
            Err(Failure::Unknown { .. }) => Value::Null,
            Err(Failure::BadData { .. } | Failure::TooCostly) => return,
        };
        let path = self.describe(node);
        if let Some(trace) = &mut self.trace
            && !trace.iter().any(|(known, _)| *known == path)
        {
            trace.push((path, value));
        }
    }

    fn resolve(&mut self, node: &'a Node) -> Evaluated<'a> {
        let found = match &node.kind {
            Kind::Name(name) => match self.frames.iter().rposition(|frame| frame.alias == name) {
                Some(position) => self.frame_value(position, node)?,
                None => self.scope.get(name),
            },
            Kind::Member { of, name } => {
                self.spend(1)?;
                match self.owned_frame(of) {
                    Some(position) => self.frame_value(position, node)?,
                    None => {
                        let holder = match of.kind {
                            Kind::Name(_) | Kind::Member { .. } => self.resolve(of)?,
                            _ => self.node(of)?,
                        };
                        member(holder, name)?
                    }
                }
            }
            _ => return self.node(node),
        };
        match found {
            Some(value) if !value.is_null() => Ok(value),
            _ => Err(self.unknown(node)),
        }
    }

    /// The frame that the path starts in, when that frame holds a value of its own.
    fn owned_frame(&self, node: &Node) -> Option<usize> {
        if self.frames.is_empty() {
            return None;
        }
        let mut node = node;
        while let Kind::Member { of, .. } = &node.kind {
            node = of;
        }
        let Kind::Name(name) = &node.kind else { return None };
        let position = self.frames.iter().rposition(|frame| frame.alias == name)?;
        matches!(self.frames[position].value, Cow::Owned(_)).then_some(position)
    }

    /// The part of a frame's value that a path names: borrowed where the frame borrows, else a copy of that part only.
    fn frame_value(&mut self, position: usize, node: &'a Node) -> Result<Option<Cow<'a, Value>>, Failure> {
        let copy = match &self.frames[position].value {
            Cow::Borrowed(value) => return Ok(Some(Cow::Borrowed(value))),
            Cow::Owned(value) => match walk(value, node)? {
                Some(part) => part.into_owned(),
                None => return Ok(None),
            },
        };
        self.spend_copy(&copy)?;
        Ok(Some(Cow::Owned(copy)))
    }

    pub(super) fn unknown(&self, node: &Node) -> Failure {
        Failure::Unknown { name: self.describe(node) }
    }

    /// The path of a node, with the position of each loop's item.
    fn describe(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Name(name) => match self.frames.iter().rev().find(|frame| frame.alias == name) {
                Some(frame) => format!("{}[{}]", self.describe(frame.items), frame.index),
                None => name.clone(),
            },
            Kind::Member { of, name } => format!("{}.{name}", self.describe(of)),
            Kind::Index { of, at } => match &at.kind {
                Kind::Number(index) => format!("{}[{index}]", self.describe(of)),
                _ => format!("{}[…]", self.describe(of)),
            },
            _ => {
                let mut first = None;
                node.children(&mut |child| {
                    if first.is_none() {
                        first = Some(child);
                    }
                });
                first.map_or_else(|| "a computed value".to_owned(), |child| self.describe(child))
            }
        }
    }

    // ---- parts of lists and texts ----------------------------------------------------------------------------

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

    // ---- operators -------------------------------------------------------------------------------------------

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

    // ---- loops -----------------------------------------------------------------------------------------------

    fn repeat(&mut self, function: Loop, items: &'a Node, alias: &'a str, body: &'a Node) -> Evaluated<'a> {
        let list = match &items.kind {
            Kind::Interval { from, to, from_included, to_included } => {
                self.numbers(from, to, *from_included, *to_included)?
            }
            _ => self.node(items)?,
        };
        let mut outcome = Gathered { function, values: Vec::new(), hits: 0 };
        match list {
            Cow::Borrowed(Value::List(list)) => {
                for (index, item) in list.iter().enumerate() {
                    let frame = Frame { alias, value: Cow::Borrowed(item), items, index };
                    if self.pass(frame, body, &mut outcome)? {
                        break;
                    }
                }
            }
            Cow::Owned(Value::List(list)) => {
                for (index, item) in list.into_iter().enumerate() {
                    let frame = Frame { alias, value: Cow::Owned(item), items, index };
                    if self.pass(frame, body, &mut outcome)? {
                        break;
                    }
                }
            }
            other => {
                return Err(Failure::bad(format!(
                    "`{}` goes over a list, and found {}",
                    function.name(),
                    other.kind()
                )));
            }
        }
        Ok(Cow::Owned(outcome.value()))
    }

    /// The whole numbers of an interval.
    fn numbers(&mut self, from: &'a Node, to: &'a Node, first: bool, last: bool) -> Evaluated<'a> {
        let (from, to) = (self.node(from)?, self.node(to)?);
        let (Some(from), Some(to)) = (whole(&from), whole(&to)) else {
            return Err(Failure::bad("a loop over an interval needs whole numbers"));
        };
        let (from, to) = (from.saturating_add(i64::from(!first)), to.saturating_sub(i64::from(!last)));
        let mut numbers = Vec::new();
        for number in from..=to {
            self.spend(1)?;
            numbers.push(Value::Number(number.into()));
        }
        Ok(Cow::Owned(Value::List(numbers)))
    }

    /// Judges or turns one item; true when the rest no longer matters.
    fn pass(&mut self, frame: Frame<'a>, body: &'a Node, outcome: &mut Gathered) -> Result<bool, Failure> {
        self.frames.push(frame);
        let judged = self.judge(body, outcome);
        let frame = self.frames.pop();
        if outcome.function == Loop::Filter
            && judged == Ok(true)
            && let Some(frame) = frame
        {
            let item = self.own(frame.value)?;
            outcome.values.push(item);
            return Ok(false);
        }
        judged.map(|done| done && outcome.function != Loop::Filter)
    }

    fn judge(&mut self, body: &'a Node, outcome: &mut Gathered) -> Result<bool, Failure> {
        match outcome.function {
            Loop::Map => {
                let value = self.node(body)?;
                let value = self.own(value)?;
                outcome.values.push(value);
                Ok(false)
            }
            Loop::FlatMap => {
                let value = self.node(body)?;
                match self.own(value)? {
                    Value::List(items) => outcome.values.extend(items),
                    other => {
                        return Err(Failure::bad(format!("`flatMap` needs a list each, and found {}", other.kind())));
                    }
                }
                Ok(false)
            }
            Loop::Filter => self.truth(body, "filter"),
            Loop::All | Loop::None | Loop::Some | Loop::One | Loop::Count => {
                let hit = self.truth(body, outcome.function.name())?;
                outcome.hits += usize::from(hit);
                Ok(match outcome.function {
                    Loop::All if !hit => {
                        outcome.hits = usize::MAX;
                        true
                    }
                    Loop::None | Loop::Some => hit,
                    Loop::One => outcome.hits > 1,
                    _ => false,
                })
            }
        }
    }
}

struct Gathered {
    function: Loop,
    values: Vec<Value>,
    /// Items for which the condition held; the largest number when `all` has failed.
    hits: usize,
}

impl Gathered {
    fn value(self) -> Value {
        match self.function {
            Loop::Map | Loop::FlatMap | Loop::Filter => Value::List(self.values),
            Loop::All => Value::Bool(self.hits != usize::MAX),
            Loop::None => Value::Bool(self.hits == 0),
            Loop::Some => Value::Bool(self.hits > 0),
            Loop::One => Value::Bool(self.hits == 1),
            Loop::Count => Value::Number(Decimal::from(self.hits)),
        }
    }
}

fn position(at: Decimal) -> Result<usize, Failure> {
    at.is_integer()
        .then(|| at.to_usize())
        .flatten()
        .ok_or_else(|| Failure::bad(format!("{at} is no position; the first is 0")))
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) if number.is_integer() => number.to_i64(),
        _ => None,
    }
}

/// The part of `value` that the path `node` names below its root.
fn walk<'v>(value: &'v Value, node: &Node) -> Result<Option<Cow<'v, Value>>, Failure> {
    match &node.kind {
        Kind::Member { of, name } => match walk(value, of)? {
            Some(holder) if !holder.is_null() => member(holder, name),
            _ => Ok(None),
        },
        _ => Ok(Some(Cow::Borrowed(value))),
    }
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
