//! The right question for each kind of field: choices by number, yes or no, dates, numbers with their unit, files, lists.
//!
//! What is typed is judged at once by the field itself, and asked again until it fits.

use std::path::Path;

use anyhow::Result;
use procedure::document::{Field, Type, Unit};
use procedure::value::{Value, Values};

use super::ask::{Terminal, Typed};
use crate::output;

/// Keeps a file and gives the value that names it.
pub type Attach<'a> = dyn FnMut(&Path) -> Result<Value> + 'a;

/// What asking for a field came to.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    Value(Value),
    /// The value that is there stays; for an optional field without one, there stays none.
    Kept,
    /// The person typed `!`.
    Exception,
    /// The input ended.
    End,
}

/// Asks for one field until what is typed fits. `current` is offered for Enter.
pub fn field(
    terminal: &mut Terminal,
    name: &str,
    field: &Field,
    current: Option<&Value>,
    attach: &mut Attach<'_>,
) -> Result<Asked> {
    let question = field.ask.clone().or_else(|| field.title.clone()).unwrap_or_else(|| spoken(name));
    if let Some(description) = &field.description {
        output::note(format_args!("  {}", output::plain(description)));
    }
    let current = current.filter(|value| !value.is_null()).or(field.default.as_ref());
    if !field.allowed.is_empty() && field.kind != Type::Array {
        let shown: Vec<String> = field.allowed.iter().map(plain).collect();
        output::note(output::plain(&question));
        for (at, option) in shown.iter().enumerate() {
            output::note(format_args!("  {}  {}", at + 1, output::plain(option)));
        }
    }
    let prompt = prompt(&question, field, current);
    loop {
        let typed = if field.sensitive { terminal.ask_hidden(&prompt)? } else { terminal.ask(&prompt)? };
        let text = match typed {
            Typed::End => return Ok(Asked::End),
            Typed::Exception => return Ok(Asked::Exception),
            Typed::Help => {
                output::note(format_args!("  {}", output::plain(&help(field))));
                continue;
            }
            Typed::Text(text) => text,
        };
        if text.trim().is_empty() && (current.is_some() || field.optional) {
            return Ok(Asked::Kept);
        }
        if text.trim() == "-" && field.optional {
            return Ok(Asked::Value(Value::Null));
        }
        let read = match field.kind {
            Type::File => match attach(Path::new(text.trim())) {
                Ok(file) => field.accept(file),
                Err(error) => {
                    terminal.wrong(&format!("{error:#}"));
                    continue;
                }
            },
            Type::Array if !text.trim_start().starts_with('[') => match list(terminal, field, text, attach)? {
                Some(items) => field.accept(items),
                None => return Ok(Asked::End),
            },
            Type::Object if !field.properties.is_empty() && !text.trim_start().starts_with('{') => {
                match object(terminal, field, attach)? {
                    Some(parts) => field.accept(parts),
                    None => return Ok(Asked::End),
                }
            }
            Type::Boolean => field.accept_text(match text.trim() {
                "y" | "Y" => "yes",
                "n" | "N" => "no",
                other => other,
            }),
            _ => match chosen(field, text.trim()) {
                Some(value) => field.accept(value),
                None => field.accept_text(&text),
            },
        };
        match read {
            Ok(value) => return Ok(Asked::Value(value)),
            Err(violations) => {
                for violation in violations {
                    terminal.wrong(&violation.sentence(name));
                }
            }
        }
    }
}

/// The value at a number that was typed, unless what was typed is one of the values itself.
fn chosen(field: &Field, typed: &str) -> Option<Value> {
    if field.allowed.iter().any(|value| plain(value) == typed) {
        return None;
    }
    let number = typed.parse::<usize>().ok()?;
    field.allowed.get(number.checked_sub(1)?).cloned()
}

