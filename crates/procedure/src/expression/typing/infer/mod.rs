//! The walk that gives every node its type.

mod operator;

use std::ops::Range;

use super::{Type, TypeScope};
use crate::diagnostic::did_you_mean;
use crate::expression::node::{Kind, Node};
use crate::expression::{ExpressionError, Loop};

pub(super) struct Checker<'a> {
    scope: &'a dyn TypeScope,
    aliases: Vec<(&'a str, Type)>,
    pub(super) errors: Vec<ExpressionError>,
}

impl<'a> Checker<'a> {
    pub(super) fn new(scope: &'a dyn TypeScope) -> Self {
        Checker { scope, aliases: Vec::new(), errors: Vec::new() }
    }

    /// Notes an error; the value then counts as of any type, so that one mistake is told once.
    pub(super) fn refuse(
        &mut self,
        code: &'static str,
        range: &Range<usize>,
        message: String,
        fix: impl Into<Option<String>>,
    ) -> Type {
        let mut error = ExpressionError::new(code, range.clone(), message);
        error.fix = fix.into();
        self.errors.push(error);
        Type::Any
    }

    pub(super) fn condition(&mut self, node: &'a Node) {
        let found = self.node(node);
        if !matches!(found, Type::Bool) && !found.is_open() {
            self.refuse(
                "type-clash",
                &node.range,
                format!("a condition is true or false, and this is {}", found.noun()),
                Some("compare it, as in `x > 0` or `x != null`".to_owned()),
            );
        }
    }

    pub(super) fn node(&mut self, node: &'a Node) -> Type {
        match &node.kind {
            Kind::Null => Type::Null,
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::NUMBER,
            Kind::Text(text) => Type::Text { allowed: Some(vec![text.clone()]) },
            Kind::Name(name) => self.name(name, &node.range),
            Kind::Member { of, name } => {
                let holder = self.node(of);
                self.member(&holder, of, name, &node.range)
            }
            Kind::Index { of, at } => self.index(of, at, &node.range),
            Kind::Slice { of, from, to } => {
                let holder = self.node(of);
                for bound in [from, to].into_iter().flatten() {
                    self.number(bound);
                }
                match holder {
                    Type::Text { .. } => Type::TEXT,
                    Type::List(_) | Type::Any | Type::Null => holder,
                    other => self.refuse("type-clash", &node.range, format!("{} has no positions", other.noun()), None),
                }
            }
            Kind::List(items) => {
                let types: Vec<Type> = items.iter().map(|item| self.node(item)).collect();
                let joined = types.into_iter().reduce(|left, right| left.or(&right));
                Type::List(Box::new(joined.unwrap_or(Type::Any)))
            }
            Kind::Object(fields) => Type::Object {
                known: fields.iter().map(|(name, field)| (name.clone(), self.node(field))).collect(),
                open: false,
            },
            Kind::Not(inner) => {
                self.condition(inner);
                Type::Bool
            }
            Kind::Negate(inner) => self.number(inner),
            Kind::Binary { operator, left, right } => self.binary(*operator, left, right, &node.range),
            Kind::In { value, set, .. } => {
                self.membership(value, set, &node.range);
                Type::Bool
            }
            // Only reached below `in` and loops, which look at its ends themselves.
            Kind::Interval { from, to, .. } => {
                self.node(from);
                self.node(to);
                Type::any_list()
            }
            Kind::Choose { condition, then, other } => {
                self.condition(condition);
                let (then_type, other_type) = (self.node(then), self.node(other));
                self.units(&then_type, &other_type, &node.range);
                then_type.or(&other_type)
            }
            Kind::Call { function, arguments, .. } => self.call(*function, arguments, &node.range),
            Kind::Method { method, of, arguments } => self.method(*method, of, arguments, &node.range),
            Kind::Loop { function, items, alias, body } => self.repeat(*function, items, alias, body),
        }
    }

    fn name(&mut self, name: &str, range: &Range<usize>) -> Type {
        if let Some((_, found)) = self.aliases.iter().rev().find(|(alias, _)| *alias == name) {
            return found.clone();
        }
        if let Some(found) = self.scope.type_of(name) {
            return found.into_owned();
        }
        let names = self.scope.names();
        let near = did_you_mean(name, names.iter().map(String::as_str));
        let fix = near.unwrap_or_else(|| format!("declare it under `data`, or write '{name}' for the text"));
        self.refuse("unknown-name", range, format!("nothing declares or sets `{name}`"), fix)
    }

