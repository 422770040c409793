//! Names and their parts: where a path leads, and what it is called when it leads nowhere.

use std::borrow::Cow;

use super::{Evaluated, Machine, member};
use crate::expression::Failure;
use crate::expression::node::{Kind, Node};
use crate::value::Value;

impl<'a> Machine<'a> {
    pub(super) fn read(&mut self, node: &'a Node) -> Evaluated<'a> {
        let found = self.resolve(node);
        if self.trace.is_some() {
            self.note(node, &found);
        }
        found
    }

    fn note(&mut self, node: &Node, found: &Evaluated<'a>) {
        let value = match found {
            Ok(value) => value.as_ref().clone(),
            Err(Failure::Unknown { .. }) => Value::Null,
            Err(Failure::BadData { .. } | Failure::TooCostly) => return,
        };
        let path = self.describe(node);
        if let Some(trace) = &mut self.trace
            && !trace.iter().any(|(known, _)| *known == path)
        {
            trace.push((path, value));
        }
    }

    fn resolve(&mut self, node: &'a Node) -> Evaluated<'a> {
        let found = match &node.kind {
            Kind::Name(name) => match self.frames.iter().rposition(|frame| frame.alias == name) {
                Some(position) => self.frame_value(position, node)?,
                None => self.scope.get(name),
            },
            Kind::Member { of, name } => {
                self.spend(1)?;
                match self.owned_frame(of) {
                    Some(position) => self.frame_value(position, node)?,
                    None => match self.part(of, name) {
                        Some(part) => part,
                        None => {
                            let holder = match of.kind {
                                Kind::Name(_) | Kind::Member { .. } => self.resolve(of)?,
                                _ => self.node(of)?,
                            };
                            member(holder, name)?
                        }
                    },
                }
            }
            _ => return self.node(node),
        };
        match found {
            Some(value) if !value.is_null() => Ok(value),
            _ => Err(self.unknown(node)),
        }
    }

    /// The part of a root name that the scope gives by itself.
    fn part(&self, of: &'a Node, name: &str) -> Option<Option<Cow<'a, Value>>> {
        let Kind::Name(root) = &of.kind else { return None };
        if self.frames.iter().any(|frame| frame.alias == root) { None } else { self.scope.part(root, name) }
    }

    /// The frame that the path starts in, when that frame holds a value of its own.
    fn owned_frame(&self, node: &Node) -> Option<usize> {
        if self.frames.is_empty() {
            return None;
        }
        let mut node = node;
        while let Kind::Member { of, .. } = &node.kind {
            node = of;
        }
        let Kind::Name(name) = &node.kind else { return None };
        let position = self.frames.iter().rposition(|frame| frame.alias == name)?;
        matches!(self.frames[position].value, Cow::Owned(_)).then_some(position)
    }

    /// The part of a frame's value that a path names: borrowed where the frame borrows, else a copy of that part only.
    fn frame_value(&mut self, position: usize, node: &'a Node) -> Result<Option<Cow<'a, Value>>, Failure> {
        let copy = match &self.frames[position].value {
            Cow::Borrowed(value) => return Ok(Some(Cow::Borrowed(value))),
            Cow::Owned(value) => match walk(value, node)? {
                Some(part) => part.into_owned(),
                None => return Ok(None),
            },
        };
        self.spend_copy(&copy)?;
        Ok(Some(Cow::Owned(copy)))
    }

    pub(in crate::expression) fn unknown(&self, node: &Node) -> Failure {
        Failure::Unknown { name: self.describe(node) }
    }

    /// The path of a node, with the position of each loop's item.
    pub(super) fn describe(&self, node: &Node) -> String {
        match &node.kind {
            Kind::Name(name) => match self.frames.iter().rev().find(|frame| frame.alias == name) {
                Some(frame) => format!("{}[{}]", self.describe(frame.items), frame.index),
                None => name.clone(),
            },
            Kind::Member { of, name } => format!("{}.{name}", self.describe(of)),
            Kind::Index { of, at } => match &at.kind {
                Kind::Number(index) => format!("{}[{index}]", self.describe(of)),
                _ => format!("{}[…]", self.describe(of)),
            },
            _ => {
                let mut first = None;
                node.children(&mut |child| {
                    if first.is_none() {
                        first = Some(child);
                    }
                });
                first.map_or_else(|| "a computed value".to_owned(), |child| self.describe(child))
            }
        }
    }
}

/// The part of `value` that the path `node` names below its root.
fn walk<'v>(value: &'v Value, node: &Node) -> Result<Option<Cow<'v, Value>>, Failure> {
    match &node.kind {
        Kind::Member { of, name } => match walk(value, of)? {
            Some(holder) if !holder.is_null() => member(holder, name),
            _ => Ok(None),
        },
        _ => Ok(Some(Cow::Borrowed(value))),
    }
}