/// A list, an item a line; the first was typed already. An empty line ends it.
fn list(terminal: &mut Terminal, list: &Field, first: String, attach: &mut Attach<'_>) -> Result<Option<Value>> {
    let any = Field::of(Type::String);
    let item = list.items.as_deref().unwrap_or(&any);
    let mut items = Vec::new();
    let mut typed = first;
    while !typed.trim().is_empty() {
        let read = match item.kind {
            Type::File => attach(Path::new(typed.trim())).map_err(|error| format!("{error:#}")),
            _ => match chosen(item, typed.trim()) {
                Some(value) => Ok(value),
                None => item.accept_text(&typed).map_err(|found| {
                    found.iter().map(|violation| violation.sentence("item")).collect::<Vec<_>>().join("; ")
                }),
            },
        };
        match read {
            Ok(value) => items.push(value),
            Err(message) => terminal.wrong(&message),
        }
        typed = match terminal.ask(&format!("  {}. (Enter ends the list)", items.len() + 1))? {
            Typed::Text(text) => text,
            Typed::Help | Typed::Exception => continue,
            Typed::End => return Ok(None),
        };
    }
    Ok(Some(Value::List(items)))
}

/// An object, a part at a time.
fn object(terminal: &mut Terminal, object: &Field, attach: &mut Attach<'_>) -> Result<Option<Value>> {
    let mut parts = Values::new();
    for (name, part) in &object.properties {
        match field(terminal, name, part, None, attach)? {
            Asked::Value(value) => {
                parts.insert(name.to_string(), value);
            }
            Asked::Kept | Asked::Exception => {}
            Asked::End => return Ok(None),
        }
    }
    Ok(Some(Value::Object(parts)))
}

fn prompt(question: &str, field: &Field, current: Option<&Value>) -> String {
    let unit = match &field.unit {
        Some(Unit::Fixed(unit)) => Some(unit.clone()),
        Some(Unit::Field(name)) => Some(format!("in {name}")),
        None => None,
    };
    let hint = match field.kind {
        _ if !field.allowed.is_empty() && field.kind != Type::Array => Some("number".to_owned()),
        Type::Boolean => Some("y/n".to_owned()),
        Type::Date => Some("YYYY-MM-DD".to_owned()),
        Type::DateTime => Some("YYYY-MM-DDThh:mm+hh:mm".to_owned()),
        Type::Duration => Some("such as 4h or 2 working days".to_owned()),
        Type::File => Some("path of a file".to_owned()),
        Type::Array => Some("one a line".to_owned()),
        Type::Object if field.properties.is_empty() => Some("JSON".to_owned()),
        Type::Object => Some("Enter to begin".to_owned()),
        Type::Number | Type::Integer => unit,
        Type::String | Type::Run => None,
    };
    let optional = field.optional.then(|| "optional".to_owned());
    let hints: Vec<String> = hint.into_iter().chain(optional).collect();
    let hints = if hints.is_empty() { String::new() } else { format!(" ({})", hints.join(", ")) };
    let current = match current {
        Some(_) if field.sensitive => " [•••]".to_owned(),
        Some(value) => format!(" [{}]", plain(value)),
        None => String::new(),
    };
    format!("{question}{hints}{current}")
}

/// What may be typed here.
fn help(field: &Field) -> String {
    let choices: Vec<String> = field.allowed.iter().map(plain).collect();
    let one_of = format!("one of {}; type its number or the word itself", choices.join(", "));
    let kind = match field.kind {
        _ if !choices.is_empty() && field.kind != Type::Array => one_of.as_str(),
        Type::String => "text; over several lines between lines of \"\"\"",
        Type::Number => "a number with a decimal point",
        Type::Integer => "a whole number",
        Type::Boolean => "y or n",
        Type::Date => "a day, such as 2026-03-31",
        Type::DateTime => "a moment with its offset, such as 2026-03-31T14:00+02:00",
        Type::Duration => "a length of time, such as 90m, 4h, 2d or 3 working days",
        Type::File => "the path of a file on this machine; its content is kept with the run",
        Type::Run => "the id of a run",
        Type::Array => "one item a line, an empty line at the end; or a JSON list",
        Type::Object => "the parts one by one; or a JSON object",
    };
    let clears = if field.optional { " `-` leaves it without a value." } else { "" };
    format!("Wanted: {kind}.{clears} `!` says that something is out of the ordinary. Ctrl-D leaves; the run stays.")
}

fn plain(value: &Value) -> String {
    match value.to_plain() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A name as a question: `order_id` is "Order id".
fn spoken(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
