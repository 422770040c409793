//! Rows of a decision table: lines with cells between `|`, or a CSV file of the pack.
//!
//! A cell of a result is a formula: `=expression`, a number, `true`, `false`, `null`, JSON in `[ ]` or `{ }`, and any
//! other text as itself; a text that looks like one of those stands in quotes. `\|` is a bar within a cell.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::{Name, Row};
use crate::expression::{Cell, Expression, ExpressionError, Formula};
use crate::source::{Limits, Node, NodeKind, Resolved, Style, json, resolve};
use crate::value::{Value, number_to_json};

use super::keys::{At, Reader, capital, shorten};

/// Most rows of one table.
const MOST_ROWS: usize = 10_000;

/// A cell: its text, and its bytes within the text of the rows.
type Written = (String, Range<usize>);

impl Reader<'_> {
    pub(super) fn rows(&mut self, at: &At<'_>, inputs: &[Expression], results: &[Name]) -> Option<Vec<Row>> {
        let text = self.characters(at, "a table (a row a line)")?;
        let file = text.trim();
        let lines = if !file.contains(['\n', '|']) && file.ends_with(".csv") {
            let Some(text) = self.pack.text(file) else {
                let message = format!("the file `{}` is not there", shorten(file));
                return self.fail(
                    Diagnostic::error("missing-file", at.path.clone(), message)
                        .fix("Put it beside the document, or write the rows here."),
                );
            };
            let mut rows = csv(&text);
            match rows.first().map(|row| header(row, inputs, results)) {
                Some(Header::Fits) => {
                    rows.remove(0);
                }
                Some(Header::Differs { expected, found }) => {
                    let message =
                        format!("the columns of `{}` are {found}, where {expected} are wanted", shorten(file));
                    return self.fail(
                        Diagnostic::error("other-columns", at.path.clone(), message)
                            .because("A header names the inputs and then the results, in their order; a column of reasons may follow.")
                            .fix("Bring the columns into that order, or leave the header out."),
                    );
                }
                Some(Header::None) | None => {}
            }
            // Places within another file are of no use here.
            rows.into_iter().map(|row| row.into_iter().map(|cell| (cell, 0..0)).collect()).collect()
        } else {
            lines(text)
        };
        if lines.len() > MOST_ROWS {
            let message = format!("the table has {} rows; at most {MOST_ROWS} are read", lines.len());
            return self.fail(Diagnostic::error("too-many-rows", at.path.clone(), message).fix("Split the table."));
        }
        if lines.is_empty() {
            let message = "the table has no rows";
            return self.fail(Diagnostic::error("empty-value", at.path.clone(), message).fix("Write one rule a line."));
        }
        let rows: Vec<Option<Row>> = lines
            .iter()
            .enumerate()
            .map(|(number, row)| self.row(at, number + 1, row, inputs.len(), results.len()))
            .collect();
        rows.into_iter().collect()
    }

    fn row(&mut self, at: &At<'_>, number: usize, cells: &[Written], inputs: usize, results: usize) -> Option<Row> {
        let wanted = inputs + results;
        let whole = match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => first.1.start..last.1.end,
            _ => 0..0,
        };
        if cells.len() < wanted || cells.len() > wanted + 1 {
            let message =
                format!("row {number} has {} of the {wanted} or {} cells that it should have", cells.len(), wanted + 1);
            return self.fail(
                Diagnostic::error("bad-row", at.path.clone(), message)
                    .within(whole)
                    .because(format!("A row has a cell for each input ({inputs}) and result ({results}), then the reason if there is one."))
                    .fix("Separate cells by `|`; a bar within a cell is written `\\|`."),
            );
        }
        let tests: Vec<Option<Cell>> = cells[..inputs]
            .iter()
            .map(|(text, place)| match Cell::parse(text) {
                Ok(cell) => Some(cell),
                Err(error) => self.fail(cell_error(at, number, place, error)),
            })
            .collect();
        let values: Vec<Option<Formula>> = cells[inputs..wanted]
            .iter()
            .map(|(text, place)| match result(text) {
                Ok(formula) => Some(formula),
                Err(error) => self.fail(cell_error(at, number, place, error)),
            })
            .collect();
        let because = cells.get(wanted).map(|(text, _)| text.clone()).filter(|text| !text.is_empty());
        Some(Row {
            inputs: tests.into_iter().collect::<Option<_>>()?,
            results: values.into_iter().collect::<Option<_>>()?,
            because,
        })
    }
}

fn cell_error(at: &At<'_>, number: usize, place: &Range<usize>, error: ExpressionError) -> Diagnostic {
    let within = place.start + error.range.start..place.start + error.range.end;
    let message = format!("in row {number}, {}", error.message);
    let mut diagnostic = Diagnostic::error(error.code, at.path.clone(), message).within(within);
    if let Some(fix) = error.fix {
        diagnostic = diagnostic.fix(capital(&fix));
    }
    diagnostic
}

