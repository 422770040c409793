//! Loops: a condition or a value for each item of a list, bounded by the work that an evaluation may do.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::{Evaluated, Frame, Machine};
use crate::expression::node::{Kind, Node};
use crate::expression::{Failure, Loop};
use crate::value::Value;

impl<'a> Machine<'a> {
    pub(super) fn repeat(&mut self, function: Loop, items: &'a Node, alias: &'a str, body: &'a Node) -> Evaluated<'a> {
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

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) if number.is_integer() => number.to_i64(),
        _ => None,
    }
}
