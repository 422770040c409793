//! Why a condition came out as it did, in words with the values: of `amount <= limit and damage == 'total'` with an amount
//! of 620, "amount 620 EUR > limit 500 EUR". Only the comparisons that decided are told.

use super::node::{Kind, Node, Operator};
use super::read::is_null;
use super::{Limits, Scope, evaluate, read, words};
use crate::template::MASK;
use crate::value::Value;

/// How a reader is told names and values.
pub trait Terms {
    /// What people call a dotted name.
    fn label(&self, path: &str) -> String;

    /// A value of that name, with its unit.
    fn value(&self, path: &str, value: &Value) -> String;

    /// Whether values of that name are not for this reader.
    fn hides(&self, path: &str) -> bool;
}

/// The truth of a condition, and the statements that made it so; nothing where it has no truth in this scope.
pub(super) fn decided(
    root: &Node,
    scope: &dyn Scope,
    limits: &Limits,
    terms: &dyn Terms,
) -> Option<(bool, Vec<String>)> {
    let judge = Judge { scope, limits, terms };
    let truth = judge.truth(root)?;
    let mut told = Vec::new();
    judge.tell(root, truth, &mut told);
    Some((truth, told))
}

struct Judge<'a> {
    scope: &'a dyn Scope,
    limits: &'a Limits,
    terms: &'a dyn Terms,
}

