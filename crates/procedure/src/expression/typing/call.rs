//! The types of functions and date methods.

use std::ops::Range;

use super::super::day::{Shift, Unit};
use super::super::node::{Kind, Node};
use super::super::{Function, Method};
use super::Type;
use super::infer::Checker;
use crate::value::Value;

impl<'a> Checker<'a> {
    /// The argument's type if it fits; otherwise an error is noted and it counts as of any type.
    fn argument(&mut self, shape: &str, node: &'a Node, wanted: &str, fits: impl Fn(&Type) -> bool) -> Type {
        let found = self.node(node);
        if found.is_open() || fits(&found) {
            return found;
        }
        self.refuse(
            "wrong-argument-type",
            &node.range,
            format!("expected {wanted}, found {}", found.noun()),
            Some(format!("write `{shape}`")),
        )
    }

    fn text(&mut self, shape: &str, node: &'a Node) {
        self.argument(shape, node, "text", |found| matches!(found, Type::Text { .. } | Type::Run));
    }

    fn date(&mut self, shape: &str, node: &'a Node) -> Type {
        let fits = |found: &Type| found.is_dated() || matches!(found, Type::Text { .. });
        let found = self.argument(shape, node, "a date or a moment", fits);
        if let Type::Text { .. } = found {
            self.equal(&Type::Moment, &found, &node.range);
        }
        found
    }

    /// The item type of a list argument.
    fn list(&mut self, shape: &str, node: &'a Node) -> Type {
        match self.argument(shape, node, "a list", |found| matches!(found, Type::List(_))) {
            Type::List(item) => *item,
            _ => Type::Any,
        }
    }

    fn numbers(&mut self, shape: &str, node: &'a Node) -> Type {
        match self.list(shape, node) {
            found @ Type::Number { .. } => found,
            Type::Any | Type::Null => Type::NUMBER,
            other => {
                let message = format!("expected a list of numbers, found a list of {}", other.noun());
                self.refuse("wrong-argument-type", &node.range, message, Some(format!("write `{shape}`")));
                Type::NUMBER
            }
        }
    }

    pub(super) fn call(&mut self, function: Function, arguments: &'a [Node], range: &Range<usize>) -> Type {
        let shape = function.shape();
        let Some(first) = arguments.first() else { return Type::Any };
        let second = arguments.get(1);
        match function {
            Function::Length => {
                self.argument(shape, first, "text or a list", |found| {
                    matches!(found, Type::Text { .. } | Type::List(_))
                });
                Type::NUMBER
            }
            Function::Contains => {
                let holder = self.argument(shape, first, "text or a list", |found| {
                    matches!(found, Type::Text { .. } | Type::List(_))
                });
                if let Some(second) = second {
                    match holder {
                        Type::List(item) => {
                            let found = self.node(second);
                            self.equal(&item, &found, range);
                        }
                        Type::Text { .. } => self.text(shape, second),
                        _ => drop(self.node(second)),
                    }
                }
                Type::Bool
            }
            Function::StartsWith | Function::EndsWith | Function::Matches => {
                arguments.iter().for_each(|argument| self.text(shape, argument));
                Type::Bool
            }
            Function::Extract | Function::Split => {
                arguments.iter().for_each(|argument| self.text(shape, argument));
                Type::List(Box::new(Type::TEXT))
            }
            Function::Upper | Function::Lower | Function::Trim => {
                self.text(shape, first);
                Type::TEXT
            }
            Function::Join => {
                let item = self.list(shape, first);
                if !matches!(item, Type::Text { .. } | Type::Any | Type::Null) {
                    let message = format!("expected a list of texts, found a list of {}", item.noun());
                    self.refuse("wrong-argument-type", &first.range, message, Some(format!("write `{shape}`")));
                }
                second.into_iter().for_each(|second| self.text(shape, second));
                Type::TEXT
            }
            Function::Absolute | Function::Floor | Function::Ceiling | Function::Round | Function::Truncate => {
                second.into_iter().for_each(|second| drop(self.number(second)));
                self.number(first)
            }
            Function::Sum | Function::Average | Function::Median | Function::Mode => self.numbers(shape, first),
            Function::Least | Function::Greatest => {
                let item = self.list(shape, first);
                if !item.is_open() && !item.is_dated() && !matches!(item, Type::Number { .. } | Type::Duration) {
                    let message = format!("{} has no order", item.noun());
                    return self.refuse("wrong-argument-type", &first.range, message, Some(format!("write `{shape}`")));
                }
                item
            }
            Function::IsNumeric => {
                self.node(first);
                Type::Bool
            }
            Function::Text => {
                self.argument(shape, first, "a single value", |found| {
                    !matches!(found, Type::List(_) | Type::Object { .. })
                });
                Type::TEXT
            }
            Function::Number => {
                let fits = |found: &Type| matches!(found, Type::Text { .. } | Type::Number { .. } | Type::Bool);
                match self.argument(shape, first, "text", fits) {
                    found @ Type::Number { .. } => found,
                    _ => Type::NUMBER,
                }
            }
            Function::Bool => {
                let fits = |found: &Type| matches!(found, Type::Text { .. } | Type::Number { .. } | Type::Bool);
                self.argument(shape, first, "true, false or a number", fits);
                Type::Bool
            }
            Function::Type => {
                self.node(first);
                Type::TEXT
            }
            Function::Keys => {
                self.argument(shape, first, "an object", |found| matches!(found, Type::Object { .. }));
                Type::List(Box::new(Type::TEXT))
            }
            Function::Values => {
                match self.argument(shape, first, "an object", |found| matches!(found, Type::Object { .. })) {
                    Type::Object { known, open: false } => {
                        let joined = known.values().cloned().reduce(|left, right| left.or(&right));
                        Type::List(Box::new(joined.unwrap_or(Type::Any)))
                    }
                    _ => Type::any_list(),
                }
            }
            Function::Flatten => match self.list(shape, first) {
                Type::List(item) => Type::List(item),
                other => Type::List(Box::new(other)),
            },
            Function::DateOrMoment => match self.date(shape, first) {
                found @ (Type::Date | Type::Moment) => found,
                Type::Text { allowed: Some(texts) } if texts.iter().all(|text| text.trim().len() == 10) => Type::Date,
                _ => Type::Any,
            },
            Function::Day => {
                self.date(shape, first);
                Type::Date
            }
            Function::Duration => {
                let fits = |found: &Type| matches!(found, Type::Text { .. } | Type::Duration);
                self.argument(shape, first, "text like '4h'", fits);
                if let Kind::Text(text) = &first.kind
                    && let Err(error) = text.parse::<crate::time::Duration>()
                {
                    self.refuse("invalid-duration", &first.range, error.to_string(), None);
                }
                Type::Duration
            }
            Function::Year
            | Function::MonthOfYear
            | Function::DayOfMonth
            | Function::DayOfWeek
            | Function::DayOfYear
            | Function::WeekOfYear => {
                self.date(shape, first);
                Type::NUMBER
            }
        }
    }

