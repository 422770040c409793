//! What type an expression has, and where it cannot make sense.
//!
//! Refuses a clash of types, unlike units, a member of a list, lists or objects compared whole, a text compared with
//! one it can never be, a name nothing declares, a member that is not there, and arguments of the wrong type. A value
//! of type [`Type::Any`], as a connector gives, is never refused: its members are of any type, too.

mod call;
mod infer;

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::{Expression, ExpressionError};

/// The type of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// Not known before it runs.
    Any,
    /// Only ever unknown.
    Null,
    Bool,
    Number {
        /// A unit such as `EUR`, or `=currency`, a field that names it. Without one it goes with every unit.
        unit: Option<String>,
    },
    Text {
        /// The texts it can be, where they are known.
        allowed: Option<Vec<String>>,
    },
    Date,
    Moment,
    Duration,
    File,
    /// The id of a run.
    Run,
    List(Box<Type>),
    Object {
        known: BTreeMap<String, Type>,
        /// Whether it may have further members, of any type.
        open: bool,
    },
}

impl Type {
    /// A number without a unit.
    pub const NUMBER: Type = Type::Number { unit: None };

    /// Any text.
    pub const TEXT: Type = Type::Text { allowed: None };

    /// A list of any values.
    pub fn any_list() -> Type {
        Type::List(Box::new(Type::Any))
    }

    /// An object of which nothing is known.
    pub fn any_object() -> Type {
        Type::Object { known: BTreeMap::new(), open: true }
    }

    /// The noun that a message uses for this type.
    pub fn noun(&self) -> String {
        match self {
            Type::Any => "a value".to_owned(),
            Type::Null => "nothing".to_owned(),
            Type::Bool => "true or false".to_owned(),
            Type::Number { unit: None } => "a number".to_owned(),
            Type::Number { unit: Some(unit) } => format!("a number in {}", unit.trim_start_matches('=')),
            Type::Text { .. } => "text".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::Moment => "a moment".to_owned(),
            Type::Duration => "a duration".to_owned(),
            Type::File => "a file".to_owned(),
            Type::Run => "a run".to_owned(),
            Type::List(_) => "a list".to_owned(),
            Type::Object { .. } => "an object".to_owned(),
        }
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self, Type::Any | Type::Null)
    }

    pub(super) fn is_dated(&self) -> bool {
        matches!(self, Type::Date | Type::Moment)
    }

    /// The type of a value that is of one of two types.
    #[must_use]
    pub fn or(&self, other: &Type) -> Type {
        match (self, other) {
            (Type::Null, known) | (known, Type::Null) => known.clone(),
            (Type::Number { unit: left }, Type::Number { unit: right }) => {
                let unit = if left == right || right.is_none() { left } else { right };
                Type::Number {
                    unit: if left.is_some() && right.is_some() && left != right { None } else { unit.clone() },
                }
            }
            (Type::Text { allowed: Some(left) }, Type::Text { allowed: Some(right) }) => {
                let mut allowed = left.clone();
                allowed.extend(right.iter().filter(|text| !left.contains(text)).cloned());
                Type::Text { allowed: Some(allowed) }
            }
            (Type::Text { .. }, Type::Text { .. }) => Type::TEXT,
            (Type::List(left), Type::List(right)) => Type::List(Box::new(left.or(right))),
            (left, right) if left == right => left.clone(),
            (Type::Object { known: left, open: left_open }, Type::Object { known: right, open: right_open }) => {
                let mut known = left.clone();
                for (name, of) in right {
                    let joined = known.get(name).map_or_else(|| of.clone(), |known| known.or(of));
                    known.insert(name.clone(), joined);
                }
                Type::Object { known, open: *left_open || *right_open }
            }
            _ => Type::Any,
        }
    }
}

/// What types an expression can see.
pub trait TypeScope {
    /// The type of a root name; nothing when no such name is declared.
    fn type_of(&self, name: &str) -> Option<Cow<'_, Type>>;

    /// Every root name, for "did you mean".
    fn names(&self) -> Vec<String>;
}

impl TypeScope for BTreeMap<String, Type> {
    fn type_of(&self, name: &str) -> Option<Cow<'_, Type>> {
        self.get(name).map(Cow::Borrowed)
    }

    fn names(&self) -> Vec<String> {
        self.keys().cloned().collect()
    }
}

/// The type of an expression, and everything in it that cannot make sense.
pub fn infer(expression: &Expression, scope: &dyn TypeScope) -> (Type, Vec<ExpressionError>) {
    let mut checker = infer::Checker::new(scope);
    let found = checker.node(expression.root());
    (found, checker.errors)
}

/// What is wrong with an expression as a condition: all of [`infer`], and a type that is neither true nor false.
pub fn infer_condition(expression: &Expression, scope: &dyn TypeScope) -> Vec<ExpressionError> {
    let mut checker = infer::Checker::new(scope);
    checker.condition(expression.root());
    checker.errors
}
