//! What the functions and date methods do.

use std::borrow::Cow;
use std::collections::BTreeMap;

use regex::Regex;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};

use super::day::{self, Point, Shift};
use super::evaluate::{Evaluated, Machine};
use super::node::Node;
use super::{Failure, Function, Method, compare, pattern, written};
use crate::value::Value;

/// Longest date format, in bytes.
const MAX_FORMAT: usize = 200;

pub(super) fn call<'a>(
    machine: &mut Machine<'a>,
    function: Function,
    arguments: &'a [Node],
    pattern: Option<&'a Regex>,
) -> Evaluated<'a> {
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(machine.node(argument)?);
    }
    let first = values.first().map_or(&Value::Null, Cow::as_ref);
    let second = values.get(1).map(Cow::as_ref);
    let context = Context { name: function.name() };
    let result = match function {
        Function::Contains => match (first, second) {
            (Value::Text(text), Some(Value::Text(part))) => {
                machine.spend_text(text.len())?;
                Value::Bool(text.contains(part.as_str()))
            }
            (Value::List(_), Some(value)) => Value::Bool(machine.contains(first, value, &arguments[0])?),
            (other, _) => return Err(context.wants("a text and a part of it, or a list and an item", other)),
        },
        Function::Length
        | Function::StartsWith
        | Function::EndsWith
        | Function::Matches
        | Function::Extract
        | Function::Upper
        | Function::Lower
        | Function::Trim
        | Function::Split
        | Function::Join => texts(machine, function, first, second, pattern)?,
        Function::Absolute | Function::Floor | Function::Ceiling | Function::Round | Function::Truncate => {
            rounding(function, first, second)?
        }
        Function::Sum | Function::Average | Function::Median | Function::Mode => {
            numbers(machine, function, context.list(first)?, &arguments[0])?
        }
        Function::Least | Function::Greatest => extreme(machine, function, context.list(first)?, &arguments[0])?,
        Function::IsNumeric | Function::Text | Function::Number | Function::Bool | Function::Type => {
            conversion(machine, function, first)?
        }
        Function::Keys | Function::Values | Function::Flatten => parts(machine, function, first)?,
        Function::DateOrMoment => day::point(first, machine.zone())?.value(),
        Function::Day => Value::Date(day::point(first, machine.zone())?.date()),
        Function::Duration => match first {
            Value::Duration(length) => Value::Duration(*length),
            other => {
                let text = context.text(other)?;
                Value::Duration(
                    text.parse().map_err(|error: crate::time::DurationError| Failure::bad(error.to_string()))?,
                )
            }
        },
        Function::Year
        | Function::MonthOfYear
        | Function::DayOfMonth
        | Function::DayOfWeek
        | Function::DayOfYear
        | Function::WeekOfYear => {
            let date = day::point(first, machine.zone())?.date();
            Value::Number(match function {
                Function::Year => date.year().into(),
                Function::MonthOfYear => date.month().into(),
                Function::DayOfMonth => date.day().into(),
                Function::DayOfWeek => date.weekday().to_monday_one_offset().into(),
                Function::DayOfYear => date.day_of_year().into(),
                _ => date.iso_week_date().week().into(),
            })
        }
    };
    Ok(Cow::Owned(result))
}

/// The name that a message speaks of.
struct Context {
    name: &'static str,
}

impl Context {
    fn wants(&self, what: &str, found: &Value) -> Failure {
        Failure::bad(format!("`{}` needs {what}, and found {}", self.name, found.kind()))
    }

    fn text<'v>(&self, value: &'v Value) -> Result<&'v str, Failure> {
        value.as_text().ok_or_else(|| self.wants("a text", value))
    }

    fn number(&self, value: &Value) -> Result<Decimal, Failure> {
        match value {
            Value::Number(number) => Ok(*number),
            other => Err(self.wants("a number", other)),
        }
    }

    fn list<'v>(&self, value: &'v Value) -> Result<&'v [Value], Failure> {
        match value {
            Value::List(items) => Ok(items),
            other => Err(self.wants("a list", other)),
        }
    }
}

