//! A look at a file before it is brought as a log. Nothing of it is kept.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::import::{Columns, Import, guessed};
use super::report::{EndOfText, ImportReport, MappingTaken, ObjectsFound};
use crate::access::{Deed, Thing};
use crate::directory::Caller;
use crate::engine::Engine;
use crate::error::Error;

/// So much of a file is looked at, in bytes.
pub const LOOKED_AT: usize = 1 << 20;

/// Most columns that are shown, and the longest text of a cell, in characters.
const MOST_COLUMNS: usize = 200;
const LONGEST_CELL: usize = 200;

/// What a file's beginning tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LogLook {
    /// `xes`, `csv`, `json-lines`, `ocel1`, `ocel2`.
    pub format: String,
    /// Of the beginning that was looked at.
    pub report: ImportReport,
    /// Of a table: its columns and its first rows, as they are written.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Of a table: which column would be taken as what.
    pub mapping: Option<MappingTaken>,
    /// Of a log of objects: the types, of which one is to be chosen.
    pub object_types: Option<Vec<ObjectsFound>>,
}

impl Engine {
    /// Looks at the beginning of a file, as it would be read.
    pub async fn look_at_log(&self, caller: &Caller, import: Import, beginning: Vec<u8>) -> Result<LogLook, Error> {
        self.allow(caller, Deed::Act, Thing::EventLog { procedure: None }, "bring event logs")?;
        self.reckon(move || look(&import, &beginning)).await
    }
}

fn look(import: &Import, beginning: &[u8]) -> LogLook {
    let options = import.options();
    let mapping = (import.columns != Columns::default()).then(|| import.columns.over(guessed(beginning, &options)));
    let whole = beginning.len() < LOOKED_AT;
    let look = mining::read::look(beginning, whole, mapping, &options);
    let mut report = ImportReport::from(&look.report);
    if !whole {
        // That it ends in the middle is our doing.
        report.problems.retain(|found| !matches!(found.problem.as_str(), "event-cut-off" | "case-cut-off"));
        report.end = EndOfText { kind: "beginning".to_owned(), message: "this is its beginning".to_owned() };
    }
    let cells = |row: Vec<String>| -> Vec<String> {
        row.iter().take(MOST_COLUMNS).map(|cell| cell.chars().take(LONGEST_CELL).collect()).collect()
    };
    let objects = matches!(report.format.as_str(), "ocel1" | "ocel2");
    let types = look.object_types.into_iter().map(ObjectsFound::from).collect();
    LogLook {
        format: report.format.clone(),
        mapping: report.mapping.clone(),
        report,
        columns: cells(look.columns),
        rows: look.rows.into_iter().map(cells).collect(),
        object_types: objects.then_some(types),
    }
}
