//! `table`: rows of a CSV, JSON or XLSX file, by key and by equal columns.
//!
//! The file is read once, when the connector is made. Actions: `get` (one row by its key), `find` (rows whose columns
//! equal the arguments), `list`. Nothing here writes.
//!
//! Refuses a file that is too large, not UTF-8, or has ragged rows, unnamed or repeated columns, repeated or missing keys.

mod call;
mod column;
mod csv_file;
mod error;
mod json_file;
mod load;
mod workbook;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::time::Duration;

use procedure::value::{Value, Values};
use serde::Deserialize;

pub use column::ColumnType;
pub use error::TableError;
pub(crate) use load::load;

pub(crate) const CONCURRENCY: usize = 64;
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(10);

/// `table:` in a configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The file, relative to the configuration: `.csv`, `.tsv`, `.json` or `.xlsx`.
    pub file: PathBuf,
    /// The column that identifies a row. Without it there is no `get`.
    pub key: Option<String>,
    /// The sheet of a workbook; the first where absent.
    pub sheet: Option<String>,
    /// Types of columns. Without any, each column's type is inferred from all of its cells.
    #[serde(default)]
    pub columns: BTreeMap<String, ColumnType>,
    /// The character between the cells of a CSV file; `,` where absent, a tab in `.tsv`.
    pub delimiter: Option<char>,
}

/// A table in memory.
#[derive(Debug)]
pub(crate) struct Table {
    /// The connector's name, for messages.
    name: String,
    /// In alphabetical order, as are the cells of every row.
    columns: Vec<Column>,
    rows: Vec<Box<[Value]>>,
    key: Option<Key>,
    /// Most rows that one call gives.
    most: usize,
}

#[derive(Debug)]
struct Column {
    name: String,
    /// What text in an argument is read as; `None` for values of several kinds, which are compared as they are.
    kind: Option<ColumnType>,
}

#[derive(Debug)]
struct Key {
    /// Position among the columns.
    column: usize,
    /// From the key's text to the row.
    rows: HashMap<String, usize>,
}

impl Table {
    fn column(&self, name: &str) -> Option<usize> {
        self.columns.binary_search_by(|column| column.name.as_str().cmp(name)).ok()
    }

    /// The row as an object; empty cells are null.
    fn object(&self, row: usize) -> Value {
        let cells = self.columns.iter().zip(&*self.rows[row]);
        Value::Object(cells.map(|(column, cell)| (column.name.clone(), cell.clone())).collect::<Values>())
    }
}

/// The text of a single value, as it stands in a URL.
pub(crate) fn scalar_text(value: &Value) -> Option<String> {
    column::text(value)
}
