//! Texts with holes: `Dear {{ customer.name }}`.
//!
//! A hole without a value shows `…` and is reported; a hole that reads a sensitive name can be masked as a whole.
//! Refuses a hole that is not closed, more than [`MAX_HOLES`] holes, and output beyond [`MAX_OUTPUT`].

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::expression::{Expression, ExpressionError, Failure, Limits, Read, Scope, written};
use crate::value::Value;

/// Longest template, in bytes.
pub const MAX_SOURCE: usize = 65_536;

/// Most holes of one template.
pub const MAX_HOLES: usize = 500;

/// Longest text that a template renders to, in bytes.
pub const MAX_OUTPUT: usize = 65_536;

/// What stands for a value that is not there.
pub const UNKNOWN: &str = "…";

/// What stands for a value that must not be shown.
pub const MASK: &str = "•••";

/// A text with `{{ expression }}` holes. Equal when the sources are.
#[derive(Clone)]
pub struct Template {
    source: Arc<str>,
    parts: Arc<[Part]>,
}

#[derive(Debug)]
enum Part {
    /// Bytes of the source.
    Text(Range<usize>),
    Hole(Hole),
}

/// One hole.
#[derive(Debug, Clone)]
pub struct Hole {
    pub expression: Expression,
    /// Bytes of the template between the brackets.
    pub range: Range<usize>,
}

/// A rendered template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub text: String,
    /// The holes that show `…`, each with the bytes of its expression in the template, and why.
    pub missing: Vec<(Range<usize>, Failure)>,
}

impl Template {
    /// Reads a template; all mistakes are reported, each with its bytes.
    pub fn parse(source: &str) -> Result<Template, Vec<ExpressionError>> {
        if source.len() > MAX_SOURCE {
            let message = format!("the text has {} bytes, and {MAX_SOURCE} are the most", source.len());
            return Err(vec![error("template-too-long", 0..source.len(), &message)]);
        }
        let mut parts = Vec::new();
        let mut errors = Vec::new();
        let mut at = 0;
        let mut holes = 0;
        while let Some(found) = source[at..].find("{{") {
            let open = at + found;
            let Some(close) = closing(source, open + 2) else {
                errors.push(
                    error("open-hole", open..source.len().min(open + 2), "`{{` is not closed")
                        .fix("end the expression with `}}`; write `{{ '{{' }}` for the brackets themselves"),
                );
                break;
            };
            holes += 1;
            if holes > MAX_HOLES {
                errors.push(error("too-many-holes", open..close, &format!("a text has at most {MAX_HOLES} holes")));
                break;
            }
            if open > at {
                parts.push(Part::Text(at..open));
            }
            match Expression::parse(&source[open + 2..close]) {
                Ok(expression) => parts.push(Part::Hole(Hole { expression, range: open + 2..close })),
                Err(error) => errors.push(error.shifted(open + 2)),
            }
            at = close + 2;
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        if at < source.len() {
            parts.push(Part::Text(at..source.len()));
        }
        Ok(Template { source: source.into(), parts: parts.into() })
    }

    /// A template without holes, whatever the text holds; for texts that are no longer templates.
    pub fn plain(text: &str) -> Template {
        let parts = if text.is_empty() { Vec::new() } else { vec![Part::Text(0..text.len())] };
        Template { source: text.into(), parts: parts.into() }
    }

    /// The text as written, with its holes.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &Hole> {
        self.parts.iter().filter_map(|part| match part {
            Part::Text(_) => None,
            Part::Hole(hole) => Some(hole),
        })
    }

    /// Every name that the holes may read.
    pub fn reads(&self) -> Vec<Read> {
        self.holes().flat_map(|hole| hole.expression.reads()).collect()
    }

    /// The text with its holes filled.
    pub fn render(&self, scope: &dyn Scope, limits: &Limits) -> Result<Rendered, Failure> {
        self.render_masked(scope, limits, &|_| false)
    }

    /// What stands in each hole, in order, with [`MASK`] as in [`Template::render_masked`]: for texts that are marked up
    /// around their values.
    pub fn fills(&self, scope: &dyn Scope, limits: &Limits, sensitive: &dyn Fn(&str) -> bool) -> Vec<String> {
        let mut left = MAX_OUTPUT;
        let mut fill = |hole: &Hole| {
            if masked(&hole.expression, sensitive) {
                return MASK.to_owned();
            }
            let value = hole.expression.evaluate(scope, limits).map(|value| shown(&value, scope));
            let text = value.ok().filter(|text| text.len() <= left).unwrap_or_else(|| UNKNOWN.to_owned());
            left = left.saturating_sub(text.len());
            text
        };
        self.holes().map(&mut fill).collect()
    }

    /// The text with its holes filled, and [`MASK`] for every hole that may read a sensitive name. `sensitive` is
    /// asked for each path that a hole reads, such as `order.note`: whether something sensitive may come of it.
    pub fn render_masked(
        &self,
        scope: &dyn Scope,
        limits: &Limits,
        sensitive: &dyn Fn(&str) -> bool,
    ) -> Result<Rendered, Failure> {
        let mut rendered = Rendered { text: String::new(), missing: Vec::new() };
        for part in self.parts.iter() {
            match part {
                Part::Text(range) => rendered.text.push_str(&self.source[range.clone()]),
                Part::Hole(hole) if masked(&hole.expression, sensitive) => rendered.text.push_str(MASK),
                Part::Hole(hole) => match hole.expression.evaluate(scope, limits) {
                    Ok(value) => rendered.text.push_str(&shown(&value, scope)),
                    Err(failure) => {
                        rendered.text.push_str(UNKNOWN);
                        rendered.missing.push((hole.range.clone(), failure));
                    }
                },
            }
            if rendered.text.len() > MAX_OUTPUT {
                return Err(Failure::TooCostly);
            }
        }
        Ok(rendered)
    }
}

fn error(code: &'static str, range: Range<usize>, message: &str) -> ExpressionError {
    ExpressionError::new(code, range, message)
}

/// The byte of the `}}` that closes a hole: outside quotes, and outside the brackets of an object.
fn closing(source: &str, from: usize) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut quote = None;
    let mut depth = 0_usize;
    for (at, byte) in bytes.iter().enumerate().skip(from) {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(byte),
            (None, b'{') => depth += 1,
            (None, b'}') if depth > 0 => depth -= 1,
            (None, b'}') if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            (None, _) => {}
        }
    }
    None
}

fn masked(expression: &Expression, sensitive: &dyn Fn(&str) -> bool) -> bool {
    expression.reads().iter().any(|read| sensitive(&read.dotted()))
}

/// A value as people read it: lists with commas, objects as JSON.
fn shown(value: &Value, scope: &dyn Scope) -> String {
    match value {
        Value::List(items) => items
            .iter()
            .map(|item| written::written(item, scope.zone()).unwrap_or_else(|| item.to_plain().to_string()))
            .collect::<Vec<_>>()
            .join(", "),
        other => written::written(other, scope.zone()).unwrap_or_else(|| other.to_plain().to_string()),
    }
}

impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({:?})", self.source)
    }
}

impl PartialEq for Template {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Template {}

impl std::hash::Hash for Template {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}

impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl schemars::JsonSchema for Template {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Template".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "maxLength": MAX_SOURCE,
            "description": "Text; `{{ expression }}` shows a value.",
        })
    }
}
