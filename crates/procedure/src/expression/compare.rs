//! Equality and order. Values of unlike kinds clash, except text beside a date, and a date beside a moment.

use std::cmp::Ordering;

use super::Failure;
use super::day::{self, Point};
use super::evaluate::Machine;
use crate::time::Duration;
use crate::value::Value;

pub(super) fn equal(machine: &mut Machine<'_>, left: &Value, right: &Value) -> Result<bool, Failure> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Ok(left == right),
        (Value::Bool(left), Value::Bool(right)) => Ok(left == right),
        (Value::Text(left), Value::Text(right)) => {
            machine.spend(left.len().min(right.len()) / 16)?;
            Ok(left == right)
        }
        (Value::File(left), Value::File(right)) => Ok(left.sha256 == right.sha256),
        (Value::Duration(_), Value::Duration(_)) => durations(left, right).map(Ordering::is_eq),
        (Value::List(_) | Value::Object(_), _) | (_, Value::List(_) | Value::Object(_)) => {
            Err(Failure::bad("lists and objects are not compared whole; compare their parts"))
        }
        _ => match points(machine, left, right)? {
            Some(ordering) => Ok(ordering.is_eq()),
            None => Err(clash(left, right)),
        },
    }
}

pub(super) fn order(machine: &mut Machine<'_>, left: &Value, right: &Value) -> Result<Ordering, Failure> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Ok(left.cmp(right)),
        (Value::Duration(_), Value::Duration(_)) => durations(left, right),
        (Value::Text(_), Value::Text(_)) => {
            Err(Failure::bad("texts have no order; write `d(x)` to compare dates, `number(x)` to compare numbers"))
        }
        _ => match points(machine, left, right)? {
            Some(ordering) => Ok(ordering),
            None => Err(clash(left, right)),
        },
    }
}

fn clash(left: &Value, right: &Value) -> Failure {
    Failure::bad(format!("{} cannot be compared with {}", left.kind(), right.kind()))
}

fn durations(left: &Value, right: &Value) -> Result<Ordering, Failure> {
    match (left, right) {
        (Value::Duration(Duration::Elapsed(left)), Value::Duration(Duration::Elapsed(right))) => Ok(left.cmp(right)),
        (Value::Duration(Duration::WorkingDays(left)), Value::Duration(Duration::WorkingDays(right))) => {
            Ok(left.cmp(right))
        }
        (Value::Duration(Duration::WorkingHours(left)), Value::Duration(Duration::WorkingHours(right))) => {
            Ok(left.cmp(right))
        }
        _ => Err(Failure::bad("elapsed and working time are not compared with each other")),
    }
}

/// The order of two values of which at least one is a date or a moment.
fn points(machine: &mut Machine<'_>, left: &Value, right: &Value) -> Result<Option<Ordering>, Failure> {
    let dated = |value: &Value| matches!(value, Value::Date(_) | Value::Moment(_));
    let readable = |value: &Value| dated(value) || matches!(value, Value::Text(_));
    if !(dated(left) || dated(right)) || !readable(left) || !readable(right) {
        return Ok(None);
    }
    machine.spend(4)?;
    let (left, right) = (day::point(left, machine.zone())?, day::point(right, machine.zone())?);
    Ok(Some(match (&left, &right) {
        (Point::Moment(left), Point::Moment(right)) => left.timestamp().cmp(&right.timestamp()),
        _ => left.date().cmp(&right.date()),
    }))
}
