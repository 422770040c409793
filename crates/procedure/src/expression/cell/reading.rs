//! From a cell's text to its test.

use super::super::{Expression, ExpressionError};
use super::{Term, Test};

/// Deepest nesting of `not(…)`.
const MAX_NESTING: usize = 8;

pub(super) fn tests(text: &str, offset: usize, depth: usize) -> Result<Test, ExpressionError> {
    if depth > MAX_NESTING {
        return Err(ExpressionError::new("cell-syntax", offset..offset + text.len(), "the cell is nested too deep"));
    }
    let mut found = Vec::new();
    let mut at = 0;
    for part in split(text, offset)? {
        let trimmed = part.trim();
        let lead = part.len() - part.trim_start().len();
        found.push(test(trimmed, offset + at + lead, depth)?);
        at += part.len() + 1;
    }
    if found.len() == 1 { found.pop().map_or_else(|| Ok(Test::Any), Ok) } else { Ok(Test::OneOf(found)) }
}

/// The parts between commas that stand outside quotes and brackets.
fn split(text: &str, offset: usize) -> Result<Vec<&str>, ExpressionError> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut depth = 0_i32;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (Some(_), _) => {}
            // Within a word, as in `driver's`, it is no quote.
            (None, b'\'' | b'"') if !text[..at].ends_with(|c: char| c.is_alphanumeric()) => quote = Some(byte),
            (None, b'(' | b'{') => depth += 1,
            (None, b')' | b'}') => depth -= 1,
            (None, b',') if depth <= 0 && !in_brackets(&text[start..at]) => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            (None, _) => {}
        }
    }
    if quote.is_some() {
        return Err(ExpressionError::new("open-text", offset..offset + text.len(), "the text is not closed")
            .fix("end it with the quote it starts with"));
    }
    parts.push(&text[start..]);
    Ok(parts)
}

/// Whether a square bracket of an expression after `=` is open.
fn in_brackets(part: &str) -> bool {
    part.trim_start().starts_with('=') && part.matches('[').count() > part.matches(']').count()
}

fn test(text: &str, offset: usize, depth: usize) -> Result<Test, ExpressionError> {
    let range = offset..offset + text.len();
    match text {
        "" => {
            return Err(ExpressionError::new("empty-cell", range, "the cell, or a part of its list, is empty")
                .fix("write `any` (or `-`) where the input does not matter"));
        }
        "any" | "-" => return Ok(Test::Any),
        "null" => return Ok(Test::Unknown),
        _ => {}
    }
    if let Some(inner) = text.strip_prefix("not(").and_then(|rest| rest.strip_suffix(')')) {
        return Ok(Test::Not(Box::new(tests(inner, offset + 4, depth + 1)?)));
    }
    type Build = fn(Term) -> Test;
    let signs: [(&str, Build); 6] = [
        ("<=", Test::LessOrEqual),
        (">=", Test::GreaterOrEqual),
        ("!=", |term| Test::Not(Box::new(Test::Equal(term)))),
        ("==", Test::Equal),
        ("<", Test::Less),
        (">", Test::Greater),
    ];
    for (sign, build) in signs {
        if let Some(rest) = text.strip_prefix(sign) {
            let lead = rest.len() - rest.trim_start().len();
            return Ok(build(term(rest.trim(), offset + sign.len() + lead)?));
        }
    }
    if let Some((from, to)) = interval_ends(text) {
        let inner_to = text.len() - 1 - to.len();
        return Ok(Test::Between {
            from: term(from.trim(), offset + 1 + from.len() - from.trim_start().len())?,
            to: term(to.trim(), offset + inner_to + to.len() - to.trim_start().len())?,
            from_included: text.starts_with('['),
            to_included: text.ends_with(']'),
        });
    }
    term(text, offset).map(Test::Equal)
}

/// The two ends of `[1..5]`, `(1..5]`, `]1..5[`.
fn interval_ends(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix(['[', '(', ']'])?.strip_suffix([']', ')', '['])?;
    inner.split_once("..")
}

fn term(text: &str, offset: usize) -> Result<Term, ExpressionError> {
    let range = offset..offset + text.len();
    if text.is_empty() {
        return Err(ExpressionError::new("cell-syntax", range, "a value is missing").fix("write it after the sign"));
    }
    if text.starts_with('=') {
        return Expression::parse(text).map(Term::Field).map_err(|error| error.shifted(offset));
    }
    for quote in ['\'', '"'] {
        if let Some(rest) = text.strip_prefix(quote) {
            return match rest.strip_suffix(quote) {
                Some(inner) if !inner.contains(quote) => Ok(Term::Literal { text: inner.to_owned(), quoted: true }),
                _ => Err(ExpressionError::new("cell-syntax", range, "text stands beside a closed quote")
                    .fix("put a comma between the texts of a list")),
            };
        }
    }
    if let Some(at) = text.find(['[', ']', '(', ')', '<', '>', '{', '}', '"', '=', '|']) {
        let sign = text[at..].chars().next().unwrap_or(' ');
        return Err(ExpressionError::new(
            "cell-syntax",
            offset + at..offset + at + sign.len_utf8(),
            format!("`{sign}` cannot stand in a bare word"),
        )
        .fix("put the text in quotes; an interval is `[1..5]`, a field is `=name`"));
    }
    Ok(Term::Literal { text: text.to_owned(), quoted: false })
}
