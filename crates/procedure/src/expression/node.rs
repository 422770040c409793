//! The tree of an expression: owned, `Send + Sync`, every node with its bytes in the source.

use std::ops::Range;

use regex::Regex;
use rust_decimal::Decimal;

use super::function::{Function, Loop, Method};

/// One part of an expression.
#[derive(Debug, Clone)]
pub struct Node {
    pub kind: Kind,
    /// Bytes of the source.
    pub range: Range<usize>,
    /// Levels of nodes below and with this one; bounded by [`super::MAX_HEIGHT`].
    pub(super) height: u16,
}

/// What a [`Node`] is.
#[derive(Debug, Clone)]
pub enum Kind {
    Null,
    Bool(bool),
    Number(Decimal),
    Text(String),
    /// A root name, or the name that a loop gives its item.
    Name(String),
    /// `of.name`
    Member {
        of: Box<Node>,
        name: String,
    },
    /// `of[at]`
    Index {
        of: Box<Node>,
        at: Box<Node>,
    },
    /// `of[from:to]`, both ends included and counted from 0.
    Slice {
        of: Box<Node>,
        from: Option<Box<Node>>,
        to: Option<Box<Node>>,
    },
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
    Not(Box<Node>),
    Negate(Box<Node>),
    Binary {
        operator: Operator,
        left: Box<Node>,
        right: Box<Node>,
    },
    /// `value in set`, `value not in set`
    In {
        value: Box<Node>,
        set: Box<Node>,
        negated: bool,
    },
    /// `[from..to]`, `(from..to)` and mixtures; only after `in` and as what a loop goes over.
    Interval {
        from: Box<Node>,
        to: Box<Node>,
        from_included: bool,
        to_included: bool,
    },
    /// `condition ? then : other`
    Choose {
        condition: Box<Node>,
        then: Box<Node>,
        other: Box<Node>,
    },
    Call {
        function: Function,
        arguments: Vec<Node>,
        /// The pattern of `matches` and `extract` where it is written out.
        pattern: Option<Regex>,
    },
    Method {
        method: Method,
        of: Box<Node>,
        arguments: Vec<Node>,
    },
    /// `map(items as alias, body)`
    Loop {
        function: Loop,
        items: Box<Node>,
        alias: String,
        body: Box<Node>,
    },
}

/// A sign between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    /// `a ?? b`
    Otherwise,
}

impl Operator {
    /// The sign as it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Operator::Or => "or",
            Operator::And => "and",
            Operator::Equal => "==",
            Operator::NotEqual => "!=",
            Operator::Less => "<",
            Operator::LessOrEqual => "<=",
            Operator::Greater => ">",
            Operator::GreaterOrEqual => ">=",
            Operator::Add => "+",
            Operator::Subtract => "-",
            Operator::Multiply => "*",
            Operator::Divide => "/",
            Operator::Remainder => "%",
            Operator::Power => "^",
            Operator::Otherwise => "??",
        }
    }

    /// How tightly it binds; ZEN's own numbers.
    pub(super) fn binding(self) -> u8 {
        match self {
            Operator::Or => 10,
            Operator::And => 15,
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessOrEqual
            | Operator::Greater
            | Operator::GreaterOrEqual => 20,
            Operator::Add | Operator::Subtract => 30,
            Operator::Multiply | Operator::Divide | Operator::Remainder => 60,
            Operator::Power => 70,
            Operator::Otherwise => 80,
        }
    }
}

impl Node {
    pub(super) fn new(kind: Kind, range: Range<usize>) -> Self {
        let mut below = 0;
        kind.children(&mut |child| below = below.max(child.height));
        Node { kind, range, height: below.saturating_add(1) }
    }

    /// The names of a plain path, as `["order", "note"]` of `order.note`; nothing for any other node.
    pub fn path(&self) -> Option<Vec<&str>> {
        let mut names = Vec::new();
        let mut node = self;
        loop {
            match &node.kind {
                Kind::Name(name) => {
                    names.push(name.as_str());
                    names.reverse();
                    return Some(names);
                }
                Kind::Member { of, name } => {
                    names.push(name.as_str());
                    node = of;
                }
                _ => return None,
            }
        }
    }

    /// Calls `visit` for each direct part, in the order they are written.
    pub fn children<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        self.kind.children(visit);
    }
}

impl Kind {
    fn children<'a>(&'a self, visit: &mut dyn FnMut(&'a Node)) {
        match self {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Name(_) => {}
            Kind::Member { of, .. } => visit(of),
            Kind::Index { of, at } => {
                visit(of);
                visit(at);
            }
            Kind::Slice { of, from, to } => {
                visit(of);
                from.iter().for_each(|node| visit(node));
                to.iter().for_each(|node| visit(node));
            }
            Kind::List(items) => items.iter().for_each(visit),
            Kind::Object(fields) => fields.iter().for_each(|(_, node)| visit(node)),
            Kind::Not(node) | Kind::Negate(node) => visit(node),
            Kind::Binary { left, right, .. } => {
                visit(left);
                visit(right);
            }
            Kind::In { value, set, .. } => {
                visit(value);
                visit(set);
            }
            Kind::Interval { from, to, .. } => {
                visit(from);
                visit(to);
            }
            Kind::Choose { condition, then, other } => {
                visit(condition);
                visit(then);
                visit(other);
            }
            Kind::Call { arguments, .. } => arguments.iter().for_each(visit),
            Kind::Method { of, arguments, .. } => {
                visit(of);
                arguments.iter().for_each(visit);
            }
            Kind::Loop { items, body, .. } => {
                visit(items);
                visit(body);
            }
        }
    }
}
