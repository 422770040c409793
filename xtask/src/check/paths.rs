//! The paths that a Rust file names, with the groups of its `use` declarations written out.
//!
//! `use std::{fs, time::{Duration, Instant}}` names `std::fs`, `std::time::Duration` and `std::time::Instant`.
//! It resolves nothing: a path is what is written.

use super::tokens::Token;

/// Words that stand before a path and are no part of it.
const KEYWORDS: &[&str] = &[
    "use", "as", "return", "in", "let", "mut", "ref", "dyn", "impl", "for", "where", "if", "else", "match", "pub",
    "extern",
];

/// A path, its segments in order; `*` is the last one of a glob.
#[derive(Debug, PartialEq, Eq)]
pub struct Path<'a> {
    pub segments: Vec<&'a str>,
    pub line: usize,
}

/// Every path in the tokens, a single name included.
pub fn paths<'a>(tokens: &[Token<'a>]) -> Vec<Path<'a>> {
    let mut paths = Vec::new();
    // The prefixes of the groups around the token; an ordinary block has an empty one.
    let mut groups: Vec<Vec<&str>> = Vec::new();
    let mut current: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let continued = at > 0 && tokens[at - 1].text == "::";
        match token.text {
            "::" => {}
            "{" => groups.push(if continued { std::mem::take(&mut current) } else { Vec::new() }),
            "}" => {
                groups.pop();
                current.clear();
            }
            text if KEYWORDS.contains(&text) => current.clear(),
            text if token.is_word() || (continued && text == "*") => {
                if !continued {
                    current = groups.last().cloned().unwrap_or_default();
                }
                current.push(text);
                let open = tokens.get(at + 1).is_some_and(|next| next.text == "::")
                    && tokens.get(at + 2).is_some_and(|next| next.is_word() || matches!(next.text, "{" | "*"));
                if !open {
                    paths.push(Path { segments: std::mem::take(&mut current), line: token.line });
                }
            }
            _ => current.clear(),
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;

    fn written(source: &str) -> Vec<String> {
        super::paths(&tokens(source)).iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn groups_of_a_use_declaration_are_written_out() {
        assert_eq!(
            written("use std::{fs, time::{Duration, Instant}, io::*};"),
            ["std::fs", "std::time::Duration", "std::time::Instant", "std::io::*"]
        );
        assert_eq!(written("use ::std::fs::{self};"), ["std::fs::self"]);
    }

    #[test]
    fn a_block_is_no_group_and_a_turbofish_ends_a_path() {
        assert_eq!(written("{ a::b(); c }"), ["a::b", "c"]);
        assert_eq!(written("Vec::<u8>::new()"), ["Vec", "u8", "new"]);
    }
}
