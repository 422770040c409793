//! Patterns of `matches` and `extract`: regular expressions without look-around, bounded in size.
//!
//! The engine runs in time linear to the text (RE2 style), so no pattern can hang an evaluation.

use regex::{Regex, RegexBuilder};

/// Longest pattern, in bytes.
pub const MAX_PATTERN: usize = 1_000;

/// Most memory of one compiled pattern, in bytes.
const MAX_COMPILED: usize = 1 << 18;

pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > MAX_PATTERN {
        return Err(format!("it is longer than {MAX_PATTERN} bytes"));
    }
    RegexBuilder::new(pattern).size_limit(MAX_COMPILED).dfa_size_limit(MAX_COMPILED).nest_limit(50).build().map_err(
        |error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            other => {
                let told = other.to_string();
                let last = told.lines().last().unwrap_or("it is no regular expression").trim();
                last.strip_prefix("error: ").unwrap_or(last).to_owned()
            }
        },
    )
}
