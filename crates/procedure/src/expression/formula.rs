//! Formulas: a value that starts with `=` is an expression, any other is itself, also inside lists and objects.
//!
//! A literal text that starts with `=` is written `'=…`; one that itself starts with quotes and `=` gets one more quote.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::{Expression, ExpressionError, Failure, Limits, Read, Scope};
use crate::diagnostic::Path;
use crate::value::{Value, Values};

/// A value of a document: written out, computed, or a list or object with computed parts.
///
/// Normal form: a list or object without any expression is a [`Formula::Literal`].
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    Literal(Value),
    Expression(Expression),
    List(Vec<Formula>),
    Object(IndexMap<String, Formula>),
}

/// An expression inside a value that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaError {
    /// Where inside the value.
    pub path: Path,
    /// Ranges count from the start of the text at that place.
    pub error: ExpressionError,
}

impl Formula {
    /// Reads one text: an expression after `=`, else the text, without the quote that protects a leading `=`.
    pub fn from_text(text: &str) -> Result<Formula, ExpressionError> {
        if text.starts_with('=') {
            return Expression::parse(text).map(Formula::Expression);
        }
        Ok(Formula::Literal(Value::Text(unescaped(text).to_owned())))
    }

    /// Reads a value whose texts may be expressions; all mistakes are reported.
    pub fn from_plain(value: &Value) -> Result<Formula, Vec<FormulaError>> {
        let mut errors = Vec::new();
        let formula = read(value, &Path::root(), &mut errors);
        if errors.is_empty() { Ok(formula) } else { Err(errors) }
    }

    /// A list in normal form.
    pub fn list(items: Vec<Formula>) -> Formula {
        if items.iter().all(|item| matches!(item, Formula::Literal(_))) {
            return Formula::Literal(Value::List(items.into_iter().filter_map(Formula::into_literal).collect()));
        }
        Formula::List(items)
    }

    /// An object in normal form.
    pub fn object(fields: IndexMap<String, Formula>) -> Formula {
        if fields.values().all(|field| matches!(field, Formula::Literal(_))) {
            let literal = fields.into_iter().filter_map(|(name, field)| Some((name, field.into_literal()?)));
            return Formula::Literal(Value::Object(literal.collect()));
        }
        Formula::Object(fields)
    }

    fn into_literal(self) -> Option<Value> {
        match self {
            Formula::Literal(value) => Some(value),
            Formula::Expression(_) | Formula::List(_) | Formula::Object(_) => None,
        }
    }

    /// The plain JSON that [`Formula::from_plain`] reads back as this formula.
    pub fn to_plain(&self) -> Json {
        match self {
            Formula::Literal(value) => protect(value.to_plain()),
            Formula::Expression(expression) => Json::String(format!("={}", expression.source())),
            Formula::List(items) => Json::Array(items.iter().map(Formula::to_plain).collect()),
            Formula::Object(fields) => {
                Json::Object(fields.iter().map(|(name, field)| (name.clone(), field.to_plain())).collect())
            }
        }
    }

    /// The value. What is unknown becomes [`Value::Null`]; a type may forbid that, which is the caller's to judge.
    pub fn evaluate(&self, scope: &dyn Scope, limits: &Limits) -> Result<Value, Failure> {
        match self {
            Formula::Literal(value) => Ok(value.clone()),
            Formula::Expression(expression) => match expression.evaluate(scope, limits) {
                Err(Failure::Unknown { .. }) => Ok(Value::Null),
                decided => decided,
            },
            Formula::List(items) => {
                items.iter().map(|item| item.evaluate(scope, limits)).collect::<Result<_, _>>().map(Value::List)
            }
            Formula::Object(fields) => fields
                .iter()
                .map(|(name, field)| Ok((name.clone(), field.evaluate(scope, limits)?)))
                .collect::<Result<Values, Failure>>()
                .map(Value::Object),
        }
    }

    /// The expressions in it, each with its place inside the value.
    pub fn expressions(&self) -> Vec<(Path, &Expression)> {
        let mut found = Vec::new();
        self.visit(&Path::root(), &mut found);
        found
    }

    fn visit<'a>(&'a self, path: &Path, found: &mut Vec<(Path, &'a Expression)>) {
        match self {
            Formula::Literal(_) => {}
            Formula::Expression(expression) => found.push((path.clone(), expression)),
            Formula::List(items) => {
                items.iter().enumerate().for_each(|(index, item)| item.visit(&path.index(index), found));
            }
            Formula::Object(fields) => fields.iter().for_each(|(name, field)| field.visit(&path.key(name), found)),
        }
    }

    /// Every name that evaluating may read. None is needed: an unknown one gives null.
    pub fn reads(&self) -> Vec<Read> {
        self.expressions().into_iter().flat_map(|(_, expression)| expression.reads()).collect()
    }
}

fn read(value: &Value, path: &Path, errors: &mut Vec<FormulaError>) -> Formula {
    match value {
        Value::Text(text) => Formula::from_text(text).unwrap_or_else(|error| {
            errors.push(FormulaError { path: path.clone(), error });
            Formula::Literal(Value::Null)
        }),
        Value::List(items) => Formula::list(
            items.iter().enumerate().map(|(index, item)| read(item, &path.index(index), errors)).collect(),
        ),
        Value::Object(fields) => Formula::object(
            fields.iter().map(|(name, field)| (name.clone(), read(field, &path.key(name), errors))).collect(),
        ),
        other => Formula::Literal(other.clone()),
    }
}

/// Whether the text is quotes and then `=`.
fn quoted(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with('=')
}

fn unescaped(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| quoted(rest)).unwrap_or(text)
}

fn protect(json: Json) -> Json {
    match json {
        Json::String(text) if quoted(&text) => Json::String(format!("'{text}")),
        Json::Array(items) => Json::Array(items.into_iter().map(protect).collect()),
        Json::Object(fields) => Json::Object(fields.into_iter().map(|(name, field)| (name, protect(field))).collect()),
        other => other,
    }
}

impl Serialize for Formula {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_plain().serialize(serializer)
    }
}

impl schemars::JsonSchema for Formula {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Formula".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A value. A text that starts with `=` is an expression, also inside lists and objects; `'=` starts a text that itself starts with `=`.",
        })
    }
}
