//! What is written to a declared field fits its type.

use super::Report;
use super::index::Index;
use super::inferred;
use super::write::{self, Given};
use crate::diagnostic::{Diagnostic, Path};
use crate::document::{Field, Type as Kind};
use crate::expression::typing::{Type, TypeScope};
use crate::expression::{Formula, Kind as Node, Node as Expr, Operator};
use crate::value::Value;

pub(super) fn check(index: &Index<'_>, report: &mut Report<'_>) {
    for write in &index.writes {
        let Some(field) = index.procedure.data.get(write.name) else { continue };
        let listed;
        let formulas: Vec<(&Formula, Option<usize>)> = match &write.given {
            Given::Formula(formula) | Given::Part(formula) => vec![(formula, None)],
            Given::Cell(at) => {
                let (formulas, is_list) = write::column(index.steps[write.step].step, *at);
                listed = is_list;
                if listed {
                    Vec::new()
                } else {
                    formulas.into_iter().enumerate().map(|(row, formula)| (formula, Some(row))).collect()
                }
            }
            Given::Collected | Given::Result | Given::Returned(_) | Given::Gathered(_) => Vec::new(),
        };
        let scope =
            index.types.seen(index, Some(write.step), Some(super::site::Extra::Both), None, super::site::Moment::Entry);
        for (formula, row) in &formulas {
            let path = match row {
                Some(_) => write.path.parent().parent().key("rules"),
                None => write.path.clone(),
            };
            let place = row.map(|row| format!("row {} of the table: ", row + 1)).unwrap_or_default();
            for (below, message, fix) in judge(field, formula, &scope, write.name) {
                let here = if row.is_some() { path.clone() } else { super::index::join(&path, &below) };
                let found = unfit(here, format!("{place}{message}"), fix, write.name);
                let line = row.and_then(|row| report.rows(&path, formulas.len()).get(row).cloned());
                report.push(match line {
                    Some(line) => found.within(line),
                    None => found,
                });
            }
        }
        if formulas.is_empty() {
            let found = index.types.written(index, write.step, &write.given);
            if let Some(message) = clash(field, &found, write.name) {
                report.push(unfit(write.path.clone(), message, None, write.name));
            }
        }
    }
}

/// A misfit of a value or an expression with a field: where in the value, what, and what to do.
pub(super) type Misfit = (Path, String, Option<String>);

/// Whether a formula's value can be a value of the field.
pub(super) fn judge(field: &Field, formula: &Formula, scope: &dyn TypeScope, name: &str) -> Vec<Misfit> {
    match formula {
        Formula::Literal(value) => literal(field, value, name),
        Formula::Expression(expression) => {
            let mut found = Vec::new();
            for value in results(expression.root()) {
                found.extend(
                    literal(field, &value, name).into_iter().map(|(_, message, fix)| (Path::root(), message, fix)),
                );
            }
            if found.is_empty() {
                let of = inferred::of_formula(formula, scope);
                found.extend(clash(field, &of, name).map(|message| (Path::root(), message, advice(field, &of))));
            }
            found
        }
        Formula::List(_) | Formula::Object(_) => {
            let of = inferred::of_formula(formula, scope);
            clash(field, &of, name).map(|message| (Path::root(), message, None)).into_iter().collect()
        }
    }
}

fn literal(field: &Field, value: &Value, name: &str) -> Vec<Misfit> {
    // What is optional may be taken away again.
    if value.is_null() && field.optional {
        return Vec::new();
    }
    field
        .accept(value.clone())
        .err()
        .into_iter()
        .flatten()
        .map(|violation| (violation.path.clone(), violation.sentence(name), None))
        .collect()
}

