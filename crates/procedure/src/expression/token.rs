//! Words and signs of the expression language (ZEN), with their bytes.
//!
//! Refuses signs that ZEN gives a second meaning (`#`, `=`, `;`, `$`, backticks) and those of other languages
//! (`&&`, `||`, `**`, typographic quotes), each with what to write instead.

use std::ops::Range;

use rust_decimal::Decimal;

use super::ExpressionError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind<'a> {
    Number(Decimal),
    Text(&'a str),
    /// A name or a keyword.
    Word(&'a str),
    Sign(&'static str),
    End,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token<'a> {
    pub kind: Kind<'a>,
    pub range: Range<usize>,
}

/// Longest first, so that `<=` is not read as `<`.
const SIGNS: [&str; 26] = [
    "==", "!=", "<=", ">=", "??", "..", "<", ">", "!", "?", ":", ",", ".", "+", "-", "*", "/", "%", "^", "(", ")", "[",
    "]", "{", "}", "=",
];

const REFUSED: [(&str, &str, &str); 14] = [
    ("&&", "`&&` is not a sign of this language", "write `and`"),
    ("||", "`||` is not a sign of this language", "write `or`"),
    ("**", "`**` is not a sign of this language", "write `^` for a power"),
    ("===", "`===` is not a sign of this language", "write `==`"),
    ("!==", "`!==` is not a sign of this language", "write `!=`"),
    ("<>", "`<>` is not a sign of this language", "write `!=`"),
    ("=>", "`=>` is not a sign of this language", "write `>=`"),
    ("#", "`#` names no item here", "give the item a name: `map(items as i, i.price)`"),
    (";", "an expression is one value, so `;` cannot stand in it", "compute further values in a `set` step"),
    ("$", "`$` is not used in expressions", "name the value itself, or write `any`, `< 5`, `[1..5]` in a table's cell"),
    ("`", "texts stand in quotes, not in backticks", "write `'Dear ' + name`"),
    ("‘", "`‘` is a typographic quote", "write a plain `'`"),
    ("’", "`’` is a typographic quote", "write a plain `'`"),
    ("“", "`“` is a typographic quote", "write a plain `\"`"),
];

pub(super) fn tokens(source: &str) -> Result<Vec<Token<'_>>, ExpressionError> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(next) = source[at..].chars().next() {
        if matches!(next, ' ' | '\t' | '\r' | '\n') {
            at += 1;
            continue;
        }
        let token = match next {
            '\'' | '"' => text(source, at, next)?,
            '0'..='9' => number(source, at)?,
            'a'..='z' | 'A'..='Z' | '_' => {
                let end = end_of(source, at, |c| c.is_ascii_alphanumeric() || c == '_');
                Token { kind: Kind::Word(&source[at..end]), range: at..end }
            }
            _ => sign(source, at, next)?,
        };
        at = token.range.end;
        tokens.push(token);
    }
    tokens.push(Token { kind: Kind::End, range: source.len()..source.len() });
    Ok(tokens)
}

fn end_of(source: &str, from: usize, belongs: impl Fn(char) -> bool) -> usize {
    source[from..].find(|c| !belongs(c)).map_or(source.len(), |length| from + length)
}

fn text(source: &str, at: usize, quote: char) -> Result<Token<'_>, ExpressionError> {
    let Some(length) = source[at + 1..].find(quote) else {
        return Err(ExpressionError::new("open-text", at..source.len(), "the text is not closed")
            .fix(format!("end it with {quote}; a text that holds {quote} stands in the other kind of quote")));
    };
    let end = at + 1 + length;
    Ok(Token { kind: Kind::Text(&source[at + 1..end]), range: at..end + 1 })
}

fn number(source: &str, at: usize) -> Result<Token<'_>, ExpressionError> {
    let digit = |c: char| c.is_ascii_digit() || c == '_';
    let bytes = source.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = end_of(source, at, digit);
    if bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
        end = end_of(source, end + 1, digit);
    }
    let mut scientific = false;
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        if is_digit(end + 1 + sign) {
            end = end_of(source, end + 1 + sign, |c| c.is_ascii_digit());
            scientific = true;
        }
    }
    let range = at..end;
    if bytes.get(end).is_some_and(|next| next.is_ascii_alphabetic()) {
        let end = end_of(source, end, |c| c.is_ascii_alphanumeric() || c == '_');
        let found = &source[at..end];
        return Err(ExpressionError::new("expression-syntax", at..end, format!("`{found}` is no number and no name"))
            .fix("a name starts with a letter; lengths of time are texts, as in `duration('4h')`"));
    }
    let digits: String = source[range.clone()].chars().filter(|c| *c != '_').collect();
    let value = if scientific { Decimal::from_scientific(&digits).ok() } else { Decimal::from_str_exact(&digits).ok() };
    match value {
        Some(value) => Ok(Token { kind: Kind::Number(value), range }),
        None => Err(ExpressionError::new(
            "number-too-long",
            range.clone(),
            format!("the number {} has more digits than the 28 that an exact decimal holds", &source[range]),
        )),
    }
}

fn sign(source: &str, at: usize, next: char) -> Result<Token<'_>, ExpressionError> {
    let rest = &source[at..];
    if let Some((sign, message, fix)) = REFUSED.iter().find(|(sign, ..)| rest.starts_with(sign)) {
        return Err(ExpressionError::new("refused-sign", at..at + sign.len(), *message).fix(*fix));
    }
    match SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        Some(&"=") => Err(ExpressionError::new("refused-sign", at..at + 1, "`=` inside an expression assigns nothing")
            .fix("write `==` to compare; store a value with a `set` step")),
        Some(sign) => Ok(Token { kind: Kind::Sign(sign), range: at..at + sign.len() }),
        None => Err(ExpressionError::new(
            "refused-sign",
            at..at + next.len_utf8(),
            format!("`{}` cannot stand in an expression", next.escape_debug()),
        )
        .fix("names are letters a to z, digits and `_`; other text stands in quotes")),
    }
}
