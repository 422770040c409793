//! From a file to a [`Table`].

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use procedure::diagnostic::did_you_mean;
use procedure::value::Value;

use super::column::{self, ColumnType};
use super::{Column, Key, Settings, Table, TableError, csv_file, json_file, workbook};
use crate::registry::Limits;

/// Most columns of a table.
const COLUMNS: usize = 1_000;

/// What a file holds, before types and keys.
pub(super) struct Raw {
    /// What rows are counted in: lines of a text, rows of a sheet, items of a list.
    pub unit: &'static str,
    /// In the order of the file.
    pub columns: Vec<String>,
    /// Where each row stands, and its cells, as many as there are columns.
    pub rows: Vec<(u64, Vec<Value>)>,
    /// How far cells already have a type.
    pub cells: Cells,
}

/// How far the cells of a file already have a type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cells {
    /// All are texts: types are inferred from how they are spelled.
    Texts,
    /// Each has a type of its own; a column of several becomes text.
    Typed,
    /// They are values of a program, and stay as they are.
    Values,
}

/// What a reader of one file format may take.
pub(super) struct Source<'a> {
    pub file: &'a Path,
    pub limits: &'a Limits,
}

impl Source<'_> {
    pub fn row(&self, unit: &'static str, line: u64, problem: impl Into<String>) -> TableError {
        TableError::Row { file: self.file.to_owned(), unit, line, problem: problem.into() }
    }

    /// Refuses one more row than there may be.
    pub fn admit(&self, rows: usize, columns: usize) -> Result<(), TableError> {
        if rows >= self.limits.rows {
            return Err(TableError::shape(self.file, format!("more than {} rows; split the table", self.limits.rows)));
        }
        if (rows + 1).saturating_mul(columns) > self.limits.cells {
            return Err(TableError::shape(
                self.file,
                format!("more than {} cells; split the table", self.limits.cells),
            ));
        }
        Ok(())
    }

    /// Refuses names of columns that nothing could refer to.
    pub fn header(&self, columns: &[String]) -> Result<(), TableError> {
        if columns.len() > COLUMNS {
            return Err(TableError::shape(self.file, format!("more than {COLUMNS} columns")));
        }
        let mut seen = HashMap::new();
        for (index, name) in columns.iter().enumerate() {
            if name.is_empty() {
                return Err(TableError::shape(self.file, format!("column {} has no name", index + 1)));
            }
            if let Some(first) = seen.insert(name.as_str(), index) {
                let problem = format!("columns {} and {} are both called `{name}`", first + 1, index + 1);
                return Err(TableError::shape(self.file, problem));
            }
        }
        Ok(())
    }
}

/// Loads a table; `name` is the connector's.
pub(crate) fn load(name: &str, file: &Path, settings: &Settings, limits: &Limits) -> Result<Table, TableError> {
    let bytes = read(file, limits)?;
    let source = Source { file, limits };
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    let text_only = |option: &str, given: bool| {
        given.then(|| TableError::shape(file, format!("`{option}` does not apply to .{extension} files; remove it")))
    };
    let misplaced = match extension.as_str() {
        "csv" | "tsv" => text_only("sheet", settings.sheet.is_some()),
        "json" => text_only("sheet", settings.sheet.is_some())
            .or_else(|| text_only("delimiter", settings.delimiter.is_some())),
        "xlsx" => text_only("delimiter", settings.delimiter.is_some()),
        _ => Some(TableError::unreadable(file, "its name must end in .csv, .tsv, .json or .xlsx")),
    };
    if let Some(error) = misplaced {
        return Err(error);
    }
    let raw = match extension.as_str() {
        "json" => json_file::read(bytes, settings.key.as_deref(), &source)?,
        "xlsx" => workbook::read(bytes, settings.sheet.as_deref(), &source)?,
        other => csv_file::read(bytes, settings.delimiter.unwrap_or(if other == "tsv" { '\t' } else { ',' }), &source)?,
    };
    table(name, raw, settings, &source)
}

