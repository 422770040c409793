//! Text with holes for arguments: `/orders/{id}`.
//!
//! Refuses unclosed and empty holes. What fills a hole cannot leave it: in a path it is percent-encoded, and it can be
//! neither empty nor a step to another folder.

use procedure::value::{Value, Values};

use crate::table::scalar_text;

/// Parsed text with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Hole(String),
}

/// Why a hole could not be filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unfilled {
    /// There is no such argument, or it is unknown.
    Missing(String),
    /// It is a list, an object or a file, or nothing a path may hold.
    Unfit(String),
}

impl Template {
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').ok_or("a `{` is not closed")?;
            if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(format!("`{{{name}}}` names no argument; write letters, digits and `_`"));
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.into()));
            }
            parts.push(Part::Hole(name.into()));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.into()));
        }
        if parts.iter().any(|part| matches!(part, Part::Text(text) if text.contains('}'))) {
            return Err("a `}` closes nothing".into());
        }
        Ok(Template(parts))
    }

    /// The arguments it takes.
    pub fn holes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            Part::Hole(name) => Some(name.as_str()),
            Part::Text(_) => None,
        })
    }

    /// The text with its holes filled.
    pub fn fill(&self, arguments: &Values) -> Result<String, Unfilled> {
        self.write(arguments, |text, into| into.push_str(text))
    }

    /// The path with its holes filled.
    pub fn fill_path(&self, arguments: &Values) -> Result<String, Unfilled> {
        let filled = self.write(arguments, encode)?;
        let unfit = filled.split('/').skip(1).any(|segment| matches!(segment, "." | ".."));
        match self.holes().next() {
            // The template itself holds no such step, so that one of its arguments does.
            Some(name) if unfit => Err(Unfilled::Unfit(name.to_owned())),
            Some(_) | None => Ok(filled),
        }
    }

    fn write(&self, arguments: &Values, put: impl Fn(&str, &mut String)) -> Result<String, Unfilled> {
        let mut filled = String::new();
        for part in &self.0 {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Hole(name) => {
                    let value = arguments.get(name).filter(|value| !value.is_null());
                    let value = value.ok_or_else(|| Unfilled::Missing(name.clone()))?;
                    let text = hole(value).ok_or_else(|| Unfilled::Unfit(name.clone()))?;
                    put(&text, &mut filled);
                }
            }
        }
        Ok(filled)
    }
}

fn hole(value: &Value) -> Option<String> {
    scalar_text(value).filter(|text| !text.is_empty())
}

/// Percent-encodes all but the unreserved characters (RFC 3986, section 2.3).
fn encode(text: &str, into: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(DIGITS[usize::from(byte >> 4)]));
            into.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}