impl Judge<'_> {
    fn value(&self, node: &Node) -> Option<Value> {
        evaluate::evaluate(node, self.scope, self.limits).ok()
    }

    fn truth(&self, node: &Node) -> Option<bool> {
        match self.value(node)? {
            Value::Bool(truth) => Some(truth),
            _ => None,
        }
    }

    /// Adds what made the node come out as `truth`.
    fn tell(&self, node: &Node, truth: bool, told: &mut Vec<String>) {
        match &node.kind {
            Kind::Not(inner) => self.tell(inner, !truth, told),
            Kind::Binary { operator: operator @ (Operator::And | Operator::Or), left, right } => {
                // One side alone makes an `and` false and an `or` true; otherwise it takes both.
                let alone = (*operator == Operator::Or) == truth;
                if !alone {
                    self.tell(left, truth, told);
                    self.tell(right, truth, told);
                } else if self.truth(left) == Some(truth) {
                    self.tell(left, truth, told);
                } else {
                    self.tell(right, truth, told);
                }
            }
            Kind::Choose { condition, then, other } => {
                let chosen = self.truth(condition);
                if let Some(chosen) = chosen {
                    self.tell(condition, chosen, told);
                }
                self.tell(if chosen == Some(true) { then } else { other }, truth, told);
            }
            _ => {
                let statement = self.statement(node, truth);
                if !told.contains(&statement) {
                    told.push(statement);
                }
            }
        }
    }

    fn statement(&self, node: &Node, truth: bool) -> String {
        match &node.kind {
            Kind::Name(_) | Kind::Member { .. } => {
                let path = dotted(node).unwrap_or_default();
                format!(
                    "{} is {}",
                    self.say(node),
                    if self.terms.hides(&path) { MASK.to_owned() } else { truth.to_string() }
                )
            }
            Kind::Binary { operator: Operator::Equal | Operator::NotEqual, left, right }
                if is_null(left) || is_null(right) =>
            {
                let tested = if is_null(left) { right } else { left };
                let equal = matches!(&node.kind, Kind::Binary { operator: Operator::Equal, .. });
                format!("{} is {}", self.say(tested), if equal == truth { "not known" } else { "known" })
            }
            Kind::Binary { operator, left, right } => match sign(*operator, truth) {
                // A name that equals what stands there need not be told twice.
                Some("=") if dotted(left).is_some() && literal(right) => {
                    let hidden = dotted(left).is_some_and(|path| self.terms.hides(&path));
                    let value = if hidden { MASK.to_owned() } else { self.literal(right, left) };
                    format!("{} is {value}", self.say(left))
                }
                Some(sign) => format!("{} {sign} {}", self.side(left, right), self.side(right, left)),
                None => self.whole(node, truth),
            },
            Kind::In { value, set, negated } => {
                let within = if *negated { !truth } else { truth };
                let among = match &set.kind {
                    Kind::List(items) => items.iter().map(|item| self.side(item, value)).collect::<Vec<_>>().join(", "),
                    Kind::Interval { .. } => self.say(set),
                    _ => self.side(set, value),
                };
                format!("{} is {} {among}", self.side(value, set), if within { "among" } else { "not among" })
            }
            _ => self.whole(node, truth),
        }
    }

    /// Any other condition: its own words, and what it read.
    fn whole(&self, node: &Node, truth: bool) -> String {
        let read = evaluate::explain(node, self.scope, self.limits);
        let read: Vec<String> = read
            .iter()
            .map(|(path, value)| format!("{} {}", self.terms.label(path), self.shown(path, value)))
            .collect();
        let with = if read.is_empty() { String::new() } else { format!(" ({})", read.join(", ")) };
        let how = if truth { "" } else { "it is not so that " };
        format!("{how}{}{with}", self.say(node))
    }

    fn say(&self, node: &Node) -> String {
        words::words(node, &|path| Some(self.terms.label(path)))
    }

    fn shown(&self, path: &str, value: &Value) -> String {
        if self.terms.hides(path) { MASK.to_owned() } else { self.terms.value(path, value) }
    }

    /// What is compared: a name with its value, or a sum in words with what it comes to.
    fn side(&self, node: &Node, other: &Node) -> String {
        if let Some(path) = dotted(node) {
            return match self.value(node) {
                Some(value) => {
                    let (label, shown) = (self.terms.label(&path), self.shown(&path, &value));
                    let titled = words::is_titled(&path.split('.').collect::<Vec<_>>(), &label);
                    if titled { format!("{shown} (‘{label}’)") } else { format!("{label} {shown}") }
                }
                None => self.terms.label(&path),
            };
        }
        if literal(node) {
            return self.literal(node, other);
        }
        let hidden = read::reads(node).iter().any(|read| self.terms.hides(&read.dotted()));
        match self.value(node) {
            _ if hidden => format!("{} ({MASK})", self.say(node)),
            Some(value) => format!("{} ({})", self.say(node), self.terms.value("", &value)),
            None => self.say(node),
        }
    }

    /// A value that is written out, with the unit of what it is compared with.
    fn literal(&self, node: &Node, other: &Node) -> String {
        let path = dotted(other).filter(|path| !self.terms.hides(path)).unwrap_or_default();
        match (&node.kind, self.value(node)) {
            (Kind::Text(text), _) => text.clone(),
            (_, Some(value)) => self.terms.value(&path, &value),
            (_, None) => self.say(node),
        }
    }
}

fn dotted(node: &Node) -> Option<String> {
    node.path().map(|path| path.join("."))
}

fn literal(node: &Node) -> bool {
    matches!(node.kind, Kind::Number(_) | Kind::Text(_) | Kind::Bool(_))
}

/// The sign of a comparison that came out like this; nothing for what compares nothing.
fn sign(operator: Operator, truth: bool) -> Option<&'static str> {
    Some(match (operator, truth) {
        (Operator::Equal, true) | (Operator::NotEqual, false) => "=",
        (Operator::Equal, false) | (Operator::NotEqual, true) => "≠",
        (Operator::Less, true) | (Operator::GreaterOrEqual, false) => "<",
        (Operator::LessOrEqual, true) | (Operator::Greater, false) => "≤",
        (Operator::Greater, true) | (Operator::LessOrEqual, false) => ">",
        (Operator::GreaterOrEqual, true) | (Operator::Less, false) => "≥",
        (
            Operator::Or
            | Operator::And
            | Operator::Add
            | Operator::Subtract
            | Operator::Multiply
            | Operator::Divide
            | Operator::Remainder
            | Operator::Power
            | Operator::Otherwise,
            _,
        ) => return None,
    })
}
