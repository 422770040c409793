//! What operators take and give: kinds that go together, units that are alike, comparisons that can ever hold.

use std::ops::Range;

use jiff::tz::TimeZone;

use super::Checker;
use crate::diagnostic::did_you_mean;
use crate::expression::day;
use crate::expression::node::{Kind, Node, Operator};
use crate::expression::read::is_null;
use crate::expression::typing::Type;

impl<'a> Checker<'a> {
    pub(super) fn binary(&mut self, operator: Operator, left: &'a Node, right: &'a Node, range: &Range<usize>) -> Type {
        match operator {
            Operator::And | Operator::Or => {
                self.condition(left);
                self.condition(right);
                Type::Bool
            }
            Operator::Otherwise => {
                let (left, right) = (self.node(left), self.node(right));
                self.units(&left, &right, range);
                left.or(&right)
            }
            Operator::Equal | Operator::NotEqual => {
                let (left_type, right_type) = (self.node(left), self.node(right));
                if !is_null(left) && !is_null(right) {
                    self.equal(&left_type, &right_type, range);
                }
                Type::Bool
            }
            Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => {
                let (left, right) = (self.node(left), self.node(right));
                self.ordered(&left, &right, range);
                Type::Bool
            }
            Operator::Subtract if self.is_hyphen(left, right) => {
                let name = |node: &Node| node.path().map(|path| path.join(".")).unwrap_or_default();
                self.refuse(
                    "unknown-name",
                    range,
                    format!("`-` is a minus, and nothing declares `{}`", name(right)),
                    Some(format!("hyphens become `_`: `{}_{}`", name(left), name(right))),
                )
            }
            Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Power => {
                let (left, right) = (self.node(left), self.node(right));
                self.arithmetic(operator, left, right, range)
            }
        }
    }

    /// Whether `a-b` looks like one name with a hyphen.
    fn is_hyphen(&self, left: &Node, right: &Node) -> bool {
        let root = right.path().and_then(|path| path.first().map(|root| (*root).to_owned()));
        left.path().is_some()
            && right.range.start == left.range.end + 1
            && root.is_some_and(|root| {
                self.scope.type_of(&root).is_none() && !self.aliases.iter().any(|(alias, _)| *alias == root)
            })
    }

    fn arithmetic(&mut self, operator: Operator, left: Type, right: Type, range: &Range<usize>) -> Type {
        match (&left, &right) {
            (Type::Number { unit: left_unit }, Type::Number { unit: right_unit }) => match operator {
                Operator::Add | Operator::Subtract | Operator::Remainder => {
                    self.units(&left, &right, range);
                    Type::Number { unit: left_unit.clone().or_else(|| right_unit.clone()) }
                }
                Operator::Multiply => Type::Number {
                    unit: match (left_unit, right_unit) {
                        (Some(unit), None) | (None, Some(unit)) => Some(unit.clone()),
                        (Some(_), Some(_)) | (None, None) => None,
                    },
                },
                Operator::Divide if right_unit.is_none() => Type::Number { unit: left_unit.clone() },
                _ => Type::NUMBER,
            },
            (Type::Text { .. }, Type::Text { .. }) if operator == Operator::Add => Type::TEXT,
            (Type::Text { .. }, Type::Any | Type::Null) | (Type::Any | Type::Null, Type::Text { .. })
                if operator == Operator::Add =>
            {
                Type::TEXT
            }
            (Type::Date | Type::Moment | Type::Duration, Type::Duration)
                if matches!(operator, Operator::Add | Operator::Subtract) =>
            {
                left
            }
            (Type::Moment, Type::Moment) if operator == Operator::Subtract => Type::Duration,
            (Type::Any | Type::Null, other) | (other, Type::Any | Type::Null)
                if matches!(
                    other,
                    Type::Number { .. } | Type::Any | Type::Null | Type::Date | Type::Moment | Type::Duration
                ) =>
            {
                if matches!(operator, Operator::Multiply | Operator::Divide | Operator::Power) {
                    Type::NUMBER
                } else {
                    Type::Any
                }
            }
            _ => {
                let fix = match (operator, &left, &right) {
                    (Operator::Add, Type::Text { .. }, _) | (Operator::Add, _, Type::Text { .. }) => {
                        Some("write `string(x)` to make a text of it".to_owned())
                    }
                    (_, Type::Date | Type::Moment, Type::Number { .. }) => {
                        Some("write `.add(3, 'days')` or `+ duration('3d')`".to_owned())
                    }
                    (Operator::Subtract, _, _) if left.is_dated() && right.is_dated() => {
                        Some("write `a.diff(b, 'days')`".to_owned())
                    }
                    _ => None,
                };
                let message = format!("`{}` cannot take {} and {}", operator.sign(), left.noun(), right.noun());
                self.refuse("type-clash", range, message, fix)
            }
        }
    }

    pub(in crate::expression::typing) fn units(&mut self, left: &Type, right: &Type, range: &Range<usize>) {
        if let (Type::Number { unit: Some(left) }, Type::Number { unit: Some(right) }) = (left, right)
            && left != right
        {
            let shown = |unit: &str| {
                unit.strip_prefix('=').map_or_else(|| unit.to_owned(), |field| format!("the unit in `{field}`"))
            };
            self.refuse(
                "unlike-units",
                range,
                format!("{} and {} do not go together", shown(left), shown(right)),
                Some("convert one first: divide by its own unit, multiply by a rate".to_owned()),
            );
        }
    }