fn read(file: &Path, limits: &Limits) -> Result<Vec<u8>, TableError> {
    let failed = |error: std::io::Error| TableError::unreadable(file, error.to_string());
    let opened = File::open(file).map_err(failed)?;
    if !opened.metadata().map_err(failed)?.is_file() {
        return Err(TableError::unreadable(file, "it is no file"));
    }
    let mut bytes = Vec::new();
    opened.take(limits.file_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limits.file_bytes {
        return Err(TableError::unreadable(file, format!("it is larger than {} bytes", limits.file_bytes)));
    }
    Ok(bytes)
}

fn table(name: &str, raw: Raw, settings: &Settings, source: &Source) -> Result<Table, TableError> {
    for wanted in settings.columns.keys().chain(&settings.key) {
        if !raw.columns.contains(wanted) {
            let hint = did_you_mean(wanted, raw.columns.iter().map(String::as_str));
            let hint = hint.unwrap_or_else(|| format!("it has {}", listed(&raw.columns)));
            return Err(TableError::shape(source.file, format!("there is no column `{wanted}`; {hint}")));
        }
    }
    // Columns in alphabetical order make rows into objects without sorting again.
    let mut order: Vec<usize> = (0..raw.columns.len()).collect();
    order.sort_by(|a, b| raw.columns[*a].cmp(&raw.columns[*b]));
    let columns: Vec<Column> = order
        .iter()
        .map(|index| {
            let name = raw.columns[*index].clone();
            let kind = settings
                .columns
                .get(&name)
                .copied()
                .or_else(|| inferred(&raw, *index, settings.key.as_ref() == Some(&name)));
            Column { name, kind }
        })
        .collect();
    let key = match &settings.key {
        Some(key) => columns.iter().position(|column| column.name == *key),
        None => None,
    };
    let mut rows = Vec::with_capacity(raw.rows.len());
    let mut keys: HashMap<String, (usize, u64)> = HashMap::new();
    for (line, mut cells) in raw.rows {
        let mut row = Vec::with_capacity(columns.len());
        for (column, index) in columns.iter().zip(&order) {
            let cell = std::mem::take(&mut cells[*index]);
            row.push(typed(column, cell).map_err(|problem| source.row(raw.unit, line, problem))?);
        }
        if let Some(column) = key {
            let name = &columns[column].name;
            let Some(text) = column::text(&row[column]) else {
                return Err(source.row(raw.unit, line, format!("the key `{name}` is empty, or no single value")));
            };
            match keys.entry(text) {
                Entry::Vacant(free) => free.insert((rows.len(), line)),
                Entry::Occupied(taken) => {
                    let problem = format!("`{name}` is `{}`, as in {} {}", short(taken.key()), raw.unit, taken.get().1);
                    return Err(source.row(raw.unit, line, problem));
                }
            };
        }
        rows.push(row.into_boxed_slice());
    }
    let key = key.map(|column| Key { column, rows: keys.into_iter().map(|(text, (row, _))| (text, row)).collect() });
    Ok(Table { name: name.to_owned(), columns, rows, key, most: source.limits.answer_rows })
}

fn inferred(raw: &Raw, index: usize, is_key: bool) -> Option<ColumnType> {
    let cells = raw.rows.iter().map(|(_, cells)| &cells[index]);
    match raw.cells {
        Cells::Texts if is_key => Some(column::infer_keys(cells)),
        Cells::Texts => Some(column::infer_texts(cells)),
        Cells::Typed => Some(column::common_type(cells).unwrap_or(ColumnType::String)),
        Cells::Values => column::common_type(cells),
    }
}

fn typed(column: &Column, cell: Value) -> Result<Value, String> {
    let Some(kind) = column.kind else { return Ok(cell) };
    kind.read(&cell).ok_or_else(|| {
        let found = column::text(&cell).map_or_else(|| cell.kind().to_owned(), |text| format!("`{}`", short(&text)));
        format!("column `{}`: {found} is not {}", column.name, kind.noun())
    })
}

/// The beginning of a text from a file, for a message.
pub(super) fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(40).flat_map(char::escape_debug).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{}`", short(name))).collect();
    let more = if names.len() > shown.len() { ", …" } else { "" };
    if shown.is_empty() { "no columns".into() } else { format!("{}{more}", shown.join(", ")) }
}