/// The formula that a result's cell spells.
pub(crate) fn result(text: &str) -> Result<Formula, ExpressionError> {
    let wrong = |code, message: String| Err(ExpressionError::new(code, 0..text.len(), message));
    if text.is_empty() {
        return wrong(
            "empty-cell",
            "a result is empty; write `null` for no value, `\"\"` for an empty text".to_owned(),
        );
    }
    if let Some(inner) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return Ok(Formula::Literal(Value::Text(inner.replace("''", "'"))));
    }
    if text.starts_with(['"', '[', '{']) {
        let parsed = json::parse(text, &Limits::default());
        if let Some(found) = parsed.diagnostics.first() {
            return wrong("cell-syntax", found.message.clone());
        }
        // A text in quotes is itself, also where it starts with `=`.
        return match parsed.root.as_text() {
            Some(inner) => Ok(Formula::Literal(Value::Text(inner.to_owned()))),
            None => formula(&parsed.root),
        };
    }
    bare(text)
}

/// The formula of a value in JSON, its keys in their order.
fn formula(node: &Node) -> Result<Formula, ExpressionError> {
    match &node.kind {
        NodeKind::Scalar { text, style: Style::Plain } => bare(text),
        NodeKind::Scalar { text, .. } => Formula::from_text(text),
        NodeKind::Sequence(items) => items.iter().map(formula).collect::<Result<_, _>>().map(Formula::list),
        NodeKind::Mapping(entries) => entries
            .iter()
            .map(|entry| Ok((entry.key.clone(), formula(&entry.value)?)))
            .collect::<Result<_, _>>()
            .map(Formula::object),
    }
}

/// The formula of a text without quotes.
fn bare(text: &str) -> Result<Formula, ExpressionError> {
    let wrong = |code, message: String| Err(ExpressionError::new(code, 0..text.len(), message));
    match resolve(text) {
        Ok(Resolved::Null) => Ok(Formula::Literal(Value::Null)),
        Ok(Resolved::Bool(value)) => Ok(Formula::Literal(Value::Bool(value))),
        Ok(Resolved::Number(value)) if number_to_json(value).is_some() => Ok(Formula::Literal(Value::Number(value))),
        Ok(Resolved::Number(_)) => {
            wrong("inexact-number", format!("the number {text} has more digits than JSON carries"))
        }
        Ok(Resolved::Text) => Formula::from_text(text),
        Err(error) => wrong("inexact-number", error.to_string()),
    }
}

/// The cell that spells a result: bare where that reads back as the same, else as JSON.
pub(crate) fn spell(formula: &Formula) -> String {
    let plain = formula.to_plain();
    if let serde_json::Value::String(text) = &plain {
        let bare = text.trim() == text && !text.contains(['\n', '\r']);
        if bare && result(text).as_ref() == Ok(formula) {
            return text.clone();
        }
        if let Formula::Literal(Value::Text(text)) = formula {
            return serde_json::Value::String(text.clone()).to_string();
        }
        return text.replace(['\n', '\r'], " ");
    }
    plain.to_string()
}

/// The rows of a text: one a line, empty lines left out.
fn lines(text: &str) -> Vec<Vec<Written>> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            rows.push(cells(line, start));
        }
        start += line.len();
    }
    rows
}

/// The bytes of each row of a text, without the white space around it.
pub(crate) fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let rows = lines(text).into_iter();
    rows.filter_map(|cells| Some(cells.first()?.1.start..cells.last()?.1.end)).collect()
}

/// The cells of a line that begins at byte `offset`.
fn cells(line: &str, offset: usize) -> Vec<Written> {
    let mut cells = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices('|') {
        if !line[..at].ends_with('\\') {
            cells.push(cell(&line[start..at], offset + start));
            start = at + 1;
        }
    }
    cells.push(cell(&line[start..], offset + start));
    cells
}

fn cell(text: &str, offset: usize) -> Written {
    let trimmed = text.trim();
    let start = offset + text.len() - text.trim_start().len();
    (trimmed.replace("\\|", "|"), start..start + trimmed.len())
}

/// Rows of a CSV text (RFC 4180): commas, or semicolons where the first line has no comma outside of quotes.
fn csv(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let separator = if first.contains(';') && !first.contains(',') { ';' } else { ',' };
    let mut rows = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut cell = String::new();
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c if c == separator && !quoted => row.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    row.push(cell);
    rows.push(row);
    rows.into_iter()
        .map(|row| row.into_iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>())
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .collect()
}

/// What a CSV's first row is.
enum Header {
    /// The names of the columns.
    Fits,
    /// Names too, but not those of the columns: both told in words.
    Differs { expected: String, found: String },
    /// A row like the others.
    None,
}

/// A first row that has the name of a column where that column's cell, or another one's, would stand is a header.
fn header(row: &[String], inputs: &[Expression], results: &[Name]) -> Header {
    let names: Vec<&str> = inputs.iter().map(Expression::source).chain(results.iter().map(Name::as_str)).collect();
    if row.len() >= names.len() && row.iter().zip(&names).all(|(found, name)| found == name) {
        return Header::Fits;
    }
    let alike = |text: &str| text.to_lowercase().replace([' ', '-'], "_");
    if !row.iter().any(|found| names.iter().any(|name| alike(found) == alike(name))) {
        return Header::None;
    }
    let told =
        |names: Vec<&str>| names.iter().map(|name| format!("`{}`", shorten(name))).collect::<Vec<_>>().join(", ");
    Header::Differs { expected: told(names), found: told(row.iter().map(String::as_str).collect()) }
}
