//! Every code that checking can give, each with what it means.

/// Codes in alphabetical order, each with one sentence.
pub const CODES: &[(&str, &str)] = &[];
