//! Values from places that know only text: a terminal, a CSV file.

use super::{Violation, single};
use crate::diagnostic::Path;
use crate::document::{Field, Type};
use crate::value::{Decimal, Value};

/// Longest text that is read as JSON, in bytes.
const LONGEST_JSON: usize = 1 << 20;

/// The value that a text spells for this field. Single values are not checked against the field's limits here.
pub(super) fn read(field: &Field, text: &str) -> Result<Value, Violation> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Ok(Value::Null);
    }
    match field.kind {
        // White space around a text belongs to it.
        Type::String => Ok(Value::from(text)),
        Type::Run | Type::Date | Type::DateTime | Type::Duration => Ok(Value::from(trimmed)),
        Type::Number | Type::Integer => number(field, trimmed),
        Type::Boolean => match trimmed.to_lowercase().as_str() {
            "true" | "yes" => Ok(Value::Bool(true)),
            "false" | "no" => Ok(Value::Bool(false)),
            _ => Err(refused(field, trimmed, "write yes or no")),
        },
        Type::Array if !trimmed.starts_with('[') => list(field, trimmed),
        Type::Array | Type::Object | Type::File => json(field, trimmed),
    }
}

fn refused(field: &Field, text: &str, advice: &str) -> Violation {
    let shown = if field.sensitive { "a value that is not shown".to_owned() } else { single::shown(&text.into()) };
    let message = format!("is {shown}, and it must be {}; {advice}", single::noun(field.kind));
    Violation { path: Path::root(), code: "wrong-type", message }
}

fn number(field: &Field, text: &str) -> Result<Value, Violation> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    if let Ok(number) = Decimal::from_str_exact(digits) {
        return Ok(Value::Number(number));
    }
    let advice = if text.contains(',') {
        "write it without separators and with a decimal point, such as 1234.5"
    } else if digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        "28 digits are the most"
    } else {
        "write digits alone, such as 1234.5, without a unit"
    };
    Err(refused(field, text, advice))
}

/// `a, b, c`, where the items are single values.
fn list(field: &Field, text: &str) -> Result<Value, Violation> {
    let mut item = field.items.as_deref().cloned().unwrap_or_else(|| Field::of(Type::String));
    item.sensitive |= field.sensitive;
    if matches!(item.kind, Type::Array | Type::Object | Type::File) {
        return Err(refused(field, text, "write it as JSON, such as [{\"name\": \"value\"}]"));
    }
    let items = text.split(',').enumerate().map(|(index, part)| {
        read(&item, part.trim()).map_err(|violation| Violation { path: Path::root().index(index), ..violation })
    });
    items.collect::<Result<_, _>>().map(Value::List)
}

fn json(field: &Field, text: &str) -> Result<Value, Violation> {
    if text.len() > LONGEST_JSON {
        return Err(refused(field, "…", "the text is longer than 1 MiB"));
    }
    let advice = "write it as JSON";
    let read = serde_json::from_str(text).map_err(|error| refused(field, text, &format!("{advice} ({error})")))?;
    Value::from_plain(&read).map_err(|error| refused(field, text, &error.to_string()))
}
