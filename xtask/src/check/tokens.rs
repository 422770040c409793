//! Rust source as identifiers and punctuation, without comments, strings, characters and numbers.
//!
//! It knows as much of the language as is needed not to take the text of a string or a comment for code. It refuses
//! nothing: unfinished text ends the list.

/// One token and the line it stands on, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    pub text: &'a str,
    pub line: usize,
}

impl Token<'_> {
    /// Whether it is an identifier or a keyword.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(|first: char| first == '_' || first.is_alphabetic())
    }
}

/// The tokens of `source`; `::` is one token, every other punctuation character is its own.
pub fn tokens(source: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => block_comment(rest),
            '"' => quoted(rest),
            '\'' => character_or_lifetime(rest),
            _ if first == '_' || first.is_alphabetic() => {
                let word = word(rest);
                match literal_after(&rest[..word], &rest[word..]) {
                    Some(literal) => word + literal,
                    None => {
                        tokens.push(Token { text: &rest[..word], line });
                        word
                    }
                }
            }
            '0'..='9' => word(rest),
            _ if first.is_whitespace() => first.len_utf8(),
            _ => {
                let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
                tokens.push(Token { text: &rest[..length], line });
                length
            }
        };
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    tokens
}

fn word(text: &str) -> usize {
    text.find(|next: char| next != '_' && !next.is_alphanumeric()).unwrap_or(text.len())
}

/// The length of a nested block comment.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The length of a string that starts with its quote and knows escapes.
fn quoted(text: &str) -> usize {
    let mut escaped = false;
    for (at, next) in text.char_indices().skip(1) {
        match next {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of the literal that follows its prefix (`b"…"`, `r#"…"#`, `b'x'`), or of the rest of a raw identifier
/// (`r#type`, whose name is no path of the standard library).
fn literal_after(prefix: &str, rest: &str) -> Option<usize> {
    match prefix {
        "b" if rest.starts_with('\'') => Some(character_or_lifetime(rest)),
        "b" | "c" if rest.starts_with('"') => Some(quoted(rest)),
        "r" | "br" | "cr" => {
            let hashes = rest.find(|next| next != '#').unwrap_or(rest.len());
            let body = &rest[hashes..];
            if let Some(body) = body.strip_prefix('"') {
                let end = format!("\"{}", "#".repeat(hashes));
                Some(body.find(&end).map_or(rest.len(), |at| hashes + 1 + at + end.len()))
            } else if hashes == 1 && prefix == "r" {
                Some(1 + word(body))
            } else {
                None
            }
        }
        _ => None,
    }
}

/// The length of `'x'`, `'\n'`, `'\u{1F600}'`, or of the quote and name of a lifetime.
fn character_or_lifetime(text: &str) -> usize {
    let mut characters = text.char_indices().skip(1);
    match characters.next() {
        Some((_, '\\')) => {
            characters.next();
            characters.find(|(_, next)| *next == '\'').map_or(text.len(), |(at, _)| at + 1)
        }
        Some((at, first)) if text[at + first.len_utf8()..].starts_with('\'') => at + first.len_utf8() + 1,
        _ => 1 + word(&text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(source: &str) -> Vec<&str> {
        tokens(source).iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_strings_and_characters_are_not_code() {
        assert_eq!(words("a // std::fs\nb /* x /* y */ z */ c"), ["a", "b", "c"]);
        assert_eq!(words(r##"a "std::fs \" //" r#"x " y"# br"q" b"x" c"d" z"##), ["a", "z"]);
        assert_eq!(words(r"'a' '\'' '\u{41}' b'x' '/' z"), ["z"]);
        assert_eq!(words("&'a str r#type 1.5e3"), ["&", "str", "."]);
    }

    #[test]
    fn lines_are_counted_through_everything_that_spans_them() {
        let source = "\"a\nb\" /* c\nd */ r\"e\nf\" here";
        assert_eq!(tokens(source).last().map(|token| (token.text, token.line)), Some(("here", 4)));
    }

    #[test]
    fn text_that_ends_in_the_middle_ends_the_list() {
        for source in ["\"open", "/* open", "r#\"open", "'", "b'", "'\\", "r#", "ä\"ö"] {
            assert!(words(source).len() <= 1, "{source}");
        }
    }
}