    pub(super) fn method(&mut self, method: Method, of: &'a Node, arguments: &'a [Node], range: &Range<usize>) -> Type {
        let shape = method.shape();
        let this = self.date(shape, of);
        let (first, second) = (arguments.first(), arguments.get(1));
        match method {
            Method::Add | Method::Subtract => {
                self.shift(shape, first, second, range);
                this
            }
            Method::StartOf | Method::EndOf => {
                first.into_iter().for_each(|unit| self.unit(shape, unit));
                this
            }
            Method::Difference
            | Method::IsSame
            | Method::IsBefore
            | Method::IsAfter
            | Method::IsSameOrBefore
            | Method::IsSameOrAfter => {
                first.into_iter().for_each(|other| drop(self.date(shape, other)));
                second.into_iter().for_each(|unit| self.unit(shape, unit));
                if method == Method::Difference { Type::NUMBER } else { Type::Bool }
            }
            Method::Format => {
                first.into_iter().for_each(|pattern| self.text(shape, pattern));
                Type::TEXT
            }
            Method::Second | Method::Minute | Method::Hour | Method::Timestamp => {
                if this == Type::Date {
                    let message = format!("a date has no `{}`", method.name());
                    self.refuse("wrong-argument-type", range, message, Some("use a moment (`date-time`)".to_owned()));
                }
                Type::NUMBER
            }
            Method::IsLeapYear => Type::Bool,
            Method::Day
            | Method::Weekday
            | Method::DayOfYear
            | Method::Week
            | Method::Month
            | Method::Quarter
            | Method::Year => Type::NUMBER,
        }
    }

    fn shift(&mut self, shape: &str, first: Option<&'a Node>, second: Option<&'a Node>, range: &Range<usize>) {
        let Some(length) = first else { return };
        let fits = |found: &Type| matches!(found, Type::Number { .. } | Type::Text { .. } | Type::Duration);
        let found = self.argument(shape, length, "a length of time", fits);
        match (&found, second) {
            (Type::Number { .. }, None) => {
                let message = "the unit is missing".to_owned();
                self.refuse("wrong-arguments", range, message, Some(format!("write `{shape}`")));
            }
            (_, Some(unit)) => self.unit(shape, unit),
            (_, None) => {
                if let Kind::Text(text) = &length.kind
                    && Shift::length(&Value::from(text.as_str())).is_err()
                {
                    let message = format!("'{text}' is no length of time");
                    self.refuse(
                        "invalid-duration",
                        &length.range,
                        message,
                        Some("write '4h', '3d' or '2 months'".to_owned()),
                    );
                }
            }
        }
    }

    fn unit(&mut self, shape: &str, node: &'a Node) {
        self.text(shape, node);
        if let Kind::Text(name) = &node.kind
            && Unit::named(name).is_none()
        {
            let units = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
            let fix =
                crate::diagnostic::did_you_mean(name, units).unwrap_or_else(|| format!("use {}", units.join(", ")));
            self.refuse("unknown-unit", &node.range, format!("'{name}' is no unit of time"), fix);
        }
    }
}
