//! What is said about YAML that is not accepted: each with the place, the reason and what to write instead.

use std::ops::Range;

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{Diagnostic, Path, Related};
use crate::source::Limits;
use crate::source::limits::spanned;

const QUOTE: &str =
    "If it is meant as text, put the whole value in single quotes, or write it after `>-` on lines of its own.";

/// Why something cannot be a key.
pub(super) enum WrongKey {
    Collection,
    Missing,
    Merge,
    Duplicate { key: String, first: Range<usize> },
}

pub(super) fn key(wrong: WrongKey, mapping: &Path, span: Range<usize>) -> Diagnostic {
    match wrong {
        WrongKey::Collection => {
            spanned(Diagnostic::error("key-not-text", mapping.clone(), "a key is a list or a mapping").at_key(), span)
                .because("Keys are names; text that begins with `{` or `[` reads as a mapping or a list.")
                .fix("Put the key in quotes. If this was an expression in `{{ }}`, put the whole value in quotes.")
        }
        WrongKey::Missing => {
            spanned(Diagnostic::error("key-not-text", mapping.clone(), "a key is missing before `:`").at_key(), span)
                .because("Keys are names.")
                .fix("Write the name before the colon.")
        }
        WrongKey::Merge => {
            spanned(Diagnostic::error("merge-key", mapping.clone(), "merge keys (`<<`) are not used").at_key(), span)
                .because("A document says everything where it is read; nothing is pasted in from elsewhere.")
                .fix("Write the keys out.")
        }
        WrongKey::Duplicate { key, first } => {
            let path = mapping.key(&key);
            let message = format!("the key `{key}` is there twice");
            let mut diagnostic = spanned(Diagnostic::error("duplicate-key", path.clone(), message).at_key(), span)
                .because("Only the first is read; which of the two is meant cannot be known.")
                .fix("Remove one of the two.");
            diagnostic.related.push(Related { path, message: format!("`{key}` is here first"), span: Some(first) });
            diagnostic
        }
    }
}

pub(super) fn null_character(at: usize) -> Diagnostic {
    let message = "the text holds a null character";
    spanned(Diagnostic::error("yaml-syntax", Path::root(), message), at..at + 1)
        .because("It cannot stand in YAML; the file may be damaged, or not be text in UTF-8.")
        .fix("Save the file as UTF-8 text.")
}

pub(super) fn second_document(span: Range<usize>) -> Diagnostic {
    let message = "a second document begins here";
    spanned(Diagnostic::error("several-documents", Path::root(), message), span)
        .because("A file holds one procedure; what follows was not read.")
        .fix("Put each procedure in a file of its own.")
}

pub(super) fn tag(text: &str, span: Range<usize>, path: Path) -> Diagnostic {
    let message = format!("`{}` reads as a YAML tag", excerpt(text, &span));
    spanned(Diagnostic::error("yaml-tag", path, message), span)
        .because("An unquoted value that begins with `!` is a tag. Tags are not used: types come from the format.")
        .fix(QUOTE)
}

pub(super) fn anchor(text: &str, span: Range<usize>, path: Path) -> Diagnostic {
    let message = format!("`{}` reads as a YAML anchor", excerpt(text, &span));
    spanned(Diagnostic::error("yaml-anchor", path, message), span)
        .because("An unquoted value that begins with `&` is an anchor. Anchors are not used: a document says everything where it is read.")
        .fix(QUOTE)
}

pub(super) fn alias(text: &str, span: Range<usize>, path: Path) -> Diagnostic {
    let message = format!("`{}` reads as a YAML alias", excerpt(text, &span));
    spanned(Diagnostic::error("yaml-alias", path, message), span)
        .because("An unquoted value that begins with `*` is an alias. Aliases are not used: a document says everything where it is read.")
        .fix(QUOTE)
}

pub(super) fn cut(comment: Range<usize>, path: Path) -> Diagnostic {
    let message = "the value ends before this `#`, which begins a comment";
    spanned(Diagnostic::warning("cut-by-comment", path, message), comment)
        .because("The rest of the line is not part of the value.")
        .fix("If it belongs to the value, put the whole value in single quotes; else write a space behind `#`.")
}

/// A mistake after which the rest cannot be read.
pub(super) fn syntax(error: &ScanError, text: &str, at: usize, path: Path, flow: bool, limits: &Limits) -> Diagnostic {
    let at = (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
    if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
        return limits.too_deep(at, end);
    }
    let (explanation, fix) = advice(error.kind(), flow);
    let message = format!("this is no YAML: {}", error.kind());
    spanned(Diagnostic::error("yaml-syntax", path, message), at..end)
        .because(format!("{explanation} What follows was not read."))
        .fix(fix)
}

fn advice(kind: &ErrorKind, flow: bool) -> (&'static str, &'static str) {
    match kind {
        ErrorKind::MappingValueNotAllowed
        | ErrorKind::InvalidColonPlacement
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::InvalidMappingValueWhitespace
        | ErrorKind::FlowMappingValueAdjacentCollection => (
            "A colon followed by a space begins a value, also in the middle of a text.",
            "Put a value that holds `: ` in single quotes, or write it after `>-` on lines of its own.",
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart
        | ErrorKind::TabInPlainScalar => ("Indentation is made of spaces.", "Replace the tab by spaces."),
        ErrorKind::UnclosedQuotedScalar
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::DocumentIndicatorInQuotedScalar => (
            "A quote that was opened is not closed before this place.",
            "Close it; within single quotes an apostrophe is written twice.",
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar | ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "A value that begins with a quote ends with it; something stands behind it.",
            "Put the whole value in quotes of the other kind, or write it after `>-` on lines of its own.",
        ),
        ErrorKind::UnknownQuotedScalarEscape
        | ErrorKind::InvalidQuotedScalarHexEscape
        | ErrorKind::InvalidUnicodeEscape => (
            "Within double quotes a backslash begins an escape such as `\\n`.",
            "Use single quotes, in which a backslash is itself.",
        ),
        ErrorKind::CommentInterceptedScalar => (
            "A space followed by `#` begins a comment, which cut the value short.",
            "Put the value in single quotes, or write it after `>-` on lines of its own.",
        ),
        ErrorKind::UnexpectedCharacter { .. } => (
            "No unquoted value begins with this character.",
            "Put the value in single quotes, or remove the character.",
        ),
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnclosedFlowCollection { .. }
        | ErrorKind::MisplacedFlowCollectionEnd
        | ErrorKind::MismatchedFlowCollectionEnd { .. }
        | ErrorKind::ExpectedFlowMappingSeparator
        | ErrorKind::ExpectedFlowSequenceSeparator => (
            "Within `{ }` and `[ ]` every comma and bracket counts, also those of an expression.",
            "Put a value that holds a comma or a bracket in single quotes, and see that brackets come in pairs.",
        ),
        _ if flow => (
            "Within `{ }` and `[ ]` every comma and bracket counts, also those of an expression.",
            "Put the value in single quotes, or write the mapping on several lines without `{ }`.",
        ),
        _ => (
            "Its lines do not fit together.",
            "Check the indentation here and on the line above, and quote special characters.",
        ),
    }
}

fn excerpt<'a>(text: &'a str, span: &Range<usize>) -> &'a str {
    let excerpt = text.get(span.clone()).unwrap_or_default();
    excerpt.char_indices().nth(40).map_or(excerpt, |(end, _)| &excerpt[..end])
}
