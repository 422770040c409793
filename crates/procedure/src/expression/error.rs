//! What can go wrong with an expression: when it is read, and when it is evaluated.

use std::ops::Range;

/// Why a text is no expression, cell or template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// Stable, kebab-case: `expression-syntax`, `unknown-function`.
    pub code: &'static str,
    /// What was found, in one sentence.
    pub message: String,
    /// The bytes of the source that matter.
    pub range: Range<usize>,
    /// What to do.
    pub fix: Option<String>,
}

impl ExpressionError {
    pub(crate) fn new(code: &'static str, range: Range<usize>, message: impl Into<String>) -> Self {
        ExpressionError { code, message: message.into(), range, fix: None }
    }

    #[must_use]
    pub(crate) fn fix(mut self, fix: impl Into<String>) -> Self {
        self.fix = Some(fix.into());
        self
    }

    /// The same finding in a text that holds the source at byte `offset`.
    #[must_use]
    pub fn shifted(mut self, offset: usize) -> Self {
        self.range = self.range.start + offset..self.range.end + offset;
        self
    }
}

/// Why an expression has no value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// It read a name that has no value, or `null`. Neither true nor false follows.
    #[error("`{name}` has no value yet")]
    Unknown {
        /// The path that was read, as in `order.note` or `items[2].price`; `null` for a written `null`.
        name: String,
    },
    /// The values do not fit: a zero divisor, an invalid date, an overflow, a clash of types.
    #[error("{message}")]
    BadData { message: String },
    /// It did more work, or built a larger value, than [`super::Limits`] allows.
    #[error("the expression needs more work than one evaluation may do; give it less data, or split it")]
    TooCostly,
}

impl Failure {
    pub(crate) fn bad(message: impl Into<String>) -> Self {
        Failure::BadData { message: message.into() }
    }

    /// The name that the unknown path starts with, as in `order` of `order.note`.
    pub fn unknown_root(&self) -> Option<&str> {
        match self {
            Failure::Unknown { name } => Some(name.split(['.', '[']).next().unwrap_or(name)),
            Failure::BadData { .. } | Failure::TooCostly => None,
        }
    }
}
