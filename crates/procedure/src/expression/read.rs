//! Which names an expression reads, and how surely.

use std::ops::Range;

use super::node::{Kind, Node, Operator};

/// One path that an expression reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The root name and the members after it that are written out, as in `["order", "note"]`.
    pub path: Vec<String>,
    pub why: Why,
    /// Bytes of the source where the path first stands.
    pub range: Range<usize>,
}

/// How surely a path is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Every evaluation reads it: without a value the expression is unknown.
    Always,
    /// On a side that `and`, `or`, `? :`, `??` or an empty list may leave out.
    Perhaps,
    /// Only tested for a value: left of `??`, or beside `== null`.
    Tested,
}

impl Read {
    /// The name the path starts with.
    pub fn root(&self) -> &str {
        self.path.first().map_or("", String::as_str)
    }

    /// The path with dots.
    pub fn dotted(&self) -> String {
        self.path.join(".")
    }
}

pub(super) fn reads(root: &Node) -> Vec<Read> {
    let mut found = Reads { reads: Vec::new(), aliases: Vec::new() };
    found.node(root, Why::Always);
    found.reads
}

struct Reads<'a> {
    reads: Vec<Read>,
    aliases: Vec<&'a str>,
}

impl<'a> Reads<'a> {
    fn node(&mut self, node: &'a Node, why: Why) {
        if let Some(path) = node.path() {
            return self.path(&path, why, node.range.clone());
        }
        match &node.kind {
            Kind::Binary { operator: Operator::And | Operator::Or, left, right } => {
                self.node(left, why);
                self.node(right, why.max(Why::Perhaps));
            }
            Kind::Binary { operator: Operator::Otherwise, left, right } => {
                self.node(left, Why::Tested);
                self.node(right, why.max(Why::Perhaps));
            }
            Kind::Binary { operator: Operator::Equal | Operator::NotEqual, left, right }
                if is_null(left) || is_null(right) =>
            {
                self.node(left, Why::Tested);
                self.node(right, Why::Tested);
            }
            Kind::Choose { condition, then, other } => {
                self.node(condition, why);
                self.node(then, why.max(Why::Perhaps));
                self.node(other, why.max(Why::Perhaps));
            }
            Kind::Loop { items, alias, body, .. } => {
                self.node(items, why);
                self.aliases.push(alias);
                self.node(body, why.max(Why::Perhaps));
                self.aliases.pop();
            }
            _ => node.children(&mut |child| self.node(child, why)),
        }
    }

    fn path(&mut self, path: &[&str], why: Why, range: Range<usize>) {
        if path.first().is_some_and(|root| self.aliases.contains(root)) {
            return;
        }
        match self.reads.iter_mut().find(|read| read.path.iter().eq(path.iter())) {
            Some(read) => read.why = read.why.min(why),
            None => {
                self.reads.push(Read { path: path.iter().map(|name| (*name).to_owned()).collect(), why, range });
            }
        }
    }
}

pub(super) fn is_null(node: &Node) -> bool {
    matches!(node.kind, Kind::Null)
}
