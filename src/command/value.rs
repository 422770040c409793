//! Values that are typed on the command line, as `NAME=VALUE`.

use anyhow::Result;
use procedure::document::Field;
use procedure::value::{Value, Values};

use crate::exit::BadValue;

/// The values of `NAME=VALUE`, each read as its field asks.
pub fn given(all: &[String], field: impl Fn(&str) -> Result<Field>) -> Result<Values> {
    let mut values = Values::new();
    for given in all {
        let (name, text) = pair(given, "sets nothing; write NAME=VALUE")?;
        values.insert(name.to_owned(), read(&field(name)?, name, text)?);
    }
    Ok(values)
}

/// Both sides of the first `=`.
pub fn pair<'a>(text: &'a str, wrong: &str) -> Result<(&'a str, &'a str)> {
    Ok(text.split_once('=').ok_or_else(|| BadValue(format!("`{text}` {wrong}")))?)
}

fn read(field: &Field, name: &str, text: &str) -> Result<Value> {
    Ok(field.accept_text(text).map_err(|violations| {
        let sentences: Vec<String> = violations.iter().map(|violation| violation.sentence(name)).collect();
        BadValue(sentences.join("; "))
    })?)
}