/// The texts and numbers that an expression writes out as its value.
fn results(node: &Expr) -> Vec<Value> {
    match &node.kind {
        Node::Text(text) => vec![Value::from(text.as_str())],
        Node::Number(number) => vec![Value::Number(*number)],
        Node::Bool(truth) => vec![Value::Bool(*truth)],
        Node::Choose { then, other, .. } => [results(then), results(other)].concat(),
        Node::Binary { operator: Operator::Otherwise, left, right } => [results(left), results(right)].concat(),
        _ => Vec::new(),
    }
}

/// How the sentence goes on when a value of this type never fits.
pub(super) fn clash(field: &Field, found: &Type, name: &str) -> Option<String> {
    let wanted = inferred::of_field(field);
    let fits = match (field.kind, found) {
        (_, Type::Any | Type::Null) => true,
        (Kind::String, Type::Text { allowed }) => {
            let known: Vec<&str> = field.allowed.iter().filter_map(Value::as_text).collect();
            match allowed {
                Some(texts) if !known.is_empty() && !texts.iter().any(|text| known.contains(&text.as_str())) => {
                    let texts = super::listed(texts);
                    return Some(format!("`{name}` gets {texts}, and it must be one of {}", super::listed(&known)));
                }
                Some(_) | None => true,
            }
        }
        (Kind::Number | Kind::Integer, Type::Number { unit: Some(unit) }) => match &wanted {
            Type::Number { unit: Some(own) } if own != unit => {
                let shown = |unit: &str| {
                    unit.strip_prefix('=').map_or_else(|| unit.to_owned(), |field| format!("the unit in `{field}`"))
                };
                return Some(format!("`{name}` is in {}, and this is in {}", shown(own), shown(unit)));
            }
            _ => true,
        },
        (Kind::Number | Kind::Integer, Type::Number { unit: None }) => true,
        (Kind::Boolean, Type::Bool) => true,
        (Kind::Date, Type::Date | Type::Text { .. }) => true,
        (Kind::DateTime, Type::Moment | Type::Text { .. }) => true,
        (Kind::Duration, Type::Duration | Type::Text { .. }) => true,
        (Kind::File, Type::File | Type::Object { .. }) => true,
        (Kind::Run | Kind::String, Type::Run) | (Kind::Run, Type::Text { .. }) => true,
        (Kind::Array, Type::List(item)) => match &field.items {
            Some(own) => return clash(own, item, name).map(|message| format!("an item of {message}")),
            None => true,
        },
        (Kind::Object, Type::Object { .. }) => true,
        (
            Kind::String
            | Kind::Number
            | Kind::Integer
            | Kind::Boolean
            | Kind::Date
            | Kind::DateTime
            | Kind::Duration
            | Kind::File
            | Kind::Run
            | Kind::Array
            | Kind::Object,
            _,
        ) => false,
    };
    (!fits).then(|| format!("`{name}` is {}, and this is {}", wanted.noun(), found.noun()))
}

fn advice(field: &Field, found: &Type) -> Option<String> {
    Some(match (field.kind, found) {
        (Kind::Date, Type::Moment) => "Take its day: `date(…)`.".to_owned(),
        (Kind::String, Type::Number { .. } | Type::Date | Type::Moment | Type::Duration) => {
            "Make a text of it: `string(…)`.".to_owned()
        }
        (Kind::Number | Kind::Integer, Type::Text { .. }) => "Read the number: `number(…)`.".to_owned(),
        (Kind::Number | Kind::Integer, Type::Number { unit: Some(_) }) => {
            "Divide by its own unit and multiply by a rate.".to_owned()
        }
        _ => return None,
    })
}

fn unfit(path: Path, message: String, fix: Option<String>, name: &str) -> Diagnostic {
    Diagnostic::error("unfit-value", path, message)
        .because(format!("`data` declares what `{name}` may be; the run would stop here with `bad-data`."))
        .fix(fix.unwrap_or_else(|| "Change the value, or what the field allows.".to_owned()))
        .related(Path::root().key("data").key(name), "the field")
}

/// A value as a message shows it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("`{text}`"),
        other => format!("`{}`", other.to_plain()),
    }
}
