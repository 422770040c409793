//! Single values: which kinds become which, and what limits them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::document::{Field, TextFormat, Type};
use crate::expression::{pattern, written};
use crate::value::{Decimal, File, Value, Values};

/// Longest text that is read as a date, a moment or a duration, in bytes.
const LONGEST_POINT: usize = 64;

/// Longest id of a run, in bytes.
const LONGEST_RUN: usize = 200;

/// Most characters of a value that a message shows.
const SHOWN: usize = 60;

/// What is wrong, and how the sentence goes on after the value.
pub(super) struct Wrong {
    pub code: &'static str,
    pub rest: String,
    /// Whether the sentence starts with the value.
    pub shows: bool,
}

/// A value that is not of the type, with what is wrong where there is more to say than the type's name.
pub(super) type Misfit = Box<(Value, Option<Wrong>)>;

fn misfit(value: Value, code: &'static str, rest: impl Into<String>) -> Misfit {
    Box::new((value, Some(wrong(code, rest))))
}

fn wrong(code: &'static str, rest: impl Into<String>) -> Wrong {
    Wrong { code, rest: rest.into(), shows: true }
}

/// The field's type as a message names it.
pub(super) fn noun(kind: Type) -> &'static str {
    match kind {
        Type::String => "text",
        Type::Number => "a number",
        Type::Integer => "a whole number",
        Type::Boolean => "true or false",
        Type::Date => "a date such as 2026-01-31",
        Type::DateTime => "a date and time such as 2026-01-31T09:30:00+01:00",
        Type::Duration => "a duration such as 4h or 3 working days",
        Type::File => "a file",
        Type::Run => "the id of a run",
        Type::Array => "a list",
        Type::Object => "an object",
    }
}

