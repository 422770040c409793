//! Which texts may stand without quotes, and how the others are quoted.
//!
//! A text is left plain only where YAML 1.1 and YAML 1.2 both read it as that very text: `no`, `1:30`, `2026-01-01`,
//! `0o17`, `1_000`, `=` and their kin are quoted.

use crate::source::scalar::{self, Resolved};

/// Characters that every reader shows and keeps: no control characters, no line breaks of any kind, no byte order mark.
pub(super) fn is_safe(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}'
        | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}')
}

/// Whether `text` reads as itself without quotes; within `{ }` and `[ ]` with `flow`.
pub(super) fn is_plain(text: &str, flow: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let ends_blank = first.is_whitespace() || text.ends_with(char::is_whitespace);
    !ends_blank
        && text.chars().all(is_safe)
        && !matches!(
            first,
            '-' | '?'
                | ':'
                | ','
                | '['
                | ']'
                | '{'
                | '}'
                | '#'
                | '&'
                | '*'
                | '!'
                | '|'
                | '>'
                | '\''
                | '"'
                | '%'
                | '@'
                | '`'
                | '~'
        )
        && !text.contains(": ")
        && !text.ends_with(':')
        && !text.contains(" #")
        && !text.starts_with("...")
        && !(flow && text.contains([',', '[', ']', '{', '}']))
        && scalar::resolve(text) == Ok(Resolved::Text)
        && !is_disputed(text)
}

/// Whether some reader of YAML takes `text` for something else than text.
fn is_disputed(text: &str) -> bool {
    const WORDS: [&str; 11] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "=", "<<"];
    if WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        return true;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let after_dot = unsigned.strip_prefix('.').unwrap_or(unsigned);
    if !after_dot.starts_with(|c: char| c.is_ascii_digit()) {
        // `+.inf` and the like.
        return after_dot.len() < unsigned.len()
            && ["inf", "nan"].iter().any(|word| after_dot.eq_ignore_ascii_case(word));
    }
    let based = unsigned
        .get(..2)
        .is_some_and(|start| ["0x", "0o", "0b"].iter().any(|prefix| start.eq_ignore_ascii_case(prefix)));
    // Numbers with separators, in base 60, dates and times.
    based
        || text.chars().all(|c| {
            c.is_ascii_digit()
                || matches!(c, '_' | ':' | '.' | ',' | '+' | '-' | 'e' | 'E' | 'T' | 't' | 'Z' | 'z' | ' ')
        })
}

/// The text between quotes, on one line.
pub(super) fn quote(text: &str) -> String {
    if text.chars().all(is_safe) { format!("'{}'", text.replace('\'', "''")) } else { double(text) }
}

fn double(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_safe(c) => out.push(c),
            c => match u32::from(c) {
                code @ 0..=0xFF => out.push_str(&format!("\\x{code:02X}")),
                code @ 0x100..=0xFFFF => out.push_str(&format!("\\u{code:04X}")),
                code => out.push_str(&format!("\\U{code:08X}")),
            },
        }
    }
    out.push('"');
    out
}