fn texts(
    machine: &mut Machine<'_>,
    function: Function,
    first: &Value,
    second: Option<&Value>,
    written: Option<&Regex>,
) -> Result<Value, Failure> {
    let context = Context { name: function.name() };
    match (function, first) {
        (Function::Length, Value::List(items)) => return Ok(Value::Number(items.len().into())),
        (Function::Length, other) if other.as_text().is_none() => return Err(context.wants("a text or a list", other)),
        (Function::Join, list) => {
            let separator = context.text(second.unwrap_or(&Value::Null))?;
            return join(machine, context.list(list)?, separator);
        }
        _ => {}
    }
    let text = context.text(first)?;
    machine.spend_text(text.len())?;
    let other = second.map(|second| context.text(second)).transpose()?.unwrap_or_default();
    Ok(match function {
        Function::Length => Value::Number(text.chars().count().into()),
        Function::StartsWith => Value::Bool(text.starts_with(other)),
        Function::EndsWith => Value::Bool(text.ends_with(other)),
        Function::Upper => Value::Text(text.to_uppercase()),
        Function::Lower => Value::Text(text.to_lowercase()),
        Function::Trim => Value::Text(text.trim().to_owned()),
        Function::Split => {
            let mut pieces = Vec::new();
            for piece in text.split(other) {
                machine.spend(1)?;
                pieces.push(Value::Text(piece.to_owned()));
            }
            Value::List(pieces)
        }
        _ => {
            let compiled;
            let regex = match written {
                Some(regex) => regex,
                None => {
                    // Compiling costs far more than matching; the charge keeps a loop over patterns bounded.
                    machine.spend(2_000)?;
                    compiled = pattern::compile(other)
                        .map_err(|reason| Failure::bad(format!("the pattern cannot be used: {reason}")))?;
                    &compiled
                }
            };
            machine.spend(text.len())?;
            if function == Function::Matches {
                Value::Bool(regex.is_match(text))
            } else {
                let groups = regex.captures(text).into_iter().flat_map(|found| {
                    found.iter().flatten().map(|group| Value::Text(group.as_str().to_owned())).collect::<Vec<_>>()
                });
                Value::List(groups.collect())
            }
        }
    })
}

fn join(machine: &mut Machine<'_>, items: &[Value], separator: &str) -> Result<Value, Failure> {
    let context = Context { name: "join" };
    let mut joined = String::new();
    for (index, item) in items.iter().enumerate() {
        let text = item.as_text().ok_or_else(|| context.wants("a list of texts", item))?;
        if index > 0 {
            joined.push_str(separator);
        }
        machine.spend_text(text.len() + separator.len())?;
        joined.push_str(text);
        if joined.len() > machine.longest_text() {
            return Err(Failure::TooCostly);
        }
    }
    Ok(Value::Text(joined))
}

fn rounding(function: Function, first: &Value, second: Option<&Value>) -> Result<Value, Failure> {
    let context = Context { name: function.name() };
    let number = context.number(first)?;
    let places = match second {
        None => 0,
        Some(value) => {
            let places = context.number(value)?;
            places.is_integer().then(|| places.to_u32()).flatten().filter(|places| *places <= 28).ok_or_else(|| {
                Failure::bad(format!("`{}` needs 0 to 28 decimal places, and found {places}", context.name))
            })?
        }
    };
    Ok(Value::Number(match function {
        Function::Absolute => number.abs(),
        Function::Floor => number.floor(),
        Function::Ceiling => number.ceil(),
        Function::Round => number.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero),
        _ => number.trunc_with_scale(places),
    }))
}

/// The numbers of a list; an unknown item makes the whole unknown.
fn known_numbers(
    machine: &mut Machine<'_>,
    name: &'static str,
    items: &[Value],
    node: &Node,
) -> Result<Vec<Decimal>, Failure> {
    machine.spend(items.len())?;
    items
        .iter()
        .map(|item| match item {
            Value::Number(number) => Ok(*number),
            Value::Null => Err(machine.unknown(node)),
            other => Err(Context { name }.wants("a list of numbers", other)),
        })
        .collect()
}

fn numbers(machine: &mut Machine<'_>, function: Function, items: &[Value], node: &Node) -> Result<Value, Failure> {
    let mut numbers = known_numbers(machine, function.name(), items, node)?;
    let overflow = || Failure::bad("the number grows beyond the 28 digits of an exact decimal");
    let empty = || Failure::bad(format!("`{}` of an empty list has no value", function.name()));
    let sum = |numbers: &[Decimal]| {
        numbers.iter().try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number)).ok_or_else(overflow)
    };
    Ok(Value::Number(match function {
        Function::Sum => sum(&numbers)?,
        Function::Average => sum(&numbers)?.checked_div(numbers.len().into()).ok_or_else(empty)?,
        Function::Median => {
            numbers.sort();
            let middle = numbers.len() / 2;
            let upper = *numbers.get(middle).ok_or_else(empty)?;
            if numbers.len() % 2 == 1 {
                upper
            } else {
                let lower = numbers[middle - 1];
                lower.checked_add(upper).ok_or_else(overflow)? / Decimal::TWO
            }
        }
        _ => {
            let mut counts: BTreeMap<Decimal, usize> = BTreeMap::new();
            for number in numbers {
                *counts.entry(number).or_default() += 1;
            }
            // The largest of the most frequent, as in ZEN.
            counts.into_iter().max_by_key(|(_, count)| *count).map(|(number, _)| number).ok_or_else(empty)?
        }
    }))
}

