//! Expressions, table cells and formulas: the one place that gives their text a meaning.
//!
//! The language is ZEN (<https://gorules.io/docs/rules-engine/expression-language>), read by our own parser into our own
//! tree and evaluated over [`Value`] by our own rules:
//!
//! * **Unknown.** A name without a value, and `null`, are unknown; reading one makes the whole expression unknown
//!   ([`Failure::Unknown`]). Only `??`, `== null`, `!= null`, and a side that `and`, `or`, `? :` never reaches do not
//!   read. `and` and `or` read their left side first. So an evaluation never gives [`Value::Null`].
//! * **Clash.** Values that do not fit are [`Failure::BadData`], never a quiet false: `'5' == 5`, a zero divisor, an
//!   invalid date, an overflow. Text beside a date is read as an ISO date; a moment beside a date is seen as the day
//!   it falls on in the calendar's zone.
//! * **Bounded.** Source, nesting, work and sizes have limits; an evaluation always ends.
//!
//! Refuses everything that reads a clock or chance, `#`, `=` and `;` inside an expression, and what reads differently
//! from what it means. Refusals against ZEN's own grammar: computed object keys, template strings, `]1..5[`, chained
//! comparisons, `not a == b`, loops without a name for their item.

mod arithmetic;
mod cell;
mod compare;
mod day;
mod decided;
mod error;
mod evaluate;
mod formula;
mod function;
mod invoke;
mod node;
mod parser;
pub mod pattern;
mod read;
pub mod region;
mod scope;
mod token;
pub mod typing;
mod words;
pub mod written;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::diagnostic::did_you_mean;
use crate::value::Value;

pub use cell::{Cell, Column, Term, Test};
pub use decided::Terms;
pub use error::{ExpressionError, Failure};
pub use formula::{Formula, FormulaError};
pub use function::{Function, Loop, Method};
pub use node::{Kind, Node, Operator};
pub use read::{Read, Why};
pub use region::Region;
pub use scope::{Known, Limits, Scope};
pub use typing::{Type, TypeScope};

/// Longest source of one expression, in bytes.
pub const MAX_SOURCE: usize = 4_096;

/// Deepest nesting of brackets, prefixes, `? :` and powers.
pub const MAX_NESTING: usize = 64;

/// Highest tree, which bounds chains such as `a + b + c`.
pub const MAX_HEIGHT: usize = 128;

/// One expression: its source as written, and its tree. Equal when the sources are.
#[derive(Clone)]
pub struct Expression {
    source: Arc<str>,
    root: Arc<Node>,
}

impl Expression {
    /// Reads an expression. White space around it and one leading `=` are dropped; ranges in errors count from the
    /// start of `text` as given.
    pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
        let trimmed = text.trim();
        let source = trimmed.strip_prefix('=').filter(|rest| !rest.starts_with('=')).unwrap_or(trimmed).trim_start();
        // Both slices lie within `text`, so the distance of their starts is the number of bytes dropped.
        let offset = source.as_ptr() as usize - text.as_ptr() as usize;
        Expression::parse_source(source).map_err(|error| error.shifted(offset))
    }

    fn parse_source(source: &str) -> Result<Expression, ExpressionError> {
        if source.len() > MAX_SOURCE {
            return Err(ExpressionError::new(
                "expression-too-long",
                0..source.len(),
                format!("the expression has {} bytes, and {MAX_SOURCE} are the most", source.len()),
            )
            .fix("compute parts of it in a `set` step, or use a table"));
        }
        let root = parser::parse(&token::tokens(source)?)?;
        Ok(Expression { source: source.into(), root: Arc::new(root) })
    }

    /// The source as written, without the leading `=`.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The tree.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The value of the expression; never [`Value::Null`].
    pub fn evaluate(&self, scope: &dyn Scope, limits: &Limits) -> Result<Value, Failure> {
        evaluate::evaluate(&self.root, scope, limits)
    }

    /// The truth of a condition; any other value is a clash.
    pub fn holds(&self, scope: &dyn Scope, limits: &Limits) -> Result<bool, Failure> {
        match self.evaluate(scope, limits)? {
            Value::Bool(truth) => Ok(truth),
            other => Err(Failure::bad(format!("`{self}` is {}, where a condition is true or false", other.kind()))),
        }
    }

    /// The expression in plain English. `label` gives what people call a dotted name.
    pub fn in_words(&self, label: &dyn Fn(&str) -> Option<String>) -> String {
        words::words(&self.root, label)
    }

    /// The truth of a condition in a scope, and the comparisons with their values that made it so, such as
    /// `amount 620 EUR > 500 EUR`; nothing where it has no truth.
    pub fn decided(&self, scope: &dyn Scope, limits: &Limits, terms: &dyn Terms) -> Option<(bool, Vec<String>)> {
        decided::decided(&self.root, scope, limits, terms)
    }

    /// Every name that evaluating may read, each path once, in the order they stand.
    pub fn reads(&self) -> Vec<Read> {
        read::reads(&self.root)
    }

    /// The paths that evaluating did read, with their values, in order: what a decision rested on.
    pub fn explain(&self, scope: &dyn Scope, limits: &Limits) -> Vec<(String, Value)> {
        evaluate::explain(&self.root, scope, limits)
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Expression({:?})", self.source)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Expression {}

impl Hash for Expression {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.source.hash(state);
    }
}

impl Serialize for Expression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.source)
    }
}

impl schemars::JsonSchema for Expression {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Expression".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "maxLength": MAX_SOURCE,
            "description": "An expression: names, numbers, 'texts', `and`, `or`, `not`, `==`, `<`, `in`, `x ? a : b`, `a ?? b`, `map(items as i, i.price)`.",
        })
    }
}
