//! Results to standard output, and nothing else there; messages and progress to standard error.
//!
//! Text that came from outside is shown without control characters, so that none can steer the terminal.

use std::borrow::Cow;
use std::fmt::Display;
use std::fs::OpenOptions;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, Result};
use serde::Serialize;

/// One line of the result.
pub fn line(text: impl Display) -> Result<()> {
    raw(&format!("{text}\n"))
}

/// Text of the result, as it is.
pub fn raw(text: &str) -> Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// The result as JSON: indented for people on a terminal, one line for programs.
pub fn json(value: &impl Serialize) -> Result<()> {
    if io::stdout().is_terminal() {
        return line(escaped(&serde_json::to_string_pretty(value)?));
    }
    json_line(value)
}

/// One line of JSON Lines.
pub fn json_line(value: &impl Serialize) -> Result<()> {
    line(escaped(&serde_json::to_string(value)?))
}

/// A message for the person, on standard error. A closed standard error is no reason to fail.
pub fn note(text: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Why a command failed, on standard error.
pub fn error(code: &str, message: &str, json: bool) {
    if json {
        note(serde_json::json!({"error": {"code": code, "message": message}}));
    } else {
        note(format_args!("error: {message}"));
    }
}

/// Text to a file that must not exist yet, or to standard output where no file is named or it is `-`.
pub fn to_file_or_stdout(file: Option<&Path>, text: &str) -> Result<()> {
    match file {
        Some(file) if file != Path::new("-") => {
            new_file(file)?.write_all(text.as_bytes()).with_context(|| format!("could not write {}", file.display()))
        }
        Some(_) | None => raw(text),
    }
}

/// A file that is made now; one that is there already is never overwritten.
pub fn new_file(file: &Path) -> Result<std::fs::File> {
    OpenOptions::new().write(true).create_new(true).open(file).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            anyhow::anyhow!("{} is there already and is not overwritten; name another file", file.display())
        }
        _ => anyhow::Error::new(error).context(format!("could not make the file {}", file.display())),
    })
}

/// Whether a character turns the direction of what follows, so that text reads otherwise than it is (UAX #9).
fn turns(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text without control characters but line ends and tabs; those that turn its direction are shown as `\u{202e}`.
pub fn plain(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(|c| steers(c) || turns(c)) {
        return text.into();
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !steers(*c)) {
        if turns(c) { plain.extend(c.escape_unicode()) } else { plain.push(c) }
    }
    plain.into()
}

/// JSON in which characters that turn the direction of text are escaped. They stand only inside of texts there.
pub fn escaped(json: &str) -> Cow<'_, str> {
    if !json.contains(turns) {
        return json.into();
    }
    let mut escaped = String::with_capacity(json.len());
    for c in json.chars() {
        if turns(c) { escaped.push_str(&format!("\\u{:04x}", u32::from(c))) } else { escaped.push(c) }
    }
    escaped.into()
}

/// The same as [`plain`], each such character replaced by as many bytes as it has, so that places stay where they are:
/// blanks, and U+FFFD for what turns the direction.
pub fn plain_same_length(text: &str) -> String {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t' && c != '\r';
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if turns(c) && c.len_utf8() == 3 => plain.push('\u{fffd}'),
            c if steers(c) || turns(c) => plain.extend(std::iter::repeat_n(' ', c.len_utf8())),
            c => plain.push(c),
        }
    }
    plain
}

/// How wide text may be: the terminal's width where `COLUMNS` tells it, between 40 and 120, else 100.
pub fn width() -> usize {
    let told = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse::<usize>().ok());
    told.map_or(100, |columns| columns.clamp(40, 120))
}