fn extreme(machine: &mut Machine<'_>, function: Function, items: &[Value], node: &Node) -> Result<Value, Failure> {
    let mut best: Option<&Value> = None;
    for item in items {
        machine.spend(1)?;
        if item.is_null() {
            return Err(machine.unknown(node));
        }
        // Comparing an item with itself finds a kind that has no order, also in a list of one.
        let ordering = compare::order(machine, item, best.unwrap_or(item))?;
        let better = if function == Function::Least { ordering.is_lt() } else { ordering.is_gt() };
        if best.is_none() || better {
            best = Some(item);
        }
    }
    best.cloned().ok_or_else(|| Failure::bad(format!("`{}` of an empty list has no value", function.name())))
}

fn conversion(machine: &mut Machine<'_>, function: Function, value: &Value) -> Result<Value, Failure> {
    let context = Context { name: function.name() };
    let spelled = |text: &str| {
        let text = text.trim();
        Decimal::from_str_exact(text).or_else(|_| Decimal::from_scientific(text)).ok()
    };
    Ok(match function {
        Function::IsNumeric => Value::Bool(match value {
            Value::Number(_) => true,
            Value::Text(text) => spelled(text).is_some(),
            _ => false,
        }),
        Function::Text => {
            let text = written::written(value, machine.zone()).ok_or_else(|| context.wants("a single value", value))?;
            machine.spend_text(text.len())?;
            Value::Text(text)
        }
        Function::Number => match value {
            Value::Number(number) => Value::Number(*number),
            Value::Text(text) => Value::Number(spelled(text).ok_or_else(|| {
                Failure::bad(format!("'{}' is no number", text.chars().take(40).collect::<String>()))
            })?),
            Value::Bool(truth) => Value::Number(u8::from(*truth).into()),
            other => return Err(context.wants("a text", other)),
        },
        Function::Bool => match value {
            Value::Bool(truth) => Value::Bool(*truth),
            Value::Number(number) => Value::Bool(!number.is_zero()),
            Value::Text(text) if text.trim() == "true" => Value::Bool(true),
            Value::Text(text) if text.trim() == "false" => Value::Bool(false),
            other => return Err(context.wants("true, false or a number", other)),
        },
        _ => Value::from(match value {
            Value::Null => "null",
            Value::Bool(_) => "bool",
            Value::Number(_) => "number",
            Value::Text(_) => "string",
            Value::Date(_) => "date",
            Value::Moment(_) => "date-time",
            Value::Duration(_) => "duration",
            Value::File(_) => "file",
            Value::List(_) => "array",
            Value::Object(_) => "object",
        }),
    })
}

fn parts(machine: &mut Machine<'_>, function: Function, value: &Value) -> Result<Value, Failure> {
    let context = Context { name: function.name() };
    let mut list = Vec::new();
    match (function, value) {
        (Function::Keys, Value::Object(fields)) => {
            for name in fields.keys() {
                machine.spend_text(name.len())?;
                list.push(Value::Text(name.clone()));
            }
        }
        (Function::Values, Value::Object(fields)) => {
            for field in fields.values() {
                list.push(machine.own(Cow::Borrowed(field))?);
            }
        }
        (Function::Flatten, Value::List(items)) => {
            for item in items {
                match item {
                    Value::List(inner) => {
                        for part in inner {
                            list.push(machine.own(Cow::Borrowed(part))?);
                        }
                    }
                    other => list.push(machine.own(Cow::Borrowed(other))?),
                }
            }
        }
        (Function::Flatten, other) => return Err(context.wants("a list of lists", other)),
        (_, other) => return Err(context.wants("an object", other)),
    }
    Ok(Value::List(list))
}