    pub(in crate::expression::typing) fn equal(&mut self, left: &Type, right: &Type, range: &Range<usize>) {
        match (left, right) {
            (Type::Any | Type::Null, _) | (_, Type::Any | Type::Null) => {}
            (Type::List(_) | Type::Object { .. }, _) | (_, Type::List(_) | Type::Object { .. }) => {
                self.refuse(
                    "whole-comparison",
                    range,
                    "lists and objects are not compared whole".to_owned(),
                    Some("compare their parts, or use `contains`, `in`, `all`, `len`".to_owned()),
                );
            }
            (Type::Number { .. }, Type::Number { .. }) => self.units(left, right, range),
            (Type::Text { allowed: Some(left) }, Type::Text { allowed: Some(right) }) => {
                self.never_equal(left, right, range);
            }
            (Type::Text { .. } | Type::Run, Type::Text { .. } | Type::Run)
            | (Type::Bool, Type::Bool)
            | (Type::Duration, Type::Duration)
            | (Type::File, Type::File) => {}
            _ => self.dated(left, right, range),
        }
    }

    fn never_equal(&mut self, left: &[String], right: &[String], range: &Range<usize>) {
        if left.iter().any(|text| right.contains(text)) {
            return;
        }
        let (literal, allowed) = if left.len() <= right.len() { (left, right) } else { (right, left) };
        let fix = literal.first().and_then(|text| did_you_mean(text, allowed.iter().map(String::as_str)));
        let quoted = |texts: &[String]| texts.iter().map(|text| format!("'{text}'")).collect::<Vec<_>>().join(", ");
        self.refuse(
            "never-equal",
            range,
            format!("it is never {}: it can only be {}", quoted(literal), quoted(allowed)),
            fix.unwrap_or_else(|| "use one of its allowed values".to_owned()),
        );
    }

    pub(in crate::expression::typing) fn ordered(&mut self, left: &Type, right: &Type, range: &Range<usize>) {
        match (left, right) {
            (Type::Number { .. }, Type::Number { .. }) => self.units(left, right, range),
            (Type::Duration, Type::Duration) => {}
            (Type::Bool, Type::Bool) => {
                let fix = "write `x` or `not x`".to_owned();
                self.refuse("type-clash", range, "true and false have no order".to_owned(), fix);
            }
            (Type::Text { .. }, Type::Text { .. }) => {
                self.refuse(
                    "type-clash",
                    range,
                    "texts have no order".to_owned(),
                    Some("write `d(x)` to compare dates, `number(x)` to compare numbers".to_owned()),
                );
            }
            (Type::Any | Type::Null, other) | (other, Type::Any | Type::Null) => {
                if matches!(other, Type::Bool | Type::File | Type::Run | Type::List(_) | Type::Object { .. }) {
                    self.refuse("type-clash", range, format!("{} has no order", other.noun()), None);
                }
            }
            _ => self.dated(left, right, range),
        }
    }

    /// Two unlike types go together only as date, moment and the text of one.
    fn dated(&mut self, left: &Type, right: &Type, range: &Range<usize>) {
        let fits = |of: &Type| of.is_dated() || matches!(of, Type::Text { .. });
        if !(left.is_dated() || right.is_dated()) || !fits(left) || !fits(right) {
            let fix = match (left, right) {
                (Type::Number { .. }, Type::Text { .. }) | (Type::Text { .. }, Type::Number { .. }) => {
                    Some("write the number without quotes, or `number(x)`".to_owned())
                }
                (Type::Bool, Type::Text { .. }) | (Type::Text { .. }, Type::Bool) => {
                    Some("write true or false without quotes".to_owned())
                }
                _ => None,
            };
            let message = format!("{} cannot be compared with {}", left.noun(), right.noun());
            self.refuse("type-clash", range, message, fix);
            return;
        }
        for of in [left, right] {
            if let Type::Text { allowed: Some(texts) } = of
                && let Some(text) = texts.iter().find(|text| day::read_iso(text, &TimeZone::UTC).is_none())
            {
                self.refuse(
                    "invalid-date",
                    range,
                    format!("'{text}' is no date"),
                    Some("write 2026-01-31 or 2026-01-31T09:30:00Z".to_owned()),
                );
            }
        }
    }

    pub(super) fn membership(&mut self, value: &'a Node, set: &'a Node, range: &Range<usize>) {
        let found = self.node(value);
        if let Kind::Interval { from, to, .. } = &set.kind {
            for end in [from, to] {
                let end_type = self.node(end);
                self.ordered(&found, &end_type, &end.range);
            }
            return;
        }
        if let Kind::List(items) = &set.kind {
            for item in items {
                let item_type = self.node(item);
                self.equal(&found, &item_type, &item.range);
            }
            return;
        }
        match self.node(set) {
            Type::Any | Type::Null => {}
            Type::List(item) => self.equal(&found, &item, range),
            Type::Object { .. } if matches!(found, Type::Text { .. } | Type::Any | Type::Null) => {}
            Type::Text { .. } => {
                let fix = "write `contains(text, part)`".to_owned();
                self.refuse("type-clash", range, "`in` looks into a list, and found text".to_owned(), fix);
            }
            other => {
                self.refuse("type-clash", range, format!("`in` looks into a list, and found {}", other.noun()), None);
            }
        }
    }
}