    fn member(&mut self, holder: &Type, of: &Node, name: &str, range: &Range<usize>) -> Type {
        match holder {
            Type::Any | Type::Null => Type::Any,
            Type::Object { known, open } => match known.get(name) {
                Some(found) => found.clone(),
                None if *open => Type::Any,
                None => {
                    let fix = did_you_mean(name, known.keys().map(String::as_str)).unwrap_or_else(|| {
                        let names: Vec<&str> = known.keys().map(String::as_str).collect();
                        if names.is_empty() {
                            "it has no members".to_owned()
                        } else {
                            format!("it has {}", names.join(", "))
                        }
                    });
                    let owner =
                        of.path().map_or_else(|| "the object".to_owned(), |path| format!("`{}`", path.join(".")));
                    self.refuse("unknown-member", range, format!("{owner} has no `{name}`"), fix)
                }
            },
            Type::File => match name {
                "name" | "media_type" | "sha256" => Type::TEXT,
                "size" => Type::NUMBER,
                _ => self.refuse(
                    "unknown-member",
                    range,
                    format!("a file has no `{name}`"),
                    Some("it has name, media_type, size and sha256".to_owned()),
                ),
            },
            Type::List(_) => {
                let items = of.path().map_or_else(|| "items".to_owned(), |path| path.join("."));
                self.refuse(
                    "member-of-list",
                    range,
                    format!("a list has no `{name}`; its items may have"),
                    Some(format!("write `map({items} as i, i.{name})`, or `{items}[0].{name}` for the first")),
                )
            }
            other => self.refuse("unknown-member", range, format!("{} has no `{name}`", other.noun()), None),
        }
    }

    fn index(&mut self, of: &'a Node, at: &'a Node, range: &Range<usize>) -> Type {
        let holder = self.node(of);
        let at = self.node(at);
        match (&holder, &at) {
            (Type::Any | Type::Null, _) => Type::Any,
            (Type::List(item), Type::Number { .. } | Type::Any | Type::Null) => (**item).clone(),
            (Type::Text { .. }, Type::Number { .. } | Type::Any | Type::Null) => Type::TEXT,
            (Type::Object { known, open: false }, Type::Text { .. } | Type::Any | Type::Null) => {
                known.values().cloned().reduce(|left, right| left.or(&right)).unwrap_or(Type::Any)
            }
            (Type::Object { .. }, Type::Text { .. } | Type::Any | Type::Null) => Type::Any,
            (holder, at) => self.refuse(
                "type-clash",
                range,
                format!("{} cannot be looked up in {}", at.noun(), holder.noun()),
                None,
            ),
        }
    }

    /// The type of a node that must be a number.
    pub(super) fn number(&mut self, node: &'a Node) -> Type {
        match self.node(node) {
            found @ Type::Number { .. } => found,
            Type::Any | Type::Null => Type::NUMBER,
            other => {
                self.refuse("type-clash", &node.range, format!("expected a number, found {}", other.noun()), None);
                Type::NUMBER
            }
        }
    }

    fn repeat(&mut self, function: Loop, items: &'a Node, alias: &'a str, body: &'a Node) -> Type {
        let item = match &items.kind {
            Kind::Interval { from, to, .. } => {
                self.number(from);
                self.number(to);
                Type::NUMBER
            }
            _ => match self.node(items) {
                Type::List(item) => *item,
                Type::Any | Type::Null => Type::Any,
                other => self.refuse(
                    "type-clash",
                    &items.range,
                    format!("`{}` goes over a list, and this is {}", function.name(), other.noun()),
                    None,
                ),
            },
        };
        self.aliases.push((alias, item.clone()));
        let result = match function {
            Loop::Map => Type::List(Box::new(self.node(body))),
            Loop::FlatMap => match self.node(body) {
                found @ Type::List(_) => found,
                Type::Any | Type::Null => Type::any_list(),
                other => {
                    let message = format!("`flatMap` needs a list each, and this is {}", other.noun());
                    self.refuse("type-clash", &body.range, message, Some("use `map`".to_owned()))
                }
            },
            Loop::Filter => {
                self.condition(body);
                Type::List(Box::new(item))
            }
            Loop::Count => {
                self.condition(body);
                Type::NUMBER
            }
            Loop::All | Loop::None | Loop::Some | Loop::One => {
                self.condition(body);
                Type::Bool
            }
        };
        self.aliases.pop();
        result
    }
}