pub(super) fn method<'a>(
    machine: &mut Machine<'a>,
    method: Method,
    of: &'a Node,
    arguments: &'a [Node],
) -> Evaluated<'a> {
    let value = machine.node(of)?;
    let this = day::point(&value, machine.zone())?;
    let mut values = Vec::with_capacity(arguments.len());
    for argument in arguments {
        values.push(machine.node(argument)?);
    }
    machine.spend(8)?;
    let first = values.first().map(Cow::as_ref);
    let second = values.get(1).map(Cow::as_ref);
    let result = match method {
        Method::Add | Method::Subtract => {
            let shift = match (first, second) {
                (Some(Value::Number(count)), Some(name)) => Shift::units(*count, day::unit(name)?)?,
                (Some(Value::Number(_)), None) => {
                    return Err(Failure::bad(format!("write the unit: `.{}(3, 'days')`", method.name())));
                }
                (Some(length), None) => Shift::length(length)?,
                _ => return Err(Failure::bad(format!("`.{}` takes '3d', or 3 and 'days'", method.name()))),
            };
            let shift = if method == Method::Add { shift } else { shift.backwards()? };
            day::moved(this, shift)?.value()
        }
        Method::StartOf => day::start(&this, day::unit(first.unwrap_or(&Value::Null))?)?.value(),
        Method::EndOf => day::end(&this, day::unit(first.unwrap_or(&Value::Null))?)?.value(),
        Method::Difference
        | Method::IsSame
        | Method::IsBefore
        | Method::IsAfter
        | Method::IsSameOrBefore
        | Method::IsSameOrAfter => {
            let other = day::point(first.unwrap_or(&Value::Null), machine.zone())?;
            let unit = second.map(day::unit).transpose()?;
            relation(method, this, other, unit)?
        }
        Method::Format => Value::Text(format(&this, first)?),
        Method::Timestamp => match this {
            Point::Moment(zoned) => Value::Number(zoned.timestamp().as_millisecond().into()),
            Point::Day(_) => return Err(Failure::bad("a date has no `timestamp`; use a moment")),
        },
        Method::Second | Method::Minute | Method::Hour => {
            let Point::Moment(zoned) = this else {
                return Err(Failure::bad(format!("a date has no `{}`; use a moment", method.name())));
            };
            Value::Number(match method {
                Method::Second => zoned.second().into(),
                Method::Minute => zoned.minute().into(),
                _ => zoned.hour().into(),
            })
        }
        Method::IsLeapYear => Value::Bool(this.date().in_leap_year()),
        Method::Day
        | Method::Weekday
        | Method::DayOfYear
        | Method::Week
        | Method::Month
        | Method::Quarter
        | Method::Year => {
            let date = this.date();
            Value::Number(match method {
                Method::Day => date.day().into(),
                Method::Weekday => date.weekday().to_monday_one_offset().into(),
                Method::DayOfYear => date.day_of_year().into(),
                Method::Week => date.iso_week_date().week().into(),
                Method::Month => date.month().into(),
                Method::Quarter => ((date.month() - 1) / 3 + 1).into(),
                _ => date.year().into(),
            })
        }
    };
    Ok(Cow::Owned(result))
}

fn relation(method: Method, this: Point, other: Point, unit: Option<day::Unit>) -> Result<Value, Failure> {
    let (this, other) = day::alike(this, other);
    if method == Method::Difference {
        return day::between(&this, &other, unit).map(|count| Value::Number(count.into()));
    }
    let (this, other) = match unit {
        Some(unit) => (day::start(&this, unit)?, day::start(&other, unit)?),
        None => (this, other),
    };
    let ordering = match (&this, &other) {
        (Point::Moment(this), Point::Moment(other)) => this.timestamp().cmp(&other.timestamp()),
        _ => this.date().cmp(&other.date()),
    };
    Ok(Value::Bool(match method {
        Method::IsSame => ordering.is_eq(),
        Method::IsBefore => ordering.is_lt(),
        Method::IsAfter => ordering.is_gt(),
        Method::IsSameOrBefore => ordering.is_le(),
        _ => ordering.is_ge(),
    }))
}

fn format(this: &Point, pattern: Option<&Value>) -> Result<String, Failure> {
    let pattern = match (pattern, this) {
        (Some(value), _) => Context { name: "format" }.text(value)?,
        (None, Point::Day(_)) => "%Y-%m-%d",
        (None, Point::Moment(_)) => "%Y-%m-%d %H:%M:%S",
    };
    let refused = |reason: String| Failure::bad(format!("the date format cannot be used: {reason}"));
    if pattern.len() > MAX_FORMAT {
        return Err(refused(format!("it is longer than {MAX_FORMAT} bytes")));
    }
    let formatted = match this {
        Point::Day(date) => jiff::fmt::strtime::format(pattern, *date),
        Point::Moment(zoned) => jiff::fmt::strtime::format(pattern, zoned),
    };
    formatted.map_err(|error| refused(error.to_string()))
}
