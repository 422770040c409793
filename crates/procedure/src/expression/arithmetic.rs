//! Sums, products and powers: exact on decimals, and lengths of time on dates and moments.

use jiff::{SignedDuration, Span};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::evaluate::Machine;
use super::{Failure, Operator};
use crate::time::Duration;
use crate::value::Value;

pub(super) fn negate(value: &Value) -> Result<Value, Failure> {
    match value {
        Value::Number(number) => Ok(Value::Number(-*number)),
        other => Err(Failure::bad(format!("`-` needs a number, and found {}", other.kind()))),
    }
}

pub(super) fn compute(
    machine: &mut Machine<'_>,
    operator: Operator,
    left: &Value,
    right: &Value,
) -> Result<Value, Failure> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => numbers(operator, *left, *right).map(Value::Number),
        (Value::Text(left), Value::Text(right)) if operator == Operator::Add => {
            machine.spend_text(left.len() + right.len())?;
            Ok(Value::Text([left.as_str(), right].concat()))
        }
        (Value::Date(_) | Value::Moment(_) | Value::Duration(_), Value::Duration(length))
            if matches!(operator, Operator::Add | Operator::Subtract) =>
        {
            time(operator, left, *length)
        }
        (Value::Moment(left), Value::Moment(right)) if operator == Operator::Subtract => {
            match u64::try_from(left.as_second() - right.as_second()) {
                Ok(seconds) => Ok(Value::Duration(Duration::Elapsed(seconds))),
                Err(_) => Err(Failure::bad("a duration is never negative; use `a.diff(b, 'hours')`")),
            }
        }
        (Value::Text(_), other) | (other, Value::Text(_)) if operator == Operator::Add => Err(Failure::bad(format!(
            "`+` joins texts, and found {}; write `string(x)` to make a text of it",
            other.kind()
        ))),
        (left, right) => {
            Err(Failure::bad(format!("`{}` cannot take {} and {}", operator.sign(), left.kind(), right.kind())))
        }
    }
}

fn overflow() -> Failure {
    Failure::bad("the number grows beyond the 28 digits of an exact decimal")
}

fn numbers(operator: Operator, left: Decimal, right: Decimal) -> Result<Decimal, Failure> {
    match operator {
        Operator::Add => left.checked_add(right).ok_or_else(overflow),
        Operator::Subtract => left.checked_sub(right).ok_or_else(overflow),
        Operator::Multiply => left.checked_mul(right).ok_or_else(overflow),
        Operator::Divide | Operator::Remainder if right.is_zero() => Err(Failure::bad("the divisor is zero")),
        Operator::Divide => left.checked_div(right).ok_or_else(overflow),
        Operator::Remainder => left.checked_rem(right).ok_or_else(overflow),
        Operator::Power => power(left, right),
        other => Err(Failure::bad(format!("`{}` is no arithmetic", other.sign()))),
    }
}

/// Whole powers by repeated squaring; a fraction as power would not be exact.
fn power(base: Decimal, exponent: Decimal) -> Result<Decimal, Failure> {
    let Some(whole) = exponent.is_integer().then(|| exponent.to_i64()).flatten() else {
        return Err(Failure::bad(format!("{exponent} is no whole power")));
    };
    let mut result = Decimal::ONE;
    let mut square = base;
    let mut rest = whole.unsigned_abs();
    while rest > 0 {
        if rest & 1 == 1 {
            result = result.checked_mul(square).ok_or_else(overflow)?;
        }
        rest >>= 1;
        if rest > 0 {
            square = square.checked_mul(square).ok_or_else(overflow)?;
        }
    }
    if whole >= 0 {
        return Ok(result);
    }
    if result.is_zero() {
        return Err(Failure::bad(if base.is_zero() {
            "zero has no negative power".to_owned()
        } else {
            "the number grows beyond the 28 digits of an exact decimal".to_owned()
        }));
    }
    Decimal::ONE.checked_div(result).ok_or_else(overflow)
}

fn out_of_range() -> Failure {
    Failure::bad("the date leaves the years -9999 to 9999")
}

fn time(operator: Operator, left: &Value, length: Duration) -> Result<Value, Failure> {
    let Duration::Elapsed(seconds) = length else {
        return Err(Failure::bad(format!("`{length}` is counted by a calendar, which expressions do not have")));
    };
    let signed = i64::try_from(seconds).map_err(|_| out_of_range())?;
    let signed = if operator == Operator::Subtract { -signed } else { signed };
    match left {
        Value::Moment(moment) => {
            moment.checked_add(SignedDuration::from_secs(signed)).map(Value::Moment).map_err(|_| out_of_range())
        }
        Value::Date(date) => {
            if signed % 86_400 != 0 {
                return Err(Failure::bad(format!("a date takes whole days, and `{length}` is none")));
            }
            Span::new()
                .try_days(signed / 86_400)
                .and_then(|days| date.checked_add(days))
                .map(Value::Date)
                .map_err(|_| out_of_range())
        }
        Value::Duration(Duration::Elapsed(first)) => {
            let sum = if operator == Operator::Add { first.checked_add(seconds) } else { first.checked_sub(seconds) };
            sum.map(|seconds| Value::Duration(Duration::Elapsed(seconds)))
                .ok_or_else(|| Failure::bad("a duration is never negative"))
        }
        other => Err(Failure::bad(format!("`{}` cannot take {} and a duration", operator.sign(), other.kind()))),
    }
}