/// A value without quotes, as a list of allowed ones shows it.
pub(super) fn written(value: &Value) -> String {
    match value.to_plain() {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A value as a message shows it: text in quotes, anything long cut.
pub(super) fn shown(value: &Value) -> String {
    let text = match value {
        Value::Number(number) => written::number(*number),
        Value::Text(text) => return format!("'{}'", cut(text)),
        other => written(other),
    };
    cut(&text)
}

fn cut(text: &str) -> String {
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() { format!("{start}…") } else { start }
}

/// The value as this type.
pub(super) fn coerce(kind: Type, value: Value) -> Result<Value, Misfit> {
    match (kind, value) {
        (Type::String, Value::Text(text)) => Ok(Value::Text(text)),
        (Type::Number, Value::Number(number)) => Ok(Value::Number(number)),
        (Type::Integer, Value::Number(number)) if number.fract().is_zero() => Ok(Value::Number(number.trunc())),
        (Type::Integer, Value::Number(number)) => {
            Err(misfit(Value::Number(number), "not-whole", ", and it must be a whole number"))
        }
        (Type::Boolean, Value::Bool(truth)) => Ok(Value::Bool(truth)),
        (Type::Date, Value::Date(date)) => Ok(Value::Date(date)),
        (Type::Date, Value::Text(text)) => date(text),
        (Type::Date, Value::Moment(moment)) => {
            let rest = ", which is a moment; take its day, in the calendar's zone, with `date(…)`";
            Err(misfit(Value::Moment(moment), "wrong-type", rest))
        }
        (Type::DateTime, Value::Moment(moment)) => Ok(Value::Moment(moment)),
        (Type::DateTime, Value::Text(text)) => moment(text),
        (Type::DateTime, Value::Date(date)) => {
            let rest = format!(", a date without a time; write for instance {date}T09:00:00+01:00");
            Err(misfit(Value::Date(date), "wrong-type", rest))
        }
        (Type::Duration, Value::Duration(duration)) => Ok(Value::Duration(duration)),
        (Type::Duration, Value::Text(text)) => match text.parse() {
            Ok(duration) => Ok(Value::Duration(duration)),
            Err(_) => {
                let rest = ", which is no duration; write 30s, 15m, 4h, 2d, 1w, `1h 30m`, `3 working days`";
                Err(misfit(Value::Text(text), "wrong-type", rest))
            }
        },
        (Type::File, Value::File(file)) => checked(file),
        (Type::File, Value::Object(parts)) => file(parts),
        (Type::Run, Value::Text(text)) if !text.is_empty() && text.len() <= LONGEST_RUN => Ok(Value::Text(text)),
        (Type::Run, Value::Text(text)) => {
            Err(misfit(Value::Text(text), "wrong-type", ", and it must be the id of a run"))
        }
        (Type::Array, Value::List(items)) => Ok(Value::List(items)),
        (Type::Object, Value::Object(parts)) => Ok(Value::Object(parts)),
        (
            Type::String
            | Type::Number
            | Type::Integer
            | Type::Boolean
            | Type::Date
            | Type::DateTime
            | Type::Duration
            | Type::File
            | Type::Run
            | Type::Array
            | Type::Object,
            other,
        ) => Err(Box::new((other, None))),
    }
}

fn date(text: String) -> Result<Value, Misfit> {
    // Only the extended form of ten characters: jiff also reads `20260131` and dates with a time.
    if text.len() == 10
        && text.as_bytes()[4] == b'-'
        && let Ok(date) = text.parse::<Date>()
    {
        return Ok(Value::Date(date));
    }
    let rest = if text.len() <= LONGEST_POINT && text.len() > 10 && text.parse::<DateTime>().is_ok() {
        ", which has a time; write the day alone, such as 2026-01-31"
    } else {
        ", which is no date; write year, month and day such as 2026-01-31"
    };
    Err(misfit(Value::Text(text), "wrong-type", rest))
}

fn moment(text: String) -> Result<Value, Misfit> {
    if text.len() <= LONGEST_POINT {
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Ok(Value::Moment(moment));
        }
        if text.parse::<DateTime>().is_ok() {
            let rest = ", which does not say in which zone; add the offset, such as `+01:00`, or `Z` for UTC";
            return Err(misfit(Value::Text(text), "no-offset", rest));
        }
    }
    let rest = ", which is no date and time; write for instance 2026-01-31T09:30:00+01:00";
    Err(misfit(Value::Text(text), "wrong-type", rest))
}

fn file(parts: Values) -> Result<Value, Misfit> {
    let Ok(file) = serde_json::from_value::<File>(Value::Object(parts.clone()).to_plain()) else {
        let rest = ", and a file has `sha256`, `name`, `media_type` and `size`";
        return Err(misfit(Value::Object(parts), "wrong-type", rest));
    };
    checked(file)
}

fn checked(file: File) -> Result<Value, Misfit> {
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let rest = if file.sha256.len() != 64 || !file.sha256.bytes().all(hex) {
        ", whose `sha256` is not 64 lower-case hexadecimal digits"
    } else if file.name.is_empty() || file.name.contains(['/', '\\', '\0']) {
        ", whose `name` is empty or has a folder in it"
    } else if !file.media_type.contains('/') {
        ", whose `media_type` is none, such as `image/png`"
    } else {
        return Ok(Value::File(file));
    };
    Err(misfit(Value::File(file), "wrong-type", rest))
}

/// Every limit of the field that a value of its type breaks.
pub(super) fn limits(field: &Field, value: &Value) -> Vec<Wrong> {
    match value {
        Value::Number(number) => number_limits(field, *number),
        Value::Text(text) => text_limits(field, text),
        Value::File(file) => media_type(field, file).into_iter().collect(),
        Value::Null
        | Value::Bool(_)
        | Value::Date(_)
        | Value::Moment(_)
        | Value::Duration(_)
        | Value::List(_)
        | Value::Object(_) => Vec::new(),
    }
}

fn number_limits(field: &Field, number: Decimal) -> Vec<Wrong> {
    let show = written::number;
    let mut found = Vec::new();
    if let Some(least) = field.minimum.filter(|least| number < *least) {
        found.push(wrong("too-small", format!(", and {} is the least", show(least))));
    }
    if let Some(most) = field.maximum.filter(|most| number > *most) {
        found.push(wrong("too-large", format!(", and {} is the most", show(most))));
    }
    if let Some(least) = field.exclusive_minimum.filter(|least| number <= *least) {
        found.push(wrong("too-small", format!(", and it must be more than {}", show(least))));
    }
    if let Some(most) = field.exclusive_maximum.filter(|most| number >= *most) {
        found.push(wrong("too-large", format!(", and it must be less than {}", show(most))));
    }
    // A step of zero has no multiples; the rule on fields reports it.
    if let Some(step) = field.multiple_of.filter(|step| !step.is_zero()) {
        let whole = number.checked_rem(step).is_some_and(|rest| rest.is_zero());
        if !whole {
            found.push(wrong("not-a-multiple", format!(", and it must be a multiple of {}", show(step))));
        }
    }
    found
}

fn text_limits(field: &Field, text: &str) -> Vec<Wrong> {
    let mut found = Vec::new();
    let mut length = |code, limit: u64, rest: &str| {
        let count = text.chars().count();
        let noun = if count == 1 { "character" } else { "characters" };
        found.push(Wrong { code, rest: format!("has {count} {noun}, and {limit} are the {rest}"), shows: false });
    };
    let count = text.chars().count() as u64;
    if let Some(least) = field.min_length.filter(|least| count < *least) {
        length("too-short", least, "fewest");
    }
    if let Some(most) = field.max_length.filter(|most| count > *most) {
        length("too-long", most, "most");
    }
    // A pattern that cannot be read fits nothing; the rule on fields reports it.
    if let Some(source) = &field.pattern
        && !pattern::compile(source).is_ok_and(|pattern| pattern.is_match(text))
    {
        found.push(wrong("no-match", format!(", which does not match the pattern `{source}`")));
    }
    if let Some(format) = field.format {
        let (fits, noun) = match format {
            TextFormat::Email => (is_email(text), "an e-mail address"),
            TextFormat::Uri => (is_uri(text), "a web address such as https://example.com/page"),
            TextFormat::Uuid => (is_uuid(text), "a UUID"),
        };
        if !fits {
            found.push(wrong("wrong-format", format!(", which is not {noun}")));
        }
    }
    found
}

/// `accept` as in HTML: `image/png`, `image/*`, `*/*`, `.pdf`.
fn media_type(field: &Field, file: &File) -> Option<Wrong> {
    let accepted = |pattern: &String| {
        let media_type = file.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let pattern = pattern.trim().to_ascii_lowercase();
        match pattern.strip_suffix("/*") {
            Some("*") => true,
            Some(kind) => media_type.split('/').next() == Some(kind),
            None if pattern.starts_with('.') => file.name.to_lowercase().ends_with(&pattern),
            None => media_type == pattern,
        }
    };
    if field.accept.is_empty() || field.accept.iter().any(accepted) {
        return None;
    }
    let rest = format!("is a file of type {}, and accepted are {}", cut(&file.media_type), field.accept.join(", "));
    Some(Wrong { code: "media-type", rest, shows: false })
}

/// The shape that mail servers deliver to: one `@`, no white space, a domain of letters, digits, `-` and dots.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    !local.is_empty()
        && local.len() <= 64
        && domain.len() <= 253
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && !local.contains(|c: char| c.is_whitespace() || c.is_control() || "@<>()[],;:\\\"".contains(c))
        && domain.split('.').all(label)
}

/// A scheme, a colon, and characters that a URI may have (RFC 3986).
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !rest.is_empty()
        && rest != "//"
        && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c))
}

fn is_uuid(text: &str) -> bool {
    let lengths = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split('-').collect();
    parts.len() == lengths.len()
        && parts.iter().zip(lengths).all(|(part, length)| part.len() == length)
        && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
