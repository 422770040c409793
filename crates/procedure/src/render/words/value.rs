//! Values, formulas and table cells in words.

use super::{Words, duration, spaced};
use crate::expression::{Cell, Formula, written};
use crate::value::Value;

/// A value as people write it. Texts stand without quotes.
pub(crate) fn value(given: &Value) -> String {
    match given {
        Value::Null => "nothing".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => written::number(*number),
        Value::Text(text) if text.is_empty() => "an empty text".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Date(date) => date.to_string(),
        Value::Moment(moment) => moment.to_string(),
        Value::Duration(length) => duration(*length),
        Value::File(file) => format!("the file {}", file.name),
        Value::List(items) if items.is_empty() => "an empty list".to_owned(),
        Value::List(items) => items.iter().map(nested).collect::<Vec<_>>().join(", "),
        Value::Object(fields) if fields.is_empty() => "nothing".to_owned(),
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{} {}", spaced(name), nested(value))).collect();
            fields.join(", ")
        }
    }
}

/// A value within another: in brackets when it has parts of its own.
fn nested(given: &Value) -> String {
    match given {
        Value::List(_) | Value::Object(_) => format!("({})", value(given)),
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Duration(_)
        | Value::File(_) => value(given),
    }
}

/// A value or an expression, in words.
pub(super) fn formula_in(words: &Words<'_>, given: &Formula, inner: bool) -> String {
    let text = match given {
        Formula::Literal(literal) => return if inner { nested(literal) } else { value(literal) },
        Formula::Expression(expression) => return words.expression(expression),
        Formula::List(items) => items.iter().map(|item| formula_in(words, item, true)).collect::<Vec<_>>().join(", "),
        Formula::Object(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|(name, field)| format!("{} {}", spaced(name), formula_in(words, field, true)))
                .collect();
            fields.join(", ")
        }
    };
    if inner { format!("({text})") } else { text }
}

pub(crate) fn formula(words: &Words<'_>, given: &Formula) -> String {
    formula_in(words, given, false)
}

/// A cell of a table under its input's name: `at least 3`, `any`.
pub(crate) fn cell(cell: &Cell) -> String {
    if cell.is_any() {
        return "any".to_owned();
    }
    let text = cell.in_words();
    text.strip_prefix("is ").map_or(text.clone(), str::to_owned)
}
